import DeedCore
import DeedSystem
import Glibc

/// Writes objects and gives them their names, on many threads at once.
///
/// A file is synced and renamed as soon as it is written, or waits for the barrier that its batch shares: see ``Barrier``.
final class ObjectPublisher: Sendable {
    /// What became of an object.
    enum Outcome: Sendable {
        /// It has its name; the name is not durable yet.
        case named
        /// Its file is written and waits for the barrier of its batch.
        case waiting(file: String)
        /// Its sync failed. The file is there; what of it is on the disk nobody knows.
        case unsynced(file: String, IOError)
        /// It could not be written; nothing of it is left.
        case failed(IOError)
    }

    /// Bytes of small objects that may wait for a thread.
    private static let budget = 32 << 20
    /// Files that may be written and wait for their sync; each holds a descriptor.
    private static let openFiles = 256

    let io: any VaultIO
    let layout: VaultLayout
    let barrier: Barrier
    let staging: StagingDirectory
    private let pool: WorkerPool?
    /// For what no thread waits for the disk in: more threads than cores would only wake each other up.
    private let writers: WorkerPool?
    private let waiting = Monitor(0)
    private let unsynced = Monitor(0)

    /// A publisher with `threads` threads; with none, everything is done on the caller's thread (tests count the calls then).
    init(io: any VaultIO, layout: VaultLayout, durability: Durability, threads: Int) throws {
        self.io = io
        self.layout = layout
        barrier = try Barrier(io: io, layout: layout, durability: durability, threads: threads)
        staging = try StagingDirectory(io: io, layout: layout)
        let pool = threads > 0 ? WorkerPool(threads: threads) : nil
        let writers = threads > 0 ? WorkerPool(threads: min(threads, max(2, Cores.count))) : nil
        // Where the system gives none, it is as if none had been asked for.
        self.pool = pool?.threads == 0 ? nil : pool
        self.writers = writers?.threads == 0 ? nil : writers
    }

    /// Whether threads of its own write and sync.
    var isThreaded: Bool { pool != nil }

    /// How an object gets onto the disk.
    struct Way: Sendable {
        /// Whether the kernel need not keep its bytes in memory.
        var isPassing: Bool
        /// Whether it waits for the barrier of its batch.
        var waits: Bool
    }

    /// Publishes bytes as the object they hash to.
    func publish(_ bytes: [UInt8], as id: ObjectID, _ way: Way, done: @escaping @Sendable (Outcome) -> Void) {
        guard let pool = way.waits ? writers : pool else { return done(write(bytes, as: id, way)) }
        let size = bytes.count
        waiting.wait { waiting -> Void? in
            guard waiting == 0 || waiting + size <= ObjectPublisher.budget else { return nil }
            waiting += size
            return ()
        }
        pool.submit {
            let outcome = self.write(bytes, as: id, way)
            self.waiting.change { $0 -= size }
            done(outcome)
        }
    }

    /// Publishes bytes that the caller wants back: they are written on its thread, while the processor still has them at hand.
    func publish(
        writing bytes: UnsafeRawBufferPointer, as id: ObjectID, _ way: Way, done: @escaping @Sendable (Outcome) -> Void
    ) {
        do throws(IOError) {
            let (file, descriptor) = try staged(bytes, passing: way.isPassing)
            publish(file: file, descriptor: descriptor, as: id, way, done: done)
        } catch {
            done(.failed(error))
        }
    }

    /// Publishes a file that is written already; closes the descriptor.
    func publish(file: String, descriptor: Int32, as id: ObjectID, _ way: Way, done: @escaping @Sendable (Outcome) -> Void) {
        // Without a sync of its own there is nothing for another thread to do.
        guard let pool, !way.waits else { return done(finish(file: file, descriptor: descriptor, as: id, waits: way.waits)) }
        unsynced.wait { unsynced -> Void? in
            guard unsynced < ObjectPublisher.openFiles else { return nil }
            unsynced += 1
            return ()
        }
        pool.submit {
            let outcome = self.finish(file: file, descriptor: descriptor, as: id, waits: false)
            self.unsynced.change { $0 -= 1 }
            done(outcome)
        }
    }

    private func write(_ bytes: [UInt8], as id: ObjectID, _ way: Way) -> Outcome {
        do throws(IOError) {
            let (file, descriptor) = try bytes.withUnsafeBufferPointer { bytes throws(IOError) in
                try staged(UnsafeRawBufferPointer(bytes), passing: way.isPassing)
            }
            return finish(file: file, descriptor: descriptor, as: id, waits: way.waits)
        } catch {
            return .failed(error)
        }
    }

