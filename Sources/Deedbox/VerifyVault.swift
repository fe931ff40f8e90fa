import DeedCatalog
public import DeedCore
import DeedSearch
import DeedSystem
public import DeedVault
import Glibc

/// Proves that what was put in is still there: every object by its hash, the journal's chain and commitments, and the catalog
/// against the journal. Changes nothing but for one record that says it was done.
public struct VerifyVault: Sendable {
    /// Threads that hash; `nil`: one a core.
    public var threads: Int?
    /// Which objects are read. Only a reading of all of them is noted in the journal.
    public var objects = Vault.Objects.all
    /// Whether the text index is checked too, word by word.
    public var checksIndex = false

    /// A verification.
    public init() {}

    /// What was found.
    public struct Answer: Sendable {
        /// Objects and journal.
        public var report: VerifyReport
        /// Whether the catalog is what the journal makes of it.
        public var catalogOK: Bool
        /// What the signed checkpoints say of the journal.
        public var checkpoints = CheckpointReport()
        /// How the catalog differs, or why it could not be compared.
        public var catalogProblem: String?
        /// Why this user may not read the catalog; `nil` where he may.
        public var catalogRefused: Failure?
        /// What is wrong with the text index; `nil` where nothing is, or nobody asked.
        public var indexProblem: String?
        /// Why this user may not read the text index; `nil` where he may, or nobody asked.
        public var indexRefused: Failure?
        /// Lines that were lost and given up, first to last, with the record that says so.
        public var losses: [(first: Int64, last: Int64, seq: Int64)] = []
        /// Objects that a purge removed before it was cut off: the next run notes it.
        public var unfinished: [ObjectID] = []
        /// Documents that are files of a vault, or signing keys.
        public var taken: [TakenVaultFile] = []
        /// Whether the result was written into the journal.
        public var recorded: Bool

        /// Whether all is well.
        public var isClean: Bool {
            report.isClean && catalogOK && indexProblem == nil && checkpoints.isClean && taken.isEmpty
        }
    }

    /// Reads everything, or what ``objects`` says.
    ///
    /// - Throws: ``Failure`` when the vault cannot be opened; damage is an answer.
    public func run(
        at path: String, settings: SessionSettings, record: Bool, tell: (@Sendable (VerifyProgress) -> Void)?
    ) throws -> Answer {
        try settings.require(.administer)
        let vault = try Vault.open(at: path, io: HostIO(), access: .read)
        let databases = vault.databases
        let file = databases.catalog
        // Objects are read from the first moment on; meanwhile the journal is, once, and what it makes of the catalog is compared.
        let comparison = CatalogComparison(vault)
        let checkpoints = Later { try self.checkCheckpoints(of: vault) }
        // Asked before the journal is read: it is never ahead of it.
        let indexed = (try? SearchIndex.open(at: databases.derived, access: .read).appliedSeq) ?? 0
        var report = try vault.verify(
            threads: threads ?? Cores.count, objects: objects, telling: comparison, progress: tell)
        try lookAtEnds(of: vault, indexed, &report)
        let unfinished = report.missing.isEmpty ? [] : VerifyVault.removed(in: file).intersection(report.missing).sorted()
        report.missing.removeAll(where: unfinished.contains)
        var answer = Answer(report: report, catalogOK: false, recorded: false)
        answer.unfinished = unfinished
        answer.taken = VerifyVault.taken(report, in: vault, catalog: file)
        do {
            answer.catalogProblem = report.journal.isClean ? try comparison.problem() : "the journal is damaged"
        } catch let failure as Failure where failure.code == .vaultUnreadable {
            answer.catalogRefused = failure
            answer.catalogProblem = failure.detail
        }
        answer.catalogOK = answer.catalogProblem == nil
        answer.losses = VerifyVault.losses(in: file)
        do {
            if checksIndex { answer.indexProblem = try indexProblem(databases.derived) }
        } catch let failure as Failure where failure.code == .vaultUnreadable {
            answer.indexRefused = failure
            answer.indexProblem = failure.detail
        }
        answer.checkpoints = try checkpoints.value()
        guard record, case .all = objects, report.journal.isClean, report.files.isEmpty, answer.catalogOK else { return answer }
        let noted = Later { [isClean = report.isClean] in
            if isClean { try LocalState(at: databases.local).noteAll(at: .now) }
        }
        answer.recorded = (try? note(report, at: path, settings: settings)) != nil
        try? noted.value()
        return answer
    }

