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

extension Vault {
    /// Writes records: the only way to change a vault.
    ///
    /// In this order: the stage's objects and their names are durable → lock → the applier catches up with what other processes
    /// committed → `begin` → `make` (under the lock and inside the applier's transaction: what must not be done twice is looked up
    /// here; no records means nothing to write) → every record is applied → bodies appended and synced → chain appended and synced,
    /// **the commit point** → the applier commits → unlock.
    ///
    /// - Returns: what was written; `nil` when `make` gave no records.
    /// - Throws: what `make` or the applier throw, or a ``DeedCore/Failure``. Before the commit point nothing is left behind. After it
    ///   only the applier's own commit can fail: the records hold then, and the applier catches up at the next commit or recovery.
    public func commit(applier: any Applier, actor: Identifier, stage: ObjectStage?, make: () throws -> [Record]) throws
        -> Commit?
    {
        try requireWritable()
        try reporting { try stage?.settle() }
        try requireWritable()
        return try reporting {
            let lock = try VaultLock.acquire(io: io, layout: layout, wait: lockWait)
            defer { withExtendedLifetime(lock) {} }
            let start = try catchUp(applier).position
            try applier.begin()
            return try write(after: start, applier: applier, actor: actor, stage: stage, make: make)
        }
    }

    private func write(
        after start: JournalPosition, applier: any Applier, actor: Identifier, stage: ObjectStage?, make: () throws -> [Record]
    ) throws -> Commit? {
        let time: Instant
        let count: Int
        let position: JournalPosition
        do {
            let records = try make()
            guard !records.isEmpty else {
                applier.rollback()
                return nil
            }
            time = .now
            count = records.count
            let batch = try batch(of: records, after: start, time: time, actor: actor, applier: applier, stage: stage)
            position = try JournalAppend(files: files, after: start).append(batch, onLostSync: refuseWriting(after:))
        } catch {
            applier.rollback()
            throw error
        }
        do {
            try applier.commit(position)
        } catch {
            applier.rollback()
            throw error
        }
        return Commit(firstSeq: start.seq + 1, count: count, time: time, position: position)
    }

    /// Applies every record and makes the bytes that will be appended.
    private func batch(
        of records: [Record], after start: JournalPosition, time: Instant, actor: Identifier, applier: any Applier,
        stage: ObjectStage?
    ) throws -> JournalBatch {
        var batch = JournalBatch(after: start, time: time, actor: actor)
        for record in records {
            if case .unknown(let kind, _) = record {
                throw Failure(.recordRefused, kind, detail: "a kind this version does not know")
            }
            for object in record.objects where stage?.has(object) != true {
                guard objectExists(object) else {
                    throw Failure(.objectMissing, layout.object(object), detail: "a record keeps it")
                }
            }
            try applier.apply(batch.stamped(record))
            batch.append(record, salt: .random())
        }
        batch.finish()
        return batch
    }
}

/// Appends a batch to the journal: bodies first, then the chain, each one write and one sync.
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

    /// Appends and syncs; on any error both files are cut back to what they were. The place behind the batch.
    func append(_ batch: JournalBatch, onLostSync: (IOError) -> Void) throws -> JournalPosition {
        let segment = target
        let isNew = segment != start.segment
        let offset = isNew ? 0 : start.offset
        let bodyOffset = isNew ? 0 : start.bodyOffset
        let bodies = try io.opened(layout.bodiesFile(segment), [.write, .create, .append])
        defer { io.close(bodies) }
        let chain = try io.opened(layout.recordsFile(segment), [.write, .create, .append])
        defer { io.close(chain) }
        do {
            if offset == 0 { try publishSegment() }
            try append(batch.bodies, to: bodies, layout.bodiesFile(segment))
            try append(batch.chain, to: chain, layout.recordsFile(segment))
        } catch let error as IOError {
            if error.isLostDurability { onLostSync(error) }
            do throws(IOError) {
                try io.truncate(chain, to: offset)
                try io.truncate(bodies, to: bodyOffset)
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

    /// Makes the names of a new segment's files durable before anything is written into them.
    private func publishSegment() throws {
        try io.syncDirectory(layout.bodies)
        try io.syncDirectory(layout.records)
    }

    private func append(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws {
        try bytes.withUnsafeBytes { try io.writeAll(descriptor, $0, path: path) }
        do { try io.fdatasync(descriptor) } catch { throw IOError(error.errno, error.call, path) }
    }
}
