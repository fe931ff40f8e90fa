import DeedCatalog
import DeedCore
import DeedImport

/// Writes the plan of a ledger in steps of a hundred rows, so that nobody waits long for the vault's lock.
///
/// A row is in one step with all that it makes. When others have written since the plan was made, the rows of a step are planned once
/// more under the lock, from what the catalog knows then; the texts are not asked again. After a kill the rows that were written are
/// unchanged, and the same ledger again writes the rest.
struct LedgerSteps {
    /// Rows of a step: few enough to be planned once more under the lock in a fraction of a second.
    static let rows = 100

    private let plan: LedgerPlan
    private let outcomes: [LedgerOutcome]
    private let session: VaultSession
    private let lookup: CatalogLookup
    /// The journal's last line when the plan was made; later behind the step before.
    private var place: Int64?
    /// Whether others wrote meanwhile, so that the plan of all rows holds no more.
    private var isStale = false
    /// The run; `nil` while nothing was written.
    private(set) var run: Identifier?
    /// What came of the rows.
    private(set) var report: LedgerReport

    init(_ plan: LedgerPlan, at place: Int64?, session: VaultSession, lookup: CatalogLookup) {
        self.plan = plan
        outcomes = plan.report.lineOutcomes
        self.place = place
        self.session = session
        self.lookup = lookup
        report = plan.report
    }

    /// Writes mappings and rows; nothing where no row asks for a record.
    ///
    /// - Parameters:
    ///   - proceed: called before each step; what it throws ends the run between two of them.
    ///   - note: the first record of the run.
    /// - Returns: how many records were written.
    mutating func write(
        _ mappings: [LedgerMapped], proceed: () throws -> Void, note: (Identifier, LedgerReport) -> LedgerImported
    ) throws -> Int {
        let first = mappings.map { Record($0) }
        guard !plan.records.isEmpty else { return try session.commit(.bringIn) { first }?.count ?? 0 }
        session.mint = plan.mint
        let run = session.mint.next()
        self.run = run
        let opening = first + [Record(note(run, plan.report))]
        let count = plan.report.lines.count
        var written = 0
        var at = 0
        while at < count {
            try proceed()
            let end = min(at + LedgerSteps.rows, count)
            written += try step(at..<end, of: run, opening: at == 0 ? opening : [], isLast: end == count)
            at = end
        }
        return written
    }

    private mutating func step(_ range: Range<Int>, of run: Identifier, opening: [Record], isLast: Bool) throws -> Int {
        var fresh = isStale ? try again(range) : nil
        let expected = place
        let commit = try session.commit(.bringIn) {
            if try session.catalog.position()?.seq != expected {
                fresh = try lookup.locked { try again(range) }
            }
            let records = fresh?.records ?? slice(range)
            let outcomes = fresh?.report.lineOutcomes ?? Array(outcomes[range])
            let rows = LedgerRows(
                ledger: run, records: Int64(records.count), rows: outcomes + (isLast ? plan.report.skippedOutcomes : []))
            return opening + [Record(rows)] + records
        }
        if let fresh {
            if !isStale { report = plan.report.prefix(rows: range.lowerBound) }
            isStale = true
            report.append(fresh.report)
            session.mint = fresh.mint
        }
        // The place behind this commit: what others have written since is behind it.
        place = commit?.position.seq ?? place
        return commit?.count ?? 0
    }

    private func again(_ range: Range<Int>) throws -> LedgerPlan {
        try lookup.inOneState { try plan.again(range, mint: session.mint) }
    }

    /// The records of rows in the plan of all of them.
    private func slice(_ range: Range<Int>) -> [Record] {
        let start = range.lowerBound == 0 ? 0 : plan.marks[range.lowerBound - 1]
        return Array(plan.records[start..<plan.marks[range.upperBound - 1]])
    }
}
