public import DeedCore
import DeedSystem

extension Vault {
    /// Begins a new segment of the journal, so that all earlier bodies stand in files that nobody appends to and no catalog's place lies in.
    ///
    /// - Throws: ``DeedCore/Failure`` as a commit does.
    public func beginSegment(applier: any Applier) throws {
        try requireWritable()
        try reporting {
            let lock = try VaultLock.acquire(io: io, layout: layout, wait: lockWait)
            defer { withExtendedLifetime(lock) {} }
            _ = try catchUp(applier)
            let last = try files.lastSegment()
            guard try files.recordsSize(last) > 0 else { return }
            try io.writeDurably(layout.bodiesFile(last + 1), [], mode: 0o600)
            try io.syncDirectory(layout.bodies)
            try io.writeDurably(layout.recordsFile(last + 1), [], mode: 0o600)
            try io.syncDirectory(layout.records)
        }
    }

    /// Replaces lines in the bodies of segments before the last: each segment is written anew beside, made durable and renamed over the old
    /// file. Doing it again changes nothing. Readers that have the old file open go on with it.
    ///
    /// - Parameter lines: number of the record to what stands behind the first TAB.
    /// - Throws: ``DeedCore/Failure``: `recordRefused` for a record without a body or in the last segment.
    public func replaceBodies(_ lines: [Int64: [UInt8]]) throws {
        try requireWritable()
        try reporting {
            let lock = try VaultLock.acquire(io: io, layout: layout, wait: lockWait)
            defer { withExtendedLifetime(lock) {} }
            let last = try files.lastSegment()
            let finder = try JournalFinder(files: files)
            for (segment, seqs) in Dictionary(grouping: lines.keys, by: finder.segment(of:)).sorted(by: { $0.key < $1.key }) {
                guard segment > 0, segment < last else {
                    throw Failure(.recordRefused, "\(seqs.min() ?? 0)", detail: "its body stands in a segment that is written")
                }
                try rewrite(segment, seqs.reduce(into: [:]) { $0[$1] = lines[$1] })
            }
        }
    }

    private func rewrite(_ segment: Int, _ lines: [Int64: [UInt8]]) throws {
        do {
            try BodiesRewrite(io: io, layout: layout, segment: segment).run(lines)
        } catch let error as IOError {
            guard error.failure.code == .diskFull else { throw error }
            try reserve.release()
            try BodiesRewrite(io: io, layout: layout, segment: segment).run(lines)
        }
    }
}

/// Writes one segment's bodies anew.
private struct BodiesRewrite {
    let io: any VaultIO
    let layout: VaultLayout
    let segment: Int

    private static let chunk = 1 << 20

    func run(_ lines: [Int64: [UInt8]]) throws {
        let staging = try StagingDirectory(io: io, layout: layout)
        let (path, descriptor) = try staging.newFile()
        defer { io.close(descriptor) }
        do {
            guard try copy(lines, to: descriptor, path) else { return try io.unlink(path) }
            try io.setMode(descriptor, 0o600)
            do { try io.fsync(descriptor) } catch { throw IOError(error.errno, error.call, path) }
            try io.rename(path, to: layout.bodiesFile(segment))
        } catch {
            try? io.unlink(path)
            throw error
        }
        try io.syncDirectory(layout.bodies)
    }

    /// Copies the bodies with the lines replaced; whether that changed anything.
    private func copy(_ lines: [Int64: [UInt8]], to descriptor: Int32, _ path: String) throws -> Bool {
        let reader = try LineReader(io: io, path: layout.bodiesFile(segment), from: 0)
        var waiting = lines
        var isNew = false
        var buffer: [UInt8] = []
        func flush() throws {
            try buffer.withUnsafeBytes { try io.writeAll(descriptor, $0, path: path) }
            buffer.removeAll(keepingCapacity: true)
        }
        while true {
            let line: Void? = try reader.next { bytes in
                let tab = bytes.firstIndex(of: UInt8(ascii: "\t")) ?? bytes.endIndex
                let seq = Int64(String(decoding: bytes[..<tab], as: UTF8.self))
                if let seq, let new = waiting.removeValue(forKey: seq) {
                    isNew = isNew || !bytes.dropFirst(tab + 1).elementsEqual(new)
                    buffer.append(contentsOf: bytes[..<min(tab + 1, bytes.endIndex)])
                    buffer.append(contentsOf: new)
                } else {
                    buffer.append(contentsOf: bytes)
                }
                buffer.append(UInt8(ascii: "\n"))
            }
            if buffer.count >= BodiesRewrite.chunk || line == nil { try flush() }
            guard line != nil else { break }
        }
        if let lost = waiting.keys.min() { throw Failure(.recordRefused, "\(lost)", detail: "it has no body") }
        return isNew
    }
}

extension JournalFinder {
    /// The segment that has a record; 0 where none does.
    func segment(of seq: Int64) -> Int { segments.last { $0.first <= seq }?.number ?? 0 }
}
