public import DeedCore

/// What a ledger did, or would do: the reconciliation both ways.
public struct LedgerReport: Sendable {
    /// Rows below the headings.
    public var rows = 0
    /// Rows that found their file.
    public var matched: [Match] = []
    /// Rows that name a document but found no file.
    public var rowsWithoutFile: [Row] = []
    /// Rows that fit several files, and rows that contradict each other about one file: left to a person.
    public var ambiguous: [Row] = []
    /// Rows that differ from what is confirmed: nothing of them is written.
    public var conflicts: [Conflict] = []
    /// Cells that cannot be read as what their column asks for.
    public var faults: [Fault] = []
    /// Documents of the import that no row names; filled by the caller that knows the import.
    public var filesWithoutRow: [Identifier] = []
    /// New customers, serials and covers.
    public var added = Added()

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
        /// The line in the file.
        public var line: Int
        /// The document.
        public var document: Identifier
        /// `file-name`, `number`, `name` or `first-page`.
        public var by: String
    }

    /// A row with what names it.
    public struct Row: Sendable, Hashable {
        /// The line in the file.
        public var line: Int
        /// The number, else the file name, else the title.
        public var subject: String
        /// The documents it fits.
        public var candidates: [Identifier]
    }

    /// A value that differs from a confirmed one.
    public struct Conflict: Sendable, Hashable {
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
    }

    /// A cell that cannot be read.
    public struct Fault: Sendable, Hashable {
        /// The line in the file.
        public var line: Int
        /// The column's meaning.
        public var column: String
        /// What stands there.
        public var text: String
    }

    /// Nothing done yet.
    public init() {}

    /// Whether some row was left to a person.
    public var hasUnmatched: Bool {
        !rowsWithoutFile.isEmpty || !ambiguous.isEmpty || !conflicts.isEmpty || !faults.isEmpty
    }
}
