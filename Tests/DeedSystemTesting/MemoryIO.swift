public import DeedSystem
import Glibc

/// A file system in memory that loses what was not synced when its power is cut, and whose calls can be made to fail.
///
/// One object is one process: ``process(_:)`` gives another process on the same disk, ``kill()`` ends this one.
public final class MemoryIO: VaultIO {
    /// What is left after a power cut.
    public enum Keeping: Sendable {
        /// Only what was synced: the strictest disk.
        case synced
        /// All that was written: a disk that had the time, or a program that was killed.
        case everything
        /// Each unsynced name and each unsynced 512 bytes on their own, by chance; the same seed gives the same disk.
        case some(seed: UInt64)

        var seed: UInt64 { if case .some(let seed) = self { seed } else { 0 } }
    }

    /// A call that goes wrong.
    public struct Fault: Sendable {
        /// How it goes wrong.
        public enum Effect: Sendable {
            /// It fails with this `errno`; a failed sync throws away what was dirty.
            case error(Int32)
            /// It does what it is for, and fails with this `errno` all the same: a disk that lost the answer.
            case late(Int32)
            /// A write takes half of what it was given; other calls are not touched.
            case short
            /// The power is cut before it.
            case crash
        }

        /// The number of the call, counted from 1 over all processes.
        public var call: Int
        /// Whether every later call goes wrong too …
        public var lasts: Bool
        /// … until so many have.
        public var times: Int
        /// How it goes wrong.
        public var effect: Effect
        /// Only this call (`fsync`, `write` …) goes wrong; `nil` for any.
        public var only: String?

        /// A fault at the given call.
        public init(call: Int, lasts: Bool = false, times: Int = .max, effect: Effect, only: String? = nil) {
            self.call = call
            self.lasts = lasts
            self.times = times
            self.effect = effect
            self.only = only
        }
    }

    private let disk: Monitor<MemoryDisk>
    /// The number of this process.
    public let processID: Int32

    /// An empty disk, and the first process on it.
    public init() {
        let disk = MemoryDisk()
        disk.processes = [100]
        self.disk = Monitor(disk)
        processID = 100
    }

    private init(disk: Monitor<MemoryDisk>, processID: Int32) {
        self.disk = disk
        self.processID = processID
    }

    // MARK: What tests do with the disk

    /// Another process on the same disk.
    public func process(_ number: Int32) -> MemoryIO {
        disk.withLock { _ = $0.processes.insert(number) }
        return MemoryIO(disk: disk, processID: number)
    }

    /// A disk like this one as it is now, durable and not, with this process and nobody else on it. No file may be open.
    public func fork() -> MemoryIO {
        let copy = disk.withLock { disk in
            // `nonisolated(unsafe)`: a deep copy shares no node with the disk that it was made from.
            nonisolated(unsafe) let copy = disk.copy()
            copy.processes = [processID]
            return Monitor(copy)
        }
        return MemoryIO(disk: copy, processID: processID)
    }

    /// Ends this process: all its later calls fail, its descriptors are closed and its locks given up; what it wrote stays.
    public func kill() {
        disk.withLock { disk in
            disk.processes.remove(processID)
            for (descriptor, file) in disk.open where file.process == processID { disk.close(descriptor) }
        }
    }

    /// Cuts the power and switches it on again: all processes are gone, and this object stands for a new one.
    public func crash(keeping: Keeping = .synced) {
        disk.withLock { disk in
            disk.crash(keeping: keeping)
            disk.processes = [processID]
        }
    }

    /// How many calls were made so far.
    public var calls: Int { disk.withLock { $0.calls } }

    /// How many calls of each name were made so far.
    public var callsByName: [String: Int] { disk.withLock { $0.callsByName } }

    /// Makes calls go wrong from now on; replaces earlier faults.
    public func inject(_ faults: [Fault]) { disk.withLock { $0.faults = faults } }

    /// Bytes that the disk holds at most.
    public func setCapacity(_ bytes: Int64) { disk.withLock { $0.capacity = bytes } }

    /// Bytes that other programs have written and no disk holds yet.
    public func setUnwritten(_ bytes: Int64) { disk.withLock { $0.unwritten = bytes } }

    /// Bytes in use.
    public var used: Int64 { disk.withLock { $0.used } }

    // MARK: Calls

    public var bootID: String { disk.withLock { "00000000-0000-4000-8000-00000000000\($0.boot)" } }

    public func isAlive(_ process: Int32) -> Bool { disk.withLock { $0.processes.contains(process) } }

