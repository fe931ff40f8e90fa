import DeedCore
import DeedSystem
import Glibc

extension VaultCopy {
    /// Objects to copy.
    struct Plan: Sendable {
        var objects: [ObjectID] = []
        /// Of them, those that are in the copy and damaged there.
        var bad: Set<ObjectID> = []
        var bytes: Int64 = 0
        /// How many are in the copy already.
        var there = 0
        /// Objects that are in the copy, and not in the vault any more.
        var absent: [ObjectID] = []
        var count: Int { objects.count }
    }

    /// What the copy lacks of the objects that the journal keeps, directory by directory; also what has another size there, or, if
    /// asked to look, other bytes.
    func plan(keeping kept: Set<ObjectID>) throws -> Plan {
        var plan = Plan()
        var byDirectory = [[ObjectID]](repeating: [], count: 256)
        for id in kept { byDirectory[Int(id.firstByte)].append(id) }
        let reader = ObjectBytes(io: io, layout: target)
        for (at, ids) in byDirectory.enumerated() where !ids.isEmpty {
            let directory = target.objectDirectory(UInt8(at))
            let there = Set(try io.status(directory) == nil ? [] : io.list(directory))
            var present: [ObjectID] = []
            for id in ids.sorted() {
                let size = try io.status(source.layout.object(id))?.size
                guard there.contains(id.hex) else {
                    plan.objects.append(id)
                    plan.bytes += size ?? 0
                    continue
                }
                if size == nil { plan.absent.append(id) }
                if let size, try io.status(target.object(id))?.size != size { plan.bad.insert(id) } else { present.append(id) }
            }
            if options.checksCopy {
                reader.read(present) { read in
                    if read.problem != nil { plan.bad.insert(read.id) }
                    return !isStopped()
                }
            }
        }
        plan.there = kept.count - plan.objects.count - plan.bad.count
        for id in plan.bad.sorted() {
            plan.objects.append(id)
            plan.bytes += try io.status(source.layout.object(id))?.size ?? 0
        }
        return plan
    }

    /// Copies them and makes their names durable; `false` when somebody wanted it to stop.
    func copyObjects(_ plan: Plan) throws -> Bool {
        state.withLock { state in
            state.sum.totalObjects = plan.count
            state.sum.totalBytes = plan.bytes
        }
        let staging = try StagingDirectory(io: io, layout: target)
        let copy: @Sendable (ObjectID) throws -> Void = { id in
            guard !self.isStopped() else { return }
            try self.copy(id, isBad: plan.bad.contains(id), staging)
        }
        if options.threads > 0 {
            try WorkerPool(threads: options.threads).run(plan.objects, copy)
        } else {
            try plan.objects.forEach(copy)
        }
        for byte in state.withLock({ $0.touched }).sorted() { try io.syncDirectory(target.objectDirectory(byte)) }
        return !isStopped()
    }

    private func copy(_ id: ObjectID, isBad: Bool, _ staging: StagingDirectory) throws {
        let outcome = try ObjectCopy(io: io, staging: staging).copy(id, from: source.layout.object(id)) { file in
            try self.io.rename(file, to: self.target.object(id))
        }
        let now = state.withLock { state in
            state.sum.objects += 1
            switch outcome {
            case .copied(let size):
                state.sum.bytes += size
                state.touched.insert(id.firstByte)
                state.copied.append(id)
            // Bad there by its size only because it is bad here: the one there was left alone.
            case .damaged(let problem):
                state.damaged.append(.init(object: id, path: source.layout.relativeObject(id), what: problem))
            case .missing: state.missing.append(id)
            }
            return state.sum
        }
        progress?(now)
    }
}

/// Copies one object into a directory for staging and checks its hash on the way; only a right one gets its name.
struct ObjectCopy {
    let io: any VaultIO
    let staging: StagingDirectory

    /// What came of it.
    enum Outcome: Sendable {
        /// It has its name; the name is durable after the directory is synced.
        case copied(Int64)
        /// The bytes are not the right ones, also not when read again from the disk.
        case damaged(VaultProblem)
        /// There is none.
        case missing
    }

    /// - Parameter publish: gives the staged, durable file its name.
    func copy(_ id: ObjectID, from path: String, publish: (String) throws -> Void) throws -> Outcome {
        let first = try attempt(id, path, pastCache: false, publish)
        guard case .damaged(.otherHash) = first else { return first }
        return try attempt(id, path, pastCache: true, publish)
    }

    private func attempt(_ id: ObjectID, _ path: String, pastCache: Bool, _ publish: (String) throws -> Void) throws -> Outcome {
        let from: Int32
        do throws(IOError) {
            guard let status = try io.status(path) else { return .missing }
            guard status.isRegular else { return .damaged(.notRegular) }
            from = try pastCache ? io.openPastCache(path) : io.opened(path, .read)
            if !pastCache { io.willRead(from, min(status.size, 4 << 20)) }
        } catch {
            return .damaged(.unreadable("\(error)"))
        }
        defer { io.close(from) }
        let (file, descriptor) = try staging.newFile()
        do {
            let (actual, size, problem) = try stream(from, pastCache: pastCache, to: descriptor, file)
            guard problem == nil, actual == id else {
                io.close(descriptor)
                try io.unlink(file)
                return .damaged(problem ?? .otherHash(actual))
            }
            // A medium without permissions is as good as any.
            try? io.setMode(descriptor, 0o444)
            do throws(IOError) { try io.fsync(descriptor) } catch { throw IOError(error.errno, error.call, file) }
            try publish(file)
            io.close(descriptor)
            return .copied(size)
        } catch {
            io.close(descriptor)
            try? io.unlink(file)
            throw error
        }
    }

    /// The hash and the length of what went through, and why reading stopped before the end.
    private func stream(
        _ from: Int32, pastCache: Bool, to: Int32, _ file: String
    ) throws(IOError) -> (ObjectID, Int64, VaultProblem?) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 4096)
        defer { buffer.deallocate() }
        var digest = Digest()
        var size: Int64 = 0
        while true {
            let count: Int
            do throws(IOError) { count = try io.pread(from, into: buffer, at: size) } catch {
                if error.errno == EINTR { continue }
                return (digest.finish(), size, .unreadable("\(error)"))
            }
            let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
            digest.update(bytes)
            try io.writeAll(to, bytes, path: file)
            size += Int64(count)
            // Past the cache only whole chunks are read, so a shorter one is the last.
            if count == 0 || pastCache && count < buffer.count { return (digest.finish(), size, nil) }
        }
    }
}
