import DeedCore
import DeedSystemTesting
@testable import DeedSystem
import Glibc
import Synchronization
import Testing

@Suite("Threads and queues")
struct ThreadTests {
    @Test("A pool runs every item once, on several threads")
    func runsAll() throws {
        let pool = WorkerPool(threads: 4)
        let seen = Mutex<[Int: Int]>([:])
        try pool.run(Array(0..<1000)) { item in seen.withLock { $0[item, default: 0] += 1 } }
        #expect(seen.withLock { $0 } == Dictionary(uniqueKeysWithValues: (0..<1000).map { ($0, 1) }))
    }

    @Test("The first error ends a run, and the pool goes on working")
    func firstError() throws {
        let pool = WorkerPool(threads: 2)
        let begun = Mutex(0)
        #expect(throws: IOError.self) {
            try pool.run(Array(0..<500)) { item in
                begun.withLock { $0 += 1 }
                if item == 3 { throw IOError(EIO, "fsync") }
                usleep(500)
            }
        }
        #expect(begun.withLock { $0 } < 500)
        let after = Mutex(0)
        for _ in 0..<10 { pool.submit { after.withLock { $0 += 1 } } }
        pool.wait()
        #expect(after.withLock { $0 } == 10)
    }

    @Test("Urgent work is taken before all that waits")
    func urgent() {
        let pool = WorkerPool(threads: 1)
        let order = Mutex<[String]>([])
        let gate = BoundedQueue<Bool>(capacity: 1)
        pool.submit { _ = gate.pop() }
        pool.submit { order.withLock { $0.append("later") } }
        pool.submit(urgent: true) { order.withLock { $0.append("urgent") } }
        gate.push(true)
        pool.wait()
        #expect(order.withLock { $0 } == ["urgent", "later"])
    }

    @Test("What a finished job held is let go, before the job counts as done")
    func letsGo() throws {
        final class Held: Sendable {}
        let pool = WorkerPool(threads: 2)
        var held: Held? = Held()
        weak let watch = held
        for _ in 0..<20 { pool.submit { [held] in withExtendedLifetime(held) {} } }
        held = nil
        pool.wait()
        #expect(watch == nil)
    }

    @Test("What another thread held for a value is let go, before the value is there")
    func laterLetsGo() throws {
        final class Held: Sendable {}
        for _ in 0..<500 {
            var held: Held? = Held()
            weak let watch = held
            let later = Later { [held] in withExtendedLifetime(held) { 7 } }
            held = nil
            #expect(try later.value() == 7 && watch == nil)
        }
    }

    @Test("A full queue makes the producer wait, a closed one drains and ends")
    func queue() {
        let queue = BoundedQueue<Int>(capacity: 2)
        let pool = WorkerPool(threads: 1)
        let pushed = Mutex(0)
        pool.submit {
            for item in 0..<100 {
                queue.push(item)
                pushed.withLock { $0 = item + 1 }
            }
            queue.close()
        }
        while pushed.withLock({ $0 }) < 2 { usleep(1000) }
        usleep(20_000)
        #expect(pushed.withLock { $0 } == 2)
        var items: [Int] = []
        while let item = queue.pop() { items.append(item) }
        #expect(items == Array(0..<100))
        #expect(queue.push(7) == false)
    }

    @Test("A cancelled queue drops what is inside and lets everybody go")
    func cancelled() {
        let queue = BoundedQueue<Int>(capacity: 1)
        queue.push(1)
        let pool = WorkerPool(threads: 1)
        let refused = Mutex(false)
        pool.submit {
            let taken = queue.push(2)
            refused.withLock { $0 = !taken }
        }
        usleep(5_000)
        queue.cancel()
        pool.wait()
        #expect(refused.withLock { $0 })
        #expect(queue.pop() == nil)
    }
}

@Suite("Whether syncfs keeps what it promises")
struct SyncfsSupportTests {
    @Test("Local file systems on a kernel that tells errors, and nothing else")
    func support() {
        #expect(SyncfsSupport.objection(magic: 0xEF53, release: "6.1.0-18-amd64") == nil)
        #expect(SyncfsSupport.objection(magic: 0x5846_5342, release: "5.8.0") == nil)
        #expect(SyncfsSupport.objection(magic: 0x9123_683E, release: "5.4.17") == "Linux 5.4.17 < 5.8")
        #expect(SyncfsSupport.objection(magic: 0x6573_5546, release: "6.1.0") == "fuse")
        #expect(SyncfsSupport.objection(magic: 0x794C_7630, release: "6.1.0") == "overlayfs")
        #expect(SyncfsSupport.objection(magic: 0xABCD, release: "6.1.0") == "file system 0xabcd")
        #expect(SyncfsSupport.objection(at: "/proc") != nil)
    }

