import DeedCore
import DeedSystem
import Glibc

/// What stands behind the last complete batch.
enum JournalEnd: Sendable {
    /// Nothing.
    case clean
    /// A batch that was never completed: what a crash leaves. It begins at the scan's position.
    case torn
    /// Something that no crash leaves.
    case damaged(Failure)
}

/// Walks over the journal batch by batch, checking chain and commitments; hands out complete batches only.
struct JournalScan {
    /// A complete batch.
    struct Batch {
        /// Its records; of a redacted one what is left, if anything is.
        var records: [StampedRecord]
        /// The place behind its commit line.
        var position: JournalPosition
    }

    private let files: JournalFiles
    private let lastSegment: Int
    private var chain: LineReader
    private var bodies: LineReader
    /// The place behind the last batch that was handed out.
    private(set) var position: JournalPosition
    /// What stands behind it; meaningful once ``next()`` has returned `nil`.
    private(set) var end = JournalEnd.clean

    /// A walk that begins behind `position`, which the caller has checked.
    init(files: JournalFiles, from position: JournalPosition) throws {
        self.files = files
        self.position = position
        lastSegment = try files.lastSegment()
        chain = try LineReader(io: files.io, path: files.layout.recordsFile(position.segment), from: position.offset)
        bodies = try LineReader(io: files.io, path: files.layout.bodiesFile(position.segment), from: position.bodyOffset)
    }

    /// The next complete batch; `nil` at the end.
    mutating func next() throws -> Batch? {
        var lines: [ChainLine] = []
        var head = position.head
        while true {
            let line = try chain.next { bytes in (ChainLine(parsing: bytes), ObjectID.digest(of: bytes)) }
            guard let (parsed, hash) = line else {
                if lines.isEmpty, chain.unfinished == 0, try openNextSegment() { continue }
                if !lines.isEmpty || chain.unfinished > 0 { end = try judge("a batch without its commit line") }
                return nil
            }
            guard let parsed, parsed.previous == head, parsed.seq == position.seq + Int64(lines.count) + 1 else {
                end = try judge("line \(position.seq + Int64(lines.count) + 1) does not follow from the line before it")
                return nil
            }
            head = hash
            guard case .commit(let count) = parsed.content else {
                lines.append(parsed)
                continue
            }
            guard count == Int64(lines.count) else {
                end = try judge("the commit line \(parsed.seq) counts \(count) records, there are \(lines.count)")
                return nil
            }
            let records = try records(of: lines)
            position = JournalPosition(
                segment: position.segment, offset: chain.offset, bodyOffset: bodies.offset, seq: parsed.seq, head: head)
            return Batch(records: records, position: position)
        }
    }

    private mutating func openNextSegment() throws -> Bool {
        guard position.segment < lastSegment else { return false }
        position.segment += 1
        position.offset = 0
        position.bodyOffset = 0
        chain = try LineReader(io: files.io, path: files.layout.recordsFile(position.segment), from: 0)
        bodies = try LineReader(io: files.io, path: files.layout.bodiesFile(position.segment), from: 0)
        return true
    }

    /// Bodies are durable before their chain lines, so a body that a complete batch lacks is damage, never a crash. But a chunk of
    /// bodies may have been read before the batch was written, and the chain's chunk after it.
    private mutating func records(of lines: [ChainLine]) throws -> [StampedRecord] {
        var records: [StampedRecord] = []
        records.reserveCapacity(lines.count)
        for line in lines {
            func next() throws -> StampedRecord?? { try bodies.next { bytes in try decode(line, BodyLine(parsing: bytes)) } }
            var found = try next()
            if found == nil {
                bodies.lookAgain()
                found = try next()
            }
            guard let record = found else { throw damage(line.seq, "the body is missing") }
            if let record { records.append(record) }
        }
        return records
    }

    private func decode(_ line: ChainLine, _ body: BodyLine?) throws -> StampedRecord? {
        guard let body, body.seq == line.seq else { throw damage(line.seq, "the body is missing") }
        return try StampedRecord(line, body, file: files.layout.bodiesFile(position.segment))
    }

    private func damage(_ seq: Int64, _ problem: String) -> Failure {
        Failure(.journalDamaged, files.layout.bodiesFile(position.segment), detail: "record \(seq): \(problem)")
    }

    /// Tells what a crash left from damage. A batch is appended with one write and synced before the next one, so a torn one stands
    /// last in the last segment and holds at most one commit line, at its very end.
    private func judge(_ problem: String) throws -> JournalEnd {
        let path = files.layout.recordsFile(position.segment)
        let damaged = JournalEnd.damaged(Failure(.journalDamaged, path, detail: problem))
        guard position.segment == lastSegment else { return damaged }
        let rest = try LineReader(io: files.io, path: path, from: position.offset)
        var commits = 0
        var endsWithCommit = false
        while let isCommit = try rest.next({ $0.contains(#""kind":"commit""#) }) {
            commits += isCommit ? 1 : 0
            endsWithCommit = isCommit
        }
        let whole = commits == 0 || (commits == 1 && endsWithCommit && rest.unfinished == 0)
        return whole ? .torn : damaged
    }
}

extension StampedRecord {
    /// What a chain line and its body say together; of a redacted body, what is left of it, and `nil` when nothing is.
    ///
    /// - Throws: ``DeedCore/Failure`` when the body is not the one that the chain commits to, or cannot be read.
    init?(_ line: ChainLine, _ body: BodyLine, file: @autoclosure () -> String) throws {
        guard case .record(let kind, let objects, let commitment) = line.content,
            body.isRedacted || commitment == body.commitment
        else {
            throw Failure(.journalDamaged, file(), detail: "record \(line.seq): the body was changed")
        }
        guard var json = JSON(parsing: body.json) else {
            throw Failure(.journalDamaged, file(), detail: "record \(line.seq): the body is not JSON")
        }
        if body.isRedacted {
            guard let rest = json["rest"] else { return nil }
            json = rest
        }
        do {
            let record = try Record(kind: kind, objects: objects, body: json)
            guard record.purged == line.purged else {
                throw Failure(.journalDamaged, file(), detail: "record \(line.seq): line and body name different objects")
            }
            self.init(seq: line.seq, time: line.time, actor: line.actor, record: record, isRedacted: body.isRedacted)
        } catch let error as BodyError {
            throw Failure(.journalDamaged, file(), detail: "record \(line.seq): \(error.kind) lacks \(error.member)")
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether the bytes of `text` stand anywhere in the buffer.
    func contains(_ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard var at = baseAddress, count >= length else { return false }
        let last = at + (count - length)
        while at <= last, let found = memchr(at, Int32(text.utf8Start[0]), last - at + 1) {
            if memcmp(found, text.utf8Start, length) == 0 { return true }
            at = UnsafeRawPointer(found) + 1
        }
        return false
    }
}
