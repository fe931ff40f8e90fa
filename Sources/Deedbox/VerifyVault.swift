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
        /// What is wrong with the text index; `nil` where nothing is, or nobody asked.
        public var indexProblem: String?
        /// Objects that a purge removed before it was cut off: the next run notes it.
        public var unfinished: [ObjectID] = []
        /// Whether the result was written into the journal.
        public var recorded: Bool

        /// Whether all is well.
        public var isClean: Bool { report.isClean && catalogOK && indexProblem == nil && checkpoints.isClean }
    }

    /// Reads everything, or what ``objects`` says.
    ///
    /// - Throws: ``Failure`` when the vault cannot be opened; damage is an answer.
    public func run(
        at path: String, settings: SessionSettings, record: Bool, tell: (@Sendable (VerifyProgress) -> Void)?
    ) throws -> Answer {
        let vault = try Vault.open(at: path, io: HostIO(), access: .read)
        let file = VaultFiles(path).catalog
        // Objects are read from the first moment on; meanwhile the catalog is opened, and made once more to be compared. One of an earlier
        // version is made anew by the next who writes; what it says about the journal's end is looked at.
        let outdated = Later { Catalog.outdatedPosition(at: file, keys: VaultSession.keys) }
        let comparison = Later { try outdated.value() == nil ? CatalogComparison(vault).problem() : nil }
        let checkpoints = Later { try self.checkCheckpoints(of: vault) }
        var report = try vault.verify(
            threads: threads ?? Cores.count, objects: objects,
            asking: { try? outdated.value() ?? Catalog.open(at: file, access: .read, keys: VaultSession.keys).position() },
            progress: tell)
        let unfinished = try outdated.value() == nil ? VerifyVault.removed(in: file).intersection(report.missing).sorted() : []
        report.missing.removeAll(where: unfinished.contains)
        var answer = Answer(report: report, catalogOK: false, recorded: false)
        answer.unfinished = unfinished
        answer.catalogProblem = report.journal.isClean ? try comparison.value() : "the journal is damaged"
        answer.catalogOK = answer.catalogProblem == nil
        if checksIndex { answer.indexProblem = try indexProblem(path) }
        answer.checkpoints = try checkpoints.value()
        guard record, case .all = objects, report.journal.isClean, report.files.isEmpty, answer.catalogOK else { return answer }
        let noted = Later { [isClean = report.isClean] in
            if isClean { try LocalState(at: VaultFiles(path).local).noteAll(at: .now) }
        }
        answer.recorded = (try? note(report, at: path, settings: settings)) != nil
        try? noted.value()
        return answer
    }

    /// Objects that a purge was about to remove: where one is missing, the purge was cut off behind it.
    private static func removed(in file: String) -> Set<ObjectID> {
        let known = try? Catalog.open(at: file, access: .read, keys: VaultSession.keys)
        return Set((try? known?.purgesInTrash().map(\.document.object)) ?? [])
    }

    /// The checkpoints against the journal. Without a catalog that can be asked nobody knows whose keys count.
    private func checkCheckpoints(of vault: Vault) throws -> CheckpointReport {
        guard try vault.lastCheckpoint() != nil else { return CheckpointReport() }
        let file = VaultFiles(vault.path).catalog
        guard let catalog = try? Catalog.open(at: file, access: .read, keys: VaultSession.keys),
            let keys = try? vault.verifierKeys(catalog: catalog)
        else { return CheckpointReport() }
        return try vault.verifyCheckpoints(keys: keys)
    }

    /// What is wrong with the index, page by page and word by word.
    private func indexProblem(_ path: String) throws -> String? {
        let file = VaultFiles(path).derived
        guard access(file, F_OK) == 0 else { return nil }
        do {
            let index = try SearchIndex.open(at: file, access: .write)
            return try index.integrityProblem() ?? (index.isSound() ? nil : "its words are not those of the texts")
        } catch let failure as Failure where failure.code == .catalogDamaged {
            return failure.detail
        }
    }

    private func note(_ report: VerifyReport, at path: String, settings: SessionSettings) throws {
        let session = try VaultSession.open(path, access: .write, settings: settings)
        try session.commit {
            [
                .vaultVerified(
                    VaultVerified(
                        objects: report.objects, bytes: report.bytes, damaged: report.damaged.map(\.object.hex),
                        missing: report.missing.map(\.hex)))
            ]
        }
    }
}

