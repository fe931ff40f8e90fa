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
    /// Bodies that were taken out: where they stood, and the hash of what stands there now.
    private var redacted: [(path: String, line: Int, seq: Int64, hash: ObjectID)] = []
    /// What records order to stand in a body's place, by the number of its record.
    private var ordered: [Int64: Set<ObjectID>] = [:]

    init(files: JournalFiles) { self.files = files }

    /// One segment's complete batches: what its bodies are to be.
    private struct Segment {
        var number: Int
        var isLast: Bool
        var commitments: [Int64: ObjectID] = [:]
        /// Numbers of records that order redactions.
        var orders: Set<Int64> = []
        var lastSeq: Int64 = 0
    }

    /// Reads all segments, then looks whether `expected`, the catalog's place, lies in them.
    mutating func run(expecting expected: JournalPosition?) throws {
        let numbers = try files.segments()
        var next = 1
        for number in numbers {
            if number != next { note("records", 0, nil, "segment \(next) is missing") }
            next = number + 1
            var segment = Segment(number: number, isLast: number == numbers.last)
            try readChain(&segment)
            try readBodies(segment)
        }
        if numbers.isEmpty { note("records", 0, nil, "segment 1 is missing") }
        for found in redacted where ordered[found.seq]?.contains(found.hash) != true {
            note(found.path, found.line, found.seq, "the body was taken out, and no record orders it")
        }
        guard let expected else { return }
        do { try files.check(expected) } catch let failure as Failure {
            note("records/" + VaultLayout.segmentName(expected.segment) + ".jsonl", 0, expected.seq, failure.detail)
        }
    }

    private mutating func note(_ path: String, _ line: Int, _ seq: Int64?, _ problem: String) {
        report.problems.append(.init(path: path, line: line, seq: seq, problem: problem))
    }

    private mutating func readChain(_ segment: inout Segment) throws {
        let path = "records/" + VaultLayout.segmentName(segment.number) + ".jsonl"
        let lines = try LineReader(io: files.io, path: files.layout.root + "/" + path, from: 0)
        var batch: [ChainLine] = []
        var problems: [VerifyReport.JournalProblem] = []
        var number = 0
        var complete: Int64 = 0
        while let (line, hash) = try lines.next({ (ChainLine(parsing: $0), ObjectID.digest(of: $0)) }) {
            number += 1
            if let problem = problem(of: line) {
                problems.append(.init(path: path, line: number, seq: line?.seq, problem: problem))
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
                    .init(path: path, line: number, seq: seq, problem: "it counts \(count) records, there are \(batch.count)"))
            }
            report.lines += Int64(batch.count) + 1
            report.problems += problems
            accept(batch, into: &segment)
            segment.lastSeq = line.seq
            (batch, problems, complete) = ([], [], lines.offset)
        }
        let size = try files.recordsSize(segment.number)
        guard size > complete else { return }
        report.incomplete += size - complete
        if !segment.isLast { note(path, number, nil, "a sealed segment ends within a batch") }
    }

    private func problem(of line: ChainLine?) -> String? {
        guard let line else { return "it is no line of a journal" }
        if line.previous != head { return "it does not follow from the line before" }
        return line.seq == seq + 1 ? nil : "its number is \(line.seq), the line before has \(seq)"
    }

    private mutating func accept(_ batch: [ChainLine], into segment: inout Segment) {
        for line in batch {
            guard case .record(let kind, let objects, let body) = line.content else { continue }
            kept.formUnion(objects)
            if let purged = line.purged { kept.remove(purged) }
            segment.commitments[line.seq] = body
            if kind == RedactionOrdered.kind { segment.orders.insert(line.seq) }
        }
    }

    private mutating func accept(order: JSON) {
        for line in order["lines"]?.members ?? [] {
            guard let seq = Int64(line.name), let hash = line.value.string.flatMap({ ObjectID(hex: $0) }) else { continue }
            ordered[seq, default: []].insert(hash)
        }
    }

    private mutating func readBodies(_ segment: Segment) throws {
        var segment = segment
        let path = "bodies/" + VaultLayout.segmentName(segment.number) + ".tsv"
        let lines = try LineReader(io: files.io, path: files.layout.root + "/" + path, from: 0)
        var number = 0
        while let found = try lines.next({ bytes in
            BodyLine(parsing: bytes).map {
                ($0.seq, $0.commitment, $0.isRedacted, segment.orders.contains($0.seq) ? JSON(parsing: $0.json) : nil)
            }
        }) {
            number += 1
            guard let (seq, commitment, isRedacted, order) = found else {
                note(path, number, nil, "it is no body")
                continue
            }
            guard let expected = segment.commitments.removeValue(forKey: seq) else {
                if seq <= segment.lastSeq || !segment.isLast { note(path, number, seq, "no record has this body") }
                continue
            }
            if isRedacted {
                report.redacted += 1
                redacted.append((path, number, seq, commitment))
            } else if commitment != expected {
                note(path, number, seq, "the body was changed")
            } else if let order {
                accept(order: order)
            }
        }
        for seq in segment.commitments.keys.sorted() { note(path, 0, seq, "the body is missing") }
    }
}
