import DeedCore

/// Random bytes in front of a body, so that nobody can guess a redacted body from its hash.
struct Salt: Sendable {
    let high: UInt64
    let low: UInt64

    /// 128 random bits.
    static func random(using randomness: inout RandomWords) -> Salt {
        Salt(high: randomness.next(), low: randomness.next())
    }

    /// Appends 32 lower-case hexadecimal digits.
    func write(into output: inout [UInt8]) {
        for word in [high, low] {
            for shift in stride(from: 60, through: 0, by: -4) {
                let digit = UInt8(truncatingIfNeeded: word >> UInt64(shift)) & 15
                output.append(digit < 10 ? 48 + digit : 87 + digit)
            }
        }
    }
}

/// The bytes of one batch: lines of the chain, closed by a commit line, and the bodies they commit to.
struct JournalBatch {
    /// What is appended to `records/`.
    private(set) var chain: [UInt8] = []
    /// What is appended to `bodies/`.
    private(set) var bodies: [UInt8] = []
    /// The number of the last line.
    private(set) var seq: Int64
    /// SHA-256 of the last line.
    private(set) var head: ObjectID
    /// Records so far.
    private(set) var count: Int64 = 0
    /// When the batch was made.
    let time: Instant
    /// Who makes the lines that come next.
    var actor: Identifier

    /// A batch that follows the line `position` ends with.
    init(after position: JournalPosition, time: Instant, actor: Identifier) {
        seq = position.seq
        head = position.head
        self.time = time
        self.actor = actor
    }

    /// The record with the number it gets when it is appended after `ahead` others.
    func stamped(_ record: Record, ahead: Int) -> StampedRecord {
        StampedRecord(seq: seq + 1 + Int64(ahead), time: time, actor: actor, record: record)
    }

    /// The batch with these records behind what it has.
    ///
    /// - Throws: as ``append(_:salt:)``.
    func appending(_ records: [Record]) throws -> JournalBatch {
        var batch = self
        var randomness = RandomWords()
        for record in records { try batch.append(record, salt: .random(using: &randomness)) }
        return batch
    }

    /// Appends a record: one line to the bodies, one to the chain.
    ///
    /// - Throws: ``DeedCore/Failure`` `recordRefused` when what was written does not read as the record: a line that no reader takes would
    ///   make the whole vault unreadable, for ever.
    mutating func append(_ record: Record, salt: Salt) throws {
        let mark = mark
        bodies.append(contentsOf: String(seq + 1).utf8)
        bodies.append(UInt8(ascii: "\t"))
        let start = bodies.count
        salt.write(into: &bodies)
        bodies.append(UInt8(ascii: "\t"))
        record.body.write(into: &bodies)
        let commitment = bodies.withUnsafeBytes { ObjectID.digest(of: UnsafeRawBufferPointer(rebasing: $0[start...])) }
        bodies.append(UInt8(ascii: "\n"))
        appendLine(.record(kind: record.kind, objects: record.objects, body: commitment), purged: record.purged)
        count += 1
        guard reads(as: record, behind: mark) else {
            cut(to: mark)
            throw Failure(.recordRefused, record.kind, detail: "written down, it does not read as what it was")
        }
    }

    /// Whether a reader takes the lines behind a mark for this record.
    private func reads(as record: Record, behind mark: Mark) -> Bool {
        chain.withUnsafeBytes { chain in
            bodies.withUnsafeBytes { bodies in
                guard let line = JournalBatch.line(chain, from: mark.chain),
                    let text = JournalBatch.line(bodies, from: mark.bodies),
                    let parsed = ChainLine(parsing: line), let body = BodyLine(parsing: text), body.seq == parsed.seq,
                    let read = (try? StampedRecord(parsed, body, file: "")) ?? nil
                else { return false }
                return read == StampedRecord(seq: seq, time: time, actor: actor, record: record)
            }
        }
    }

    /// The line that begins at a byte and ends what is there; `nil` for one that is longer than a reader takes, or for two.
    private static func line(_ bytes: UnsafeRawBufferPointer, from start: Int) -> UnsafeRawBufferPointer? {
        let line = UnsafeRawBufferPointer(rebasing: bytes[start..<bytes.count - 1])
        return line.count <= LineReader.longestLine && line.firstIndex(of: UInt8(ascii: "\n")) == nil ? line : nil
    }

    /// Appends the commit line.
    mutating func finish() { appendLine(.commit(count: count)) }

    /// How far the batch has got.
    struct Mark {
        fileprivate let chain: Int
        fileprivate let bodies: Int
        /// The number of the last line before it.
        let seq: Int64
        fileprivate let head: ObjectID
        fileprivate let count: Int64
    }

    /// This place.
    var mark: Mark { Mark(chain: chain.count, bodies: bodies.count, seq: seq, head: head, count: count) }

    /// Takes back what was appended behind a mark.
    mutating func cut(to mark: Mark) {
        chain.removeSubrange(mark.chain...)
        bodies.removeSubrange(mark.bodies...)
        (seq, head, count) = (mark.seq, mark.head, mark.count)
    }

    private mutating func appendLine(_ content: ChainLine.Content, purged: ObjectID? = nil) {
        seq += 1
        let start = chain.count
        ChainLine(seq: seq, previous: head, time: time, actor: actor, content: content, purged: purged).write(into: &chain)
        head = chain.withUnsafeBytes { ObjectID.digest(of: UnsafeRawBufferPointer(rebasing: $0[start...])) }
        chain.append(UInt8(ascii: "\n"))
    }
}
