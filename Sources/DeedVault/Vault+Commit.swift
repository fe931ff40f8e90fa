public import DeedCore
import DeedSystem

/// What a commit wrote.
public struct Commit: Sendable, Hashable {
    /// The number of the first record.
    public let firstSeq: Int64
    /// How many records there are.
    public let count: Int
    /// When they were made.
    public let time: Instant
    /// The place behind the commit line.
    public let position: JournalPosition
}

/// What a request wants written, and who writes it.
public struct Proposal: Sendable {
    /// The id that an `actor.added` record introduced, or introduces here.
    public var actor: Identifier
    /// In this order; none means nothing to write.
    public var records: [Record]

    /// Records of an actor.
    public init(actor: Identifier, records: [Record]) {
        self.actor = actor
        self.records = records
    }
}

extension Vault {
    /// Whether each `make` is run once for nothing before its records count: for tests which show that this changes nothing.
    @TaskLocal package static var rehearses = false

    /// Writes records: the only way to change a vault.
    ///
    /// In this order: nearly all of the stage's objects are durable → lock → the applier catches up with what other processes
    /// committed → `begin` → `make` (under the lock and inside the applier's transaction: what must not be done twice is looked up
    /// here; no records means nothing to write) → every record is applied → the stage's objects and their names are durable → bodies
    /// appended and synced → chain appended and synced, **the commit point** → the applier commits → unlock.
    ///
    /// `make` may run again: on a full disk after room was made, and for whoever was overtaken. So it has no effects outside of its records but such
    /// as may be had twice: what it counts or collects it begins anew each time.
    ///
    /// May be called by several threads at once. Those that wait when a commit is over share the next one with one batch and its two
    /// flushes, each with a `make` and an answer of its own: see ``CommitQueue``. With several threads the applier is the same object.
    ///
    /// - Returns: what was written; `nil` when `make` gave no records.
    /// - Throws: what `make` or the applier throw, or a ``DeedCore/Failure``. Before the commit point nothing is left behind, unless the disk refuses
    ///   to keep the cut as well: then what was written may come back with a power cut, and this process writes no more. After it only
    ///   the applier's own commit can fail: the records hold then, and the applier catches up at the next commit or recovery.
    public func commit(applier: any Applier, stage: ObjectStage?, make: () throws -> Proposal) throws -> Commit? {
        try requireWritable()
        try reporting { try stage?.settleMost() }
        let arrival = ContinuousClock.now
        return try reporting {
            try queue.run(
                applier: applier, open: { try open(applier, since: arrival) },
                add: { group in
                    // The last syncs go on beside the making of the records: the lock is held a moment longer, and nobody waits for nothing.
                    let settled = stage.map { stage in Later(beside: stage.isThreaded) { try stage.settle() } }
                    defer { try? settled?.value() }
                    return try group.add(make, check: { try check($0, stage) }, settled: { try settled?.value() })
                },
                write: { group in
                    group.write { batch in
                        try JournalAppend(files: files, after: group.start).append(batch, onLostSync: refuseWriting(after:))
                    }
                })
        }
    }

    /// Takes the lock, brings the applier up to date and begins a group.
    private func open(_ applier: any Applier, since arrival: ContinuousClock.Instant) throws -> CommitGroup {
        try requireWritable()
        let left = lockWait - (ContinuousClock.now - arrival)
        let lock = try VaultLock.acquire(io: io, layout: layout, wait: max(.zero, left))
        let start = try catchUp(applier).position
        try applier.begin()
        return CommitGroup(applier: applier, lock: lock, after: start)
    }

    /// Refuses records that a later recovery could not apply, or that keep what is not there.
    private func check(_ record: Record, _ stage: ObjectStage?) throws {
        guard record.isKnown else {
            throw Failure(.recordRefused, record.kind, detail: "a kind this version does not know")
        }
        for object in record.objects where stage?.has(object) != true { try objects.require(object) }
    }

    /// The same for an actor who is known beforehand.
    public func commit(applier: any Applier, actor: Identifier, stage: ObjectStage?, make: () throws -> [Record]) throws
        -> Commit?
    {
        try commit(applier: applier, stage: stage) { Proposal(actor: actor, records: try make()) }
    }
}

/// Appends a batch to the journal: bodies first, then the chain, each one write and one sync. Nothing else adds to `records/` and `bodies/`;
/// ``Vault/catchUp(_:stopsQuietly:)`` takes what others added. Copies and repairs write whole files beside and rename them.
struct JournalAppend {
    let files: JournalFiles
    /// The end of the journal.
    let start: JournalPosition

    private var io: any VaultIO { files.io }
    private var layout: VaultLayout { files.layout }

    init(files: JournalFiles, after start: JournalPosition) {
        self.files = files
        self.start = start
    }

    /// Appends and syncs; on any error both files are cut back to what they were, durably. The place behind the batch.
    func append(_ batch: JournalBatch, onLostSync: (IOError) -> Void) throws -> JournalPosition {
        let segment = target
        let isNew = segment != start.segment
        let offset = isNew ? 0 : start.offset
        let bodyOffset = isNew ? 0 : start.bodyOffset
        // Older than the files that are made in them, so that they hear of every error.
        let directories = offset == 0 ? try openDirectories() : []
        defer { for directory in directories { io.close(directory) } }
        let bodies = try io.opened(layout.bodiesFile(segment), [.write, .create, .append])
        defer { io.close(bodies) }
        let chain = try io.opened(layout.recordsFile(segment), [.write, .create, .append])
        defer { io.close(chain) }
        do {
            // The names of a new segment's files are durable before anything is written into them.
            for directory in directories { try io.fsync(directory) }
            try append(batch.bodies, to: bodies, layout.bodiesFile(segment))
            try append(batch.chain, to: chain, layout.recordsFile(segment))
        } catch let error as IOError {
            if error.isLostDurability { onLostSync(error) }
            do throws(IOError) {
                try io.truncated(chain, to: offset)
                try io.truncated(bodies, to: bodyOffset)
                // What was refused must not come back with the next power cut.
                try io.fdatasync(chain)
                try io.fdatasync(bodies)
            } catch {
                onLostSync(error)
            }
            throw error
        }
        return JournalPosition(
            segment: segment, offset: offset + Int64(batch.chain.count), bodyOffset: bodyOffset + Int64(batch.bodies.count),
            seq: batch.seq, head: batch.head)
    }

    /// The segment that takes the batch: a new one when the last is full.
    private var target: Int {
        let isFull = max(start.offset, start.bodyOffset) >= layout.sealedSize
        return isFull ? start.segment + 1 : start.segment
    }

    private func openDirectories() throws -> [Int32] {
        let bodies = try io.opened(layout.bodies, [.read, .directory])
        do { return [bodies, try io.opened(layout.records, [.read, .directory])] } catch {
            io.close(bodies)
            throw error
        }
    }

    private func append(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws {
        try bytes.withUnsafeBytes { try io.writeAll(descriptor, $0, path: path) }
        do { try io.fdatasync(descriptor) } catch { throw IOError(error.errno, error.call, path) }
    }
}
