import DeedCore
import DeedSystem
import Glibc

/// Which objects a check reads.
struct ObjectChoice: Sendable {
    /// Reads everything.
    static let all = ObjectChoice(wants: nil)
    /// Whether an object is read; `nil` for all.
    var wants: (@Sendable (ObjectID) -> Bool)?
}

/// Hashes the files under `objects/`, several directories at once.
final class ObjectCheck: Sendable {
    private let io: any VaultIO
    private let layout: VaultLayout
    private let choice: ObjectChoice
    private let progress: (@Sendable (VerifyProgress) -> Void)?
    private let state: Monitor<State>

    private struct State {
        var directories: [String]
        var sum = VerifyProgress(objects: 0, bytes: 0)
        var found = Found()
    }

    /// What was seen, good and bad.
    struct Found: Sendable {
        var sum = VerifyProgress(objects: 0, bytes: 0)
        /// Objects that are there, whatever their bytes.
        var present: [ObjectID] = []
        var damaged: [VerifyReport.DamagedObject] = []
        var unsteady: [String] = []
        /// Files that are no objects.
        var foreign: [String] = []
        /// Objects that are signing keys.
        var keys: [ObjectID] = []
        /// Where objects are that are not in `objects/`, below the vault.
        var places: [(ObjectID, String)] = []

        /// One that was listed and is not there any more was moved or purged since: nobody who is asked now has it here.
        mutating func take(_ object: ObjectBytes.Read, at path: @autoclosure () -> String) {
            guard object.problem != .missing else { return }
            present.append(object.id)
            sum.objects += 1
            sum.bytes += object.size
            if let problem = object.problem { damaged.append(.init(object: object.id, path: path(), what: problem)) }
            if object.isUnsteady { unsteady.append(path()) }
            if object.isKey { keys.append(object.id) }
        }

        mutating func add(_ other: Found) {
            sum.objects += other.sum.objects
            sum.bytes += other.sum.bytes
            present += other.present
            damaged += other.damaged
            unsteady += other.unsteady
            foreign += other.foreign
            keys += other.keys
        }
    }

    init(
        io: any VaultIO, layout: VaultLayout, choice: ObjectChoice = .all, progress: (@Sendable (VerifyProgress) -> Void)?
    ) throws {
        self.io = io
        self.layout = layout
        self.choice = choice
        self.progress = progress
        var state = State(directories: [])
        // Without the folder every object is missing.
        for name in try io.status(layout.objects) == nil ? [] : io.list(layout.objects) {
            if ObjectCheck.firstByte(of: name) == nil { state.found.foreign.append("objects/" + name) }
        }
        // Taken from the end.
        state.directories = (0...255).reversed().map { Hex.text([UInt8($0)]) }
        self.state = Monitor(state)
    }

    /// Takes directories until none is left: called by as many threads as there are to be.
    func work() throws {
        var found = Found()
        defer { state.withLock { $0.found.add(found) } }
        let reader = ObjectBytes(io: io, layout: layout)
        while let name = state.withLock({ $0.directories.popLast() }) { try check(name, reader, &found) }
    }

    /// All that the threads found.
    var result: Found { state.withLock { $0.found } }

    /// The byte that a directory under `objects/` stands for; `nil` for another name.
    static func firstByte(of name: String) -> UInt8? {
        guard name.utf8.count == 2, name == name.lowercased() else { return nil }
        return UInt8(name, radix: 16)
    }

    /// What lies in the trash: kept until it is purged, and hashed like the others.
    static func trash(io: any VaultIO, layout: VaultLayout) throws -> Found {
        var found = Found()
        guard try io.status(layout.trash) != nil else { return found }
        for name in try io.list(layout.trash).sorted() {
            guard let day = CivilDate(name), try io.status(layout.trashFolder(day))?.isDirectory == true else {
                found.foreign.append("trash/" + name)
                continue
            }
            let files = try io.list(layout.trashFolder(day)).sorted()
            found.foreign += files.filter { ObjectID(hex: $0) == nil }.map { "trash/" + name + "/" + $0 }
            ObjectBytes(io: io, layout: layout, path: { layout.trashed($0, day) }).read(files.compactMap { ObjectID(hex: $0) }) {
                object in
                let path = "trash/" + name + "/" + object.id.hex
                found.places.append((object.id, path))
                found.take(object, at: path)
                return true
            }
        }
        return found
    }

