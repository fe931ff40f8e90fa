public import DeedCore
public import DeedExtract
import DeedSystem
public import DeedVault
import Synchronization

/// Reads sources and puts the bytes of their leaf files into the vault; hands over what it did in batches that the caller commits.
///
/// One thread walks the sources and the containers, a few read and hash files, the vault's own threads write and sync them, and the
/// caller's thread commits: while one batch commits, the next is being written.
public final class ImportPipeline: Sendable {
    /// One batch, ready to be committed.
    public struct Batch: Sendable {
        /// The stage that holds its bytes; `nil` in a dry run.
        public var stage: ObjectStage?
        /// Leaves in the order of reading.
        public var leaves: [ImportedLeaf]
        /// Containers that were read to their end.
        public var archives: [ImportedArchive]
        /// Whether the sources are known to hold no more; `false` says nothing.
        public var isLast = false
    }

    /// What the pipeline needs of the vault, so that it knows no more of it.
    public struct Intake: Sendable {
        /// A stage for a new batch; `nil` in a dry run.
        public var stage: @Sendable () throws -> ObjectStage?
        /// Whether a committed record keeps an object; called from many threads.
        public var isKnown: @Sendable (ObjectID) -> Bool
        /// A folder on a large file system, where inner containers wait in files without a name.
        public var spoolFolder: String
        /// Bytes that containers may still fill; asked before each.
        public var room: @Sendable () -> Int64

        /// Ways into a vault.
        public init(
            stage: @escaping @Sendable () throws -> ObjectStage?, isKnown: @escaping @Sendable (ObjectID) -> Bool,
            spoolFolder: String, room: @escaping @Sendable () -> Int64
        ) {
            self.stage = stage
            self.isKnown = isKnown
            self.spoolFolder = spoolFolder
            self.room = room
        }
    }

    let options: ImportOptions
    let intake: Intake
    let extractor: Extractor
    let readers: WorkerPool
    let buffers = ReadBuffers()
    private let stopping: @Sendable () -> Bool
    private let abandoned = Atomic<Bool>(false)
    private let met = Atomic<Int>(0)
    private let read = Atomic<Int>(0)

    /// A pipeline.
    ///
    /// - Parameter shouldStop: polled between files; what is in flight after it is still handed over.
    public init(
        options: ImportOptions, intake: Intake, extractor: Extractor, shouldStop: @escaping @Sendable () -> Bool
    ) {
        self.options = options
        self.intake = intake
        self.extractor = extractor
        stopping = shouldStop
        readers = WorkerPool(threads: options.readers ?? max(2, Cores.count))
    }

    /// Leaves met so far.
    public var seen: Int { met.load(ordering: .relaxed) }
    /// Bytes of leaves read so far.
    public var bytesRead: Int { read.load(ordering: .relaxed) }

    var shouldStop: Bool { abandoned.load(ordering: .relaxed) || stopping() }

    func nextOrdinal() -> Int { met.wrappingAdd(1, ordering: .relaxed).oldValue }

    func count(read bytes: Int) { read.wrappingAdd(bytes, ordering: .relaxed) }

    /// Reads the sources to their end.
    ///
    /// - Parameters:
    ///   - sources: absolute paths of files and folders.
    ///   - only: of the one source, a folder, these files, by their paths in it.
    ///   - commit: makes a batch durable; called on the caller's thread, in the order of reading.
    /// - Throws: what `commit` throws, and why the vault can take no more (a full disk).
    public func run(sources: [String], only: [[UInt8]]? = nil, commit: (Batch) throws -> Void) throws {
        let slots = BoundedQueue<ImportSlot>(capacity: 1)
        let walker = WorkerPool(threads: 1)
        walker.submit { [self] in
            let walk = ImportWalk(pipeline: self) { slots.push($0) }
            walk.run(sources, only: only)
            slots.close()
        }
        defer {
            // Whatever happened: let the threads run dry before the stage and the spool go away.
            abandoned.store(true, ordering: .relaxed)
            slots.cancel()
            walker.wait()
            readers.wait()
        }
        while let slot = slots.pop() {
            var batch = try slot.batch()
            batch.isLast = slots.isExhausted
            if !batch.leaves.isEmpty || !batch.archives.isEmpty { try commit(batch) }
        }
    }
}
