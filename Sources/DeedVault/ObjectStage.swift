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

    fileprivate struct State {
        var mine: Set<ObjectID> = []
        /// Where the damaged files lie whose places these objects take.
        var quarantined: [ObjectID: String] = [:]
        var touched = [Bool](repeating: false, count: 256)
        /// Objects on their way, and their bytes.
        var outstanding = (count: 0, bytes: Int64(0))
        /// Files in `tmp/` that wait for the batch's barrier, or whose sync failed.
        var files: [ObjectID: String] = [:]
        /// Which objects wait for the barrier, whether any did, and the bytes of those that do.
        var choice: Barrier.Choice
        var sharesBarrier = false
        var waiting: Int64 = 0
        /// The first sync of a file that failed.
        var lostSync: IOError?
        var failure: Failure?
        var untilRoomCheck: Int64 = 0

        init(_ choice: Barrier.Choice) { self.choice = choice }
    }

    let publisher: ObjectPublisher
    /// Whether the objects are not read soon: the kernel need not keep their bytes in memory.
    let isPassing: Bool
    private let reserve: VaultReserve
    private let state: Monitor<State>
    private let onLostSync: @Sendable (IOError) -> Bool

    /// - Parameter onLostSync: hears of every batch whose sync failed; whether the batch may be written again.
    init(
        publisher: ObjectPublisher, isPassing: Bool, reserve: VaultReserve, onLostSync: @escaping @Sendable (IOError) -> Bool
    ) {
        self.publisher = publisher
        self.isPassing = isPassing
        self.reserve = reserve
        self.onLostSync = onLostSync
        state = Monitor(State(publisher.barrier.choice))
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
        publisher.publish(writing: bytes, as: id, way(size)) { self.published(id, size: size, $0) }
        return StoredObject(id: id, size: size, written: true)
    }

    /// The same for bytes that the stage may keep: a thread of the pool writes them.
    public func store(_ bytes: [UInt8], isKnown: (ObjectID) -> Bool) throws -> StoredObject {
        let id = bytes.withUnsafeBytes { ObjectID.digest(of: $0) }
        let size = Int64(bytes.count)
        guard try needsWriting(id, size: size, isKnown: isKnown) else { return StoredObject(id: id, size: size, written: false) }
        publisher.publish(bytes, as: id, way(size)) { self.published(id, size: size, $0) }
        return StoredObject(id: id, size: size, written: true)
    }

    /// A writer for bytes that come in pieces. Each writer is used by one thread.
    public func writer(expecting size: Int64? = nil) throws -> ObjectWriter { ObjectWriter(stage: self, expecting: size) }

    /// Decides whether an object is written, and if so counts it as on its way.
    func needsWriting(_ id: ObjectID, size: Int64, isKnown: (ObjectID) -> Bool) throws -> Bool {
        // Looking for the file is cheaper than asking the catalog, and mostly it is not there.
        let there = try standing(id)
        if there == size, isKnown(id) { return false }
        let isNew = try state.withLock { state in
            if let failure = state.failure { throw failure }
            guard state.mine.insert(id).inserted else { return false }
            state.outstanding = (state.outstanding.count + 1, state.outstanding.bytes + size)
            return true
        }
        guard isNew else { return false }
        do {
            try checkRoom(for: size)
            if there != nil { try keepDamaged(id) }
        } catch {
            forget(id, size: size)
            throw error
        }
        return true
    }

    /// What stands in the place of an object and is not it is kept: damage, too, is evidence. Where it cannot be kept, the good bytes go before.
    private func keepDamaged(_ id: ObjectID) throws {
        let quarantine = Quarantine(io: publisher.io, layout: publisher.layout)
        let path = publisher.layout.object(id)
        guard !quarantine.isGood(path, id) else { return }
        do {
            let place = try quarantine.keep(path)
            state.withLock { $0.quarantined[id] = place }
        } catch let error as IOError where error.isLostDurability {
            throw error.failure
        } catch {
            return
        }
    }

    /// Where the damaged file lies whose place this object takes, below the vault.
    public func quarantined(_ id: ObjectID) -> String? { state.withLock { $0.quarantined[id] } }

    /// How an object of `size` bytes gets onto the disk; asked once for each that is written.
    func way(_ size: Int64) -> ObjectPublisher.Way {
        let waits = state.withLock { $0.choice.waits(size) { publisher.io.unwritten } }
        return ObjectPublisher.Way(isPassing: isPassing && !(waits && size < Barrier.passingFrom), waits: waits)
    }

    /// The size of what stands in the place of an object.
    private func standing(_ id: ObjectID) throws -> Int64? {
        do { return try ObjectPlace(io: publisher.io, layout: publisher.layout).size(id) } catch { throw error.failure }
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

    private func forget(_ id: ObjectID, size: Int64) {
        state.changeWaking { state in
            state.mine.remove(id)
            return state.isLess(by: size)
        }
    }

    /// An object of `size` bytes is written, or will not be.
    func published(_ id: ObjectID, size: Int64, _ outcome: ObjectPublisher.Outcome) {
        state.changeWaking { state in
            if case .waiting = outcome { state.waiting += size }
            state.note(id, outcome)
            return state.isLess(by: size)
        }
    }

    /// Whether its objects are written and synced on other threads.
    var isThreaded: Bool { publisher.isThreaded }

    /// Whether this stage has stored the object.
    public func has(_ id: ObjectID) -> Bool { state.withLock { $0.mine.contains(id) } }

    /// Files that never got their names are nobody's.
    deinit { for file in state.withLock({ $0.files.values }) { try? publisher.io.unlink(file) } }
}

