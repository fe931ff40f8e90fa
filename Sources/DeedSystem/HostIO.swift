import CSandbox
import Glibc

/// The system calls of this machine.
public struct HostIO: VaultIO {
    /// Read once: it cannot change while the process lives.
    public let bootID: String

    /// The calls of the kernel that runs this process.
    public init() {
        bootID = HostIO.readBootID() ?? "no-boot-id"
        _ = HostIO.filesRaised
    }

    /// Once in a process. Where the kernel refuses, an import meets the limit that there is.
    private static let filesRaised: Int32 = deed_raise_open_files()

    private static func readBootID() -> String? {
        let descriptor = Glibc.open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { _ = Glibc.close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 36)
        guard Glibc.read(descriptor, &bytes, 36) == 36 else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    public var processID: Int32 { getpid() }

    public func isAlive(_ process: Int32) -> Bool { kill(process, 0) == 0 || errno == EPERM }

    public func open(_ path: String, _ how: OpenMode, mode: UInt32) throws(IOError) -> Int32 {
        var flags = O_CLOEXEC | (how.contains(.write) ? O_WRONLY : O_RDONLY)
        if how.contains(.create) { flags |= O_CREAT }
        if how.contains(.exclusive) { flags |= O_EXCL }
        if how.contains(.append) { flags |= O_APPEND }
        if how.contains(.directory) { flags |= O_DIRECTORY }
        let isReading = !how.contains(.write)
        // A pipe that somebody put in a file's place must not be waited for.
        var descriptor = Glibc.open(path, flags | O_NONBLOCK, mode_t(mode))
        if descriptor < 0, errno == EWOULDBLOCK, (try? status(path))??.isRegular == true {
            // A file server holds a lease on the file, and gives it up for who waits.
            descriptor = Glibc.open(path, flags, mode_t(mode))
        }
        guard descriptor >= 0 else {
            let number = errno
            // The other end of a pipe is missing, or it is a socket.
            guard number == ENXIO, let instead = HostIO.instead(of: path) else {
                throw IOError(number, "open", path, isReading: isReading)
            }
            throw IOError(number, "open", path, isReading: isReading, instead: instead)
        }
        guard !how.contains(.directory), !how.contains(.exclusive) else { return descriptor }
        var result = stat()
        guard fstat(descriptor, &result) == 0, result.st_mode & S_IFMT != S_IFREG else { return descriptor }
        self.close(descriptor)
        if result.st_mode & S_IFMT == S_IFDIR { throw IOError(EISDIR, "open", path, isReading: isReading) }
        throw IOError(ENXIO, "open", path, isReading: isReading, instead: HostIO.kind(result.st_mode))
    }

    /// What stands at a path that is no file.
    private static func instead(of path: String) -> String? {
        var result = stat()
        guard stat(path, &result) == 0, result.st_mode & S_IFMT != S_IFREG else { return nil }
        return kind(result.st_mode)
    }

    private static func kind(_ mode: mode_t) -> String {
        switch mode & S_IFMT {
        case S_IFIFO: "a pipe"
        case S_IFSOCK: "a socket"
        case S_IFDIR: "a directory"
        default: "a device"
        }
    }

    public func close(_ descriptor: Int32) { _ = Glibc.close(descriptor) }

    public func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) throws(IOError) -> Int {
        let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        guard count >= 0 else { throw error("read", descriptor) }
        return count
    }

    public func pread(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(IOError) -> Int {
        let count = Glibc.pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
        guard count >= 0 else { throw error("pread", descriptor) }
        return count
    }

    public func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) throws(IOError) -> Int {
        let count = Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        guard count >= 0 else { throw error("write", descriptor) }
        return count
    }

    public func writePassing(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) throws(IOError) -> Int {
        let count = deed_write_passing(descriptor, bytes.baseAddress, bytes.count)
        guard count >= 0 else { throw IOError(Int32(-count), "write", HostIO.path(of: descriptor)) }
        return count
    }

    public func pwrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(IOError) -> Int {
        let count = Glibc.pwrite(descriptor, bytes.baseAddress, bytes.count, off_t(offset))
        guard count >= 0 else { throw error("pwrite", descriptor) }
        return count
    }

    public func fsync(_ descriptor: Int32) throws(IOError) { try check(Glibc.fsync(descriptor), "fsync", descriptor) }

    public func fdatasync(_ descriptor: Int32) throws(IOError) { try check(Glibc.fdatasync(descriptor), "fdatasync", descriptor) }

    public func syncfs(_ descriptor: Int32) throws(IOError) {
        let code = deed_syncfs(descriptor)
        guard code == 0 else { throw IOError(-code, "syncfs", HostIO.path(of: descriptor)) }
    }

    public var unwritten: Int64 { UnwrittenBytes.now }

    public func reasonAgainstSyncfs(_ path: String) -> String? { SyncfsSupport.objection(at: path) }

    public func truncate(_ descriptor: Int32, to length: Int64) throws(IOError) {
        try check(ftruncate(descriptor, off_t(length)), "ftruncate", descriptor)
    }