    /// What only the whole vault tells of the journal: that it begins as a vault does, and that it has what the index was told.
    private func lookAtEnds(of vault: Vault, _ indexed: Int64, _ report: inout VerifyReport) throws {
        guard report.journal.isClean else { return }
        if try JournalLoss.hasNoBeginning(vault) { report.journal.note(.noBeginning) }
        if indexed > report.journal.lines { report.journal.note(.behindIndex(indexed)) }
    }

    private static func losses(in file: String) -> [(first: Int64, last: Int64, seq: Int64)] {
        let known = try? Catalog.open(at: file, access: .read, keys: VaultSession.keys)
        return ((try? known?.losses()) ?? []).map { ($0.end + 1, $0.known, $0.seq) }
    }

    /// Objects that a purge was about to remove: where one is missing, the purge was cut off behind it.
    private static func removed(in file: String) -> Set<ObjectID> {
        let known = try? Catalog.open(at: file, access: .read, keys: VaultSession.keys)
        return Set((try? known?.purgesInTrash().map(\.document.object)) ?? [])
    }

    /// The checkpoints against the journal. Without a catalog that can be asked nobody knows whose keys count; what the checkpoints say is
    /// compared all the same.
    private func checkCheckpoints(of vault: Vault) throws -> CheckpointReport {
        guard try vault.lastCheckpoint() != nil else { return CheckpointReport() }
        let file = vault.databases.catalog
        guard let catalog = try? Catalog.open(at: file, access: .read, keys: VaultSession.keys),
            let keys = try? vault.verifierKeys(catalog: catalog)
        else {
            var report = try vault.verifyCheckpoints(keys: [])
            for at in report.findings.indices { report.findings[at].problem = report.findings[at].contradiction }
            return report
        }
        return try vault.verifyCheckpoints(keys: keys)
    }

    /// What is wrong with the index, page by page and word by word.
    private func indexProblem(_ file: String) throws -> String? {
        guard access(file, F_OK) == 0 else { return nil }
        do {
            let index = try SearchIndex.open(at: file, access: .write)
            return try index.integrityProblem() ?? (index.isSound() ? nil : "its words are not those of the texts")
        } catch let failure as Failure where ![.vaultBusy, .diskFull, .vaultTooNew, .vaultUnreadable].contains(failure.code) {
            return failure.detail.isEmpty ? failure.code.rawValue : failure.detail
        }
    }

    private func note(_ report: VerifyReport, at path: String, settings: SessionSettings) throws {
        let session = try VaultSession.open(path, access: .write, settings: settings)
        try session.commit(.administer) {
            [
                Record(
                    VaultVerified(
                        objects: report.objects, bytes: report.bytes, damaged: report.damaged.map(\.object.hex),
                        missing: report.missing.map(\.hex)))
            ]
        }
    }
}

/// Applies the journal to an empty catalog.
enum CatalogReplay {
    static func run(from vault: Vault, into catalog: Catalog) throws { try catalog.holding { try replay(vault, into: catalog) } }

    private static func replay(_ vault: Vault, into catalog: Catalog) throws {
        var open = false
        do {
            try vault.replay(
                after: nil,
                { record in
                    if !open {
                        try catalog.begin()
                        open = true
                    }
                    try catalog.apply(record)
                },
                commit: { position in
                    if !open { try catalog.begin() }
                    try catalog.commit(position)
                    open = false
                })
        } catch {
            if open { catalog.rollback() }
            throw error
        }
    }
}
