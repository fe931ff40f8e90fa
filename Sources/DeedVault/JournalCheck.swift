import DeedCore
import DeedSystem

/// Reads the whole journal and names everything that is wrong, going on behind each fault as the auditor's shell lines do.
struct JournalCheck {
    private let files: JournalFiles
    private var head = ObjectID.zero
    private var seq: Int64 = 0
    private(set) var report = VerifyReport.JournalReport()
    /// Objects that records of complete batches keep.
    private(set) var kept: Set<ObjectID> = []
    /// Objects that were purged and not put in again since, with the time of the purge.
    private(set) var purged: [ObjectID: Instant] = [:]
    /// Bodies that were taken out: where they stood, and the hash of what stands there now.
    private var redacted: [(path: String, line: Int, seq: Int64, hash: ObjectID)] = []
    /// What records order to stand in a body's place, by the number of its record.
    private var ordered: [Int64: Set<ObjectID>] = [:]
    /// Those of them that records since the given moment keep.
    private(set) var keptSince: Set<ObjectID> = []
    /// The place behind the last complete batch.
    private(set) var end = JournalPosition.start
    private let since: Instant?
    /// Who is told the records, until something is wrong.
    private var listener: (any JournalListener)?

    init(files: JournalFiles, since: Instant? = nil, telling listener: (any JournalListener)? = nil) {
        self.files = files
        self.since = since
        self.listener = listener
    }

    /// A complete batch of a segment.
    struct Batch {
        /// Records of the segment up to its end.
        var lines: Int
        /// Bytes of the segment up to and with its commit line.
        var offset: Int64
        /// The number of the commit line.
        var seq: Int64
        /// The hash of the commit line.
        var head: ObjectID
    }

    /// One segment's complete batches: what its bodies are to be.
    private struct Segment {
        var number: Int
        var isLast: Bool
        /// Lines of records.
        var lines: [ChainLine] = []
        var batches: [Batch] = []
        var lastSeq: Int64 { batches.last?.seq ?? 0 }
    }

    /// Reads all segments and tells the listener, then looks whether `expected`, the catalog's place, lies in them.
    mutating func run(expecting expected: JournalPosition?) throws {
        let numbers = try files.segments()
        var next = 1
        for number in numbers {
            if number != next { note("records", 0, nil, .segmentMissing(next)) }
            next = number + 1
            var segment = Segment(number: number, isLast: number == numbers.last)
            try readChain(&segment)
            try readBodies(segment)
        }
        if numbers.isEmpty { note("records", 0, nil, .segmentMissing(1)) }
        for found in redacted where ordered[found.seq]?.contains(found.hash) != true {
            note(found.path, found.line, found.seq, .redactedByNobody)
        }
        guard let expected else { return }
        do { try files.check(expected) } catch let failure as Failure {
            note(
                "records/" + VaultLayout.segmentName(expected.segment) + ".jsonl", 0, expected.seq, .behindCatalog(failure.detail)
            )
        }
    }

    private mutating func note(_ path: String, _ line: Int, _ seq: Int64?, _ problem: VaultProblem) {
        report.problems.append(.init(path: path, line: line, seq: seq, what: problem))
    }

