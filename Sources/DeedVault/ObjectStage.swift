public import DeedCore
import DeedSystem

/// What became of bytes that were given to a stage.
public struct StoredObject: Sendable, Hashable {
    /// The SHA-256 of the bytes.
    public let id: ObjectID
    /// Bytes.
    public let size: Int64
    /// Whether they had to be written; `false` when the vault or this stage has them.
    public let written: Bool
}

/// The objects of one batch on their way into the vault. Any thread may store; the writing goes on in the background, and
/// ``Vault/commit(applier:actor:stage:make:)`` waits for it and reports what went wrong.
public final class ObjectStage: Sendable {
    /// Larger objects are written by the caller instead of being copied for a thread of the pool.
    static let copyLimit = 1 << 20

    private struct State {
        var mine: Set<ObjectID> = []
        var touched = [Bool](repeating: false, count: 256)
        var outstanding = 0
        var failure: Failure?
        var untilRoomCheck: Int64 = 0
    }

    let publisher: ObjectPublisher
    private let reserve: VaultReserve
    private let state = Monitor(State())
    private let onLostSync: @Sendable (IOError) -> Void

    init(publisher: ObjectPublisher, reserve: VaultReserve, onLostSync: @escaping @Sendable (IOError) -> Void) {
        self.publisher = publisher
        self.reserve = reserve
        self.onLostSync = onLostSync
    }

    /// Hashes bytes and stores them unless they are known. The bytes may be reused when the call returns.
    ///
    /// - Parameter isKnown: whether a *committed* record keeps the object. Its size is looked at then: an object that is missing or has
    ///   another size is written again.
    /// - Throws: ``DeedCore/Failure``: `diskFull` before the last room is used up, or what an earlier object of this stage met.
    public func store(bytes: UnsafeRawBufferPointer, isKnown: (ObjectID) -> Bool) throws -> StoredObject {
        let id = ObjectID.digest(of: bytes)
        let size = Int64(bytes.count)
        guard try needsWriting(id, size: size, isKnown: isKnown) else { return StoredObject(id: id, size: size, written: false) }
        publisher.publish(writing: bytes, as: id) { self.published(id, $0) }
        return StoredObject(id: id, size: size, written: true)
    }

    /// The same for bytes that the stage may keep: a thread of the pool writes them.
    public func store(_ bytes: [UInt8], isKnown: (ObjectID) -> Bool) throws -> StoredObject {
        let id = bytes.withUnsafeBytes { ObjectID.digest(of: $0) }
        let size = Int64(bytes.count)
        guard try needsWriting(id, size: size, isKnown: isKnown) else { return StoredObject(id: id, size: size, written: false) }
        publisher.publish(bytes, as: id) { self.published(id, $0) }
        return StoredObject(id: id, size: size, written: true)
    }

    /// A writer for bytes that come in pieces. Each writer is used by one thread.
    public func writer() throws -> ObjectWriter { ObjectWriter(stage: self) }

    /// Decides whether an object is written, and if so counts it as on its way.
    func needsWriting(_ id: ObjectID, size: Int64, isKnown: (ObjectID) -> Bool) throws -> Bool {
        if isKnown(id), try hasInFull(id, size: size) { return false }
        let isNew = try state.withLock { state in
            if let failure = state.failure { throw failure }
            guard state.mine.insert(id).inserted else { return false }
            state.outstanding += 1
            return true
        }
        guard isNew else { return false }
        do {
            try checkRoom(for: size)
        } catch {
            forget(id)
            throw error
        }
        return true
    }

    private func hasInFull(_ id: ObjectID, size: Int64) throws -> Bool {
        do { return try publisher.io.status(publisher.layout.object(id))?.size == size } catch { throw error.failure }
    }

    /// Looks at the free room once every 16 MiB, as `statvfs` for every file would be waste; the nearer the floor, the more often.
    func checkRoom(for size: Int64) throws {
        let isDue = state.withLock { state in
            state.untilRoomCheck -= size
            guard state.untilRoomCheck <= 0 else { return false }
            state.untilRoomCheck = 16 << 20
            return true
        }
        guard isDue else { return }
        let left = try reserve.checkRoom(for: size + publisher.pending)
        state.withLock { $0.untilRoomCheck = min($0.untilRoomCheck, left / 16) }
    }

    func forget(_ id: ObjectID) {
        state.change { state in
            state.mine.remove(id)
            state.outstanding -= 1
        }
    }

    /// An object has its name, or will not get it.
    func published(_ id: ObjectID, _ error: IOError?) {
        if let error, error.isLostDurability { onLostSync(error) }
        state.change { state in
            state.outstanding -= 1
            state.touched[Int(id.firstByte)] = true
            guard let error else { return }
            state.mine.remove(id)
            if state.failure == nil { state.failure = error.failure }
        }
    }

    /// Whether this stage has stored the object.
    func has(_ id: ObjectID) -> Bool { state.withLock { $0.mine.contains(id) } }

    /// Waits until every object has its name, and makes the names durable.
    func settle() throws {
        let touched: [UInt8] = try state.wait { state in
            guard state.outstanding == 0 else { return nil }
            if let failure = state.failure { throw failure }
            return state.touched.indices.filter { state.touched[$0] }.map { UInt8($0) }
        }
        do {
            try publisher.syncDirectories(touched)
        } catch let error as IOError {
            if error.isLostDurability { onLostSync(error) }
            state.withLock { $0.failure = error.failure }
            throw error.failure
        }
        state.withLock { state in for at in touched { state.touched[Int(at)] = false } }
    }
}
