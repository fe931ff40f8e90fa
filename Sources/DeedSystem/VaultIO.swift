/// Every system call that the vault makes, so that a test can fail the nth one, or cut the power before it.
///
/// Calls are synchronous and do what their namesakes in POSIX do, one call each: `read` and `write` may be short, and `EINTR` comes
/// through. ``VaultIO/writeAll(_:_:path:)`` and its neighbours finish the job. Descriptors belong to the object that opened them.
/// Every error names the call and the file, also that of a call on a descriptor.
public protocol VaultIO: Sendable {
    /// Opens a file or a directory; `mode` counts when the call creates it.
    func open(_ path: String, _ how: OpenMode, mode: UInt32) throws(IOError) -> Int32
    /// Closes a descriptor and gives up the locks it holds. Errors of `close` say nothing that `fsync` has not said.
    func close(_ descriptor: Int32)
    /// Reads from the descriptor's place; 0 at the end.
    func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) throws(IOError) -> Int
    /// Reads from byte `offset`; 0 at the end.
    func pread(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(IOError) -> Int
    /// Writes at the descriptor's place (at the end with ``OpenMode/append``); may write less than given.
    func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) throws(IOError) -> Int
    /// The same for bytes that nobody reads soon: the kernel need not keep them in memory.
    func writePassing(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) throws(IOError) -> Int
    /// Writes at byte `offset`, over what is there; may write less than given. Not for a descriptor with ``OpenMode/append``.
    func pwrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(IOError) -> Int
    /// Makes a file's bytes and length, or a directory's names, durable.
    func fsync(_ descriptor: Int32) throws(IOError)
    /// Makes a file's bytes and length durable.
    func fdatasync(_ descriptor: Int32) throws(IOError)
    /// Makes everything durable that was written to the file system of the descriptor, by anybody. Errors of writing back are told
    /// to descriptors that were open when they happened, so the descriptor must be older than the writes.
    func syncfs(_ descriptor: Int32) throws(IOError)
    /// Why ``syncfs(_:)`` cannot be relied on for the file system that holds `path`; `nil` where it can.
    func reasonAgainstSyncfs(_ path: String) -> String?
    /// Bytes in memory that wait to be written to any disk, by anybody; 0 where the kernel does not tell.
    var unwritten: Int64 { get }
    /// Cuts or stretches a file to `length` bytes.
    func truncate(_ descriptor: Int32, to length: Int64) throws(IOError)
    /// Gives a file real blocks for its first `length` bytes.
    func allocate(_ descriptor: Int32, _ length: Int64) throws(IOError)
    /// Sets the permission bits, whatever the umask.
    func setMode(_ descriptor: Int32, _ mode: UInt32) throws(IOError)
    /// Takes an advisory lock on the open file without waiting; `false` when another description holds it.
    func lock(_ descriptor: Int32, _ kind: LockKind) throws(IOError) -> Bool
    /// Moves a name atomically, over an existing one if there is one.
    func rename(_ source: String, to target: String) throws(IOError)
    /// Removes a file's name.
    func unlink(_ path: String) throws(IOError)
    /// Makes a directory.
    func makeDirectory(_ path: String, mode: UInt32) throws(IOError)
    /// Removes an empty directory.
    func removeDirectory(_ path: String) throws(IOError)
    /// Names in a directory, without `.` and `..`, in no order.
    func list(_ path: String) throws(IOError) -> [String]
    /// The same in the order in which the file system has laid the files out, as far as it tells: many files are read faster in it.
    func listInDiskOrder(_ path: String) throws(IOError) -> [String]
    /// Opens a file for reading from the disk itself, past what the kernel holds in memory, where the file system can do that. Reads
    /// must begin at multiples of 4096, into buffers that are aligned to 4096 and have such a length.
    func openPastCache(_ path: String) throws(IOError) -> Int32
    /// Reads from the file's first byte on what the kernel holds in memory, without waiting for a disk.
    ///
    /// - Returns: bytes read; fewer than there is room for, or 0, where not all of it is in memory, and for whatever else goes wrong.
    func readAtOnce(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int
    /// Tells that the first `length` bytes will be read soon, from front to back: the disk may begin now.
    func willRead(_ descriptor: Int32, _ length: Int64)
    /// What stands at a path, following links; `nil` where nothing is.
    func status(_ path: String) throws(IOError) -> FileStatus?
    /// What a descriptor is open on.
    func status(_ descriptor: Int32) throws(IOError) -> FileStatus
    /// Size and free room of the file system that holds `path`.
    func space(_ path: String) throws(IOError) -> FileSystemSpace
    /// A text that differs after every start of the machine.
    var bootID: String { get }
    /// The number of this process.
    var processID: Int32 { get }
    /// Whether a process of this number runs now.
    func isAlive(_ process: Int32) -> Bool
}

/// How a file is opened. Every descriptor is closed on exec.
public struct OpenMode: OptionSet, Sendable {
    /// The combined bits.
    public let rawValue: UInt8
    /// A set of options.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// For reading only: no bit is set.
    public static let read: OpenMode = []
    /// For writing only.
    public static let write = OpenMode(rawValue: 1)
    /// Made where it is missing.
    public static let create = OpenMode(rawValue: 2)
    /// Refused (`EEXIST`) where it exists; with ``create``.
    public static let exclusive = OpenMode(rawValue: 4)
    /// Every write goes to the end.
    public static let append = OpenMode(rawValue: 8)
    /// Refused unless it is a directory.
    public static let directory = OpenMode(rawValue: 16)
}

/// The two kinds of advisory lock (`flock`).
public enum LockKind: Sendable {
    /// Held by any number at once, as long as none is exclusive.
    case shared
    /// Held by one alone.
    case exclusive
}

/// What `stat` tells that the vault asks for.
public struct FileStatus: Sendable, Hashable {
    /// Bytes.
    public var size: Int64
    /// Whether it is a directory.
    public var isDirectory: Bool
    /// Whether it is a regular file.
    public var isRegular: Bool
    /// Permission bits.
    public var mode: UInt32

    /// A status.
    public init(size: Int64, isDirectory: Bool, isRegular: Bool, mode: UInt32) {
        self.size = size
        self.isDirectory = isDirectory
        self.isRegular = isRegular
        self.mode = mode
    }
}

/// The room on a file system, in bytes.
public struct FileSystemSpace: Sendable, Hashable {
    /// All of it.
    public var total: Int64
    /// What this user may still write.
    public var available: Int64

    /// A file system's room.
    public init(total: Int64, available: Int64) {
        self.total = total
        self.available = available
    }
}
