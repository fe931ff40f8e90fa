public import DeedCore
import DeedSystem

/// Takes an object's bytes piece by piece, hashing them on the way. A small object never touches the disk before it is known to be new.
public final class ObjectWriter {
    private let stage: ObjectStage
    private var digest = Digest()
    private var buffer: [UInt8] = []
    private var file: (path: String, descriptor: Int32)?
    private var size: Int64 = 0
    private var isOver = false

    init(stage: ObjectStage, expecting size: Int64?) {
        self.stage = stage
        // Memory that grows piece by piece is copied, and every page of it is new.
        if let size, size > 0, size < ObjectStage.copyLimit { buffer.reserveCapacity(Int(size)) }
    }

    deinit { abandon() }

    /// Appends bytes; they may be reused when the call returns.
    public func append(_ bytes: UnsafeRawBufferPointer) throws {
        guard !isOver else { throw Failure(.internalError, detail: "bytes for an object that is finished") }
        digest.update(bytes)
        size += Int64(bytes.count)
        // As much as that at once is the beginning of something larger.
        if file == nil, buffer.count + bytes.count < ObjectStage.copyLimit {
            buffer.append(contentsOf: bytes)
            return
        }
        do {
            try spill(bytes)
        } catch let error as IOError {
            abandon()
            throw error.failure
        }
    }

    private func spill(_ bytes: UnsafeRawBufferPointer) throws {
        let io = stage.publisher.io
        try stage.checkRoom(for: Int64(buffer.count + bytes.count))
        let open = try file ?? stage.publisher.staging.newFile()
        file = open
        try buffer.withUnsafeBytes { try io.writeAll(open.descriptor, $0, path: open.path, passing: stage.isPassing) }
        buffer.removeAll()
        try io.writeAll(open.descriptor, bytes, path: open.path, passing: stage.isPassing)
    }

    /// The object is complete; see ``ObjectStage/store(bytes:isKnown:)``.
    public func finish(isKnown: (ObjectID) -> Bool) throws -> StoredObject {
        guard !isOver else { throw Failure(.internalError, detail: "an object was finished twice") }
        let id = digest.finish()
        defer { abandon() }
        guard try stage.needsWriting(id, size: size, isKnown: isKnown) else {
            return StoredObject(id: id, size: size, written: false)
        }
        let done = { @Sendable [stage, size] in stage.published(id, size: size, $0) }
        if let file {
            self.file = nil
            stage.publisher.publish(file: file.path, descriptor: file.descriptor, as: id, stage.way(size), done: done)
        } else {
            stage.publisher.publish(buffer, as: id, stage.way(size), done: done)
        }
        return StoredObject(id: id, size: size, written: true)
    }

    /// Gives the object up; nothing of it stays. Also what happens to a writer that is dropped.
    public func abandon() {
        isOver = true
        buffer = []
        if let file { stage.publisher.discard(file: file.path, descriptor: file.descriptor) }
        file = nil
    }
}