// MARK: The barriers

extension ObjectStage {
    /// Waits until every object that can be written has its name in the vault; whether the names are durable is for ``settle()``.
    public func waitUntilNamed() { state.wait { $0.outstanding.count == 0 ? () : nil } }

    /// Waits until ``settle()`` takes only a moment more; without threads, until nothing is left of it.
    func settleMost() throws {
        guard publisher.isThreaded else { return try settle() }
        state.wait { $0.isNearlyDone ? () : nil }
        guard state.withLock({ $0.waiting > Barrier.underLock }) else { return }
        try waitUntilWritten()
        try withSecondTry { try self.nameWaiting() }
    }

    private func waitUntilWritten() throws {
        try state.wait { state -> Void? in
            guard state.outstanding.count == 0 else { return nil }
            if let failure = state.failure { throw failure }
            return ()
        }
    }

    /// Waits until every object is written, and makes bytes and names durable.
    ///
    /// A failed sync is never tried again: the batch is written once more into fresh files. When a sync fails again, nobody writes any
    /// more in this session.
    func settle() throws {
        try waitUntilWritten()
        try withSecondTry { try self.makeDurable() }
    }

    private func withSecondTry(_ body: () throws -> Void) throws {
        do {
            do {
                try body()
            } catch let error as IOError where error.isLostDurability && onLostSync(error) {
                try writeAgain()
                try makeDurable(again: true)
            }
        } catch let error as IOError {
            state.withLock { $0.failure = error.failure }
            throw error.failure
        }
    }

    private func makeDurable(again: Bool) throws {
        do { try makeDurable() } catch let error as IOError {
            if error.isLostDurability { _ = onLostSync(error) }
            throw error
        }
    }

    private func makeDurable() throws {
        try nameWaiting()
        let (touched, sharesBarrier) = state.withLock { ($0.touchedDirectories, $0.sharesBarrier) }
        if !sharesBarrier {
            try publisher.syncDirectories(touched)
        } else if !touched.isEmpty {
            try publisher.barrier.syncEverything()
        }
        state.withLock { state in state.touched = [Bool](repeating: false, count: 256) }
    }

    /// The shared barrier 1, then the names of those that waited for it.
    private func nameWaiting() throws {
        let (waiting, lostSync) = state.withLock { (Array($0.files), $0.lostSync) }
        if let lostSync { throw lostSync }
        guard !waiting.isEmpty else { return }
        try publisher.barrier.syncEverything()
        try publisher.name(waiting.map { ($0.key, $0.value) }) { id in self.state.withLock { $0.note(id, .named) } }
        state.withLock { $0.waiting = 0 }
    }

    private func writeAgain() throws {
        let (mine, waiting) = state.withLock { state in
            state.lostSync = nil
            return (state.mine, state.files)
        }
        try publisher.writeAgain(mine.map { ($0, waiting[$0] ?? publisher.layout.object($0)) }) { id, outcome in
            if let old = waiting[id] { try? self.publisher.io.unlink(old) }
            self.state.withLock { $0.note(id, outcome) }
        }
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }
}

extension ObjectStage.State {
    /// Whether what is on its way is done in a moment: a few files of a moderate size.
    fileprivate var isNearlyDone: Bool { outstanding.count <= 64 && outstanding.bytes <= 16 << 20 }

    /// One object of `size` bytes is no longer on its way; whether somebody waits for just that.
    fileprivate mutating func isLess(by size: Int64) -> Bool {
        let wasNearlyDone = isNearlyDone
        outstanding = (outstanding.count - 1, outstanding.bytes - size)
        return outstanding.count == 0 || isNearlyDone != wasNearlyDone
    }

    /// First bytes of the directories under `objects/` that got names.
    fileprivate var touchedDirectories: [UInt8] { touched.indices.filter { touched[$0] }.map { UInt8($0) } }

    fileprivate mutating func note(_ id: ObjectID, _ outcome: ObjectPublisher.Outcome) {
        files[id] = nil
        switch outcome {
        case .named: touched[Int(id.firstByte)] = true
        case .waiting(let file):
            files[id] = file
            sharesBarrier = true
        case .unsynced(let file, let error):
            files[id] = file
            lostSync = lostSync ?? error
        case .failed(let error):
            mine.remove(id)
            failure = failure ?? error.failure
        }
    }
}
