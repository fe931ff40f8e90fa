import DeedCore
import DeedSystem
import DeedSystemTesting

@testable import DeedVault

/// The journal's two files, and checkpoints.
enum FuzzJournal {
    /// Lines of records, then a line `%%`, then lines of bodies.
    ///
    /// They are read as they are, and then with the chain and the commitments put right: what only a hash protects is reached too.
    static func journal(_ bytes: UnsafeRawBufferPointer) throws {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) }
        let divider = lines.firstIndex { $0 == Array("%%".utf8) } ?? lines.count
        let (records, bodies) = (Array(lines[..<divider]), Array(lines[min(divider + 1, lines.count)...]))
        try read(joined(records), joined(bodies))
        for line in records { try chainLine(line) }
        let (chain, kept) = mended(records, bodies)
        try read(joined(chain), joined(kept))
    }

    private static func joined(_ lines: [[UInt8]]) -> [UInt8] { Array(lines.joined(separator: [0x0A])) }

    private static func chainLine(_ bytes: [UInt8]) throws {
        guard let line = bytes.withUnsafeBytes({ ChainLine(parsing: $0) }) else { return }
        var written: [UInt8] = []
        line.write(into: &written)
        try hold(written.withUnsafeBytes { ChainLine(parsing: $0) } == line, "a line of the chain reads as another line")
        try hold(bytes.withUnsafeBytes { ChainLine.isCommit($0) } == line.isCommit || line.seq > 999_999_999, "isCommit differs")
    }

    /// The lines that are lines, numbered anew and tied to one another and to their bodies.
    private static func mended(_ records: [[UInt8]], _ bodies: [[UInt8]]) -> (chain: [[UInt8]], bodies: [[UInt8]]) {
        var (chain, kept): ([[UInt8]], [[UInt8]]) = ([], [])
        var (head, seq, held) = (ObjectID.zero, Int64(0), Int64(0))
        var next = bodies.makeIterator()
        func add(_ line: ChainLine) {
            var line = line
            seq += 1
            (line.seq, line.previous) = (seq, head)
            var written: [UInt8] = []
            line.write(into: &written)
            head = written.withUnsafeBytes { ObjectID.digest(of: $0) }
            chain.append(written)
        }
        var last: ChainLine?
        for bytes in records {
            guard var line = bytes.withUnsafeBytes({ ChainLine(parsing: $0) }) else { continue }
            last = line
            guard case .record(let kind, let objects, _) = line.content else { continue }
            let body = next.next() ?? []
            let rest = body.firstIndex(of: 0x09).map { body[($0 + 1)...] } ?? body[...]
            kept.append(Array("\(seq + 1)\t".utf8) + rest)
            line.content = .record(kind: kind, objects: objects, body: Array(rest).withUnsafeBytes { ObjectID.digest(of: $0) })
            add(line)
            held += 1
        }
        if var last {
            (last.content, last.purged) = (.commit(count: held), nil)
            add(last)
        }
        return (chain + [[]], kept + [[]])
    }

    private static func read(_ records: [UInt8], _ bodies: [UInt8]) throws {
        let io = MemoryIO()
        let layout = VaultLayout(root: "/v")
        for folder in ["/v", layout.records, layout.bodies] { try io.makeDirectory(folder, mode: 0o755) }
        for (path, bytes) in [(layout.recordsFile(1), records), (layout.bodiesFile(1), bodies)] {
            let descriptor = try io.open(path, [.write, .create], mode: 0o644)
            try bytes.withUnsafeBytes { try io.writeAll(descriptor, $0) }
            io.close(descriptor)
        }
        let files = JournalFiles(io: io, layout: layout)
        do {
            var scan = try JournalScan(files: files, from: .start)
            while let batch = try scan.next() {
                for stamped in batch.records { try stampedRecord(stamped) }
            }
        } catch is Failure {}
        var check = JournalCheck(files: files)
        do { try check.run(expecting: nil) } catch is Failure {}
    }

    private static func stampedRecord(_ stamped: StampedRecord) throws {
        let record = stamped.record
        if !record.isKnown { return }
        guard let written = JSON(parsing: record.body.bytes) else { throw Broken("\(record.kind): what was written is no JSON") }
        let again = try? Record(kind: record.kind, objects: record.objects, body: written)
        try hold(again == record, "\(record.kind) reads as another record")
        try hold(Instant(stamped.time.description) == stamped.time, "the time is written as another time")
    }

    /// A checkpoint, a key of a verifier, the description of a vault.
    static func checkpoint(_ bytes: UnsafeRawBufferPointer) throws {
        let text = text(bytes)
        if let checkpoint = Checkpoint(text) {
            guard let again = Checkpoint(checkpoint.text) else { throw Broken("what was written is no checkpoint") }
            try hold(again == checkpoint, "it reads as another checkpoint")
            let key = VerifierKey("deedbox/8d0c+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
            _ = checkpoint.signing(by: key.map { [$0] } ?? [])
            _ = MerkleProof.includes(
                leaf: checkpoint.root, at: checkpoint.size / 2, in: checkpoint.size, path: [checkpoint.root, .zero], root: .zero)
            _ = MerkleProof.isConsistent(
                from: checkpoint.size / 2, .zero, to: checkpoint.size, checkpoint.root, path: [checkpoint.root, .zero])
        }
        if let key = VerifierKey(text) { try hold(VerifierKey(key.text) == key, "it reads as another key") }
        _ = VerifierKey(pem: text, name: "甲")
        _ = try? VaultInfo(parsing: Array(bytes), path: "/v/vault.json")
        if let plain = Base64.bytes(text) { try hold(Base64.bytes(Base64.text(plain)) == plain, "base64 reads as other bytes") }
    }
}
