import DeedCore
import DeedSystem

/// Finds single records by their number.
struct JournalFinder {
    private let files: JournalFiles
    /// The segments with the number of their first line, ascending.
    let segments: [(number: Int, first: Int64)]

    init(files: JournalFiles) throws {
        self.files = files
        segments = try files.segments().compactMap { number in
            let lines = try LineReader(io: files.io, path: files.layout.recordsFile(number), from: 0, chunk: 4096)
            guard let first = try lines.next({ ChainLine(parsing: $0)?.seq }) else { return nil }
            guard let first else { throw Failure(.journalDamaged, files.layout.recordsFile(number), detail: "its first line") }
            return (number, first)
        }
    }

    /// The record; `nil` for a commit line, a record of which nothing is left, or a number that does not exist.
    func record(_ seq: Int64) throws -> StampedRecord? {
        guard let segment = segments.last(where: { $0.first <= seq })?.number else { return nil }
        let found = try line(seq, in: files.layout.recordsFile(segment), number: { ChainLine(parsing: $0)?.seq }) {
            ChainLine(parsing: $0)
        }
        guard let chainLine = found ?? nil, !chainLine.isCommit else { return nil }
        let path = files.layout.bodiesFile(segment)
        let record = try line(seq, in: path, number: JournalFinder.bodyNumber) { bytes -> StampedRecord? in
            guard let body = BodyLine(parsing: bytes) else { throw Failure(.journalDamaged, path, detail: "record \(seq)") }
            return try StampedRecord(chainLine, body, file: path)
        }
        guard let record else { throw Failure(.journalDamaged, path, detail: "record \(seq): the body is missing") }
        return record
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

    /// Bisects over bytes: a place in the middle of a line counts as the line after it.
    private func line<Result>(
        _ seq: Int64, in path: String, number: (UnsafeRawBufferPointer) -> Int64?,
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result? {
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
