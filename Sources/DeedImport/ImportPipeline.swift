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
        /// A stage for a new batch of at least so many bytes; `nil` in a dry run.
        public var stage: @Sendable (Int64) throws -> ObjectStage?
        /// Whether a committed record keeps an object; called from many threads.
        public var isKnown: @Sendable (ObjectID) -> Bool
        /// A folder on a large file system, where inner containers wait in files without a name.
        public var spoolFolder: String
        /// The vault itself, so that no file of it is taken in by another name.
        public var vault: VaultIdentity?
        /// Bytes that files and containers may still fill; asked before each batch and container.
        public var room: @Sendable () -> Int64
        /// Whether an earlier run was given this source.
        public var wasGiven: @Sendable (String) -> Bool = { _ in false }
        /// The content that an earlier run took from this place, when size, time of change and, of an entry, checksum are the same.
        public var earlier: @Sendable (Place) -> ObjectID? = { _ in nil }

        /// Where a content is met, and what is known of it without reading it.
        public struct Place: Sendable {
            /// The absolute path of the source.
            public var source: String
            /// The file as the person knows it.
            public var path: String
            /// Its bytes.
            public var size: Int64
            /// When it was last changed.
            public var modified: Instant
            /// The checksum in the archive's directory; `nil` for a file on disk.
            public var crc32: UInt32?
        }

        /// Ways into a vault.
        public init(
            stage: @escaping @Sendable (Int64) throws -> ObjectStage?, isKnown: @escaping @Sendable (ObjectID) -> Bool,
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
    private let promised = Atomic<Int64>(0)

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

    /// Bytes of files that wait for a reading thread: nobody sees them on the disk yet.
    var promisedBytes: Int64 { promised.load(ordering: .relaxed) }

    func promise(_ bytes: Int64) { promised.wrappingAdd(bytes, ordering: .relaxed) }

    func count(read bytes: Int) { read.wrappingAdd(bytes, ordering: .relaxed) }

    /// Reads the sources to their end.
    ///
    /// - Parameters:
    ///   - sources: absolute paths of files and folders.
    ///   - only: of the one source, a folder, these files, by their paths in it.
    ///   - commit: makes a batch durable; called on the caller's thread, in the order of reading.
    /// - Throws: what `commit` throws, and why the vault can take no more (a full disk).
    public func run(sources: [String], only: [[UInt8]]? = nil, commit: (Batch) throws -> Void) throws {
        let walker = WorkerPool(threads: 1)
        guard walker.threads > 0 else { return try runAlone(sources, only, commit) }
        let slots = BoundedQueue<ImportSlot>(capacity: 1)
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
        while let slot = slots.pop() { try hand(slot, isLast: slots.isExhausted, commit) }
    }

    private func hand(_ slot: ImportSlot, isLast: @autoclosure () -> Bool, _ commit: (Batch) throws -> Void) throws {
        var batch = try slot.batch()
        batch.isLast = isLast()
        if !batch.leaves.isEmpty || !batch.archives.isEmpty { try commit(batch) }
    }

    /// The same where there is no other thread: reads a batch, then commits it. One is held back, to know the last.
    private func runAlone(_ sources: [String], _ only: [[UInt8]]?, _ commit: (Batch) throws -> Void) throws {
        try withoutActuallyEscaping(commit) { commit in
            var held: ImportSlot?
            var failure: (any Error)?
            func handOver(isLast: Bool) {
                guard failure == nil, let slot = held else { return }
                do { try hand(slot, isLast: isLast, commit) } catch {
                    failure = error
                    abandoned.store(true, ordering: .relaxed)
                }
            }
            let walk = ImportWalk(pipeline: self) { slot in
                handOver(isLast: false)
                held = slot
            }
            walk.run(sources, only: only)
            handOver(isLast: true)
            if let failure { throw failure }
        }
    }
}
