import DeedCore
import DeedExtract
import DeedSystem
import DeedVault

/// Reads one file into the vault, streaming; in a dry run it is only hashed.
struct FileIntake {
    let buffers: ReadBuffers
    let stage: ObjectStage?
    let isKnown: @Sendable (ObjectID) -> Bool
    let count: @Sendable (Int) -> Void
    /// Whether the person wants to stop: asked between the blocks of a large file.
    let isStopped: @Sendable () -> Bool

    /// Reads from the beginning to the end. A file that changed meanwhile is read again, at most three times: what is stored is what it
    /// was at one moment.
    ///
    /// - Throws: why the vault can take no more, and ``ExtractionStopped``. A source that cannot be read is an outcome.
    func take(_ source: SourceReader) throws -> ImportedLeaf.Outcome {
        try buffers.with { buffer in
            do {
                for _ in 0...3 {
                    let before = try source.settledMoment()
                    let outcome = try take(source.rewound(), through: buffer) { bytes in
                        try bytes == before.stamp.size && source.moment() == before
                    }
                    if let outcome { return outcome }
                }
                return .rejected(ImportRejection(ImportReason.changed))
            } catch let failure as Failure where failure.code == .sourceUnreadable {
                return .rejected(ImportRejection(ImportReason.unreadable, detail: failure.detail))
            }
        }
    }

    /// Reads several files as one sequence of bytes: the volumes of an archive.
    ///
    /// - Throws: why the vault can take no more.
    func take(_ sources: [SourceReader]) throws -> ImportedLeaf.Outcome {
        if sources.count == 1 { return try take(sources[0]) }
        do {
            let sink = try ObjectSink(stage: stage)
            defer { sink.abandon() }
            for source in sources {
                while case let bytes = try source.bytes(upTo: 1 << 20), !bytes.isEmpty {
                    if isStopped() { throw ExtractionStopped() }
                    count(bytes.count)
                    try bytes.withUnsafeBytes { try sink.append($0) }
                }
            }
            let object = try sink.finish(isKnown: isKnown)
            return .taken(object.id, size: object.size)
        } catch let failure as Failure where failure.code == .sourceUnreadable {
            return .rejected(ImportRejection(ImportReason.unreadable, detail: failure.detail))
        }
    }

    /// `nil` when the file changed meanwhile; `isWhole` is told how many bytes came.
    private func take(
        _ source: SourceReader, through buffer: UnsafeMutableRawBufferPointer, isWhole: (Int64) throws -> Bool
    ) throws -> ImportedLeaf.Outcome? {
        var filled = try source.fill(buffer)
        count(filled)
        var total = Int64(filled)
        if filled < buffer.count, try !isWhole(total) { return nil }
        if filled == 0 { return .rejected(ImportRejection(ImportReason.empty, size: 0)) }
        // A read that stops short of the buffer's end has met the end of the file.
        if filled < buffer.count { return try small(UnsafeRawBufferPointer(rebasing: buffer[..<filled])) }
        let sink = try ObjectSink(stage: stage)
        defer { sink.abandon() }
        while filled > 0 {
            if isStopped() { throw ExtractionStopped() }
            try sink.append(UnsafeRawBufferPointer(rebasing: buffer[..<filled]))
            filled = try source.fill(buffer)
            total += Int64(filled)
            count(filled)
        }
        guard try isWhole(total) else { return nil }
        let object = try sink.finish(isKnown: isKnown)
        return .taken(object.id, size: object.size)
    }

    /// A file that was read whole.
    private func small(_ bytes: UnsafeRawBufferPointer) throws -> ImportedLeaf.Outcome {
        if SigningKeyForm.isKey(bytes) {
            return .rejected(ImportRejection(ImportReason.signingKey, size: Int64(bytes.count)))
        }
        guard let stage else { return .taken(ObjectHash.of(bytes), size: Int64(bytes.count)) }
        let object = try stage.store(bytes: bytes, isKnown: isKnown)
        return .taken(object.id, size: object.size)
    }
}

/// Takes the bytes of one leaf: into a stage, or, in a dry run, into a hash alone.
final class ObjectSink {
    private let writer: ObjectWriter?
    private var hash = ObjectHash()
    private var size: Int64 = 0

    /// - Parameter size: bytes that are said to come.
    init(stage: ObjectStage?, expecting size: Int64? = nil) throws { writer = try stage?.writer(expecting: size) }

    func append(_ bytes: UnsafeRawBufferPointer) throws {
        size += Int64(bytes.count)
        if let writer { try writer.append(bytes) } else { hash.update(bytes) }
    }

    func finish(isKnown: (ObjectID) -> Bool) throws -> (id: ObjectID, size: Int64) {
        guard let writer else { return (hash.finish(), size) }
        // Nothing of an empty file is stored: its outcome is a rejection.
        guard size > 0 else {
            writer.abandon()
            return (hash.finish(), 0)
        }
        let object = try writer.finish(isKnown: isKnown)
        return (object.id, object.size)
    }

    func abandon() { writer?.abandon() }
}
