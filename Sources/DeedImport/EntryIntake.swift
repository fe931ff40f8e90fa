import DeedCore
import DeedExtract
import DeedSystem
import DeedVault

/// Gathers the bytes of one entry after the other: small ones in memory, large ones straight into the vault, containers into a
/// file without a name that is read when its entry is complete.
final class EntryIntake {
    private let intake: ArchiveIntake
    private let file: SourceFile
    private let depth: Int

    private var entry: ArchiveEntry?
    private var bytes: [UInt8] = []
    private var writer: ObjectWriter?
    private var spooled: SpooledFile?
    private var size: Int64 = 0

    init(intake: ArchiveIntake, file: SourceFile, depth: Int) {
        self.intake = intake
        self.file = file
        self.depth = depth
    }

    func take(_ event: ArchiveEvent) throws {
        switch event {
        case .started: break
        case .entry(let entry): begin(entry)
        case .bytes(let chunk): try append(chunk)
        case .entryEnd(let end): try finish(end)
        }
    }

    /// Gives up what is half written.
    func abandon() {
        writer?.abandon()
        writer = nil
        spooled?.close()
        spooled = nil
    }

    private func begin(_ entry: ArchiveEntry) {
        self.entry = entry
        bytes = []
        size = 0
    }

    private func append(_ chunk: UnsafeRawBufferPointer) throws {
        size += Int64(chunk.count)
        if let writer { return try writer.append(chunk) }
        if let spooled { return try spooled.append(chunk) }
        if bytes.count + chunk.count <= ArchiveIntake.small { return bytes.append(contentsOf: chunk) }
        try outgrow(chunk)
    }

    /// The entry is too large for memory: it goes on in the vault's stage, or in the spool when it may be a container.
    private func outgrow(_ chunk: UnsafeRawBufferPointer) throws {
        if bytes.isEmpty { bytes.append(contentsOf: chunk.prefix(ContainerSniff.length)) }
        let container = bytes.withUnsafeBytes { ContainerSniff.couldBeContainer($0) }
        let head = size > Int64(chunk.count) ? bytes : []
        if container {
            let spooled = try intake.pipeline.spool.file()
            self.spooled = spooled
            try head.withUnsafeBytes { try spooled.append($0) }
            try spooled.append(chunk)
        } else {
            let writer = try intake.pipeline.stage.writer()
            self.writer = writer
            try head.withUnsafeBytes { try writer.append($0) }
            try writer.append(chunk)
        }
        bytes = []
    }

    private func finish(_ end: EntryEnd) throws {
        guard let entry else { return }
        self.entry = nil
        defer { abandon() }
        let leaf = SourceFile(source: file.source, absolute: [], path: ImportPath.entry(entry.path, of: file.path))
        if let refusal = entry.refusal {
            return intake.reject(leaf, ImportRejection(refusal, size: entry.size))
        }
        if case .failed(let reason) = end {
            return intake.reject(leaf, ImportRejection(reason, size: entry.size))
        }
        if ImportPath.isSystemFile(leaf.path) {
            return intake.reject(leaf, ImportRejection(ImportReason.systemFile, size: size))
        }
        if size == 0 { return intake.reject(leaf, ImportRejection(ImportReason.empty, size: 0)) }
        if try descend(into: leaf) { return }
        store(leaf, modified: entry.modified)
    }

    /// Whether the entry was a container, and has been read as one.
    private func descend(into leaf: SourceFile) throws -> Bool {
        if spooled == nil {
            guard writer == nil, bytes.withUnsafeBytes({ ContainerSniff.couldBeContainer($0) }) else { return false }
            let small = try intake.pipeline.spool.file()
            spooled = small
            try bytes.withUnsafeBytes { try small.append($0) }
        }
        guard let spooled else { return false }
        let source = try spooled.reader()
        let identified = intake.pipeline.extractor.identify(source.descriptor, name: ImportPath.lastComponent(leaf.path))
        guard identified.container else {
            if bytes.isEmpty {
                // A large document that looks like a container, such as a DOCX: from the spool into the vault.
                let ordinal = intake.walk.nextOrdinal()
                let object = try FileIntake(pipeline: intake.pipeline).store(source.rewound())
                source.close()
                intake.pipeline.deliver(
                    ImportedLeaf(ordinal: ordinal, source: leaf.source, path: leaf.path, modified: nil, outcome: .stored(object)))
                return true
            }
            source.close()
            return false
        }
        bytes = []
        try ArchiveIntake(pipeline: intake.pipeline, walk: intake.walk).read(source, file: leaf, size: size, depth: depth + 1)
        return true
    }

    /// Hands the bytes to the pool; the file's sync is what takes long.
    private func store(_ leaf: SourceFile, modified: Instant?) {
        let pipeline = intake.pipeline
        let ordinal = intake.walk.nextOrdinal()
        let budget = bytes.count
        pipeline.inFlight.take(budget)
        let job = StoreJob(bytes: bytes, writer: writer)
        bytes = []
        writer = nil
        pipeline.pool.submit {
            defer { pipeline.inFlight.give(budget) }
            do {
                let object = try job.run(pipeline)
                pipeline.deliver(
                    ImportedLeaf(ordinal: ordinal, source: leaf.source, path: leaf.path, modified: modified, outcome: .stored(object)))
            } catch {
                pipeline.fail(error)
            }
        }
    }

    private struct StoreJob: Sendable {
        let bytes: [UInt8]
        let writer: ObjectWriter?

        func run(_ pipeline: ImportPipeline) throws -> StoredObject {
            if let writer { return try writer.finish(isKnown: pipeline.isKnown) }
            return try bytes.withUnsafeBytes { try pipeline.stage.store(bytes: $0, isKnown: pipeline.isKnown) }
        }
    }
}
