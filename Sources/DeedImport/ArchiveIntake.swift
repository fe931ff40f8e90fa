import DeedCore
import DeedExtract
import DeedSystem
import DeedText
import DeedVault

/// Reads one container, and the containers in it, through the worker; on the walking thread.
struct ArchiveIntake {
    let walk: ImportWalk
    /// The container.
    let file: SourceFile
    /// 1 for a container on disk.
    let depth: Int

    private var pipeline: ImportPipeline { walk.pipeline }

    /// Reads `source` to its end, closes it and hands over the container's own line after its entries.
    func read(_ source: SourceReader, size: Int64) throws {
        defer { source.close() }
        guard depth <= pipeline.options.depth else {
            return walk.reject(file, ImportRejection(ImportReason.depth, size: size))
        }
        let entries = EntryIntake(walk: walk, container: file, depth: depth)
        defer { entries.abandon() }
        let end: ArchiveEnd
        do {
            end = try pipeline.extractor.unpack(
                source.rewound().descriptor, name: ImportPath.lastComponent(file.path), names: pipeline.options.names,
                budget: pipeline.intake.room()
            ) { event in
                guard !pipeline.shouldStop else { throw Stopped() }
                try entries.take(event)
            }
        } catch is Stopped {
            return
        }
        // Last, so that the container's bytes and its line belong to the same batch.
        let slot = try walk.slot()
        let sha256 = try keepOrHash(source, in: slot)
        slot.add(
            ImportedArchive(
                source: file.source, path: file.path, sha256: sha256, size: size, format: end.format, names: end.names?.rawValue,
                entries: end.entries, state: end.state.rawValue, detail: end.detail,
                kept: pipeline.options.keepArchives && sha256 != nil))
        listRest(end, size: size, sha256: sha256)
    }

    /// The container's SHA-256; with `--keep-archive` it is stored on the way.
    private func keepOrHash(_ source: SourceReader, in slot: ImportSlot) throws -> ObjectID? {
        let stage = pipeline.options.keepArchives ? slot.stage : nil
        let intake = FileIntake(buffers: pipeline.buffers, stage: stage, isKnown: pipeline.intake.isKnown, count: { _ in })
        let outcome = try intake.take(source.rewound())
        if case .taken(let id, _) = outcome { return id }
        return nil
    }

    /// What could not be read is one line: the container itself when nothing of it could, else its rest.
    private func listRest(_ end: ArchiveEnd, size: Int64, sha256: ObjectID?) {
        guard end.state != .read else { return }
        if end.entries == 0 {
            let reason =
                end.state == .locked
                ? ImportReason.locked : end.state == .damaged ? ImportReason.archiveDamaged : ImportReason.rest
            return walk.reject(file, ImportRejection(reason, detail: end.detail, size: size, sha256: sha256))
        }
        // A container whose every entry was told has no rest: its entries say what is wrong with them.
        guard end.unread != 0 else { return }
        let rest = SourceFile(source: file.source, absolute: [], path: ImportPath.entry("…", of: file.path))
        let count = end.unread.map { "\($0)" }
        walk.reject(
            rest, ImportRejection(ImportReason.rest, detail: [count, end.detail].compactMap { $0 }.joined(separator: "; ")))
    }

    /// The person asked to stop.
    struct Stopped: Error {}
}
