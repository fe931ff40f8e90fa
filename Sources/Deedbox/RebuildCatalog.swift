import DeedCatalog
import DeedCore
import DeedSystem
import DeedVault
import Glibc

/// Makes the catalog anew from the journal: it is a pure function of it.
///
/// Not from a journal that lost its end or its beginning: the old catalog, the index and the checkpoints would be the last to know. Only when a
/// person names the last line that is lost, they are set aside and the journal says so.
public struct RebuildCatalog {
    /// The last line that is lost, named by a person who gives it up; `nil`: nothing is given up.
    public var acceptedLoss: Int64?

    /// A rebuild.
    public init() {}

    /// What came of it.
    public struct Answer: Sendable {
        /// Records applied.
        public var records: Int64
        /// Whether the new catalog equals the old one; `nil` when there was none to compare with.
        public var same: Bool?
        /// What was given up; `nil` for nothing.
        public var loss: JournalLoss?
        /// Where what knew more lies now, below the vault.
        public var quarantined: [String] = []
        /// Seconds it took.
        public var seconds: Double
    }

    /// Builds the new catalog beside the old one and renames it in, under the vault's lock.
    ///
    /// - Throws: ``Failure`` `journalCut` where the journal lacks lines and nobody named them; `journalDamaged`, `vaultBusy`.
    public func run(at path: String, settings: SessionSettings) throws -> Answer {
        try settings.require(.administer)
        let start = MonotonicClock.seconds()
        let vault = try Vault.open(at: path, io: HostIO(), access: .write, durability: settings.durability)
        try vault.restoreFolders()
        var answer = Answer(records: 0, same: nil, seconds: 0)
        if let acceptedLoss {
            guard let loss = try JournalLoss.find(in: vault) else {
                throw Failure(.badValue, "\(acceptedLoss)", detail: "the journal lacks nothing that is known of")
            }
            guard loss.known == acceptedLoss else { throw loss.failure }
            answer.loss = loss
            answer.quarantined = try giveUp(loss, in: vault, settings: settings)
        }
        try vault.exclusively {
            try JournalLoss.refuse(in: vault)
            let file = vault.databases.catalog
            let old = try? CatalogDigest(at: file)
            let fresh = try Catalog.rebuild(at: file, keys: VaultSession.keys) { try CatalogReplay.run(from: vault, into: $0) }
            answer.records = try fresh.position()?.seq ?? 0
            if let old { answer.same = try CatalogDigest(fresh) == old }
        }
        answer.seconds = MonotonicClock.seconds() - start
        return answer
    }

    /// Writes down what is given up, then sets aside what knew more. Cut off in between, the old catalog contradicts the journal as before, and the
    /// same call gives it up again.
    ///
    /// - Returns: where it lies now.
    private func giveUp(_ loss: JournalLoss, in vault: Vault, settings: SessionSettings) throws -> [String] {
        let databases = [vault.databases.catalog, vault.databases.derived].filter { (file: String) in access(file, F_OK) == 0 }
            .map(vault.relative)
        let checkpoints = try JournalLoss.contradictedCheckpoints(of: vault).map(\.path)
        let moves = (databases + checkpoints).map { (from: $0, to: vault.quarantineName($0)) }
        let catalog = try Catalog.temporary(keys: VaultSession.keys)
        try CatalogReplay.run(from: vault, into: catalog)
        // What stands behind the last complete batch, such as bodies without their chain, is set aside as after a crash.
        let recovery = try vault.recover(applier: catalog)
        let session = VaultSession(vault: vault, catalog: catalog, recovery: recovery, access: .write, settings: settings)
        let record = LossAccepted(
            end: loss.end, known: loss.known, witnesses: loss.witnesses.map(\.rawValue),
            quarantined: moves.map(\.to) + recovery.quarantined)
        try session.commit(.administer) { (loss.end == 0 ? [vault.creation] : []) + [Record(record)] }
        let logs = moves.filter { $0.from.hasSuffix(".sqlite") }.flatMap { move in
            ["-wal", "-shm"].map { (from: move.from + $0, to: move.to + $0) }
        }
        try vault.exclusively { try vault.setAside(logs + moves) }
        return record.quarantined
    }
}
