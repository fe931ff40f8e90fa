import DeedCore
import DeedExtract
import DeedSystem
import DeedVault

/// Reads one container, and the containers in it, through the worker. The walking thread calls it; finished entries go to the pool.
struct ArchiveIntake {
    let pipeline: ImportPipeline
    let walk: ImportWalk

    /// Entries up to this size are kept in memory until a thread of the pool stores them.
    static let small = 1 << 20

    /// Reads `source` to its end and hands over the container's own line after its entries.
    ///
    /// - Parameter depth: 1 for a container on disk.
    func read(_ source: SourceReader, file: SourceFile, size: Int64, depth: Int) throws {
        defer { source.close() }
        guard depth <= pipeline.options.depth else {
            return reject(file, ImportRejection(ImportReason.depth, size: size))
        }
        let sha256 = try source.digest()
        var archive = ImportedArchive(
            source: file.source, path: file.path, sha256: sha256, size: size, format: "", names: nil, entries: 0, state: "read",
            detail: nil, kept: nil)
        if pipeline.options.keepArchives { archive.kept = try FileIntake(pipeline: pipeline).store(source.rewound()) }
        let entries = EntryIntake(intake: self, file: file, depth: depth)
        defer { entries.abandon() }
        do {
            let end = try pipeline.extractor.unpack(
                source.descriptor, name: ImportPath.lastComponent(file.path), names: pipeline.options.names,
                budget: pipeline.spool.budget()
            ) { event in
                guard !walk.shouldStop else { throw Stopped() }
                try entries.take(event)
            }
            archive.format = end.format
            archive.names = end.names?.rawValue
            archive.entries = end.entries
            archive.state = end.state
            archive.detail = end.detail
            finish(archive, end: end, file: file, size: size)
        } catch is Stopped {
            return
        }
    }

    /// The container's own line, and the line for what was left in it.
    private func finish(_ archive: ImportedArchive, end: ArchiveEnd, file: SourceFile, size: Int64) {
        pipeline.deliver(archive)
        guard end.state != "read" else { return }
        if end.entries == 0 {
            let reason = end.state == "locked" ? ImportReason.locked : end.state == "damaged" ? ImportReason.archiveDamaged : ImportReason.rest
            reject(file, ImportRejection(reason, detail: end.detail, size: size, sha256: archive.sha256))
        } else {
            let rest = SourceFile(source: file.source, absolute: [], path: ImportPath.entry("…", of: file.path))
            let left = end.unread.map { "\($0)" }
            reject(rest, ImportRejection(ImportReason.rest, detail: [left, end.detail].compactMap { $0 }.joined(separator: "; ")))
        }
    }

    func reject(_ file: SourceFile, _ rejection: ImportRejection) {
        pipeline.deliver(
            ImportedLeaf(
                ordinal: walk.nextOrdinal(), source: file.source, path: file.path, modified: nil, outcome: .rejected(rejection)))
    }

    /// The person asked to stop.
    struct Stopped: Error {}
}
