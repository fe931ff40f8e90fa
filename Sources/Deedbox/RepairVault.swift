import DeedCatalog
import DeedCore
import DeedSearch
import DeedSystem
public import DeedVault
import Glibc

/// Puts damaged and missing files back from other copies of the vault, and makes databases anew.
public struct RepairVault {
    /// Copies, absolute; the first is asked first.
    public var sources: [String]
    /// Threads that read; `nil`: one a core.
    public var threads: Int?

    /// A repair from `sources`.
    public init(from sources: [String]) { self.sources = sources }

    /// What was done.
    public struct Answer: Sendable {
        /// Files, journal and objects.
        public var report: RepairReport
        /// Why the catalog was made anew; `nil` where it was well.
        public var catalogProblem: String?
        /// Why the index was set aside, to be made anew by `deedbox text`; `nil` where it was well.
        public var indexProblem: String?
        /// Lines that the journal lacks and that no copy has; `nil` for none.
        public var loss: JournalLoss?
        /// Whether the result was written into the journal.
        public var recorded: Bool

        /// Whether nothing is wrong any more.
        public var isClean: Bool { report.remaining.isClean && loss == nil }
        /// Whether there was anything to do.
        public var foundNothing: Bool {
            report.objects.isEmpty && report.files.isEmpty && catalogProblem == nil && indexProblem == nil
        }
    }

    /// Looks at everything and repairs what can be.
    ///
    /// - Throws: ``Failure``: see ``VaultRepair``.
    public func run(
        at path: String, settings: SessionSettings, tell: (@Sendable (VerifyProgress) -> Void)?
    ) throws -> Answer {
        try settings.require(.administer)
        for source in sources { try Places.requireApart(path, source) }
        let files = VaultDatabases(ofVaultAt: path)
        let place = Catalog.lastPosition(at: files.catalog)
        let repair = try VaultRepair(at: path, from: sources, threads: threads ?? Cores.count)
        var answer = Answer(
            report: try repair.run(expecting: place, remembering: CatalogMemory(files.catalog), progress: tell),
            catalogProblem: nil, indexProblem: nil, recorded: false)
        let vault = try Vault.open(at: path, io: HostIO(), access: .write)
        try vault.restoreFolders()
        answer.loss = try JournalLoss.find(in: vault)
        answer.indexProblem = try mendIndex(of: vault)
        if answer.report.remaining.journal.isClean, answer.loss == nil { answer.catalogProblem = try mendCatalog(of: vault) }
        answer.recorded = (try? note(answer, at: path, settings: settings)) != nil
        return answer
    }

    /// Makes a catalog that is not what the journal says anew; the old one goes to `quarantine/`.
    private func mendCatalog(of vault: Vault) throws -> String? {
        let file = vault.databases.catalog
        guard let problem = try CatalogComparison.problem(of: vault) else { return nil }
        try vault.exclusively {
            try setAside(file, in: vault)
            _ = try Catalog.rebuild(at: file, keys: VaultSession.keys) { try CatalogReplay.run(from: vault, into: $0) }
        }
        return problem
    }

    /// An index that SQLite finds broken goes to `quarantine/`.
    private func mendIndex(of vault: Vault) throws -> String? {
        let file = vault.databases.derived
        guard access(file, F_OK) == 0 else { return nil }
        do {
            guard let problem = try SearchIndex.open(at: file, access: .read).integrityProblem() else { return nil }
            try setAside(file, in: vault)
            return problem
        } catch let failure as Failure where ![.vaultBusy, .diskFull, .vaultTooNew, .vaultUnreadable].contains(failure.code) {
            try setAside(file, in: vault)
            return failure.detail
        }
    }

    private func setAside(_ file: String, in vault: Vault) throws {
        let name = vault.relative(file)
        let place = vault.quarantineName(name)
        try vault.setAside(["-wal", "-shm", ""].map { (from: name + $0, to: place + $0) })
    }

    private func note(_ answer: Answer, at path: String, settings: SessionSettings) throws {
        let session = try VaultSession.open(path, access: .write, settings: settings)
        let remaining = answer.report.remaining
        try session.commit(.administer) {
            answer.report.files.map {
                Record(FileRepaired(file: $0.path, source: $0.source, quarantined: $0.quarantined))
            }
                + answer.report.objects.map {
                    Record(
                        ObjectRepaired(
                            sha256: $0.object, problem: $0.what == nil ? "missing" : "damaged", source: $0.source,
                            quarantined: $0.quarantined))
                } + [
                    Record(
                        VaultVerified(
                            objects: remaining.objects, bytes: remaining.bytes, damaged: remaining.damaged.map(\.object.hex),
                            missing: remaining.missing.map(\.hex)))
                ]
        }
    }
}
