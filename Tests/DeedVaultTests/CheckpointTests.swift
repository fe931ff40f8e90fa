import DeedCore
import DeedSystem
import DeedSystemTesting
import Glibc
import Testing

@testable import DeedVault

/// A vault in memory with a key that signs, and what a forger who can write everything does to it.
private struct SignedVault {
    let io: MemoryIO
    let catalog = MemoryCatalog()
    let key: SigningKey
    private let sealedSize: Int64

    init(sealedSize: Int64 = 64 << 20) throws {
        io = try MemoryIO.withVault()
        self.sealedSize = sealedSize
        key = try io.vault().makeSigningKey()
    }

    func vault() throws -> Vault { try io.vault(sealedSize: sealedSize) }

    @discardableResult
    func sign(_ process: MemoryIO? = nil) throws -> (checkpoint: StoredCheckpoint, isNew: Bool) {
        try (process ?? io).vault(sealedSize: sealedSize).signCheckpoint(with: key, trusted: [key.verifier], applier: catalog)
    }

    func problems(_ kept: Checkpoint? = nil) throws -> [CheckpointReport.Problem] {
        try vault().verifyCheckpoints(keys: [key.verifier], kept: kept.map { ("公证处.txt", $0) }).findings.compactMap(\.problem)
    }

    /// All lines of the chain, over all segments.
    func lines() throws -> [[UInt8]] {
        let files = try vault().files
        return try files.segments().flatMap { segment in
            try io.contents(files.layout.recordsFile(segment)).split(separator: UInt8(ascii: "\n")).map(Array.init)
        }
    }

    /// Writes the first segment anew with a record changed, every hash behind it corrected: a journal that is in order in itself.
    func rewrite(seq: Int64, body: String) throws {
        let (records, bodies) = ("/vault/records/0000000001.jsonl", "/vault/bodies/0000000001.tsv")
        let text = "000102030405060708090a0b0c0d0e0f\t" + body
        let newBodies = try io.text(bodies).split(separator: "\n").map {
            $0.hasPrefix("\(seq)\t") ? "\(seq)\t\(text)" : String($0)
        }
        var chain: [UInt8] = []
        var head = ObjectID.zero
        for bytes in try io.contents(records).split(separator: UInt8(ascii: "\n")) {
            var line = try #require(bytes.withUnsafeBytes { ChainLine(parsing: $0) })
            line.previous = head
            if line.seq == seq, case .record(let kind, let objects, _) = line.content {
                line.content = .record(kind: kind, objects: objects, body: ObjectHash.of(Array(text.utf8)))
            }
            let start = chain.count
            line.write(into: &chain)
            head = ObjectHash.of(Array(chain[start...]))
            chain.append(UInt8(ascii: "\n"))
        }
        try io.put(records, chain)
        try io.put(bodies, Array((newBodies.joined(separator: "\n") + "\n").utf8))
    }
}

@Suite("Signed checkpoints")
struct CheckpointTests {
    /// The example of C2SP's signed-note, made by another program.
    @Test("A key and a signature of C2SP's own example are understood")
    func knownNote() throws {
        let text = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
        let key = try #require(VerifierKey(text))
        #expect(key.text == text && key.id == "530d903a" && key.name == "example.com/foo")
        let line = "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
        let bytes = try #require(Base64.bytes(line))
        #expect(Array(bytes.prefix(4)) == key.idBytes)
        #expect(key.accepts(Array(bytes.dropFirst(4)), of: Array("This is an example message.\n".utf8)))
        #expect(!key.accepts(Array(bytes.dropFirst(4)), of: Array("This is an example message!\n".utf8)))
        #expect(VerifierKey(text.replacing("530d903a", with: "530d903b")) == nil)
        #expect(VerifierKey(pem: key.pem, name: key.name) == key)
    }

