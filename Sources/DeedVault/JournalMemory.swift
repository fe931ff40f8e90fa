public import DeedCore

/// Somebody who remembers the journal's records without their bodies, as the catalog does.
public protocol JournalMemory: AnyObject {
    /// Whether record `seq` was of this kind and time. Asked in the order of the numbers.
    func remembers(seq: Int64, time: Instant, kind: String) throws -> Bool
}
