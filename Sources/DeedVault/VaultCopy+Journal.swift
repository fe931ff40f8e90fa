import DeedCore
import DeedSystem

extension VaultCopy {
    /// Brings the copy's journal from one place to another. Each segment that grows is written beside and renamed, bodies before the
    /// chain, so that at any moment the copy has the old end or the new one, never a torn one with holes.
    func copyJournal(from start: JournalPosition, to end: JournalPosition) throws {
        guard end.seq > start.seq else { return }
        let finder = try JournalFinder(files: source.files)
        for segment in start.segment...end.segment {
            let goesOn = segment == start.segment
            let isLast = segment == end.segment
            let files = source.files
            let chainEnd = try isLast ? end.offset : files.recordsSize(segment)
            let bodiesEnd = try isLast ? end.bodyOffset : files.bodiesSize(segment)
            let bodiesStart = try goesOn ? finder.bodyOffset(behind: start.seq, in: segment) : 0
            guard !goesOn || chainEnd > start.offset else { continue }
            try grow(
                target.bodiesFile(segment), to: goesOn ? start.bodyOffset : 0, from: source.layout.bodiesFile(segment),
                bodiesStart..<max(bodiesStart, bodiesEnd))
            try io.syncDirectory(target.bodies)
            let chainStart = goesOn ? start.offset : 0
            try grow(
                target.recordsFile(segment), to: chainStart, from: source.layout.recordsFile(segment),
                chainStart..<max(chainStart, chainEnd))
            try io.syncDirectory(target.records)
        }
    }

    /// Keeps the first `kept` bytes of a file and puts a range of another one behind them.
    private func grow(_ path: String, to kept: Int64, from other: String, _ range: Range<Int64>) throws {
        let beside = target.tmp + "/copy-journal"
        let descriptor = try io.opened(beside, [.write, .create])
        defer { io.close(descriptor) }
        try io.truncate(descriptor, to: 0)
        if kept > 0 { try append(path, 0..<kept, to: descriptor) }
        try append(other, range, to: descriptor)
        do throws(IOError) { try io.fdatasync(descriptor) } catch { throw IOError(error.errno, error.call, beside) }
        try io.rename(beside, to: path)
    }

    private func append(_ path: String, _ range: Range<Int64>, to descriptor: Int32) throws {
        var at = range.lowerBound
        while at < range.upperBound {
            let bytes = try source.files.bytes(path, at..<min(range.upperBound, at + (1 << 20)))
            guard !bytes.isEmpty else { throw Failure(.journalDamaged, path, detail: "it ends at byte \(at)") }
            try bytes.withUnsafeBytes { try io.writeAll(descriptor, $0) }
            at += Int64(bytes.count)
        }
    }
}

/// A line of the chain and what stands behind it.
struct JournalPlace {
    /// The segment that holds the line.
    var segment: Int
    /// Bytes of the chain up to and with the line.
    var offset: Int64
    /// SHA-256 of the line.
    var head: ObjectID
}
