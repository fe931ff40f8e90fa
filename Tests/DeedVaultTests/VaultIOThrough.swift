import DeedSystem
import DeedSystemTesting

/// A seam over the disk in memory that changes some calls and passes the others on.
protocol VaultIOThrough: VaultIO {
    var base: MemoryIO { get }
}

extension VaultIOThrough {
    func open(_ path: String, _ how: OpenMode, mode: UInt32) throws(IOError) -> Int32 { try base.open(path, how, mode: mode) }
    func close(_ descriptor: Int32) { base.close(descriptor) }
    func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) throws(IOError) -> Int {
        try base.read(descriptor, into: buffer)
    }
    func pread(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(IOError) -> Int {
        try base.pread(descriptor, into: buffer, at: offset)
    }
    func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) throws(IOError) -> Int { try base.write(descriptor, bytes) }
    func pwrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(IOError) -> Int {
        try base.pwrite(descriptor, bytes, at: offset)
    }
    func fsync(_ descriptor: Int32) throws(IOError) { try base.fsync(descriptor) }
    func fdatasync(_ descriptor: Int32) throws(IOError) { try base.fdatasync(descriptor) }
    func syncfs(_ descriptor: Int32) throws(IOError) { try base.syncfs(descriptor) }
    var unwritten: Int64 { base.unwritten }
    func reasonAgainstSyncfs(_ path: String) -> String? { base.reasonAgainstSyncfs(path) }
    func truncate(_ descriptor: Int32, to length: Int64) throws(IOError) { try base.truncate(descriptor, to: length) }
    func allocate(_ descriptor: Int32, _ length: Int64) throws(IOError) { try base.allocate(descriptor, length) }
    func setMode(_ descriptor: Int32, _ mode: UInt32) throws(IOError) { try base.setMode(descriptor, mode) }
    func lock(_ descriptor: Int32, _ kind: LockKind) throws(IOError) -> Bool { try base.lock(descriptor, kind) }
    func rename(_ source: String, to target: String) throws(IOError) { try base.rename(source, to: target) }
    func unlink(_ path: String) throws(IOError) { try base.unlink(path) }
    func makeDirectory(_ path: String, mode: UInt32) throws(IOError) { try base.makeDirectory(path, mode: mode) }
    func removeDirectory(_ path: String) throws(IOError) { try base.removeDirectory(path) }
    func list(_ path: String) throws(IOError) -> [String] { try base.list(path) }
    func status(_ path: String) throws(IOError) -> FileStatus? { try base.status(path) }
    func status(_ descriptor: Int32) throws(IOError) -> FileStatus { try base.status(descriptor) }
    func space(_ path: String) throws(IOError) -> FileSystemSpace { try base.space(path) }
    var bootID: String { base.bootID }
    var processID: Int32 { base.processID }
    func isAlive(_ process: Int32) -> Bool { base.isAlive(process) }
}
