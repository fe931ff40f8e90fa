public import DeedCore

/// How a copy of a vault is made.
public struct CopyOptions: Sendable {
    /// Reads every object of the copy too, and replaces what is damaged there.
    public var checksCopy = false
    /// Only a new, empty or unfinished directory will do: for a restore.
    public var onlyNew = false
    /// Objects that are copied at once; 0 does it on the caller's thread.
    public var threads = 8

    /// The defaults.
    public init() {}
}

/// How far a copy is.
public struct CopyProgress: Sendable, Hashable {
    /// Objects done.
    public var objects = 0
    /// Objects to do.
    public var totalObjects = 0
    /// Bytes done.
    public var bytes: Int64 = 0
    /// Bytes to do.
    public var totalBytes: Int64 = 0
}

/// What a copy did.
public struct CopyReport: Sendable {
    /// What the copy holds of the journal now.
    public var position: JournalPosition
    /// Whether there was no copy before.
    public var isNew: Bool
    /// Objects in the copy that the journal keeps.
    public var objects: Int64 = 0
    /// Objects that were copied.
    public var copied: Int64 = 0
    /// Bytes of those.
    public var bytes: Int64 = 0
    /// Objects of the copy that were damaged there and are good now.
    public var repaired: [ObjectID] = []
    /// Objects that are damaged in the vault: they were not copied, and a good one in the copy was left as it is.
    public var damaged: [VerifyReport.DamagedObject] = []
    /// Objects that the vault should have and does not; one that the copy has stays there.
    public var missing: [ObjectID] = []
    /// What is wrong with the vault's journal; then the journal of the copy was left as it is.
    public var journal: [VerifyReport.JournalProblem] = []

    /// Whether everything is in the copy now.
    public var isComplete: Bool { damaged.isEmpty && missing.isEmpty && journal.isEmpty }
}