    /// Writes bytes into a new file that has no object's name yet.
    private func staged(_ bytes: UnsafeRawBufferPointer, passing: Bool) throws(IOError) -> (file: String, descriptor: Int32) {
        let (file, descriptor) = try staging.newFile()
        do throws(IOError) {
            try io.writeAll(descriptor, bytes, path: file, passing: passing)
            return (file, descriptor)
        } catch {
            discard(file: file, descriptor: descriptor)
            throw error
        }
    }

    /// Barrier 1, then the name: a name never points to bytes that are not on the disk.
    private func finish(file: String, descriptor: Int32, as id: ObjectID, waits: Bool) -> Outcome {
        do throws(IOError) {
            try io.setMode(descriptor, 0o444)
            guard !waits else {
                io.close(descriptor)
                return .waiting(file: file)
            }
            if let error = attempt({ () throws(IOError) in try io.fsync(descriptor) }) {
                io.close(descriptor)
                return .unsynced(file: file, IOError(error.errno, error.call, file))
            }
            try name(file, as: id)
            io.close(descriptor)
            return .named
        } catch {
            discard(file: file, descriptor: descriptor)
            return .failed(error)
        }
    }

    /// Gives a file whose bytes are durable its name.
    private func name(_ file: String, as id: ObjectID) throws(IOError) {
        _ = try barrier.directories.descriptor(id.firstByte)
        try io.rename(file, to: layout.object(id))
    }

    /// Gives a staged file up.
    func discard(file: String, descriptor: Int32) {
        io.close(descriptor)
        try? io.unlink(file)
    }

    /// Bytes that wait for a thread and are not on the disk yet.
    var pending: Int64 { waiting.withLock { Int64($0) } }

    /// Waits until nothing is on its way.
    func drain() {
        pool?.wait()
        writers?.wait()
    }

    /// Runs `body` for every item, on the threads where there are some.
    private func forEach<Item: Sendable>(
        _ items: [Item], on pool: WorkerPool?, _ body: @escaping @Sendable (Item) throws -> Void
    ) throws {
        if let pool { try pool.run(items, urgent: true, body) } else { try items.forEach(body) }
    }
}

// MARK: The barriers of a batch

extension ObjectPublisher {
    /// Barrier 2 of the pool: makes the names in these directories under `objects/` durable.
    func syncDirectories(_ firstBytes: [UInt8]) throws {
        try forEach(firstBytes, on: pool) { try self.barrier.directories.sync($0) }
    }

    /// Gives waiting files their names, after barrier 1; `done` hears of each.
    func name(_ files: [(id: ObjectID, file: String)], done: @escaping @Sendable (ObjectID) -> Void) throws {
        // Some at a time: a name takes less than waking a thread does.
        let some = 32
        let parts = stride(from: 0, to: files.count, by: some).map { files[$0..<min($0 + some, files.count)] }
        try forEach(parts, on: writers) { part in
            for entry in part {
                try self.name(entry.file, as: entry.id)
                done(entry.id)
            }
        }
    }

    /// Writes objects again whose sync failed, into fresh files. The kernel may have dropped the pages of the old ones, so a sync of
    /// those would say nothing; and what is read from them counts only when it still has its hash. Each is synced on its own now: a disk that
    /// refuses one file says which.
    func writeAgain(_ files: [(id: ObjectID, file: String)], done: @escaping @Sendable (ObjectID, Outcome) -> Void) throws {
        try forEach(files, on: pool) { entry in
            let (fresh, descriptor) = try self.copy(entry.file, as: entry.id)
            done(entry.id, self.finish(file: fresh, descriptor: descriptor, as: entry.id, waits: false))
        }
    }

    private func copy(_ file: String, as id: ObjectID) throws(IOError) -> (file: String, descriptor: Int32) {
        let source = try io.opened(file, .read)
        defer { io.close(source) }
        let (fresh, descriptor) = try staging.newFile()
        do throws(IOError) {
            var digest = Digest()
            var at: Int64 = 0
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
            defer { buffer.deallocate() }
            while case let count = try io.readFully(source, into: buffer, at: at), count > 0 {
                let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
                digest.update(bytes)
                try io.writeAll(descriptor, bytes, path: fresh)
                at += Int64(count)
            }
            guard digest.finish() == id else { throw IOError(EIO, "read", file) }
        } catch {
            discard(file: fresh, descriptor: descriptor)
            throw error
        }
        return (fresh, descriptor)
    }
}