    public func allocate(_ descriptor: Int32, _ length: Int64) throws(IOError) {
        let code = posix_fallocate(descriptor, 0, off_t(length))
        guard code == 0 else { throw IOError(code, "posix_fallocate", HostIO.path(of: descriptor)) }
    }

    public func setMode(_ descriptor: Int32, _ mode: UInt32) throws(IOError) {
        try check(fchmod(descriptor, mode_t(mode)), "fchmod", descriptor)
    }

    public func lock(_ descriptor: Int32, _ kind: LockKind) throws(IOError) -> Bool {
        if flock(descriptor, (kind == .exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0 { return true }
        guard errno == EWOULDBLOCK || errno == EINTR else { throw error("flock", descriptor) }
        return false
    }

    public func rename(_ source: String, to target: String) throws(IOError) {
        try check(Glibc.rename(source, target), "rename", target)
    }

    public func unlink(_ path: String) throws(IOError) { try check(Glibc.unlink(path), "unlink", path) }

    public func makeDirectory(_ path: String, mode: UInt32) throws(IOError) {
        try check(mkdir(path, mode_t(mode)), "mkdir", path)
    }

    public func removeDirectory(_ path: String) throws(IOError) { try check(rmdir(path), "rmdir", path) }

    private func check(_ result: Int32, _ call: String, _ path: String) throws(IOError) {
        guard result == 0 else { throw IOError(errno, call, path) }
    }

    private func check(_ result: Int32, _ call: String, _ descriptor: Int32) throws(IOError) {
        guard result == 0 else { throw error(call, descriptor) }
    }

    /// The error that the last call left in `errno`, with the name of the file.
    private func error(_ call: String, _ descriptor: Int32) -> IOError {
        let number = errno
        return IOError(number, call, HostIO.path(of: descriptor))
    }

    /// What a descriptor is open on, as the kernel knows it; only asked when something went wrong.
    private static func path(of descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = buffer.withUnsafeMutableBytes { bytes in
            guard let start = bytes.baseAddress else { return -1 }
            return readlink("/proc/self/fd/\(descriptor)", start.assumingMemoryBound(to: CChar.self), bytes.count)
        }
        return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : ""
    }
}

extension HostIO {
    public func list(_ path: String) throws(IOError) -> [String] { try entries(path).map(\.name) }

    /// By the numbers of the inodes: on most file systems what was written together lies together.
    public func listInDiskOrder(_ path: String) throws(IOError) -> [String] {
        try entries(path).sorted { $0.inode < $1.inode }.map(\.name)
    }

    public func openPastCache(_ path: String) throws(IOError) -> Int32 {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | deed_open_direct())
        if descriptor >= 0 { return descriptor }
        // A file system in memory has nothing behind its memory; elsewhere the kernel is asked to drop what it holds.
        guard errno == EINVAL else { throw IOError(errno, "open", path) }
        let plain = try opened(path, .read)
        _ = posix_fadvise(plain, 0, 0, POSIX_FADV_DONTNEED)
        return plain
    }

    public func readAtOnce(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        max(0, deed_read_at_once(descriptor, buffer.baseAddress, buffer.count))
    }

    public func willRead(_ descriptor: Int32, _ length: Int64) {
        _ = posix_fadvise(descriptor, 0, off_t(length), POSIX_FADV_WILLNEED)
    }

    private func entries(_ path: String) throws(IOError) -> [(name: String, inode: UInt64)] {
        guard let directory = opendir(path) else { throw IOError(errno, "opendir", path) }
        defer { closedir(directory) }
        var names: [(String, UInt64)] = []
        while true {
            errno = 0
            guard let entry = readdir(directory) else {
                guard errno == 0 else { throw IOError(errno, "readdir", path) }
                return names
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) {
                    String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append((name, UInt64(entry.pointee.d_ino))) }
        }
    }

    public func status(_ path: String) throws(IOError) -> FileStatus? {
        var result = stat()
        if stat(path, &result) == 0 { return FileStatus(result) }
        guard errno == ENOENT || errno == ENOTDIR else { throw IOError(errno, "stat", path) }
        return nil
    }

    public func status(_ descriptor: Int32) throws(IOError) -> FileStatus {
        var result = stat()
        try check(fstat(descriptor, &result), "fstat", descriptor)
        return FileStatus(result)
    }

    public func space(_ path: String) throws(IOError) -> FileSystemSpace {
        var result = statvfs()
        try check(statvfs(path, &result), "statvfs", path)
        let unit = Int64(clamping: result.f_frsize)
        return FileSystemSpace(
            total: Int64(clamping: result.f_blocks) &* unit, available: Int64(clamping: result.f_bavail) &* unit)
    }
}

extension FileStatus {
    init(_ result: stat) {
        self.init(
            size: Int64(result.st_size), isDirectory: result.st_mode & S_IFMT == S_IFDIR,
            isRegular: result.st_mode & S_IFMT == S_IFREG, mode: UInt32(result.st_mode) & 0o7777)
    }
}
