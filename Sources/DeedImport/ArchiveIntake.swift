import DeedCore
import DeedExtract
import DeedSystem
import DeedText
import DeedVault

/// Reads one container, and the containers in it, through the worker; on the walking thread.
struct ArchiveIntake {
    let walk: ImportWalk
    /// The container; of one in volumes the one that gives its name.
    let file: SourceFile
    /// 1 for a container on disk.
    let depth: Int
    /// Of a container in volumes: the name of the volume that would follow the last.
    var nextVolume: String?

    private var pipeline: ImportPipeline { walk.pipeline }

    /// Reads the container to its end, closes it and hands over its own line after its entries. `parts` are its one file, or its
    /// volumes in their order; `size` is that of all.
    func read(_ parts: [SourceReader], size: Int64) throws {
        defer { for part in parts { part.close() } }
        guard depth <= pipeline.options.depth else {
            return walk.reject(file, ImportRejection(ImportReason.depth, size: size))
        }
        guard let first = parts.first else { return }
        var archive = ArchiveFile(first.rewound().descriptor, name: ImportPath.lastComponent(file.path))
        archive.volumes = parts.dropFirst().map { $0.rewound().descriptor }
        archive.names = pipeline.options.names
        archive.passwords = pipeline.options.passwords
        archive.budget = pipeline.intake.room()
        archive.spoolFolder = pipeline.intake.spoolFolder
        let hash = pipeline.options.keepArchives ? nil : ContainerHash(parts, size: size) { [pipeline] in pipeline.shouldStop }
        defer { hash?.abandon() }
        let entries = EntryIntake(walk: walk, container: file, depth: depth)
        defer { entries.abandon() }
        let secrets = walk.secrets
        let before = try parts.map { try $0.moment() }
        var end: ArchiveEnd
        do {
            let isRepeated = pipeline.intake.wasGiven(file.source)
            end = try pipeline.extractor.unpack(archive, knows: isRepeated ? entries.knows : nil) { event in
                guard !pipeline.shouldStop else { throw ExtractionStopped() }
                try entries.take(event)
            }
            try entries.takeVaults()
            try entries.takeVolumes()
            if pipeline.shouldStop { return }
        } catch is ExtractionStopped {
            return
        }
        if end.state == .damaged, let nextVolume {
            end.detail = [end.detail, "\(nextVolume)?"].compactMap { $0 }.joined(separator: "; ")
        }
        // What would bring a vault or a key in after all is not kept.
        let keeps = pipeline.options.keepArchives && walk.secrets == secrets
        try account(for: end, parts, size: size, hash, keeps: keeps)
        // What was unpacked may be torn, where the format has no checksum; a person has to know.
        guard try before != parts.map({ try $0.moment() }) else { return }
        let rest = SourceFile(source: file.source, absolute: [], path: ImportPath.entry("…", of: file.path))
        walk.reject(rest, ImportRejection(ImportReason.changed))
    }

    /// The container's own line. Last, so that the container's bytes and its line belong to the same batch.
    private func account(
        for end: ArchiveEnd, _ parts: [SourceReader], size: Int64, _ hash: ContainerHash?, keeps: Bool
    ) throws {
        let slot = try walk.slot()
        let sha256 = if let hash { hash.value } else { try keepOrHash(parts, in: slot, keeps: keeps) }
        // A hash that was given up is none; the container is read again the next time.
        if sha256 == nil, pipeline.shouldStop { throw ExtractionStopped() }
        slot.add(
            ImportedArchive(
                source: file.source, path: file.path, sha256: sha256, size: size, format: end.format, names: end.names?.rawValue,
                entries: end.entries, state: end.state.rawValue, detail: end.detail,
                kept: keeps && sha256 != nil))
        listRest(end, size: size, sha256: sha256)
    }

    /// The container's SHA-256, of volumes that of all in their order; with `--keep-archive` it is stored on the way.
    private func keepOrHash(_ parts: [SourceReader], in slot: ImportSlot, keeps: Bool) throws -> ObjectID? {
        let stage = keeps ? slot.stage : nil
        let intake = FileIntake(
            buffers: pipeline.buffers, stage: stage, isKnown: pipeline.intake.isKnown, count: { _ in },
            isStopped: { [pipeline] in pipeline.shouldStop })
        if case .taken(let id, _) = try intake.take(parts.map { $0.rewound() }) { return id }
        return nil
    }

    /// An archive without files is one line, and what could not be read is one: the container itself when nothing of it could, else its rest.
    private func listRest(_ end: ArchiveEnd, size: Int64, sha256: ObjectID?) {
        guard end.state != .read else {
            if end.entries == 0 {
                walk.reject(file, ImportRejection(ImportReason.empty, detail: "no-files", size: size, sha256: sha256))
            }
            return
        }
        if end.entries == 0 {
            return walk.reject(file, ImportRejection(reason(of: end), detail: end.detail, size: size, sha256: sha256))
        }
        // A container whose every entry was told has no rest: its entries say what is wrong with them.
        guard end.unread != 0 else { return }
        let rest = SourceFile(source: file.source, absolute: [], path: ImportPath.entry("…", of: file.path))
        let count = end.unread.map { "\($0)" }
        walk.reject(
            rest,
            ImportRejection(
                end.isUnsupported ? ImportReason.unsupported : ImportReason.rest,
                detail: [count, end.detail].compactMap { $0 }.joined(separator: "; ")))
    }

    /// Why nothing of a container could be read.
    private func reason(of end: ArchiveEnd) -> String {
        switch end.state {
        case .locked: ImportReason.locked
        case .damaged: ImportReason.archiveDamaged
        case .limit, .read: end.isUnsupported ? ImportReason.unsupported : ImportReason.rest
        }
    }
}
