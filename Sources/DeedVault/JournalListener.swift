public import DeedCore

/// What hears the records while a verification reads the journal: so it is read once, whatever else is made of it.
///
/// All calls of a reading come from one thread, in the order of the journal. What is told before something is found wrong is right; what
/// stands behind it is not told.
public protocol JournalListener: AnyObject, Sendable {
    /// Runs a reading from the journal's beginning on, and tells it the catalog's place: the only witness of the journal's very last
    /// line. Called again where the journal was written to while it was read.
    func hear(_ reading: (JournalPosition?) throws -> Void) throws
    /// A record of a complete batch; of a redacted one what is left, if anything is.
    func record(_ record: StampedRecord)
    /// The place behind a batch whose records were told.
    func batchEnds(at position: JournalPosition)
    /// A record cannot be read: no further one is told.
    func fails(_ error: any Error)
}
