/// A record with its place in the journal: what the chain line and the body together say.
public struct StampedRecord: Sendable, Hashable {
    /// The number of the line, from 1, without gaps over all segments.
    public var seq: Int64
    /// When the record was made.
    public var time: Instant
    /// Who made it: the id that an `actor.added` record introduced.
    public var actor: Identifier
    /// What happened.
    public var record: Record
    /// Whether the body was taken out lawfully; then ``record`` is what is left of it, see ``Record/withoutContent``.
    public var isRedacted: Bool

    /// A record at its place.
    public init(seq: Int64, time: Instant, actor: Identifier, record: Record, isRedacted: Bool = false) {
        self.seq = seq
        self.time = time
        self.actor = actor
        self.record = record
        self.isRedacted = isRedacted
    }
}

/// A place behind a commit line: how far the catalog has applied the journal.
public struct JournalPosition: Sendable, Hashable {
    /// The number of the segment, from 1.
    public var segment: Int
    /// Bytes of `records/` of that segment up to and with the commit line.
    public var offset: Int64
    /// Bytes of `bodies/` of that segment that belong to the lines before.
    public var bodyOffset: Int64
    /// The number of the commit line.
    public var seq: Int64
    /// SHA-256 of the commit line without its newline: the head of the chain.
    public var head: ObjectID

    /// A place behind a commit line.
    public init(segment: Int, offset: Int64, bodyOffset: Int64, seq: Int64, head: ObjectID) {
        self.segment = segment
        self.offset = offset
        self.bodyOffset = bodyOffset
        self.seq = seq
        self.head = head
    }
}

/// What applies records to a catalog while the vault commits them. The vault calls, in this order and never on two threads at once:
/// `begin`, `apply` once a record, then `commit` (after the journal is durable) or `rollback`. Several requests may share a
/// transaction: each but the first begins with `mark`, and one that fails ends with `undo`.
///
/// `apply` is a pure function of the journal: the same records in the same order give the same catalog.
public protocol Applier: AnyObject {
    /// The place behind the last batch that was committed; `nil` for an empty catalog.
    func position() throws -> JournalPosition?
    /// Opens a transaction.
    func begin() throws
    /// Applies one record; throws when it cannot be applied, and then nothing of the batch is written.
    func apply(_ record: StampedRecord) throws
    /// Marks the place in the transaction that ``undo()`` goes back to; forgets the mark before.
    func mark() throws
    /// Takes back what was applied behind the mark; the transaction stays open.
    func undo() throws
    /// Notes the place and closes the transaction.
    func commit(_ position: JournalPosition) throws
    /// Gives up the transaction.
    func rollback()
}
