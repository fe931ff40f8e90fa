import DeedCore
import DeedSystem
import DeedSystemTesting
import Testing

@testable import DeedVault

@Suite("Recovery")
struct RecoveryTests {
    private let records = "/vault/records/0000000001.jsonl"
    private let bodies = "/vault/bodies/0000000001.tsv"

    /// A vault with three batches of two documents, and its catalog.
    private func vaultOfThree() throws -> (MemoryIO, MemoryCatalog) {
        let io = try MemoryIO.withVault()
        let catalog = MemoryCatalog()
        let vault = try io.vault()
        for names in [["甲", "乙"], ["丙", "丁"], ["戊", "己"]] { try vault.add(names, to: catalog) }
        return (io, catalog)
    }

    @Test("A torn tail is kept in quarantine and cut off", arguments: [1, 40, 300, 500])
    func tornTail(length: Int) throws {
        let (io, catalog) = try vaultOfThree()
        let whole = try io.contents(records)
        let (before, beforeBodies) = (whole, try io.contents(bodies))
        try io.vault().add(["庚", "辛"], to: catalog)
        let tail = Array(try io.contents(records)[whole.count...].prefix(length))
        try io.put(records, whole + tail)
        let behind = catalog.rolledBack(1)
        let recovery = try io.vault().recover(applier: behind)
        #expect(recovery.cut > Int64(length) && recovery.quarantined.count == 2)
        #expect(try io.contents(records) == before && io.contents(bodies) == beforeBodies)
        #expect(try io.contents("/vault/" + recovery.quarantined[0]) == tail)
        #expect(behind.names == ["甲", "乙", "丙", "丁", "戊", "己"])
        try io.vault().add(["壬"], to: behind)
        #expect(try io.vault().verify(threads: 1, expecting: behind.place).isClean)
    }

    @Test("A batch in the middle that is damaged is refused, not cut off")
    func damagedMiddle() throws {
        let (io, catalog) = try vaultOfThree()
        let before = try io.contents(records)
        try io.flip(records, at: 20)
        let changed = try io.contents(records)
        #expect(failure { _ = try io.vault().recover(applier: MemoryCatalog()) }?.code == .journalDamaged)
        #expect(failure { _ = try io.vault().journal() }?.code == .journalDamaged)
        #expect(try io.contents(records) == changed)
        // The catalog has applied it already: opening reads only the tail, verify finds it.
        #expect(try io.vault().recover(applier: catalog).applied == 0)
        #expect(try !io.vault().verify(threads: 1, expecting: catalog.place).isClean)
        try io.put(records, before)
        #expect(try io.vault().verify(threads: 1, expecting: catalog.place).isClean)
    }

    @Test("A body that does not fit is refused")
    func damagedBody() throws {
        let (io, _) = try vaultOfThree()
        try io.flip(bodies, at: 60)
        let error = failure { _ = try io.vault().recover(applier: MemoryCatalog()) }
        #expect(error?.code == .journalDamaged)
        #expect(error?.detail == "record 1: the body was changed")
        #expect(failure { _ = try io.vault().records(seqs: [1]) }?.code == .journalDamaged)
        #expect(try io.vault().records(seqs: [2]).count == 1)
    }

    @Test("A journal that was rolled back behind the catalog is refused")
    func catalogAhead() throws {
        let (io, catalog) = try vaultOfThree()
        let (whole, wholeBodies) = (try io.contents(records), try io.contents(bodies))
        let older = catalog.rolledBack(1)
        let place = try #require(older.place)
        try io.put(records, Array(whole.prefix(Int(place.offset))))
        try io.put(bodies, Array(wholeBodies.prefix(Int(place.bodyOffset))))
        let refusal = failure { _ = try io.vault().recover(applier: catalog) }
        #expect(refusal?.code == .journalBehindCatalog)
        #expect(refusal?.detail.contains("the catalog has applied record 9") == true)
        #expect(failure { try io.vault().add(["庚"], to: catalog) }?.code == .journalBehindCatalog)
        // Written on by somebody else after the rollback: as long as before, and still another history.
        try io.vault().add(["庚", "辛"], to: older)
        #expect(failure { _ = try io.vault().recover(applier: catalog) }?.code == .journalBehindCatalog)
        let report = try io.vault().verify(threads: 1, expecting: catalog.place)
        #expect(report.journal.problems.map(\.path) == ["records/0000000001.jsonl"])
    }

    @Test("Nothing is read twice: recovery costs the same for a long journal as for a short one")
    func tailOnly() throws {
        let io = try MemoryIO.withVault()
        let catalog = MemoryCatalog()
        let vault = try io.vault()
        try vault.add(["甲"], to: catalog)
        var before = io.calls
        _ = try vault.recover(applier: catalog)
        let short = io.calls - before
        for number in 0..<50 { try vault.add(["合同 \(number)"], to: catalog) }
        before = io.calls
        _ = try vault.recover(applier: catalog)
        #expect(io.calls - before == short)
    }

    @Test("A record of an unknown kind: readable up to it, not writable, and said so")
    func unknownKind() throws {
        let (io, catalog) = try vaultOfThree()
        let place = try #require(catalog.place)
        var batch = JournalBatch(after: place, time: .now, actor: try actor())
        try batch.append(Record(kind: "document.folded", objects: [], body: .object([])), salt: Salt(high: 7, low: 11))
        batch.finish()
        try io.put(records, try io.contents(records) + batch.chain)
        try io.put(bodies, try io.contents(bodies) + batch.bodies)
        let vault = try io.vault()
        let recovery = try vault.recover(applier: catalog)
        #expect(recovery.tooNew?.code == .vaultTooNew)
        #expect(recovery.tooNew?.detail.contains("record 10 is of the kind \"document.folded\"") == true)
        #expect(catalog.place == place)
        #expect(failure { try vault.add(["庚"], to: catalog) }?.code == .vaultTooNew)
        #expect(failure { try io.vault().add(["庚"], to: catalog) }?.code == .vaultTooNew)
        #expect(try io.vault(.read).journal().count == 7)
        #expect(try vault.verify(threads: 1).isClean)
    }

