import DeedCore
import DeedSystem
import DeedVault

/// Reads one file into the vault, streaming; in a dry run it is only hashed.
struct FileIntake {
    /// Bytes read at once.
    private static let chunk = 1 << 20

    let stage: ObjectStage?
    let isKnown: @Sendable (ObjectID) -> Bool
    let count: @Sendable (Int) -> Void

    /// Reads from the beginning to the end.
    ///
    /// - Throws: why the vault can take no more. A source that cannot be read is an outcome.
    func take(_ source: SourceReader) throws -> ImportedLeaf.Outcome {
        do {
            let sink = try ObjectSink(stage: stage)
            defer { sink.abandon() }
            // The first read is sized to the file: most contracts fit into one.
            let capacity = min(FileIntake.chunk, Int(try source.size()) + 1)
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(capacity, 4096), alignment: 16)
            defer { buffer.deallocate() }
            while true {
                let got = try source.fill(buffer)
                if got == 0 { break }
                count(got)
                try sink.append(UnsafeRawBufferPointer(rebasing: buffer[..<got]))
                if got < buffer.count, buffer.count < FileIntake.chunk { break }
            }
            let object = try sink.finish(isKnown: isKnown)
            if object.size == 0 { return .rejected(ImportRejection(ImportReason.empty, size: 0)) }
            return .taken(object.id, size: object.size)
        } catch let failure as Failure where failure.code == .sourceUnreadable {
            return .rejected(ImportRejection(ImportReason.unreadable, detail: failure.detail))
        }
    }
}

/// Takes the bytes of one leaf: into a stage, or, in a dry run, into a hash alone.
final class ObjectSink {
    private let writer: ObjectWriter?
    private var hash = ObjectHash()
    private var size: Int64 = 0

    init(stage: ObjectStage?) throws { writer = try stage?.writer() }

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
