import DeedCore

/// One line of `records/*.jsonl`: a record's place in the chain, or the end of a batch.
struct ChainLine: Sendable, Hashable {
    /// What the line says.
    enum Content: Sendable, Hashable {
        /// A record of a kind, the objects it keeps and the SHA-256 of its body with the salt.
        case record(kind: String, objects: [ObjectID], body: ObjectID)
        /// The end of a batch of so many records.
        case commit(count: Int64)
    }

    var seq: Int64
    /// SHA-256 of the line before, without its newline.
    var previous: ObjectID
    var time: Instant
    var actor: Identifier
    var content: Content
    /// The object that is gone for good with an `object.purged` record: the one member that stands behind the others.
    var purged: ObjectID?

    var isCommit: Bool { if case .commit = content { true } else { false } }

    /// The kind whose lines name the object that is gone.
    private static let purging = ObjectPurged.kind

    /// Appends the line without its newline: these members in this order, no spaces.
    func write(into output: inout [UInt8]) {
        output.append(contentsOf: #"{"seq":"#.utf8)
        output.append(contentsOf: String(seq).utf8)
        output.append(contentsOf: #","prev":""#.utf8)
        previous.writeHex(into: &output)
        output.append(contentsOf: #"","time":""#.utf8)
        output.append(contentsOf: time.description.utf8)
        output.append(contentsOf: #"","actor":""#.utf8)
        output.append(contentsOf: actor.text.utf8)
        output.append(contentsOf: #"","kind":""#.utf8)
        switch content {
        case .record(let kind, let objects, let body):
            output.append(contentsOf: kind.utf8)
            output.append(contentsOf: #"","object":["#.utf8)
            for (at, object) in objects.enumerated() {
                output.append(contentsOf: (at == 0 ? "\"" : ",\"").utf8)
                object.writeHex(into: &output)
                output.append(UInt8(ascii: "\""))
            }
            output.append(contentsOf: #"],"body":""#.utf8)
            body.writeHex(into: &output)
            if let purged {
                output.append(contentsOf: #"","purged":""#.utf8)
                purged.writeHex(into: &output)
            }
            output.append(contentsOf: "\"}".utf8)
        case .commit(let count):
            output.append(contentsOf: #"commit","count":"#.utf8)
            output.append(contentsOf: String(count).utf8)
            output.append(UInt8(ascii: "}"))
        }
    }
}

extension ChainLine {
    /// Whether a line that has the form of one ends a batch: what stands before the kind has one length, but for the number.
    static func isCommit(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let comma = bytes.firstIndex(of: UInt8(ascii: ",")) else { return false }
        let kind: StaticString = #""kind":"commit""#
        // ,"prev":"…","time":"…","actor":"…",
        let start = comma + 9 + 64 + 10 + 24 + 11 + 26 + 2
        guard bytes.count >= start + kind.utf8CodeUnitCount else { return false }
        return (0..<kind.utf8CodeUnitCount).allSatisfy { bytes[start + $0] == kind.utf8Start[$0] }
    }

    /// Reads a line without its newline. Members that a later version added behind the known ones are allowed and ignored;
    /// anything else that differs from the form is no line of a journal.
    init?(parsing bytes: UnsafeRawBufferPointer) {
        var scanner = ChainScanner(bytes: bytes)
        guard scanner.take(#"{"seq":"#), let seq = scanner.number(), scanner.take(#","prev":""#), let previous = scanner.hash(),
            scanner.take(#"","time":""#), let time = scanner.instant(), scanner.take(#"","actor":""#),
            let actor = scanner.identifier(), scanner.take(#"","kind":""#), let kind = scanner.kind()
        else { return nil }
        let content: Content
        if kind == "commit" {
            guard scanner.take(#"","count":"#), let count = scanner.number() else { return nil }
            content = .commit(count: count)
        } else {
            guard scanner.take(#"","object":["#), let objects = scanner.hashes(), scanner.take(#"],"body":""#),
                let body = scanner.hash(), scanner.take("\"")
            else { return nil }
            content = .record(kind: kind, objects: objects, body: body)
        }
        var purged: ObjectID?
        if case .record(ChainLine.purging, _, _) = content {
            guard scanner.take(#","purged":""#), let object = scanner.hash(), scanner.take("\"") else { return nil }
            purged = object
        }
        guard scanner.endsObject() else { return nil }
        self.init(seq: seq, previous: previous, time: time, actor: actor, content: content, purged: purged)
    }
}

/// Reads the fixed form of a chain line.
private struct ChainScanner {
    let bytes: UnsafeRawBufferPointer
    var at = 0

    mutating func take(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard at + count <= bytes.count else { return false }
        for offset in 0..<count where bytes[at + offset] != text.utf8Start[offset] { return false }
        at += count
        return true
    }

    mutating func identifier() -> Identifier? {
        guard at + 26 <= bytes.count else { return nil }
        defer { at += 26 }
        return Identifier(characters: UnsafeRawBufferPointer(rebasing: bytes[at..<at + 26]))
    }

    mutating func number() -> Int64? {
        let start = at
        var value: Int64 = 0
        while at < bytes.count, bytes[at] >= 48, bytes[at] <= 57, at - start < 18 {
            value = value * 10 + Int64(bytes[at] - 48)
            at += 1
        }
        return at > start ? value : nil
    }

    mutating func instant() -> Instant? {
        let end = min(at + 24, bytes.count)
        defer { at = end }
        return Instant(characters: UnsafeRawBufferPointer(rebasing: bytes[at..<end]))
    }

    mutating func hash() -> ObjectID? {
        let end = min(at + 64, bytes.count)
        defer { at = end }
        return ObjectID(hexDigits: UnsafeRawBufferPointer(rebasing: bytes[at..<end]))
    }

    mutating func hashes() -> [ObjectID]? {
        var all: [ObjectID] = []
        while take("\"") {
            guard let hash = hash(), take("\"") else { return nil }
            all.append(hash)
            if !take(",") { break }
        }
        return all
    }

    /// Lower-case letters, digits, `.` and `-`, at most 64.
    mutating func kind() -> String? {
        let start = at
        while at < bytes.count, at - start < 64 {
            switch bytes[at] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
                UInt8(ascii: "-"):
                at += 1
            default:
                return at > start ? String(decoding: bytes[start..<at], as: UTF8.self) : nil
            }
        }
        return nil
    }

    /// Whether the object closes here, or after further members.
    mutating func endsObject() -> Bool {
        if take("}") { return at == bytes.count }
        guard at < bytes.count, bytes[at] == UInt8(ascii: ",") else { return false }
        return JSON(parsing: bytes)?.members != nil
    }
}
