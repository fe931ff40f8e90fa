import DeedCore
import DeedExtract
import DeedSystem

/// Takes the entries of one container as they come: into the vault, or, when an entry begins like a container, into a file without
/// a name that is looked into when it is complete.
final class EntryIntake {
    private let walk: ImportWalk
    private let container: SourceFile
    private let depth: Int

    private var entry: ArchiveEntry?
    private var head: [UInt8] = []
    private var size: Int64 = 0
    /// Where the entry's bytes go, and the batch that its line belongs to: the same, so that the commit waits for the bytes.
    private var sink: (sink: ObjectSink, slot: ImportSlot)?
    private var spooled: UnnamedFile?

    init(walk: ImportWalk, container: SourceFile, depth: Int) {
        self.walk = walk
        self.container = container
        self.depth = depth
    }

    private var pipeline: ImportPipeline { walk.pipeline }

    func take(_ event: ArchiveEvent) throws {
        switch event {
        case .started: break
        case .entry(let entry): begin(entry)
        case .bytes(let chunk): try append(chunk)
        case .entryEnd(let end): try finish(end)
        }
    }

    /// Gives up what is half taken.
    func abandon() {
        sink?.sink.abandon()
        sink = nil
        spooled?.close()
        spooled = nil
        head = []
        entry = nil
    }

    private func begin(_ entry: ArchiveEntry) {
        abandon()
        size = 0
        if let refusal = entry.refusal {
            return walk.reject(leaf(entry), ImportRejection(refusal, size: entry.size), modified: entry.modified)
        }
        self.entry = entry
    }

    private func leaf(_ entry: ArchiveEntry) -> SourceFile {
        SourceFile(source: container.source, absolute: [], path: ImportPath.entry(entry.path, of: container.path))
    }

    private func append(_ chunk: UnsafeRawBufferPointer) throws {
        size += Int64(chunk.count)
        pipeline.count(read: chunk.count)
        if let sink { return try sink.sink.append(chunk) }
        if let spooled { return try spooled.append(chunk) }
        head.append(contentsOf: chunk)
        if head.count >= ContainerSniff.length { try route() }
    }

    /// Decides from the first bytes where the entry goes.
    private func route() throws {
        if head.withUnsafeBytes({ ContainerSniff.couldBeContainer($0) }) {
            let spooled = try UnnamedFile(in: pipeline.intake.spoolFolder)
            self.spooled = spooled
            try head.withUnsafeBytes { try spooled.append($0) }
        } else {
            let slot = try walk.slot()
            let sink = try ObjectSink(stage: slot.stage)
            self.sink = (sink, slot)
            try head.withUnsafeBytes { try sink.append($0) }
        }
        head = []
    }

    private func finish(_ end: EntryEnd) throws {
        guard let entry else { return }
        defer { abandon() }
        let leaf = leaf(entry)
        if case .failed(let reason, let detail) = end {
            return walk.reject(leaf, ImportRejection(reason, detail: detail, size: entry.size), modified: entry.modified)
        }
        if ImportPath.isSystemFile(leaf.path) {
            return walk.reject(leaf, ImportRejection(ImportReason.systemFile, size: size), modified: entry.modified)
        }
        guard size > 0 else { return walk.reject(leaf, ImportRejection(ImportReason.empty, size: 0), modified: entry.modified) }
        if sink == nil, spooled == nil { try route() }
        if let (sink, slot) = sink {
            let object = try sink.finish(isKnown: pipeline.intake.isKnown)
            self.sink = nil
            walk.add(leaf, .taken(object.id, size: object.size), modified: entry.modified, bytes: size, to: slot)
        } else if let spooled {
            self.spooled = nil
            try look(into: spooled.reader(named: leaf.path), leaf, modified: entry.modified)
        }
    }

    /// An entry that begins like a container: read as one, or stored as the document that it is.
    private func look(into source: SourceReader, _ leaf: SourceFile, modified: Instant?) throws {
        if pipeline.extractor.identify(source.descriptor, name: ImportPath.lastComponent(leaf.path)).container {
            return try ArchiveIntake(walk: walk, file: leaf, depth: depth + 1).read(source, size: size)
        }
        defer { source.close() }
        let slot = try walk.slot()
        let intake = FileIntake(
            buffers: pipeline.buffers, stage: slot.stage, isKnown: pipeline.intake.isKnown, count: { _ in })
        walk.add(leaf, try intake.take(source.rewound()), modified: modified, bytes: size, to: slot)
    }
}
