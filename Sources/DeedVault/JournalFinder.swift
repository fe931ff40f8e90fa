import DeedCore
import DeedSystem

/// Finds single records by their number.
struct JournalFinder {
    private let files: JournalFiles
    /// The segments with the number of their first line, ascending.
    private let segments: [(number: Int, first: Int64)]

    init(files: JournalFiles) throws {
        self.files = files
        segments = try files.segments().compactMap { number in
            let lines = try LineReader(io: files.io, path: files.layout.recordsFile(number), from: 0, chunk: 4096)
            guard let first = try lines.next({ ChainLine(parsing: $0)?.seq }) else { return nil }
            guard let first else { throw Failure(.journalDamaged, files.layout.recordsFile(number), detail: "its first line") }
            return (number, first)
        }
    }

    /// A record with the lines that say it.
    struct Raw {
        /// The chain's line, without its newline.
        var line: [UInt8]
        /// The line of the bodies, without its newline.
        var body: [UInt8]
        var kind: String
        /// `nil` where the body was taken out.
        var record: StampedRecord?
    }

    /// The record; `nil` for a commit line, a redacted record or a number that does not exist.
    func record(_ seq: Int64) throws -> StampedRecord? {
        try found(seq) { _, _, _, record in record } ?? nil
    }

    /// The record as it stands in the files; `nil` for a commit line or a number that does not exist.
    func raw(_ seq: Int64) throws -> Raw? {
        try found(seq) { line, kind, body, record in Raw(line: Array(line), body: Array(body), kind: kind, record: record) }
    }

    private func found<Result>(
        _ seq: Int64, _ take: (UnsafeRawBufferPointer, String, UnsafeRawBufferPointer, StampedRecord?) throws -> Result
    ) throws -> Result? {
        guard let segment = segments.last(where: { $0.first <= seq })?.number else { return nil }
        let path = files.layout.bodiesFile(segment)
        let chain = try line(seq, in: files.layout.recordsFile(segment), number: { ChainLine(parsing: $0)?.seq }) { bytes in
            guard let chainLine = ChainLine(parsing: bytes), case .record(let kind, _, _) = chainLine.content else {
                return Result?.none
            }
            let found = try line(seq, in: path, number: JournalFinder.bodyNumber) { text -> Result in
                guard let body = BodyLine(parsing: text) else { throw Failure(.journalDamaged, path, detail: "record \(seq)") }
                return try take(
                    bytes, kind, text, body.isRedacted ? nil : try StampedRecord(chainLine, body, file: path))
            }
            guard let found else { throw Failure(.journalDamaged, path, detail: "record \(seq): the body is missing") }
            return found
        }
        return chain ?? nil
    }

    /// Where a line of the chain stands, and its hash; `nil` for a number that does not exist.
    func place(of seq: Int64) throws -> JournalPlace? {
        guard let segment = segments.last(where: { $0.first <= seq })?.number else { return nil }
        let path = files.layout.recordsFile(segment)
        let (offset, last) = try offset(behind: seq, in: path) { ChainLine(parsing: $0)?.seq }
        guard last == seq else { return nil }
        let lines = try files.bytes(path, max(0, offset - 65_536)..<offset).dropLast()
        let start = lines.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? lines.startIndex
        let head = lines[start...].withUnsafeBytes { ObjectID.digest(of: $0) }
        return JournalPlace(segment: segment, offset: offset, head: head)
    }

    /// Bytes of a segment's bodies up to and with the last one whose number is not above `seq`.
    func bodyOffset(behind seq: Int64, in segment: Int) throws -> Int64 {
        try offset(behind: seq, in: files.layout.bodiesFile(segment), number: JournalFinder.bodyNumber).offset
    }

    /// The end of the last line whose number is not above `seq`, and that number.
    private func offset(
        behind seq: Int64, in path: String, number: (UnsafeRawBufferPointer) -> Int64?
    ) throws -> (offset: Int64, seq: Int64) {
        var (low, found) = (try start(near: seq, in: path, number), Int64(0))
        let lines = try LineReader(io: files.io, path: path, from: low, chunk: 8192)
        if low > 0 {
            _ = try lines.next { _ in true }
            low = lines.offset
        }
        while let next = try lines.next(number), let next, next <= seq { (low, found) = (lines.offset, next) }
        return (low, found)
    }

    private static func bodyNumber(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        var seq: Int64 = 0
        for (at, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "\t") { return at > 0 ? seq : nil }
            guard byte >= 48, byte <= 57, at < 18 else { return nil }
            seq = seq * 10 + Int64(byte - 48)
        }
        return nil
    }

    /// Bisects over bytes: a place in the middle of a line counts as the line after it. The line is the next but one at most from the
    /// place that comes back.
    private func start(near seq: Int64, in path: String, _ number: (UnsafeRawBufferPointer) -> Int64?) throws -> Int64 {
        var low: Int64 = 0
        var high = try files.io.status(path)?.size ?? 0
        while high - low > 4096 {
            let middle = low + (high - low) / 2
            let lines = try LineReader(io: files.io, path: path, from: middle, chunk: 4096)
            guard try lines.next({ _ in true }) != nil, let found = try lines.next(number), let found else {
                high = middle
                continue
            }
            if found <= seq { low = middle } else { high = middle }
        }
        return low
    }

    private func line<Result>(
        _ seq: Int64, in path: String, number: (UnsafeRawBufferPointer) -> Int64?,
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result? {
        let low = try start(near: seq, in: path, number)
        let lines = try LineReader(io: files.io, path: path, from: low, chunk: 8192)
        if low > 0 { _ = try lines.next { _ in true } }
        while true {
            let answer = try lines.next { bytes -> (Int64?, Result?) in
                let found = number(bytes)
                return (found, found == seq ? try body(bytes) : nil)
            }
            guard let (found, result) = answer, let found, found <= seq else { return nil }
            if let result { return result }
        }
    }
}
