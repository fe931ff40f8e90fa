public import DeedCore
import DeedSystem

extension Vault {
    /// Reads everything: the journal's chain and bodies, and every object with `threads` threads. Takes no lock and changes nothing.
    ///
    /// - Parameters:
    ///   - threads: how many objects are read at once, at least 1.
    ///   - expected: the catalog's place: the only witness of the journal's very last line.
    ///   - progress: called after every object, from several threads.
    /// - Throws: ``DeedCore/Failure`` when the vault needs a feature to be checked, or its directories cannot be read at all. Damage is
    ///   no error but in the report.
    public func verify(
        threads: Int, expecting expected: JournalPosition? = nil, progress: (@Sendable (VerifyProgress) -> Void)? = nil
    ) throws -> VerifyReport {
        try info.require(info.features.check, path)
        return try reporting {
            var journal = JournalCheck(files: files)
            try journal.run(expecting: expected)
            let objects = ObjectCheck(io: io, layout: layout, kept: journal.kept, progress: progress)
            return try objects.run(threads: threads, journal: journal.report)
        }
    }
}

/// Hashes every file under `objects/`.
private final class ObjectCheck: Sendable {
    private let io: any VaultIO
    private let layout: VaultLayout
    private let kept: Set<ObjectID>
    private let progress: (@Sendable (VerifyProgress) -> Void)?
    private let found: Monitor<(report: VerifyReport, present: Set<ObjectID>)>

    init(io: any VaultIO, layout: VaultLayout, kept: Set<ObjectID>, progress: (@Sendable (VerifyProgress) -> Void)?) {
        self.io = io
        self.layout = layout
        self.kept = kept
        self.progress = progress
        found = Monitor((VerifyReport(), []))
    }

    func run(threads: Int, journal: VerifyReport.JournalReport) throws -> VerifyReport {
        for name in try io.list(layout.objects) where Self.directories[name] == nil { stray("objects/" + name) }
        if threads > 1 {
            try WorkerPool(threads: threads).run(Array(Self.directories.keys), check(directory:))
        } else {
            try Self.directories.keys.sorted().forEach(check(directory:))
        }
        try checkTrash()
        var (report, present) = found.withLock { $0 }
        report.journal = journal
        report.missing = kept.subtracting(present).sorted()
        report.damaged.sort { $0.object < $1.object }
        report.stray.sort()
        return report
    }

    /// The names that directories under `objects/` may have.
    private static let directories: [String: UInt8] = Dictionary(
        uniqueKeysWithValues: (0...255).map { (Hex.text([UInt8($0)]), UInt8($0)) })

    private func check(directory name: String) throws {
        guard try io.status(layout.objects + "/" + name)?.isDirectory == true else { return }
        let files = try io.list(layout.objects + "/" + name)
        guard !files.isEmpty else { return }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { buffer.deallocate() }
        for file in files {
            let path = "objects/" + name + "/" + file
            guard let id = ObjectID(hex: file), id.firstByte == Self.directories[name] else {
                stray(path)
                continue
            }
            check(id, path, buffer)
        }
    }

    /// What waits in the trash is kept until it is purged.
    private func checkTrash() throws {
        guard try io.status(layout.trash) != nil else { return }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { buffer.deallocate() }
        for day in try io.list(layout.trash).sorted() {
            guard CivilDate(day) != nil, try io.status(layout.trash + "/" + day)?.isDirectory == true else {
                stray("trash/" + day)
                continue
            }
            for file in try io.list(layout.trash + "/" + day).sorted() {
                let path = "trash/" + day + "/" + file
                guard let id = ObjectID(hex: file) else {
                    stray(path)
                    continue
                }
                check(id, path, buffer)
                found.withLock { $0.report.trash += 1 }
            }
        }
    }

    private func check(_ id: ObjectID, _ path: String, _ buffer: UnsafeMutableRawBufferPointer) {
        let (size, problem) = hash(id, path, buffer)
        let now = found.withLock { found in
            found.report.objects += 1
            found.report.bytes += size
            found.present.insert(id)
            if let problem { found.report.damaged.append(.init(object: id, path: path, problem: problem)) }
            if problem == nil, !kept.contains(id) { found.report.stray.append(path) }
            return VerifyProgress(objects: found.report.objects, bytes: found.report.bytes)
        }
        progress?(now)
    }

    private func stray(_ path: String) { found.withLock { $0.report.stray.append(path) } }

    /// Bytes read, and what is wrong.
    private func hash(_ id: ObjectID, _ path: String, _ buffer: UnsafeMutableRawBufferPointer) -> (Int64, String?) {
        var size: Int64 = 0
        do {
            let descriptor = try io.opened(layout.root + "/" + path, .read)
            defer { io.close(descriptor) }
            guard try io.status(descriptor).isRegular else { return (0, "it is no regular file") }
            var digest = Digest()
            while true {
                let count = try io.readFully(descriptor, into: buffer, at: size)
                if count == 0 { break }
                digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                size += Int64(count)
            }
            let actual = digest.finish()
            return (size, actual == id ? nil : "its SHA-256 is \(actual)")
        } catch {
            return (size, "\(error)")
        }
    }
}
