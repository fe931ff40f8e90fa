public import DeedCore

/// What a ledger did, or would do: the reconciliation both ways. Every row that was read is in exactly one of ``Outcome``.
public struct LedgerReport: Sendable {
    /// Every row below the headings, in the file's order.
    public var lines: [Line] = []
    /// Rows that found their file.
    public var matched: [Match] = []
    /// Rows that name a document but found no file.
    public var rowsWithoutFile: [Row] = []
    /// Rows that fit several files, and rows that contradict each other about one file: left to a person.
    public var ambiguous: [Row] = []
    /// Rows that differ from what is confirmed: nothing of them is written.
    public var conflicts: [Conflict] = []
    /// Values of an earlier ledger that this one replaces.
    public var changes: [Conflict] = []
    /// Cells that cannot be read as what their column asks for.
    public var faults: [Fault] = []
    /// Rows that are no rows: sums, notes, repeated headings.
    public var skipped: [Skipped] = []
    /// Documents that no row names; filled by the caller that knows which ones to look at.
    public var filesWithoutRow: [Identifier] = []
    /// Who was taken for the company itself.
    public var company: LedgerCompany?
    /// Serial numbers that resemble another machine's of the same ledger and were taken as they are written.
    public var similar: [Conflict] = []
    /// New customers, serials and covers.
    public var added = Added()

    /// What came of a row. A row that is several counts as the first of them in this order.
    public enum Outcome: String, Sendable, CaseIterable {
        /// It differs from a confirmed value, or another row says something else of the same file: nothing of it was written.
        case conflict
        /// It is left to a person: no file or several fit, or who or what it speaks of is not sure. What is sure of it was written.
        case waiting
        /// Something of it was new and was written.
        case applied
        /// All of it was known.
        case unchanged
        /// It is no row: a sum, a note, a repeated heading.
        case skipped

        /// What ``waiting`` was called first.
        public static var unmatched: Outcome { .waiting }
    }

    /// A row with what came of it.
    public struct Line: Sendable {
        /// The row.
        public var row: LedgerRow
        /// What came of it.
        public var outcome: Outcome
        /// Its document.
        public var document: Identifier?
    }

    /// Counts of what was new.
    public struct Added: Sendable, Hashable {
        /// New customers.
        public var customers = 0
        /// New machines.
        public var serials = 0
        /// New promises.
        public var covers = 0
        /// Fields set.
        public var facts = 0
    }

    /// A row with its document.
    public struct Match: Sendable, Hashable {
        /// The sheet; `nil` for CSV.
        public var sheet: String?
        /// The line in the file.
        public var line: Int
        /// The document.
        public var document: Identifier
        /// `file-name`, `number`, `name` or `first-page`.
        public var by: String
    }

    /// A row with what names it.
    public struct Row: Sendable, Hashable {
        /// The sheet; `nil` for CSV.
        public var sheet: String?
        /// The line in the file.
        public var line: Int
        /// The number, else the file name, else the title.
        public var subject: String
        /// The documents it fits.
        public var candidates: [Identifier]
        /// `ambiguous`: several fit; `contradicted`: another row says something else of the same file.
        public var reason = "ambiguous"
    }

    /// A value that differs from a confirmed one.
    public struct Conflict: Sendable, Hashable {
        /// The sheet; `nil` for CSV.
        public var sheet: String?
        /// The line in the file.
        public var line: Int
        /// What names the row.
        public var subject: String
        /// The field or `cover`.
        public var field: String
        /// What the archive has.
        public var known: String
        /// What the ledger says.
        public var given: String
        /// Why: `differs` from what is known, or what of the row contradicts itself: see the vocabulary of ledger conflicts.
        public var reason = "differs"
    }

    /// A cell that cannot be read.
    public struct Fault: Sendable, Hashable {
        /// The sheet; `nil` for CSV.
        public var sheet: String?
        /// The line in the file.
        public var line: Int
        /// The column's meaning; the heading where no field takes the column.
        public var column: String
        /// The heading as the file has it.
        public var heading: String
        /// What stands there.
        public var text: String
        /// Why: see the vocabulary of ledger faults.
        public var reason: String
        /// The days that it could mean.
        public var could: [CivilDate]
    }

    /// A row that was passed over.
    public struct Skipped: Sendable, Hashable {
        /// The sheet; `nil` for CSV.
        public var sheet: String?
        /// The line in the file.
        public var line: Int
        /// Its first words.
        public var text: String
        /// `total`, `note`, `heading` or `no-key`.
        public var reason: String
    }

    /// Nothing done yet.
    public init() {}

    /// Rows read below the headings, those that were passed over too.
    public var rows: Int { lines.count + skipped.count }

    /// Rows of an outcome; all of them together are ``rows``.
    public func count(_ outcome: Outcome) -> Int {
        outcome == .skipped ? skipped.count : lines.count { $0.outcome == outcome }
    }

    /// Whether some row was left to a person.
    public var hasUnmatched: Bool {
        !rowsWithoutFile.isEmpty || !ambiguous.isEmpty || !conflicts.isEmpty || !faults.isEmpty
    }
}