    private func check(_ name: String, _ reader: ObjectBytes, _ found: inout Found) throws {
        guard try io.status(layout.objects + "/" + name)?.isDirectory == true else { return }
        var ids: [ObjectID] = []
        for file in try io.listInDiskOrder(layout.objects + "/" + name) {
            guard let id = ObjectID(hex: file), id.firstByte == ObjectCheck.firstByte(of: name) else {
                found.foreign.append("objects/" + name + "/" + file)
                continue
            }
            if choice.wants?(id) ?? true { ids.append(id) } else { found.present.append(id) }
        }
        read(ids, reader, &found)
    }

    private func read(_ ids: [ObjectID], _ reader: ObjectBytes, _ found: inout Found) {
        reader.read(ids) { object in
            found.take(object, at: layout.relativeObject(object.id))
            let now = state.withLock { state in
                state.sum.objects += object.problem == .missing ? 0 : 1
                state.sum.bytes += object.size
                return state.sum
            }
            progress?(now)
            return true
        }
    }

    /// Reads objects that were not seen: another process may have put them in since their directory was listed.
    func readAgain(_ ids: [ObjectID]) {
        var found = Found()
        read(ids, ObjectBytes(io: io, layout: layout), &found)
        state.withLock { $0.found.add(found) }
    }
}

/// Reads objects and hashes them, on one thread: what the kernel has in memory at once; of the rest the disk is told which come next
/// while one is hashed.
final class ObjectBytes {
    /// An object that was read.
    struct Read {
        var id: ObjectID
        /// Bytes read.
        var size: Int64
        /// What is wrong, if anything.
        var problem: VaultProblem?
        /// Whether the first reading was wrong and the second, from the disk itself, right.
        var isUnsteady = false
        /// Whether it is a private key, which no paper is.
        var isKey = false
    }

    /// Files that are open at once, and bytes of each that the disk is told of.
    private static let ahead = 8
    private static let aheadBytes: Int64 = 4 << 20
    /// Half of a usual second-level cache: what was read is hashed while it is near.
    private static let chunk = 256 << 10

    private let io: any VaultIO
    private let path: (ObjectID) -> String
    private let buffer: UnsafeMutableRawBufferPointer

    /// - Parameter path: where an object lies; by default in its place.
    init(io: any VaultIO, layout: VaultLayout, path: ((ObjectID) -> String)? = nil) {
        self.io = io
        self.path = path ?? { layout.object($0) }
        buffer = .allocate(byteCount: ObjectBytes.chunk, alignment: 4096)
    }

    deinit { buffer.deallocate() }

    private struct Opened {
        var id: ObjectID
        var descriptor: Int32
        var size: Int64
        var problem: VaultProblem?
    }

    /// Reads the objects in this order; `each` says whether to go on.
    func read(_ ids: [ObjectID], _ each: (Read) -> Bool) {
        var waiting: [Opened] = []
        var head = 0
        var next = 0
        defer { for opened in waiting[head...] where opened.descriptor >= 0 { io.close(opened.descriptor) } }
        while true {
            while next < ids.count, waiting.count - head < ObjectBytes.ahead {
                let opened = open(ids[next])
                next += 1
                guard head == waiting.count, let read = hashAtOnce(opened) else {
                    if opened.problem == nil { io.willRead(opened.descriptor, min(opened.size, ObjectBytes.aheadBytes)) }
                    waiting.append(opened)
                    continue
                }
                io.close(opened.descriptor)
                guard each(read) else { return }
            }
            guard head < waiting.count else { return }
            let current = waiting[head]
            head += 1
            if head == 64 {
                waiting.removeSubrange(..<head)
                head = 0
            }
            let read = hash(current)
            if current.descriptor >= 0 { io.close(current.descriptor) }
            guard each(read.problem == nil ? read : again(read)) else { return }
        }
    }

