import DeedCore
import DeedExtract
import DeedSystem
import DeedVault

/// Takes in a mail: the mail itself as a document, byte for byte, then the files that are attached to it.
struct MailIntake {
    let walk: ImportWalk
    /// The mail.
    let file: SourceFile
    /// 1 for a mail on disk.
    let depth: Int

    private var pipeline: ImportPipeline { walk.pipeline }

    /// Stores the mail, reads its attachments, and closes `source`.
    ///
    /// Whatever becomes of the attachments, the mail has them: what could not be taken out is a line of the account, and not lost.
    func take(_ source: SourceReader, size: Int64, modified: Instant?) throws {
        defer { source.close() }
        guard try !carriesKey(source) else {
            walk.noteSecret()
            return walk.reject(file, ImportRejection(ImportReason.signingKey, detail: "in-mail", size: size), modified: modified)
        }
        let slot = try walk.slot()
        let intake = FileIntake(
            buffers: pipeline.buffers, stage: slot.stage, isKnown: pipeline.intake.isKnown, count: pipeline.count,
            isStopped: { [pipeline] in pipeline.shouldStop })
        let outcome = try intake.take(source.rewound())
        walk.add(file, outcome, modified: modified, bytes: size, to: slot)
        guard case .taken(let object, _) = outcome else { return }
        var holder = file
        holder.mail = object
        let before = try source.moment()
        let entries = EntryIntake(walk: walk, container: holder, depth: depth)
        defer { entries.abandon() }
        do {
            let end = try pipeline.extractor.unpack(
                source.rewound().descriptor, name: ImportPath.lastComponent(file.path), budget: pipeline.intake.room()
            ) { event in
                guard !pipeline.shouldStop else { throw ExtractionStopped() }
                if depth > pipeline.options.depth, case .entry = event { throw TooDeep() }
                try entries.take(event)
            }
            try list(end, object, size: size)
            if try source.moment() != before { walk.reject(rest, ImportRejection(ImportReason.changed)) }
        } catch is TooDeep {
            walk.reject(rest, ImportRejection(ImportReason.depth))
        } catch is ExtractionStopped {
            return
        }
    }

    /// Whether the mail has a signing key in it: its bytes, stored, would be the key.
    private func carriesKey(_ source: SourceReader) throws -> Bool {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { buffer.deallocate() }
        var offset: Int64 = 0
        while true {
            let count = try source.fill(buffer, at: offset)
            if SigningKeyForm.isCarried(by: UnsafeRawBufferPointer(rebasing: buffer[..<count])) { return true }
            if count < buffer.count { return false }
            offset += Int64(count - SigningKeyForm.overlap)
        }
    }

    /// What stands for the attachments that could not be taken out.
    private var rest: SourceFile { SourceFile(source: file.source, absolute: [], path: ImportPath.entry("…", of: file.path)) }

    /// A mail that was read to its end is a document like any; another is named among the containers, with what went wrong.
    private func list(_ end: ArchiveEnd, _ object: ObjectID, size: Int64) throws {
        guard end.state != .read else { return }
        try walk.slot().add(
            ImportedArchive(
                source: file.source, path: file.path, sha256: object, size: size, format: end.format, names: nil,
                entries: end.entries, state: end.state.rawValue, detail: end.detail, kept: false))
        let count = end.unread.map { "\($0)" }
        walk.reject(
            rest, ImportRejection(ImportReason.rest, detail: [count, end.detail].compactMap { $0 }.joined(separator: "; ")))
    }

    /// The mail has attachments, and lies deeper than they are looked for.
    private struct TooDeep: Error {}
}
