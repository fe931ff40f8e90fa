public import DeedCore
public import DeedExtract
import DeedSystem
import DeedText
public import DeedVault

/// Reads sources and puts the bytes of their leaf files into the vault, many at a time; hands over what it did in batches that the
/// caller commits.
///
/// One thread walks the sources and the containers, `threads` threads read, hash, write and sync files, and the caller's thread
/// gathers and commits: while one batch commits, the next is being written.
public final class ImportPipeline: Sendable {
    /// What came in since the last batch.
    public struct Batch: Sendable {
        /// Leaves in the order of reading.
        public var leaves: [ImportedLeaf] = []
        /// Containers that were read to their end.
        public var archives: [ImportedArchive] = []
        /// Bytes of the leaves that were stored.
        public var bytes: Int64 = 0
        /// Leaves met so far, in all batches and on the way.
        public var seen = 0
    }

    let options: ImportOptions
    let stage: ObjectStage
    let extractor: Extractor
    let spool: ArchiveSpool
    let isKnown: @Sendable (ObjectID) -> Bool
    let shouldStop: @Sendable () -> Bool
    let pool: WorkerPool
    let deliveries: BoundedQueue<Delivery>
    let inFlight: ByteBudget

    enum Delivery: Sendable {
        case leaf(ImportedLeaf)
        case archive(ImportedArchive)
        case failure(any Error)
    }

    /// A pipeline into `stage`.
    ///
    /// - Parameters:
    ///   - spoolFolder: where inner containers wait, in files without a name.
    ///   - freeBytes: how much of the file system containers may fill; asked before each.
    ///   - isKnown: whether a committed record keeps an object; called from many threads.
    ///   - shouldStop: polled between files; after it, what is in flight is still handed over.
    public init(
        options: ImportOptions, stage: ObjectStage, extractor: Extractor, spoolFolder: String,
        freeBytes: @escaping @Sendable () -> Int64, isKnown: @escaping @Sendable (ObjectID) -> Bool,
        shouldStop: @escaping @Sendable () -> Bool
    ) {
        self.options = options
        self.stage = stage
        self.extractor = extractor
        self.isKnown = isKnown
        self.shouldStop = shouldStop
        spool = ArchiveSpool(folder: spoolFolder, freeBytes: freeBytes)
        pool = WorkerPool(threads: options.threads)
        deliveries = BoundedQueue(capacity: 4096)
        inFlight = ByteBudget(64 << 20)
    }

    /// Reads the sources to their end.
    ///
    /// - Parameters:
    ///   - sources: absolute paths of files and folders.
    ///   - commit: makes a batch durable; called on the caller's thread.
    /// - Throws: what `commit` throws, and what keeps every file from being stored (a full disk).
    public func run(sources: [String], commit: (Batch) throws -> Void) throws {
        let walk = ImportWalk(pipeline: self, sources: sources)
        let walker = WorkerPool(threads: 1)
        walker.submit { [self] in
            walk.run()
            pool.wait()
            deliveries.close()
        }
        defer { walker.wait() }
        var batch = Batch()
        var deadline = MonotonicClock.seconds() + options.batchSeconds
        do {
            while true {
                let delivery = deliveries.pop(until: deadline)
                switch delivery {
                case .element(.leaf(let leaf)):
                    if case .stored(let object) = leaf.outcome { batch.bytes += object.size }
                    batch.leaves.append(leaf)
                case .element(.archive(let archive)): batch.archives.append(archive)
                case .element(.failure(let error)): throw error
                case .timeout, .closed: break
                }
                let full = batch.leaves.count >= options.batchFiles || batch.bytes >= options.batchBytes
                let late = MonotonicClock.seconds() >= deadline
                let closed = if case .closed = delivery { true } else { false }
                if full || late || closed {
                    if !batch.leaves.isEmpty || !batch.archives.isEmpty {
                        batch.leaves.sort { $0.ordinal < $1.ordinal }
                        batch.seen = walk.seen
                        try commit(batch)
                    }
                    batch = Batch()
                    deadline = MonotonicClock.seconds() + options.batchSeconds
                }
                if closed { return }
            }
        } catch {
            // Nothing more can be committed: let the threads run dry, so that none of them waits for ever.
            walk.abandon()
            deliveries.discard()
            throw error
        }
    }
}