    @Test("A feature that one must know: refused where it is needed, and only there")
    func unknownFeature() throws {
        let (io, catalog) = try vaultOfThree()
        let json = try io.text("/vault/vault.json")
        func demand(_ use: String) throws {
            try io.put("/vault/vault.json", Array(json.replacing("\"\(use)\":[]", with: "\"\(use)\":[\"sealed-bodies\"]").utf8))
        }
        try demand("read")
        let refusal = failure { _ = try io.vault(.read) }
        #expect(refusal?.code == .vaultTooNew)
        #expect(refusal?.detail == "feature sealed-bodies is not known to this version; the vault was made by deedbox 测试")
        try demand("write")
        #expect(failure { _ = try io.vault(.write) }?.code == .vaultTooNew)
        #expect(try io.vault(.read).journal().count == 6)
        try demand("check")
        #expect(failure { _ = try io.vault(.read).verify(threads: 1) }?.code == .vaultTooNew)
        try demand("purge")
        #expect(try io.vault().verify(threads: 1, expecting: catalog.place).isClean)
    }

    @Test("Another format, hash, layout or encryption is refused; no vault and a broken one are told apart")
    func declarations() throws {
        let (io, _) = try vaultOfThree()
        let json = try io.text("/vault/vault.json")
        let foreign = [
            ("\"format\":1", "\"format\":2"), ("sha256", "blake3"), ("hex-2", "hex-3"), ("\"none\"", "\"aead-1\""),
        ]
        for (known, other) in foreign {
            try io.put("/vault/vault.json", Array(json.replacing(known, with: other).utf8))
            #expect(failure { _ = try io.vault(.read) }?.code == .vaultTooNew)
        }
        try io.put("/vault/vault.json", Array("{}".utf8))
        #expect(failure { _ = try io.vault(.read) }?.code == .vaultUnreadable)
        try io.unlink("/vault/vault.json")
        #expect(failure { _ = try io.vault(.read) }?.code == .vaultUnreadable)
        try io.rename("/vault/0=deedbox_vault_1", to: "/vault/0=deedbox_vault_2")
        #expect(failure { _ = try io.vault(.read) }?.code == .vaultTooNew)
        try io.unlink("/vault/0=deedbox_vault_2")
        #expect(failure { _ = try io.vault(.read) }?.code == .vaultNotFound)
        #expect(failure { _ = try Vault.open(at: "/nowhere", io: io, access: .read) }?.code == .vaultNotFound)
        #expect(
            failure { _ = try Vault.create(at: "/vault", io: io, timeZone: "UTC", program: "", syncThreads: 0) }?.code
                == .vaultExists)
    }

    @Test("tmp/ of dead processes is cleared, of living ones it stays")
    func tmp() throws {
        let io = try MemoryIO.withVault()
        let living = io.process(200)
        let stage = try living.vault().objectStage()
        let writer = try stage.writer()
        try [UInt8](repeating: 7, count: 2 << 20).withUnsafeBytes { try writer.append($0) }
        let dying = io.process(300)
        let lost = try dying.vault().objectStage().writer()
        try [UInt8](repeating: 7, count: 2 << 20).withUnsafeBytes { try lost.append($0) }
        try io.makeDirectory("/vault/tmp/another-boot.200", mode: 0o700)
        try io.put("/vault/tmp/stray", [1])
        dying.kill()
        let recovery = try io.vault().recover(applier: MemoryCatalog())
        #expect(recovery.cleared == 2)
        #expect(try io.list("/vault/tmp") == [io.bootID + ".200"])
        #expect(try writer.finish { _ in false }.written)
        withExtendedLifetime(lost) {}
    }

    @Test("On a full disk recovery uses the reserve, and fills it again later")
    func reserve() throws {
        let (io, catalog) = try vaultOfThree()
        try io.put(records, try io.contents(records) + Array("torn".utf8))
        let reserved = try io.status("/vault/reserve")?.size
        let filler = try io.open("/others", [.write, .create], mode: 0o600)
        try io.allocate(filler, try io.space("/").available)
        #expect(try io.vault().recover(applier: catalog).cut == 4)
        #expect(try io.status("/vault/reserve")?.size == 0)
        io.close(filler)
        try io.unlink("/others")
        _ = try io.vault().recover(applier: catalog)
        #expect(try io.status("/vault/reserve")?.size == reserved && reserved == 64 << 20)
    }

    @Test(
        "A redacted body of which nothing is left is left out, and the chain still holds; verify asks for the record that orders it"
    )
    func redacted() throws {
        let (io, catalog) = try vaultOfThree()
        var lines = try io.text(bodies).split(separator: "\n").map(String.init)
        lines[1] = "2\tredacted\t" + #"{"by":"01jd7f3v9k0000000000000001","why":"本人要求删除","time":"2026-11-21T08:00:00.000Z"}"#
        try io.put(bodies, Array((lines.joined(separator: "\n") + "\n").utf8))
        #expect(try io.vault().journal().map(\.seq) == [1, 4, 5, 7, 8])
        #expect(try io.vault().records(seqs: [1, 2]).map(\.seq) == [1])
        let report = try io.vault().verify(threads: 1)
        #expect(report.journal.redacted == 1 && report.journal.problems.map(\.seq) == [2])
        #expect(catalog.records.count == 6)
    }
}