    @Test("The kernel takes the call, and an error names call and file")
    func host() throws {
        let io = HostIO()
        let folder = try io.open("/tmp", [.read, .directory], mode: 0)
        defer { io.close(folder) }
        try io.syncfs(folder)
        #expect(throws: IOError(EBADF, "write", "/tmp")) { _ = try [UInt8(1)].withUnsafeBytes { try io.write(folder, $0) } }
    }
}

@Suite("Threads that wait for the next job")
struct ParkedThreadsTests {
    @Test("Who asks for a thread again and again gets the same one; two who ask at once get two")
    func parked() throws {
        let threads = ParkedThreads()
        @Sendable func thread(_ body: @escaping @Sendable () -> Void = {}) -> Monitor<[CChar]?> {
            let answer = Monitor<[CChar]?>(nil)
            let isRun = threads.run {
                body()
                var name = [CChar](repeating: 0, count: 64)
                readlink("/proc/thread-self", &name, name.count)
                return { [name] in answer.change { $0 = name } }
            }
            #expect(isRun)
            return answer
        }
        let first = thread().wait { $0 }
        for _ in 0..<20 { #expect(thread().wait { $0 } == first) }
        let gate = Monitor(false)
        let held = thread { gate.wait { $0 ? () : nil } }
        let second = thread().wait { $0 }
        #expect(second != first)
        gate.change { $0 = true }
        #expect([first, second].contains(held.wait { $0 }))
    }
}

@Suite("Threads that others go before")
struct ProcessPriorityTests {
    @Test("Stepping back is one thread's own: those that are there, and those that come later, are as they were")
    func stepBack() throws {
        @Sendable func niceness() -> Int32 { getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0) }
        let before = niceness()
        #expect(try Later(yielding: true) { niceness() }.value() == max(5, before))
        #expect(niceness() == before)
        #expect(try Later { niceness() }.value() == before)
    }
}

@Suite("Bytes in memory that no disk has yet")
struct UnwrittenBytesTests {
    @Test("What waits and what is being written, in bytes, from the kernel's table of kB")
    func parsed() {
        let table = "MemTotal:  24635212 kB\nDirty:  1284 kB\nWriteback:  16 kB\nWritebackTmp:  900 kB\n"
        #expect(UnwrittenBytes.parsed(Array(table.utf8)[...]) == 1300 << 10)
        #expect(UnwrittenBytes.parsed(Array("MemTotal: 1 kB\nDirty:".utf8)[...]) == 0)
    }

    @Test("This kernel's table holds both")
    func host() throws {
        let io = HostIO()
        let descriptor = try io.open("/proc/meminfo", .read, mode: 0)
        defer { io.close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = try bytes.withUnsafeMutableBytes { try io.read(descriptor, into: $0) }
        let table = String(decoding: bytes[..<count], as: UTF8.self)
        #expect(table.contains("\nDirty:") && table.contains("\nWriteback:"))
        #expect(io.unwritten >= 0)
    }
}

@Suite("Bytes that nobody reads soon")
struct PassingTests {
    @Test("They are written like all others, whatever the file system makes of the hint", arguments: ["/tmp", "/dev/shm"])
    func written(folder: String) throws {
        let io = HostIO()
        let path = folder + "/deedbox-passing-\(io.processID)-合同.pdf"
        let bytes = (0..<3_000_001).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let descriptor = try io.open(path, [.write, .create, .exclusive], mode: 0o600)
        defer {
            io.close(descriptor)
            try? io.unlink(path)
        }
        // In two pieces, the second behind the first.
        try bytes[..<1_000_003].withUnsafeBytes { try io.writeAll(descriptor, $0, path: path, passing: true) }
        try bytes[1_000_003...].withUnsafeBytes { try io.writeAll(descriptor, $0, path: path, passing: true) }
        try io.fsync(descriptor)
        #expect(try io.contents(path) == bytes)
    }

