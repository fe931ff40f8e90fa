import DeedCore
import DeedSystem
import DeedVault

/// Reads one file on disk into the vault; runs on a thread of the pool.
struct FileIntake {
    /// Files up to this size are read whole, hashed, and not written at all when the vault has them.
    static let small = 1 << 20

    let pipeline: ImportPipeline

    func store(path: [UInt8]) -> ImportedLeaf.Outcome {
        do {
            let source = try SourceReader(path: path)
            defer { source.close() }
            return try .stored(store(source))
        } catch let failure as Failure where failure.code == .sourceUnreadable {
            return .rejected(ImportRejection(ImportReason.unreadable, detail: failure.detail))
        } catch {
            // The vault could not take it: the disk is full, or fails. No file after it will fare better.
            pipeline.fail(error)
            return .rejected(ImportRejection(ImportReason.unreadable, detail: String(describing: error)))
        }
    }

    /// Streams a descriptor from its beginning.
    func store(_ source: SourceReader) throws -> StoredObject {
        var buffer = [UInt8](repeating: 0, count: FileIntake.small + 1)
        let first = try buffer.withUnsafeMutableBytes { try source.fill($0) }
        if first <= FileIntake.small {
            return try buffer.withUnsafeBytes {
                try pipeline.stage.store(bytes: UnsafeRawBufferPointer(rebasing: $0[..<first]), isKnown: pipeline.isKnown)
            }
        }
        let writer = try pipeline.stage.writer()
        do {
            var count = first
            while count > 0 {
                try buffer.withUnsafeBytes { try writer.append(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
                count = try buffer.withUnsafeMutableBytes { try source.fill($0) }
            }
            return try writer.finish(isKnown: pipeline.isKnown)
        } catch {
            writer.abandon()
            throw error
        }
    }
}

extension ImportPipeline {
    /// Hands a leaf to the gathering thread; waits while it is behind.
    func deliver(_ leaf: ImportedLeaf) { deliveries.push(.leaf(leaf)) }

    /// Hands over a container that was read.
    func deliver(_ archive: ImportedArchive) { deliveries.push(.archive(archive)) }

    /// Ends the import: nothing more can be stored.
    func fail(_ error: any Error) { deliveries.push(.failure(error)) }
}
