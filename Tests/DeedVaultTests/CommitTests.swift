import DeedCore
import DeedSystem
import DeedSystemTesting
import Glibc
import Testing

@testable import DeedVault

/// Holds the syncs of objects back from `hold` to `lift`.
private final class HeldSync: VaultIOThrough {
    let base: MemoryIO
    private let isHeld = Monitor(false)
    private let staged = Monitor<Set<Int32>>([])

    init(base: MemoryIO) { self.base = base }

    func open(_ path: String, _ how: OpenMode, mode: UInt32) throws(IOError) -> Int32 {
        let descriptor = try base.open(path, how, mode: mode)
        if path.contains("/tmp/"), how.contains(.exclusive) { staged.withLock { _ = $0.insert(descriptor) } }
        return descriptor
    }

    func fsync(_ descriptor: Int32) throws(IOError) {
        if staged.withLock({ $0.contains(descriptor) }) { isHeld.wait { $0 ? nil : () } }
        try base.fsync(descriptor)
    }

    func syncfs(_ descriptor: Int32) throws(IOError) {
        isHeld.wait { $0 ? nil : () }
        try base.syncfs(descriptor)
    }

    func hold() { isHeld.change { $0 = true } }

    func lift() { isHeld.change { $0 = false } }
}

@Suite("Committing records")
struct CommitTests {
    @Test("What is committed is applied, replayed and read back")
    func roundTrip() throws {
        let io = try MemoryIO.withVault()
        let vault = try io.vault()
        let catalog = MemoryCatalog()
        let first = try #require(try vault.add(["采购合同.pdf", "保修卡.pdf"], to: catalog))
        let second = try #require(try vault.add(["服务协议.pdf"], to: catalog))
        #expect(first.firstSeq == 1 && first.count == 2 && first.position.seq == 3)
        #expect(second.firstSeq == 4 && second.position.seq == 5)
        #expect(try vault.journal() == catalog.records)
        let object = try #require(catalog.records.first?.record.objects.first)
        #expect(try vault.reader(for: object).contents() == Array("采购合同.pdf".utf8))
        #expect(try vault.reader(for: object).size == Int64("采购合同.pdf".utf8.count))
        #expect(try vault.records(seqs: [4, 1, 3, 99]).map(\.seq) == [1, 4])
        #expect(try vault.verify(threads: 2, expecting: catalog.place).isClean)
    }

    @Test("A reader walks on into what is written meanwhile")
    func appendedWhileRead() throws {
        let vault = try MemoryIO.withVault().vault()
        let catalog = MemoryCatalog()
        // More lines than are read at once, and fewer bytes of bodies.
        func tagBatch() throws {
            _ = try vault.commit(applier: catalog, actor: try actor(), stage: nil) {
                (0..<100).map { _ in Record(DocumentTagged(document: newID(), tag: "保修")) }
            }
        }
        for _ in 0..<12 { try tagBatch() }
        var seen = 0
        try vault.replay(
            after: nil,
            { _ in
                if seen == 0 { try tagBatch() }
                seen += 1
            }, commit: { _ in })
        #expect(seen == 1300)
        #expect(try vault.verify(threads: 2, expecting: catalog.place).isClean)
    }

    @Test("No records: nothing is written")
    func nothing() throws {
        let io = try MemoryIO.withVault()
        let vault = try io.vault()
        let catalog = MemoryCatalog()
        #expect(try vault.commit(applier: catalog, actor: try actor(), stage: nil) { [] } == nil)
        #expect(try io.contents("/vault/records/0000000001.jsonl").isEmpty)
        try vault.add(["合同"], to: catalog)
        #expect(catalog.names == ["合同"])
    }

    @Test("A record that cannot be applied is never written")
    func refused() throws {
        let io = try MemoryIO.withVault()
        let vault = try io.vault()
        let catalog = MemoryCatalog()
        try vault.add(["合同"], to: catalog)
        let before = try io.text("/vault/records/0000000001.jsonl")
        catalog.refused = ["document.added"]
        #expect(failure { try vault.add(["补充协议"], to: catalog) }?.code == .recordRefused)
        #expect(try io.text("/vault/records/0000000001.jsonl") == before)
        catalog.refused = []
        try vault.add(["补充协议"], to: catalog)
        #expect(catalog.names == ["合同", "补充协议"])
    }