    private mutating func readChain(_ segment: inout Segment) throws {
        let path = "records/" + VaultLayout.segmentName(segment.number) + ".jsonl"
        let lines = try LineReader(io: files.io, path: files.layout.root + "/" + path, from: 0)
        var batch: [ChainLine] = []
        var problems: [VerifyReport.JournalProblem] = []
        var number = 0
        while let (line, hash) = try lines.next({ (ChainLine(parsing: $0), ObjectID.digest(of: $0)) }) {
            number += 1
            if let problem = problem(of: line) {
                // Which of the two was changed cannot be told from here.
                if number == 1, segment.number > 1, problem == .notFollowing {
                    let before = "records/" + VaultLayout.segmentName(segment.number - 1) + ".jsonl"
                    problems.append(.init(path: before, line: 0, seq: seq, what: .lastLine))
                }
                problems.append(.init(path: path, line: number, seq: line?.seq, what: problem))
            }
            head = hash
            seq = line?.seq ?? seq + 1
            guard let line else { continue }
            guard case .commit(let count) = line.content else {
                batch.append(line)
                continue
            }
            if count != Int64(batch.count), problems.isEmpty {
                problems.append(
                    .init(path: path, line: number, seq: seq, what: .count(said: count, there: batch.count)))
            }
            report.lines += Int64(batch.count) + 1
            report.problems += problems
            accept(batch, into: &segment)
            segment.batches.append(Batch(lines: segment.lines.count, offset: lines.offset, seq: line.seq, head: hash))
            (batch, problems) = ([], [])
        }
        let size = try files.recordsSize(segment.number)
        let complete = segment.batches.last?.offset ?? 0
        guard size > complete else { return }
        report.incomplete += size - complete
        if !segment.isLast { note(path, number, nil, .unfinishedSegment) }
    }

    private func problem(of line: ChainLine?) -> VaultProblem? {
        guard let line else { return .noLine }
        if line.previous != head { return .notFollowing }
        return line.seq == seq + 1 ? nil : .number(line.seq, before: seq)
    }

    private mutating func accept(_ batch: [ChainLine], into segment: inout Segment) {
        for line in batch {
            guard case .record(_, let objects, _) = line.content else { continue }
            kept.formUnion(objects)
            if !purged.isEmpty { for object in objects { purged[object] = nil } }
            if let since, line.time >= since { keptSince.formUnion(objects) }
            if let object = line.purged {
                kept.remove(object)
                keptSince.remove(object)
                purged[object] = line.time
            }
            segment.lines.append(line)
        }
    }

    private mutating func accept(order: JSON) {
        for line in order["lines"]?.members ?? [] {
            guard let seq = Int64(line.name), let hash = line.value.string.flatMap({ ObjectID(hex: $0) }) else { continue }
            ordered[seq, default: []].insert(hash)
        }
    }

    private mutating func readBodies(_ segment: Segment) throws {
        let path = "bodies/" + VaultLayout.segmentName(segment.number) + ".tsv"
        let lines = try LineReader(io: files.io, path: files.layout.root + "/" + path, from: 0)
        var awaited = AwaitedBodies(segment.lines)
        var telling = listener.map {
            JournalTelling($0, segment.lines, segment.batches, segment: segment.number, file: files.layout.root + "/" + path)
        }
        var number = 0
        var complete: Int64 = 0
        while try lines.next({ bytes in
            number += 1
            guard let body = BodyLine(parsing: bytes) else { return note(path, number, nil, .noBody) }
            if body.seq <= segment.lastSeq { complete = lines.offset }
            guard let at = awaited.take(body.seq) else {
                if body.seq <= segment.lastSeq || !segment.isLast { note(path, number, body.seq, .strayBody) }
                return
            }
            check(body, segment.lines[at], path, number)
            if report.problems.isEmpty { telling?.tell(at, body, end: lines.offset) } else { telling = nil }
        }) != nil {}
        if telling?.goesOn != true { listener = nil }
        for seq in awaited.missing { note(path, 0, seq, .bodyMissing) }
        guard let last = segment.batches.last else { return }
        end = JournalPosition(segment: segment.number, offset: last.offset, bodyOffset: complete, seq: last.seq, head: last.head)
    }

    private mutating func check(_ body: BodyLine, _ line: ChainLine, _ path: String, _ number: Int) {
        guard case .record(let kind, _, let commitment) = line.content else { return }
        if body.isRedacted {
            report.redacted += 1
            redacted.append((path, number, body.seq, body.commitment))
        } else if body.commitment != commitment {
            note(path, number, body.seq, .bodyChanged)
        } else if kind == RedactionOrdered.kind, let order = JSON(parsing: body.json) {
            accept(order: order)
        }
    }
}
