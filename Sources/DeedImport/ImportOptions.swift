public import DeedExtract
public import DeedText

/// What the person may set for an import; the defaults are those of the manual.
public struct ImportOptions: Sendable {
    /// The charset of names in archives; `nil` lets each archive decide.
    public var names: TextCharset?
    /// Whether containers are stored too.
    public var keepArchives = false
    /// Passwords to try on encrypted archives.
    public var passwords = ArchivePasswords()
    /// Whether a file on disk whose path, size and time of change are those of its last import is taken for unchanged, without
    /// reading it. Off, every file is read and hashed.
    public var trustsModified = false
    /// How many containers may lie in each other.
    public var depth = 4
    /// Threads that read and hash files; `nil`: one a core. Writing and syncing is the vault's, on threads of its own.
    public var readers: Int?
    /// Looks and tells, but puts nothing into the vault.
    public var dryRun = false
    /// A batch is closed after this many files …
    public var batchFiles = 1000
    /// … or this many bytes …
    public var batchBytes: Int64 = 128 << 20
    /// … or this many seconds, whichever comes first.
    public var batchSeconds = 2.0

    /// The defaults.
    public init() {}
}

/// What an import tells while it runs; drawing is somebody else's.
public struct ImportProgress: Sendable {
    /// Leaf files met so far.
    public var seen = 0
    /// Of them durable and acknowledged.
    public var committed = 0
    /// Bytes read so far.
    public var bytes: Int64 = 0
    /// Bytes of all sources, where a look beforehand could tell; containers count with their own size.
    public var totalBytes: Int64?
    /// Leaf files of all sources, where there is no container among them.
    public var totalFiles: Int?
    /// The file in hand.
    public var current = ""

    /// Nothing done yet.
    public init() {}
}
