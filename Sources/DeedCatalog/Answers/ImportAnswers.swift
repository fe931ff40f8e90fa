public import DeedCore

/// One import run and its sums.
public struct ImportRun: Sendable, Hashable {
    /// The run.
    public var id: Identifier
    /// When it began.
    public var started: Instant
    /// When it ended; `nil` while it runs, or when it was killed.
    public var finished: Instant?
    /// Who ran it: the operating system's user name, where known.
    public var user: String?
    /// Paths as given.
    public var sources: [String]
    /// A charset that the user chose for names.
    public var names: String?
    /// The ledger's path.
    public var ledger: String?
    /// How it ended, as its last record says; `nil` without one.
    public var state: String?
    /// The sums. Of a run without an end they are counted from what it wrote.
    public var account: Account
    /// Whether it was withdrawn.
    public var withdrawn: Bool
    /// The reason given for the withdrawal.
    public var withdrawnWhy: String?

    /// Sums of a run, in files. `seen` = `stored` + `duplicate` + `alreadyImported` + `rejected`.
    public struct Account: Sendable, Hashable {
        /// Leaf files met.
        public var seen: Int64
        /// New contents.
        public var stored: Int64
        /// Known contents under a new name.
        public var duplicate: Int64
        /// Known contents under a known name: nothing was written for them.
        public var alreadyImported: Int64
        /// Not taken in.
        public var rejected: Int64
        /// Bytes of new contents.
        public var bytes: Int64

        /// The sums of a run.
        public init(
            seen: Int64 = 0, stored: Int64 = 0, duplicate: Int64 = 0, alreadyImported: Int64 = 0, rejected: Int64 = 0,
            bytes: Int64 = 0
        ) {
            self.seen = seen
            self.stored = stored
            self.duplicate = duplicate
            self.alreadyImported = alreadyImported
            self.rejected = rejected
            self.bytes = bytes
        }
    }
}

/// One line of an account.
public struct ImportItem: Sendable, Hashable {
    /// The file as a person knows it.
    public var path: String
    /// The absolute path of the source.
    public var source: String
    /// What became of it.
    public var outcome: Outcome
    /// The reason code of a duplicate or a rejection.
    public var reason: String?
    /// More about a rejection.
    public var detail: String?
    /// Of the bytes, where they were read.
    public var object: ObjectID?
    /// The document that has the content.
    public var document: Identifier?
    /// Bytes, where known.
    public var size: Int64?
    /// What is noteworthy of a file that was taken in: `time-outside` where its time lies outside the years 1 to 9999, and the nearest one
    /// was kept.
    public var note: String?
    /// The journal line.
    public var seq: Int64

    /// The note that a file's time calls for.
    public static func note(of modified: Instant) -> String? { modified.isAtLimit ? "time-outside" : nil }

    /// What became of a file. Raw values appear in `--json`.
    public enum Outcome: String, Sendable, CaseIterable {
        case stored
        case duplicate
        case rejected
    }
}

/// One container of a run.
public struct ImportArchiveRow: Sendable, Hashable {
    /// The container, as `outer.zip!/inner.zip`.
    public var path: String
    /// The absolute path of the source.
    public var source: String
    /// Of its bytes, where they were read whole.
    public var sha256: ObjectID?
    /// Bytes.
    public var size: Int64?
    /// libarchive's name of the format.
    public var format: String
    /// The charset that names were decoded from.
    public var names: String?
    /// Files read in it.
    public var entries: Int64
    /// `read`, `locked`, `damaged` or `limit`.
    public var state: String
    /// Where it broke, or which limit.
    public var detail: String?
    /// Whether the container itself is stored.
    public var kept: Bool
}

/// One ledger that was applied.
public struct LedgerRow: Sendable, Hashable {
    /// The import run it came with.
    public var run: Identifier?
    /// The absolute path.
    public var source: String
    /// Of the file's bytes.
    public var sha256: ObjectID
    /// Rows read.
    public var rows: Int64
    /// Rows that found their file.
    public var matched: Int64
    /// Rows that differ from confirmed values.
    public var conflicts: Int64
    /// Column heading to field.
    public var mapping: JSON
    /// When.
    public var time: Instant
}

/// What the columns of a ledger mean, as it was decided.
public struct LedgerMappingRow: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// All headings of the sheet.
    public var headings: [String]
    /// Heading to field.
    public var mapping: JSON
    /// When it was decided.
    public var time: Instant
    /// By whom, where the name is known.
    public var user: String?
}
