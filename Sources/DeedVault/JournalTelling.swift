import DeedCore

/// Hands the records of a segment to a ``JournalListener`` while their bodies are checked.
struct JournalTelling {
    private let listener: any JournalListener
    private let file: String
    private let segment: Int
    private let lines: [ChainLine]
    private var batches: ArraySlice<JournalCheck.Batch>
    private var told = 0
    /// Whether all records so far could be told.
    private(set) var goesOn = true

    init(_ listener: any JournalListener, _ lines: [ChainLine], _ batches: [JournalCheck.Batch], segment: Int, file: String) {
        self.listener = listener
        self.lines = lines
        self.batches = batches[...]
        self.segment = segment
        self.file = file
    }

    /// Tells the record of a line, which has to be the next one.
    ///
    /// - Parameter end: where its body ends in the file of bodies.
    mutating func tell(_ at: Int, _ body: BodyLine, end: Int64) {
        guard goesOn else { return }
        guard at == told else {
            return fail(Failure(.journalDamaged, file, detail: "record \(lines[told].seq): the body is missing"))
        }
        do {
            if let record = try StampedRecord(lines[at], body, file: file) { listener.record(record) }
            told += 1
        } catch {
            return fail(error)
        }
        while let batch = batches.first, batch.lines == told {
            listener.batchEnds(
                at: JournalPosition(segment: segment, offset: batch.offset, bodyOffset: end, seq: batch.seq, head: batch.head))
            batches.removeFirst()
        }
    }

    private mutating func fail(_ error: any Error) {
        goesOn = false
        listener.fails(error)
    }
}

/// Lines whose bodies are awaited, as a rule one after the other.
struct AwaitedBodies {
    private let lines: [ChainLine]
    private var next = 0
    private var isThere: [Bool]
    /// Places of lines by number: made when a body comes out of turn.
    private var places: [Int64: Int]?

    init(_ lines: [ChainLine]) {
        self.lines = lines
        isThere = Array(repeating: false, count: lines.count)
    }

    /// The place of the line that a body belongs to; `nil` for a body that none awaits.
    mutating func take(_ seq: Int64) -> Int? {
        guard let at = place(of: seq), !isThere[at] else { return nil }
        isThere[at] = true
        next = at + 1
        return at
    }

    private mutating func place(of seq: Int64) -> Int? {
        if next < lines.count, lines[next].seq == seq { return next }
        let all = places ?? Dictionary(lines.enumerated().map { ($1.seq, $0) }, uniquingKeysWith: { $1 })
        places = all
        return all[seq]
    }

    /// Numbers of the lines whose bodies have not come.
    var missing: [Int64] { zip(lines, isThere).filter { !$1 }.map(\.0.seq).sorted() }
}