    @Test("A record cannot keep an object that is not there, nor be of an unknown kind")
    func keepsOnlyWhatIsThere() throws {
        let vault = try MemoryIO.withVault().vault()
        let catalog = MemoryCatalog()
        let missing = try #require(ObjectID(hex: String(repeating: "ab", count: 32)))
        let record = Record(
            DocumentAdded(document: newID(), object: missing, source: "/", path: "甲", name: "甲", size: 1))
        #expect(
            failure { _ = try vault.commit(applier: catalog, actor: try actor(), stage: nil) { [record] } }?.code
                == .objectMissing)
        let foreign = try Record(kind: "document.folded", objects: [], body: .object([]))
        #expect(
            failure { _ = try vault.commit(applier: catalog, actor: try actor(), stage: nil) { [foreign] } }?.code
                == .recordRefused)
        #expect(try vault.journal().isEmpty)
    }

    @Test("The same bytes are written once; a known object that lost its file is written again")
    func deduplication() throws {
        let io = try MemoryIO.withVault()
        let vault = try io.vault()
        let catalog = MemoryCatalog()
        let stage = try vault.objectStage()
        #expect(try stage.store("合同正文").written)
        #expect(try !stage.store("合同正文").written)
        try vault.add(["合同正文"], to: catalog)
        let next = try vault.objectStage()
        #expect(try !next.store("合同正文", known: catalog.kept).written)
        let object = try #require(catalog.kept.first)
        try io.unlink(vault.layout.object(object))
        #expect(try vault.verify(threads: 1).missing == [object])
        #expect(try next.store("合同正文", known: catalog.kept).written)
        _ = try vault.commit(applier: catalog, actor: try actor(), stage: next) { [] }
        #expect(try vault.verify(threads: 1).isClean)
    }

    @Test("An object that comes in pieces is stored like one that comes at once", arguments: [10, 300_000, 2_500_000])
    func pieces(size: Int) throws {
        let io = try MemoryIO.withVault()
        let vault = try io.vault()
        let stage = try vault.objectStage()
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let writer = try stage.writer()
        for start in stride(from: 0, to: size, by: 70_000) {
            try bytes[start..<min(size, start + 70_000)].withUnsafeBytes { try writer.append($0) }
        }
        let stored = try writer.finish { _ in false }
        #expect(stored.size == Int64(size) && stored.written)
        let whole = try bytes.withUnsafeBytes { try stage.store(bytes: $0) { _ in false } }
        #expect(whole.id == stored.id && !whole.written)
        try stage.settle()
        #expect(try vault.reader(for: stored.id).contents() == bytes)
        let abandoned = try stage.writer()
        try bytes.withUnsafeBytes { try abandoned.append($0) }
        abandoned.abandon()
        let staging = stage.publisher.layout.tmp + "/" + io.bootID + ".100"
        for lane in try io.list(staging) { #expect(try io.list(staging + "/" + lane).isEmpty) }
    }

    @Test("The words of salts: none comes twice, and each bit is set in half of them")
    func randomWords() {
        var random = RandomWords()
        let words = (0..<2000).map { _ in random.next() }
        #expect(Set(words).count == 2000)
        for bit in 0..<64 { #expect((700...1300).contains(words.count { $0 >> UInt64(bit) & 1 == 1 })) }
    }

    @Test(
        "No line of the journal is written before the last object has its sync and its name", arguments: Durability.allCases)
    func settledFirst(durability: Durability) throws {
        let io = HeldSync(base: try MemoryIO.withVault())
        let vault = try Vault.open(at: "/vault", io: io, access: .write, durability: durability)
        nonisolated(unsafe) let catalog = MemoryCatalog()
        let stage = try vault.objectStage()
        let author = try actor()
        let (before, renames) = (io.base.callsByName["fdatasync"] ?? 0, io.base.callsByName["rename"] ?? 0)
        io.hold()
        let stored = try stage.store("保修卡正文")
        let made = Monitor(false)
        let commit = Later {
            try vault.commit(applier: catalog, actor: author, stage: stage) {
                made.change { $0 = true }
                let card = DocumentAdded(document: newID(), object: stored.id, source: "/", path: "", name: "", size: stored.size)
                return [Record(card)]
            }
        }
        // The record is made while the object's sync is under way. However long that takes, nothing of it is written.
        made.wait { $0 ? () : nil }
        usleep(20_000)
        #expect(io.base.callsByName["fdatasync"] ?? 0 == before && io.base.callsByName["rename"] ?? 0 == renames)
        #expect(try vault.journal().isEmpty)
        io.lift()
        #expect(try commit.value()?.count == 1)
        #expect(io.base.callsByName["fdatasync"] ?? 0 == before + 2)
        io.base.crash()
        #expect(try io.base.vault().verify(threads: 1, expecting: catalog.place).isClean)
    }

    @Test("A refused batch does not come back: the disk had kept its lines and lost the answer, and the power goes after the cut")
    func refusedStaysAway() throws {
        var refused = 0
        for call in 1...60 {
            let io = try MemoryIO.withVault()
            let vault = try io.vault()
            let catalog = MemoryCatalog()
            try vault.add(["维保协议"], to: catalog)
            io.inject([.init(call: io.calls + call, effect: .late(EIO), only: "fdatasync")])
            let author = try actor()
            let told = failure {
                _ = try vault.commit(applier: catalog, actor: author, stage: nil) {
                    [Record(DocumentTagged(document: newID(), tag: "被拒绝"))]
                }
            }
            guard let told else { continue }
            #expect(told.code == .syncFailed)
            refused += 1
            io.crash()
            let kept = MemoryCatalog()
            _ = try io.vault().recover(applier: kept)
            #expect(kept.records.count == catalog.records.count, "call \(call)")
        }
        // Bodies and chain.
        #expect(refused == 2)
    }

    @Test("What a damaged file of a vault with a Chinese path held is kept under the file's whole name")
    func quarantineNames() throws {
        let io = MemoryIO()
        let root = "/法务部/合同档案库"
        try io.makeDirectory("/法务部", mode: 0o700)
        let vault = try Vault.create(at: root, io: io, timeZone: "Asia/Shanghai", program: "deedbox 测试", syncThreads: 0)
        let place = try Quarantine(io: io, layout: vault.layout).keep(vault.layout.info)
        #expect(place?.hasPrefix("quarantine/vault.json-") == true)
    }

    @Test("Many threads fill one stage")
    func threads() throws {
        let io = try MemoryIO.withVault()
        let vault = try Vault.open(at: "/vault", io: io, access: .write)
        let catalog = MemoryCatalog()
        let stage = try vault.objectStage()
        try WorkerPool(threads: 4).run(Array(0..<400)) { number in _ = try stage.store("合同 \(number % 200)") }
        let stored = try (0..<200).map { try stage.store("合同 \($0)") }
        #expect(stored.allSatisfy { !$0.written })
        _ = try vault.commit(applier: catalog, actor: try actor(), stage: stage) {
            stored.map { Record(DocumentAdded(document: newID(), object: $0.id, source: "/", path: "", name: "", size: $0.size)) }
        }
        let report = try vault.verify(threads: 3)
        #expect(report.isClean && report.objects == 200 && report.stray.isEmpty)
    }

    @Test("A full segment is sealed; the chain goes on in the next")
    func segments() throws {
        let io = try MemoryIO.withVault()
        let vault = try io.vault(sealedSize: 1500)
        let catalog = MemoryCatalog()
        for number in 0..<12 { try vault.add(["合同 \(number)"], to: catalog) }
        #expect(
            try io.list("/vault/records").sorted() == [
                "0000000001.jsonl", "0000000002.jsonl", "0000000003.jsonl", "0000000004.jsonl",
            ])
        #expect(try io.list("/vault/bodies").count == 4)
        #expect(try vault.journal() == catalog.records)
        #expect(try vault.records(seqs: catalog.records.map(\.seq)) == catalog.records)
        #expect(try vault.verify(threads: 1, expecting: catalog.place).isClean)
        let late = MemoryCatalog()
        #expect(try vault.recover(applier: late).applied == 12)
        #expect(late.place == catalog.place)
    }

    @Test("Single records are found by bisection in a long journal")
    func find() throws {
        let io = try MemoryIO.withVault()
        let vault = try io.vault()
        let catalog = MemoryCatalog()
        let tags = (0..<3000).map { number in
            Record(DocumentTagged(document: newID(), tag: String(repeating: "重要", count: number % 97)))
        }
        for start in stride(from: 0, to: 3000, by: 500) {
            _ = try vault.commit(applier: catalog, actor: try actor(), stage: nil) { Array(tags[start..<start + 500]) }
        }
        let before = io.calls
        #expect(try vault.records(seqs: [1]) == [catalog.records[0]])
        #expect(io.calls - before < 120)
        let all = catalog.records.map(\.seq)
        #expect(try vault.records(seqs: all) == catalog.records)
        #expect(try vault.records(seqs: [501, 5000, 0, -4]).isEmpty)
    }

    @Test("Two processes write in turn; each catches up with the other")
    func twoWriters() throws {
        let io = try MemoryIO.withVault()
        let one = try io.vault()
        let other = try io.process(200).vault()
        let (first, second) = (MemoryCatalog(), MemoryCatalog())
        try one.add(["甲"], to: first)
        try other.add(["乙"], to: second)
        try one.add(["丙"], to: first)
        #expect(first.names == ["甲", "乙", "丙"])
        #expect(second.names == ["甲", "乙"])
        try other.add(["丁"], to: second)
        #expect(second.names == ["甲", "乙", "丙", "丁"])
        #expect(try one.verify(threads: 1).isClean)
    }

    @Test("Who cannot get the lock in time is told who holds it; the lock of a dead process is free")
    func busy() throws {
        let io = try MemoryIO.withVault()
        let holder = io.process(200)
        let lock = try VaultLock.acquire(io: holder, layout: VaultLayout(root: "/vault"), wait: .zero)
        let vault = try io.vault()
        let busy = failure { try vault.add(["甲"], to: MemoryCatalog()) }
        #expect(busy?.code == .vaultBusy)
        #expect(busy?.detail.contains("process 200") == true)
        holder.kill()
        try withExtendedLifetime(lock) { _ = try vault.add(["甲"], to: MemoryCatalog()) }
    }

    @Test("Objects stop before the floor; facts can still be written")
    func floor() throws {
        let io = try MemoryIO.withVault()
        let vault = try io.vault()
        let catalog = MemoryCatalog()
        try vault.add(["甲"], to: catalog)
        let space = try vault.freeSpace()
        io.setCapacity(io.used + 1000)
        #expect(space.available > space.floor)
        #expect(failure { try vault.add(["乙"], to: catalog) }?.code == .diskLow)
        let tag = Record(DocumentTagged(document: newID(), tag: "重要"))
        #expect(try vault.commit(applier: catalog, actor: try actor(), stage: nil) { [tag] } != nil)
        #expect(try vault.verify(threads: 1).isClean)
    }

    @Test("A vault opened for reading writes nothing")
    func readOnly() throws {
        let io = try MemoryIO.withVault()
        try io.vault().add(["甲"], to: MemoryCatalog())
        let vault = try io.vault(.read)
        let calls = failure { _ = try vault.commit(applier: MemoryCatalog(), actor: try actor(), stage: nil) { [] } }
        #expect(calls?.code == .vaultReadOnly)
        #expect(failure { _ = try vault.objectStage() }?.code == .vaultReadOnly)
        #expect(failure { _ = try vault.recover(applier: MemoryCatalog()) }?.code == .vaultReadOnly)
        #expect(try vault.journal().count == 1)
    }
}
