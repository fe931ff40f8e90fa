import DeedCatalog
public import DeedCore
import DeedSearch
public import DeedVault

/// Lines that the journal once had and has no more, as far as anything in the vault tells.
///
/// The journal's end is the one place where a cut leaves no gap. What was made from the lines that are gone still knows them: the catalog its
/// place, the index the last record it told, a signed checkpoint how many lines it covers. While one of them knows more, nothing is made
/// anew from the journal, for that would take the last trace of the loss away.
public struct JournalLoss: Sendable, Hashable {
    /// The last line that the journal has; 0 for none.
    public var end: Int64
    /// The last line that is known of; 0 where the journal has no beginning and nothing else is left.
    public var known: Int64
    /// What knows more.
    public var witnesses: [Witness]
    /// What the catalog remembers of the lines, at most ``shown``.
    public var lines: [Line]
    /// In what way the journal and its witnesses part, in English.
    public var detail: String

    /// What remembers lines.
    public enum Witness: String, Sendable, CaseIterable {
        case catalog
        case index
        case checkpoints
    }

    /// A record that is gone.
    public struct Line: Sendable, Hashable {
        /// Its number.
        public var seq: Int64
        /// When it was made.
        public var time: Instant
        /// What it said.
        public var kind: String
    }

    /// How many of the lines are named.
    public static let shown = 20

    /// What the journal lacks; `nil` where nothing says that it lacks anything. Reads the whole journal.
    ///
    /// - Throws: ``Failure`` when the vault's folders cannot be read.
    public static func find(in vault: Vault) throws -> JournalLoss? {
        let files = vault.databases
        // The witnesses first: another process may write meanwhile, and they never know more than the journal has by then.
        let place = Catalog.lastPosition(at: files.catalog)
        let indexed = (try? SearchIndex.open(at: files.derived, access: .read).appliedSeq) ?? 0
        let end = try vault.journalEnd().seq
        let contradicted = try contradictedCheckpoints(of: vault).compactMap(\.checkpoint?.size)
        var loss = JournalLoss(end: end, known: 0, witnesses: [], lines: [], detail: "the journal ends at line \(end)")
        func add(_ witness: Witness, _ known: Int64, _ detail: String) {
            loss.known = max(loss.known, known)
            loss.witnesses.append(witness)
            loss.detail += "; " + detail
        }
        if let place, place.seq > 0, let problem = try vault.lacks(place) { add(.catalog, place.seq, problem) }
        if indexed > end { add(.index, indexed, "the text index has applied line \(indexed)") }
        if let size = contradicted.max() { add(.checkpoints, size, "a checkpoint covers \(size) lines that are not these") }
        guard try !loss.witnesses.isEmpty || hasNoBeginning(vault) else { return nil }
        loss.lines = try Catalog.rememberedLines(at: files.catalog, after: end, limit: shown).map {
            Line(seq: $0.seq, time: $0.time, kind: $0.kind)
        }
        return loss
    }

    /// Checkpoints that say another thing than the journal, whoever signed them.
    static func contradictedCheckpoints(of vault: Vault) throws -> [CheckpointReport.Finding] {
        guard try vault.lastCheckpoint() != nil else { return [] }
        return try vault.verifyCheckpoints(keys: []).findings.filter(\.isContradicted)
    }

    /// Whether the journal has lost its first lines. A vault whose making was cut off has none, and nothing else either.
    static func hasNoBeginning(_ vault: Vault) throws -> Bool { try vault.firstRecord() == nil && vault.hasContent() }

    /// Whether what can be looked at without reading the journal says that it lacks lines.
    static func isSuspected(in vault: Vault) throws -> Bool {
        if let place = Catalog.lastPosition(at: vault.databases.catalog), try vault.lacks(place) != nil { return true }
        return try hasNoBeginning(vault)
    }

    /// Refuses to go on where the journal lacks lines.
    static func refuse(in vault: Vault) throws {
        if let loss = try find(in: vault) { throw loss.failure }
    }

    /// What a person is told who wanted something made from this journal.
    public var failure: Failure {
        Failure(
            .journalCut, String(known), detail: detail, candidates: lines.map { "\($0.seq)  \($0.time)  \($0.kind)" })
    }
}

/// The catalog's memory of the journal, page by page.
final class CatalogMemory: JournalMemory {
    private let file: String
    private var page: [Int64: (time: Instant, kind: String)] = [:]
    private var last: Int64 = 0

    private static let pageSize = 10_000

    init(_ file: String) { self.file = file }

    func remembers(seq: Int64, time: Instant, kind: String) throws -> Bool {
        if seq > last {
            let lines = try Catalog.rememberedLines(at: file, after: seq - 1, limit: CatalogMemory.pageSize)
            page = Dictionary(lines.map { ($0.seq, ($0.time, $0.kind)) }, uniquingKeysWith: { $1 })
            last = lines.last?.seq ?? .max
        }
        return page[seq].map { $0.time == time && $0.kind == kind } ?? false
    }
}