    /// Runs one call: counts it, and lets a fault that is due happen instead of it. The flag asks for a short write.
    private func call<Result>(
        _ name: String, _ path: String, _ body: (MemoryDisk, _ isShort: Bool) -> Swift.Result<Result, IOError>
    ) throws(IOError) -> Result {
        let result: Swift.Result<Result, IOError> = disk.withLock { disk in
            if disk.isDown { return .failure(IOError(EIO, name, path)) }
            guard disk.processes.contains(self.processID) else { return .failure(IOError(ESRCH, name, path)) }
            disk.calls += 1
            disk.callsByName[name, default: 0] += 1
            let due = disk.faults.firstIndex { fault in
                (fault.lasts ? disk.calls >= fault.call : disk.calls == fault.call) && (fault.only == nil || fault.only == name)
                    && fault.times > 0
            }
            if let due { disk.faults[due].times -= 1 }
            switch due.map({ disk.faults[$0].effect }) {
            case nil: return body(disk, false)
            case .short: return body(disk, true)
            case .late(let errno): return body(disk, false).flatMap { _ in .failure(IOError(errno, name, path)) }
            case .error(let errno): return .failure(IOError(errno, name, path))
            case .crash:
                disk.isDown = true
                return .failure(IOError(EIO, name, path))
            }
        }
        return try result.get()
    }

    /// A call on names.
    func onDisk<Result>(
        _ name: String, _ path: String, _ body: (MemoryDisk) -> Swift.Result<Result, IOError>
    ) throws(IOError) -> Result {
        try call(name, path) { disk, _ in body(disk) }
    }

    /// What a descriptor was opened as.
    func openPath(_ descriptor: Int32) -> String { disk.withLock { $0.open[descriptor]?.path ?? "" } }

    /// A call on a descriptor.
    private func call<Result>(
        _ name: String, on descriptor: Int32,
        _ body: (MemoryDisk, inout MemoryDisk.OpenFile, Bool) -> Swift.Result<Result, IOError>
    ) throws(IOError) -> Result {
        do throws(IOError) {
            return try call(name, "") { disk, isShort in
                guard var file = disk.open[descriptor] else { return .failure(IOError(EBADF, name)) }
                defer { disk.open[descriptor] = file }
                return body(disk, &file, isShort)
            }
        } catch {
            throw IOError(error.errno, name, openPath(descriptor))
        }
    }

    public func open(_ path: String, _ how: OpenMode, mode: UInt32) throws(IOError) -> Int32 {
        try call("open", path) { disk, _ in
            var node = disk.find(path)
            if node == nil, how.contains(.create) {
                guard let (parent, name) = disk.parent(path) else { return .failure(IOError(ENOENT, "open", path)) }
                let new = MemoryDisk.Node(isDirectory: false, mode: mode)
                new.links = 1
                parent.names[name] = new
                node = new
            } else if node != nil, how.contains(.exclusive) {
                return .failure(IOError(EEXIST, "open", path))
            }
            guard let node else { return .failure(IOError(ENOENT, "open", path)) }
            if how.contains(.directory), !node.isDirectory { return .failure(IOError(ENOTDIR, "open", path)) }
            if how.contains(.write), node.isDirectory { return .failure(IOError(EISDIR, "open", path)) }
            node.opens += 1
            disk.nextDescriptor += 1
            disk.open[disk.nextDescriptor] = .init(
                node: node, appends: how.contains(.append), process: self.processID, path: path)
            return .success(disk.nextDescriptor)
        }
    }

    public func close(_ descriptor: Int32) { disk.withLock { $0.close(descriptor) } }