    @Test("An error names call and file")
    func error() throws {
        let io = HostIO()
        let folder = try io.open("/tmp", [.read, .directory], mode: 0)
        defer { io.close(folder) }
        #expect(throws: IOError(EBADF, "write", "/tmp")) {
            _ = try [UInt8(1)].withUnsafeBytes { try io.writePassing(folder, $0) }
        }
    }
}

@Suite("The disk in memory")
struct MemoryIOTests {
    private func write(_ io: MemoryIO, _ path: String, _ text: String, sync: Bool) throws {
        let descriptor = try io.open(path, [.write, .create], mode: 0o600)
        defer { io.close(descriptor) }
        try Array(text.utf8).withUnsafeBytes { try io.writeAll(descriptor, $0) }
        if sync { try io.fsync(descriptor) }
    }

    @Test("Bytes without a sync, and names without a sync of their directory, do not live through a power cut")
    func losesUnsynced() throws {
        let io = MemoryIO()
        try io.makeDirectory("/档案", mode: 0o700)
        try io.syncDirectory("/")
        try write(io, "/档案/甲", "synced, name synced", sync: true)
        try write(io, "/档案/乙", "not synced, name synced", sync: false)
        try io.syncDirectory("/档案")
        try write(io, "/档案/丙", "synced, name not synced", sync: true)
        io.crash()
        #expect(try io.list("/档案").sorted() == ["乙", "甲"])
        #expect(try io.contents("/档案/甲") == Array("synced, name synced".utf8))
        #expect(try io.contents("/档案/乙").isEmpty)
    }

    @Test("A rename that was not synced leaves the old name")
    func rename() throws {
        let io = MemoryIO()
        try write(io, "/old", "content", sync: true)
        try io.syncDirectory("/")
        try io.rename("/old", to: "/new")
        let copy = io.fork()
        io.crash()
        #expect(try io.list("/") == ["old"])
        copy.crash(keeping: .everything)
        #expect(try copy.list("/") == ["new"])
    }

    @Test("After a failed sync the next one reports success and the bytes are lost all the same")
    func failedSync() throws {
        let io = MemoryIO()
        let descriptor = try io.open("/file", [.write, .create], mode: 0o600)
        try io.syncDirectory("/")
        try Array("lost".utf8).withUnsafeBytes { try io.writeAll(descriptor, $0) }
        io.inject([.init(call: io.calls + 1, effect: .error(EIO))])
        #expect(throws: IOError(EIO, "fsync", "/file")) { try io.fsync(descriptor) }
        try io.fsync(descriptor)
        io.crash()
        #expect(try io.contents("/file") == [0, 0, 0, 0])
    }

    @Test("Some of what was not synced survives by chance, and the same seed gives the same disk")
    func chance() throws {
        var outcomes: Set<[UInt8]> = []
        for seed in 0..<20 as Range<UInt64> {
            let results = try (0..<2).map { _ in
                let io = MemoryIO()
                try write(io, "/file", String(repeating: "a", count: 2000), sync: false)
                try io.syncDirectory("/")
                io.crash(keeping: .some(seed: seed))
                return try io.contents("/file")
            }
            #expect(results[0] == results[1])
            outcomes.insert(results[0])
        }
        #expect(outcomes.count > 10)
    }

    @Test("Locks are held by open files and end with their process")
    func locks() throws {
        let io = MemoryIO()
        let other = io.process(200)
        let mine = try io.open("/lock", [.write, .create], mode: 0o600)
        let theirs = try other.open("/lock", .write, mode: 0)
        #expect(try io.lock(mine, .exclusive))
        #expect(try !other.lock(theirs, .shared))
        io.kill()
        #expect(try other.lock(theirs, .exclusive))
        #expect(!other.isAlive(io.processID))
        #expect(throws: IOError(ESRCH, "opendir", "/")) { try io.list("/") }
    }

    @Test("A full disk takes what fits, then refuses")
    func full() throws {
        let io = MemoryIO()
        io.setCapacity(10)
        let descriptor = try io.open("/file", [.write, .create], mode: 0o600)
        let bytes = [UInt8](repeating: 1, count: 16)
        #expect(try bytes.withUnsafeBytes { try io.write(descriptor, $0) } == 10)
        #expect(throws: IOError(ENOSPC, "write", "/file")) { try bytes.withUnsafeBytes { try io.write(descriptor, $0) } }
        io.close(descriptor)
        try io.unlink("/file")
        #expect(io.used == 0)
    }
}