/// Compares a vault's catalog with what its journal makes of it.
struct CatalogComparison {
    private let vault: Vault

    init(_ vault: Vault) { self.vault = vault }

    /// Makes the catalog once more, beside, and compares what both hold.
    ///
    /// - Returns: what differs; `nil` when nothing does.
    /// - Throws: ``Failure`` `diskFull`, `vaultBusy`: what says nothing about the catalog.
    func problem() throws -> String? {
        do {
            let known = try Catalog.open(at: VaultFiles(vault.path).catalog, access: .read, keys: VaultSession.keys)
            // Another process may commit while this one compares.
            return try known.unchanging {
                let place = try known.position()
                let fresh = Later { [vault] in
                    let fresh = try Catalog.temporaryToCompare(keys: VaultSession.keys)
                    try CatalogReplay.run(from: vault, into: fresh, through: place?.seq)
                    return (place: try fresh.position(), digest: try CatalogDigest(fresh))
                }
                if let problem = try known.integrityProblem() { return problem }
                let digest = try CatalogDigest(known)
                if try place != fresh.value().place { return "head" }
                return try digest == fresh.value().digest ? nil : "rows"
            }
        } catch let failure as Failure {
            if [.diskFull, .vaultBusy].contains(failure.code) { throw failure }
            return failure.detail.isEmpty ? failure.code.rawValue : failure.detail
        } catch {
            return String(describing: error)
        }
    }
}

/// A catalog's whole content in 32 bytes: two catalogs with the same digest have the same dump.
struct CatalogDigest: Equatable, Sendable {
    private let digest: ObjectID

    init(_ catalog: Catalog) throws {
        var hash = ObjectHash()
        try catalog.contents { hash.update($0) }
        digest = hash.finish()
    }

    init(at path: String) throws { try self.init(Catalog.open(at: path, access: .read, keys: VaultSession.keys)) }
}

/// Applies the journal to an empty catalog.
enum CatalogReplay {
    /// Applies whole batches, up to and with the one that ends at `last`, if given.
    static func run(from vault: Vault, into catalog: Catalog, through last: Int64? = nil) throws {
        try catalog.holding { try replay(vault, into: catalog, through: last) }
    }

    private static func replay(_ vault: Vault, into catalog: Catalog, through last: Int64?) throws {
        var open = false
        do {
            try vault.replay(
                after: nil,
                { record in
                    if let last, record.seq > last { throw Done() }
                    if !open {
                        try catalog.begin()
                        open = true
                    }
                    try catalog.apply(record)
                },
                commit: { position in
                    if let last, position.seq > last { throw Done() }
                    if !open { try catalog.begin() }
                    try catalog.commit(position)
                    open = false
                })
        } catch is Done {
            if open { catalog.rollback() }
        } catch {
            if open { catalog.rollback() }
            throw error
        }
    }

    private struct Done: Error {}
}

/// Makes the catalog anew from the journal: it is a pure function of it.
public struct RebuildCatalog {
    /// A rebuild.
    public init() {}

    /// What came of it.
    public struct Answer: Sendable {
        /// Records applied.
        public var records: Int64
        /// Whether the new catalog equals the old one; `nil` when there was none to compare with.
        public var same: Bool?
        /// Seconds it took.
        public var seconds: Double
    }

    /// Builds the new catalog beside the old one and renames it in, under the vault's lock.
    ///
    /// - Throws: ``Failure`` `journalDamaged`, `vaultBusy`.
    public func run(at path: String, settings: SessionSettings) throws -> Answer {
        let start = MonotonicClock.seconds()
        let vault = try Vault.open(at: path, io: HostIO(), access: .write)
        let file = VaultFiles(path).catalog
        var answer = Answer(records: 0, same: nil, seconds: 0)
        try vault.exclusively {
            let old = try? CatalogDigest(at: file)
            let fresh = try Catalog.rebuild(at: file, keys: VaultSession.keys) { try CatalogReplay.run(from: vault, into: $0) }
            answer.records = try fresh.position()?.seq ?? 0
            if let old { answer.same = try CatalogDigest(fresh) == old }
        }
        answer.seconds = MonotonicClock.seconds() - start
        return answer
    }
}