    @Test("A checkpoint has the three lines and the signature of C2SP, and is read back as it was, also from a mail")
    func form() throws {
        let vault = try SignedVault()
        try vault.vault().add(["采购合同", "保修卡"], to: vault.catalog)
        let stored = try vault.sign().checkpoint
        #expect(stored.path == "checkpoints/0000000003.txt" && stored.size == 3)
        let text = String(decoding: stored.bytes, as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let origin = try vault.vault().info.origin
        #expect(lines.count == 6 && lines[0] == origin && lines[1] == "3" && lines[3] == "" && lines[5] == "")
        #expect(lines[4].hasPrefix("— \(origin) "))
        let checkpoint = try #require(stored.checkpoint)
        #expect(checkpoint.text == text && checkpoint.signing(by: [vault.key.verifier]) == .signed(vault.key.verifier))
        #expect(Checkpoint("\r\n" + text.replacing("\n", with: "\r\n") + "\r\n\r\n") == checkpoint)
        for wrong in ["", "\n", lines[0...2].joined(separator: "\n"), text.replacing("\n3\n", with: "\n03\n"), text + "x"] {
            #expect(Checkpoint(wrong) == nil, "\(wrong)")
        }
    }

    @Test("A signature of nobody known, a false one and one over another text are told apart")
    func signatures() throws {
        let vault = try SignedVault()
        try vault.vault().add(["采购合同"], to: vault.catalog)
        let text = String(decoding: try vault.sign().checkpoint.bytes, as: UTF8.self)
        let other = try #require(SigningKey(newNamed: vault.key.verifier.name))
        let checkpoint = try #require(Checkpoint(text))
        #expect(checkpoint.signing(by: [other.verifier]) == .unknown && checkpoint.signing(by: []) == .unknown)
        #expect(checkpoint.signing(by: [other.verifier, vault.key.verifier]) == .signed(vault.key.verifier))
        let changed = try #require(Checkpoint(text.replacing("\n2\n", with: "\n7\n")))
        #expect(changed.signing(by: [vault.key.verifier]) == .forged(vault.key.verifier))
    }

    @Test("A private key is the PKCS #8 that openssl writes; a key of another kind is none")
    func keys() throws {
        // RFC 8410, section 10.3: the example key and its public half (section 10.1).
        let pem =
            "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n"
        let publicPEM =
            "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n"
        let key = try #require(SigningKey(pem: pem, name: "例"))
        #expect(key.pem == pem && key.verifier.pem == publicPEM)
        #expect(SigningKey(pem: publicPEM, name: "例") == nil && VerifierKey(pem: pem, name: "例") == nil)
        #expect(SigningKey(newNamed: "a b") == nil && SigningKey(newNamed: "a+b") == nil)
    }

    @Test("What is signed once is not signed again; a vault's key is made once, for its owner alone")
    func once() throws {
        let vault = try SignedVault()
        try vault.vault().add(["采购合同"], to: vault.catalog)
        #expect(try vault.sign().isNew)
        #expect(try !vault.sign().isNew)
        try vault.vault().add(["保修卡"], to: vault.catalog)
        #expect(try vault.sign().isNew && vault.vault().checkpoints().map(\.size) == [2, 4])
        #expect(try vault.problems() == [])
        #expect(failure { _ = try vault.vault().makeSigningKey() }?.code == .targetExists)
        #expect(try vault.io.status("/vault/keys/checkpoint.pem")?.mode == 0o600)
        #expect(try vault.vault().signingKey()?.verifier == vault.key.verifier)
    }

    @Test("A journal that was rewritten in order is found, and nobody signs it")
    func rewritten() throws {
        let vault = try SignedVault()
        for name in ["采购合同", "保修卡", "服务协议"] { try vault.vault().add([name], to: vault.catalog) }
        try vault.sign()
        try vault.vault().add(["补充协议"], to: vault.catalog)
        let kept = try #require(try vault.sign().checkpoint.checkpoint)
        try vault.rewrite(
            seq: 3, body: #"{"document":"01kah7rmq0000000000000000b","source":"/资料","path":"伪造","name":"伪造","size":3}"#)
        #expect(try vault.vault().verify(threads: 1).journal.isClean, "the chain itself sees nothing")
        #expect(try vault.problems() == [.rewritten, .rewritten])
        // The forger takes the checkpoints away too: what is kept elsewhere tells.
        for stored in try vault.vault().checkpoints() { try vault.io.unlink("/vault/" + stored.path) }
        #expect(try vault.problems() == [] && vault.problems(kept) == [.rewritten])
    }

    @Test("Before it is signed again, a rewritten journal is compared with what was signed")
    func refuses() throws {
        let vault = try SignedVault()
        for name in ["采购合同", "保修卡"] { try vault.vault().add([name], to: vault.catalog) }
        try vault.sign()
        try vault.rewrite(
            seq: 1, body: #"{"document":"01kah7rmq0000000000000000b","source":"/资料","path":"伪造","name":"伪造","size":3}"#)
        let fresh = MemoryCatalog()
        let refused = failure {
            _ = try vault.vault().signCheckpoint(with: vault.key, trusted: [vault.key.verifier], applier: fresh)
        }
        #expect(refused?.code == .checkpointMismatch && refused?.code.exit == 3)
        #expect(try vault.vault().checkpoints().count == 1)
    }

    @Test("An end that was cut off is found, by the vault's own checkpoint and by one that is kept elsewhere")
    func cut() throws {
        let vault = try SignedVault()
        try vault.vault().add(["采购合同"], to: vault.catalog)
        let (records, bodies) = (
            try vault.io.contents("/vault/records/0000000001.jsonl"), try vault.io.contents("/vault/bodies/0000000001.tsv")
        )
        try vault.sign()
        try vault.vault().add(["保修卡"], to: vault.catalog)
        let kept = try #require(try vault.sign().checkpoint.checkpoint)
        try vault.io.put("/vault/records/0000000001.jsonl", records)
        try vault.io.put("/vault/bodies/0000000001.tsv", bodies)
        #expect(try vault.vault().verify(threads: 1).journal.isClean)
        let report = try vault.vault().verifyCheckpoints(keys: [vault.key.verifier])
        #expect(report.findings.map(\.problem) == [nil, .cutOff] && report.lines == 2 && report.covered == 2)
        try vault.io.unlink("/vault/checkpoints/0000000004.txt")
        #expect(try vault.problems() == [] && vault.problems(kept) == [.cutOff])
    }

    @Test("A checkpoint that is damaged, renamed, of another vault or of another key is named as what it is")
    func foreign() throws {
        let vault = try SignedVault()
        try vault.vault().add(["采购合同"], to: vault.catalog)
        let bytes = try vault.sign().checkpoint.bytes
        let path = "/vault/checkpoints/0000000002.txt"
        try vault.io.put(path, Array(bytes.dropLast(10)))
        #expect(try vault.problems() == [.unreadable])
        try vault.io.put(path, bytes)
        try vault.io.put("/vault/checkpoints/0000000001.txt", bytes)
        #expect(try vault.problems().contains(.unreadable))
        try vault.io.unlink("/vault/checkpoints/0000000001.txt")
        let other = try SignedVault()
        try other.vault().add(["采购合同"], to: other.catalog)
        try vault.io.put(path, try other.sign().checkpoint.bytes)
        #expect(try vault.problems() == [.otherVault])
        try vault.io.put(path, bytes)
        #expect(try vault.vault().verifyCheckpoints(keys: [other.key.verifier]).findings.map(\.problem) == [.unknownKey])
        try vault.io.flip(path, at: bytes.count - 10)
        #expect(try [[.forged], [.unreadable]].contains(vault.problems()))
    }

    @Test(
        "An answer of a time-stamp authority is kept when it is about the checkpoint, and refused when it is about something else"
    )
    func token() throws {
        let vault = try SignedVault()
        try vault.vault().add(["采购合同"], to: vault.catalog)
        let stored = try vault.sign().checkpoint
        let imprint = ObjectHash.of(stored.bytes).bytes
        #expect(failure { try vault.vault().attach(token: [1, 2, 3], toCheckpoint: 2) }?.code == .badValue)
        #expect(failure { try vault.vault().attach(token: [1] + imprint, toCheckpoint: 7) }?.code == .checkpointNotFound)
        try vault.vault().attach(token: [1] + imprint + [2], toCheckpoint: 2)
        #expect(try vault.vault().lastCheckpoint()?.token == [1] + imprint + [2])
    }
}

@Suite("The power is cut while a checkpoint is signed")
struct CheckpointCrashTests {
    @Test(
        "Before every call: a checkpoint is there whole or not at all, and what was acknowledged is there", arguments: [0, 1, 2])
    func everyCall(seed: UInt64) throws {
        let fresh = try SignedVault()
        for name in ["采购合同", "保修卡"] { try fresh.vault().add([name], to: fresh.catalog) }
        try fresh.sign()
        try fresh.vault().add(["服务协议"], to: fresh.catalog)
        fresh.io.crash()
        for call in 1...200 {
            let io = fresh.io.fork()
            io.inject([.init(call: call, effect: .crash)])
            let signed = try? fresh.sign(io)
            io.crash(keeping: seed == 0 ? .synced : .some(seed: seed * 1000 + UInt64(call)))
            let after = try io.vault().checkpoints()
            #expect(after.map(\.size) == [2, 4, 6].filter { at in after.contains { $0.size == at } }.map { $0 })
            #expect(after.contains { $0.size == 4 } && after.allSatisfy { $0.checkpoint != nil })
            if let signed { #expect(after.contains(signed.checkpoint)) }
            #expect(try io.vault().verifyCheckpoints(keys: [fresh.key.verifier]).isClean)
            #expect(try fresh.sign(io).checkpoint.size == 6)
            if signed != nil { return }
        }
        Issue.record("a checkpoint took more than 200 calls")
    }

    @Test("Every call fails once: no half checkpoint, and the next attempt signs", arguments: [EIO, ENOSPC])
    func faults(number: Int32) throws {
        let fresh = try SignedVault()
        try fresh.vault().add(["采购合同"], to: fresh.catalog)
        fresh.io.crash()
        for call in 1...200 {
            let io = fresh.io.fork()
            io.inject([.init(call: call, effect: .error(number))])
            let signed = try? fresh.sign(io)
            let isOver = io.calls < call
            io.inject([])
            #expect(try io.vault().checkpoints().allSatisfy { $0.checkpoint != nil })
            #expect(try fresh.sign(io).checkpoint.size == 2)
            io.crash()
            #expect(try io.vault().verifyCheckpoints(keys: [fresh.key.verifier]).covered == 2)
            if isOver {
                #expect(signed != nil)
                return
            }
        }
        Issue.record("a checkpoint took more than 200 calls")
    }
}

@Suite("The tree over the journal")
struct JournalTreeTests {
    /// 1,400 lines in segments of 40 KB, signed twice.
    private func large() throws -> SignedVault {
        let vault = try SignedVault(sealedSize: 40_000)
        for batch in 0..<7 { try vault.vault().add((0..<100).map { "合同 \(batch)-\($0)" }, to: vault.catalog) }
        try vault.sign()
        for batch in 7..<14 { try vault.vault().add((0..<99).map { "合同 \(batch)-\($0)" }, to: vault.catalog) }
        try vault.sign()
        return vault
    }

    private func root(_ lines: some Sequence<[UInt8]>) -> ObjectID {
        var tree = MerkleTree()
        for line in lines { line.withUnsafeBytes { tree.append(leaf: $0) } }
        return tree.root
    }

    @Test("Each root is that of the lines as they stand, over all segments, with what was remembered and without it")
    func roots() throws {
        let vault = try large()
        let lines = try vault.lines()
        #expect(try lines.count == 1407 && vault.vault().files.lastSegment() > 5)
        #expect(try vault.vault().checkpoints().map { $0.checkpoint?.root } == [root(lines.prefix(707)), root(lines)])
        #expect(try vault.io.status("/vault/catalog/merkle") != nil)
        for size in [Int64(1), 255, 256, 257, 707, 1024, 1407] {
            #expect(try vault.vault().tree(through: size).root() == root(lines.prefix(Int(size))))
        }
        try vault.io.unlink("/vault/catalog/merkle")
        #expect(try vault.vault().tree(through: 1407).root() == root(lines))
        #expect(try vault.problems() == [])
    }

    @Test("A commit line is told from a record by its form alone")
    func commits() throws {
        for line in try large().lines() {
            let parsed = try #require(line.withUnsafeBytes { ChainLine(parsing: $0) })
            #expect(line.withUnsafeBytes { ChainLine.isCommit($0) } == parsed.isCommit)
        }
        #expect(!Array(#"{"seq":1,"#.utf8).withUnsafeBytes { ChainLine.isCommit($0) })
    }

    @Test("Every line can be proven, over all blocks; and the first checkpoint is shown to begin the second")
    func proofs() throws {
        let vault = try large()
        let all = try vault.vault().checkpoints().compactMap(\.checkpoint)
        let records = try vault.vault().journal()
        let proven = try vault.vault().prove(records.map(\.seq), in: all[1])
        #expect(proven.map(\.record) == records.map { $0 })
        for proof in proven {
            let leaf = MerkleHash.leaf(proof.line)
            #expect(MerkleProof.includes(leaf: leaf, at: proof.seq - 1, in: 1407, path: proof.path, root: all[1].root))
        }
        let path = try vault.vault().consistency(from: all[0], to: all[1])
        #expect(MerkleProof.isConsistent(from: 707, all[0].root, to: 1407, all[1].root, path: path))
        #expect(failure { _ = try vault.vault().prove([101], in: all[1]) }?.code == .journalDamaged, "a commit line is no record")
        #expect(failure { _ = try vault.vault().prove([9999], in: all[1]) }?.code == .journalDamaged)
    }

    @Test("A checkpoint reads only what came since; a memory that is damaged, or of another journal, is not believed")
    func memory() throws {
        let vault = try large()
        let lines = try vault.lines()
        let expected = root(lines)
        let memory = try vault.io.contents("/vault/catalog/merkle")
        // A line of the first block changes: a tree that read it again would have another root.
        let first = "/vault/records/0000000001.jsonl"
        let records = try vault.io.contents(first)
        try vault.io.flip(first, at: 40)
        #expect(try vault.vault().tree(through: 1407).root() == expected)
        #expect(throws: Failure.self) { try vault.vault().tree(through: 1407).prover.inclusion(of: 3, in: 1407) }
        try vault.io.unlink("/vault/catalog/merkle")
        #expect(try vault.vault().tree(through: 1407).root() != expected)
        try vault.io.put(first, records)
        for damaged in [Array(memory.dropLast()), Array(memory.dropFirst()), [], memory.map { $0 ^ 1 }] {
            try vault.io.put("/vault/catalog/merkle", damaged)
            #expect(try vault.vault().tree(through: 1407).root() == expected)
        }
        // The memory of a longer journal, beside one that was put back from a backup.
        try vault.io.put("/vault/catalog/merkle", memory)
        #expect(try vault.vault().tree(through: 300).root() == root(lines.prefix(300)))
    }
}