    private func open(_ id: ObjectID) -> Opened {
        var opened = Opened(id: id, descriptor: -1, size: 0)
        do throws(IOError) {
            opened.descriptor = try io.opened(path(id), .read)
            let status = try io.status(opened.descriptor)
            guard status.isRegular else {
                opened.problem = .notRegular
                return opened
            }
            opened.size = status.size
        } catch {
            opened.problem = error.isNoFile ? .notRegular : error.errno == ENOENT ? .missing : .unreadable("\(error)")
        }
        return opened
    }

    /// An object that is in memory and right; anything else is for ``hash(_:)`` to tell.
    private func hashAtOnce(_ opened: Opened) -> Read? {
        guard opened.problem == nil, (1...Int64(buffer.count)).contains(opened.size) else { return nil }
        let length = Int(opened.size)
        let bytes = UnsafeMutableRawBufferPointer(rebasing: buffer[..<length])
        guard io.readAtOnce(opened.descriptor, into: bytes) == length,
            ObjectID.digest(of: UnsafeRawBufferPointer(bytes)) == opened.id
        else { return nil }
        return Read(id: opened.id, size: opened.size, isKey: SigningKeyForm.isKey(UnsafeRawBufferPointer(bytes)))
    }

    private func hash(_ opened: Opened) -> Read {
        if let problem = opened.problem { return Read(id: opened.id, size: 0, problem: problem) }
        do {
            let (actual, size) = try hash(opened.descriptor, expecting: opened.size)
            // One that fits into the buffer is still in it.
            let isKey =
                size <= Int64(SigningKeyForm.longest)
                && SigningKeyForm.isKey(UnsafeRawBufferPointer(rebasing: buffer[..<Int(size)]))
            return Read(id: opened.id, size: size, problem: actual == opened.id ? nil : .otherHash(actual), isKey: isKey)
        } catch {
            return Read(id: opened.id, size: 0, problem: .unreadable("\(error)"))
        }
    }

    private func hash(_ descriptor: Int32, expecting length: Int64) throws -> (ObjectID, Int64) {
        var digest = Digest()
        var size: Int64 = 0
        while true {
            let room = UnsafeMutableRawBufferPointer(rebasing: buffer[..<Int(min(Int64(buffer.count), length - size))])
            let count = try io.readFully(descriptor, into: room, at: size)
            digest.update(UnsafeRawBufferPointer(rebasing: room[..<count]))
            size += Int64(count)
            if count < room.count || size == length { return (digest.finish(), size) }
        }
    }

    /// Was it the disk, or only what the kernel holds of it in memory? Reads once more, past the cache.
    private func again(_ first: Read) -> Read {
        guard case .otherHash = first.problem,
            let descriptor = try? io.openPastCache(path(first.id))
        else { return first }
        defer { io.close(descriptor) }
        guard let (actual, size) = try? hashPastCache(descriptor), actual == first.id else { return first }
        return Read(id: first.id, size: size, problem: nil, isUnsteady: true)
    }

    /// Reads whole chunks only, as that way of reading asks for; a shorter answer is the end.
    private func hashPastCache(_ descriptor: Int32) throws(IOError) -> (ObjectID, Int64) {
        var digest = Digest()
        var size: Int64 = 0
        while true {
            let count: Int
            do throws(IOError) {
                count = try io.pread(descriptor, into: UnsafeMutableRawBufferPointer(rebasing: buffer[...]), at: size)
            } catch {
                guard error.errno == EINTR else { throw error }
                continue
            }
            digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            size += Int64(count)
            if count < buffer.count { return (digest.finish(), size) }
        }
    }
}
