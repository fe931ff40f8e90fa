public import DeedCore

/// How much the catalog holds.
public struct CatalogCounts: Sendable, Hashable {
    /// Documents in the lists.
    public var documents: Int64
    /// Documents that have left the lists.
    public var withdrawn: Int64
    /// Documents whose objects lie in the trash.
    public var trash: Int64
    /// Documents that were purged.
    public var purged: Int64
    /// Bytes of all documents' contents that are still kept.
    public var bytes: Int64
    /// Listed documents by kind; `nil` for those nobody gave one.
    public var kinds: [DocumentKind?: Int64]
    /// Customers.
    public var customers: Int64
    /// Machines.
    public var serials: Int64
    /// Covers.
    public var covers: Int64
    /// Import runs.
    public var runs: Int64
    /// Import runs without an end.
    public var unfinishedRuns: Int64
    /// Requests for a purge that have not begun.
    public var purges: Int64
    /// Holds that are placed.
    public var holds: Int64
    /// Records whose bodies were taken out.
    public var redacted: Int64
    /// The last journal line applied, 0 for an empty catalog.
    public var seq: Int64
    /// When the last record was made.
    public var lastRecord: Instant?
}

/// What a verification found.
public struct Verification: Sendable, Hashable {
    /// When.
    public var time: Instant
    /// Objects read.
    public var objects: Int64
    /// Bytes read.
    public var bytes: Int64
    /// Names of damaged objects.
    public var damaged: [String]
    /// Names of missing objects.
    public var missing: [String]
}

/// A line of the journal, without its body.
public struct JournalLine: Sendable, Hashable {
    /// The number of the line.
    public var seq: Int64
    /// When.
    public var time: Instant
    /// Who.
    public var actor: Identifier
    /// The operating system's user name, where known.
    public var user: String?
    /// The record kind.
    public var kind: String
}