    public func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) throws(IOError) -> Int {
        try call("read", on: descriptor) { _, file, _ in
            let count = file.node.copy(at: file.offset, into: buffer)
            file.offset += count
            return .success(count)
        }
    }

    public func pread(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(IOError) -> Int {
        try call("pread", on: descriptor) { _, file, _ in .success(file.node.copy(at: Int(offset), into: buffer)) }
    }

    public func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) throws(IOError) -> Int {
        try call("write", on: descriptor) { disk, file, isShort in
            let start = file.appends ? file.node.bytes.count : file.offset
            let result = disk.write(isShort ? bytes.half : bytes, at: start, to: file.node)
            if case .success(let count) = result { file.offset = start + count }
            return result
        }
    }

    public func pwrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(IOError) -> Int {
        try call("pwrite", on: descriptor) { disk, file, isShort in
            disk.write(isShort ? bytes.half : bytes, at: Int(offset), to: file.node)
        }
    }

    public func fsync(_ descriptor: Int32) throws(IOError) { try sync("fsync", descriptor) }

    public func fdatasync(_ descriptor: Int32) throws(IOError) { try sync("fdatasync", descriptor) }

    private func sync(_ name: String, _ descriptor: Int32) throws(IOError) {
        do throws(IOError) {
            try call(name, on: descriptor) { disk, file, _ -> Result<Void, IOError> in
                disk.sync(file.node)
                return .success(())
            }
        } catch {
            disk.withLock { disk in if !disk.isDown, let file = disk.open[descriptor] { disk.dropDirty(file.node) } }
            throw error
        }
    }

    public func syncfs(_ descriptor: Int32) throws(IOError) {
        do throws(IOError) {
            try call("syncfs", on: descriptor) { disk, _, _ -> Result<Void, IOError> in
                disk.forEachNode { disk.sync($0) }
                return .success(())
            }
        } catch {
            disk.withLock { disk in if !disk.isDown { disk.forEachNode { disk.dropDirty($0) } } }
            throw error
        }
    }

    public var unwritten: Int64 { disk.withLock { $0.unwritten } }

    public func reasonAgainstSyncfs(_ path: String) -> String? { nil }

    public func truncate(_ descriptor: Int32, to length: Int64) throws(IOError) {
        try call("ftruncate", on: descriptor) { disk, file, _ -> Result<Void, IOError> in
            disk.resize(file.node, to: Int(length))
            return .success(())
        }
    }

    public func allocate(_ descriptor: Int32, _ length: Int64) throws(IOError) {
        try call("posix_fallocate", on: descriptor) { disk, file, _ -> Result<Void, IOError> in
            let growth = max(0, length - file.node.footprint)
            guard disk.used + growth <= disk.capacity else { return .failure(IOError(ENOSPC, "posix_fallocate")) }
            disk.used += growth
            file.node.allocated = max(file.node.allocated, length)
            return .success(())
        }
    }

    public func setMode(_ descriptor: Int32, _ mode: UInt32) throws(IOError) {
        try call("fchmod", on: descriptor) { _, file, _ -> Result<Void, IOError> in
            file.node.mode = mode
            return .success(())
        }
    }

    public func lock(_ descriptor: Int32, _ kind: LockKind) throws(IOError) -> Bool {
        do throws(IOError) {
            return try call("flock", on: descriptor) { _, file, _ in
                let others = file.node.locks.filter { $0.key != descriptor }.values
                guard kind == .exclusive ? others.isEmpty : !others.contains(.exclusive) else { return .success(false) }
                file.node.locks[descriptor] = kind
                return .success(true)
            }
        } catch {
            guard error.errno == EAGAIN || error.errno == EINTR else { throw error }
            return false
        }
    }
}

extension MemoryDisk.Node {
    func copy(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard offset < bytes.count else { return 0 }
        let count = min(buffer.count, bytes.count - offset)
        bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + count])) }
        return count
    }
}

extension UnsafeRawBufferPointer {
    fileprivate var half: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: self[..<Swift.max(1, count / 2)]) }
}

extension MemoryDisk {
    /// Writes as much as the disk has room for; bytes that are written anew are dirty again.
    func write(_ bytes: UnsafeRawBufferPointer, at start: Int, to node: Node) -> Result<Int, IOError> {
        var count = bytes.count
        let growth = Int64(max(0, start + count - node.bytes.count))
        if used + growth > capacity {
            count -= Int(used + growth - capacity)
            guard count > 0 else { return .failure(IOError(ENOSPC, "write")) }
        }
        resize(node, to: max(node.bytes.count, start + count))
        node.bytes.withUnsafeMutableBytes { all in
            UnsafeMutableRawBufferPointer(rebasing: all[start...]).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
        }
        if let dropped = node.dropped, start <= dropped.lowerBound {
            node.dropped = start + count >= dropped.upperBound ? nil : max(dropped.lowerBound, start + count)..<dropped.upperBound
        }
        return .success(count)
    }

    /// Cuts or stretches a file, counting the room. Dropped bytes that are cut off are forgotten.
    func resize(_ node: Node, to length: Int) {
        let before = node.footprint
        if length < node.bytes.count {
            node.bytes.removeSubrange(length...)
            if let dropped = node.dropped { node.dropped = dropped.lowerBound < length ? dropped.clamped(to: 0..<length) : nil }
        } else {
            node.bytes += [UInt8](repeating: 0, count: length - node.bytes.count)
        }
        if length < node.allocated { node.allocated = Int64(length) }
        used += node.footprint - before
    }
}
