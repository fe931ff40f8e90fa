import DeedCore
import DeedExtract
import DeedSystem
import DeedSystemTesting
import DeedVault
import Synchronization
import TestSupport
import Testing

@testable import DeedCatalog
@testable import DeedImport
@testable import Deedbox

/// The whole import – walk, worker, pipeline, stage, decisions under the lock, journal, catalog – over a disk in memory whose power is cut
/// before every one of its calls in turn.
@Suite("A power cut during an import")
struct PowerCutTests {
    /// One machine with a vault, and a catalog that a power cut may throw back.
    private final class House {
        let io: MemoryIO
        let catalog: Catalog
        let extractor: Extractor
        var mint = IdentifierMint()
        let acknowledged = Mutex<Set<ObjectID>>([])

        let durability: Durability

        init(_ io: MemoryIO, _ extractor: Extractor, _ durability: Durability) throws {
            self.io = io
            self.durability = durability
            self.extractor = extractor
            catalog = try Catalog.inMemory(keys: VaultSession.keys)
        }

        func open() throws -> Vault {
            let vault = try Vault.open(
                at: "/vault", io: io, access: .write, lockWait: .milliseconds(50), syncThreads: 0, durability: durability)
            _ = try vault.recover(applier: catalog)
            return vault
        }

        /// What ``ImportFiles`` does, without its files on the disk: batch for batch through the one way to write.
        func importing(_ folder: String, batchFiles: Int = 3) throws -> ImportRun.Account {
            let vault = try open()
            let run = mint.next()
            let actor = try catalog.actor(user: "李文", uid: 1000) ?? mint.next()
            let maker = ImportRecords(run: run, catalog: catalog)
            var options = ImportOptions()
            options.batchFiles = batchFiles
            options.readers = 1
            let committed = Mutex<Set<ObjectID>>([])
            let pipeline = ImportPipeline(
                options: options,
                intake: ImportPipeline.Intake(
                    stage: { try vault.objectStage(expecting: $0) }, isKnown: { id in committed.withLock { $0.contains(id) } },
                    spoolFolder: folder, room: { (try? vault.freeSpace()).map { $0.available - $0.floor } ?? 0 }),
                extractor: extractor, shouldStop: { false })
            var account = ImportRun.Account.zero
            var begun = false
            try pipeline.run(sources: [folder]) { batch in
                var made = ImportRecords.Made()
                _ = try vault.commit(applier: catalog, actor: actor, stage: batch.stage) {
                    made = try maker.make(batch, mint: &mint)
                    let known = try catalog.actor(user: "李文", uid: 1000) != nil
                    let opening: [Record] = begun ? [] : [Record(ImportStarted(run: run, sources: [folder], names: nil))]
                    let introduction: [Record] = known ? [] : [Record(ActorAdded(actor: actor, user: "李文", uid: 1000))]
                    return introduction + opening + made.records
                }
                begun = true
                account = account + made.account
                let objects = made.items.filter { $0.outcome != .rejected }.compactMap(\.object)
                committed.withLock { $0.formUnion(objects) }
                acknowledged.withLock { $0.formUnion(objects) }
            }
            _ = try vault.commit(applier: catalog, actor: actor, stage: nil) {
                [
                    Record(
                        ImportFinished(
                            run: run, state: "complete", seen: account.seen, stored: account.stored,
                            duplicate: account.duplicate + account.alreadyImported, alreadyImported: account.alreadyImported,
                            rejected: account.rejected, bytes: account.bytes))
                ]
            }
            return account
        }

        /// What is wrong for a process that starts now, with the catalog that it has and with none.
        func faults(expecting contents: Set<ObjectID>) throws -> [String] {
            var faults: [String] = []
            let vault = try open()
            let fresh = try Catalog.inMemory(keys: VaultSession.keys)
            _ = try vault.recover(applier: fresh)
            if try fresh.dump() != catalog.dump() { faults.append("the catalog is not what the journal makes of it") }
            for object in acknowledged.withLock({ $0 }) {
                if try catalog.document(for: object) == nil { faults.append("\(object) was acknowledged and is not listed") }
            }
            for object in contents where try catalog.document(for: object) != nil {
                do { _ = try vault.reader(for: object).contents() } catch { faults.append("\(object) is listed: \(error)") }
            }
            let report = try vault.verify(threads: 1, expecting: catalog.position())
            if !report.isClean || report.journal.incomplete > 0 { faults.append("\(report)") }
            return faults
        }
    }

    /// Nine papers, of them two in a ZIP, one twice, one empty.
    private func folder(in dir: Dir) throws -> (path: String, contents: Set<ObjectID>) {
        var contents: Set<ObjectID> = []
        func paper(_ text: String) -> [UInt8] {
            contents.insert(ObjectHash.of(Array(text.utf8)))
            return Array(text.utf8)
        }
        for name in ["采购合同", "服务协议", "保修卡", "补充协议", "发票"] { try dir.create("资料/\(name).txt", paper(name + "正文")) }
        try dir.create("资料/备份/采购合同 最终版.txt", paper("采购合同正文"))
        try dir.create("资料/空白.txt", [UInt8]())
        var zip = StoredZip()
        zip.add("历史/框架合同.txt", paper("框架合同正文"))
        zip.add("历史/发票副本.txt", paper("发票正文"))
        try dir.create("资料/历史.zip", zip.bytes)
        return (dir.file("资料"), contents)
    }

    @Test("Where the disk has room for three more papers, three come in as a whole batch, and no further batch is begun")
    func floor() throws {
        let dir = try Dir()
        for number in 1...7 { try dir.create("资料/合同 \(number).txt", [UInt8](repeating: UInt8(number), count: 50_000)) }
        let extractor = try Extractor(executable: PowerCutTests.worker, workers: 1, walls: .reduced)
        defer { extractor.close() }
        let disk = MemoryIO()
        _ = try Vault.create(at: "/vault", io: disk, timeZone: "Asia/Shanghai", program: "deedbox 测试", syncThreads: 0)
        let house = try House(disk, extractor, .fsync)
        // On a small disk the floor is an eighth of it; 190 KB are left above.
        disk.setCapacity((disk.used + 190_000) * 8 / 7)
        let space = try house.open().freeSpace()
        #expect((150_000..<200_000).contains(space.available - space.floor))
        let error = #expect(throws: Failure.self) { try house.importing(dir.file("资料"), batchFiles: 100) }
        #expect(error?.code == .diskLow && error?.code.exit == 1)
        // The batch that was under way is whole, and nothing of the next one was written.
        #expect(house.acknowledged.withLock { $0.count } == 3)
        #expect(try house.catalog.counts().documents == 3)
        let vault = try house.open()
        #expect(try vault.verify(threads: 1, expecting: house.catalog.position()).stray.isEmpty)
        // Room again: the same import goes on.
        disk.setCapacity(1 << 30)
        let account = try house.importing(dir.file("资料"), batchFiles: 100)
        #expect(account.seen == 7 && account.stored == 4 && account.alreadyImported == 3)
    }

    private static let worker = Built.program("deedbox-extract")

    @Test(
        "Before every call: acknowledged papers are there, the catalog equals the journal, the next run completes",
        arguments: [("synced", Durability.fsync), ("everything", .fsync), ("some", .fsync), ("some", .auto)])
    func everywhere(keeping: String, durability: Durability) throws {
        let dir = try Dir()
        let (folder, contents) = try folder(in: dir)
        let extractor = try Extractor(executable: PowerCutTests.worker, workers: 1, walls: .reduced)
        defer { extractor.close() }
        let disk = MemoryIO()
        _ = try Vault.create(at: "/vault", io: disk, timeZone: "Asia/Shanghai", program: "deedbox 测试", syncThreads: 0)
        var completed = false
        var cuts = 0
        for call in 1...2000 where !completed {
            let house = try House(disk.fork(), extractor, durability)
            let before = house.io.calls
            house.io.inject([.init(call: before + call, effect: .crash)])
            completed = (try? house.importing(folder)) != nil
            let kept: MemoryIO.Keeping =
                switch keeping {
                case "synced": .synced
                case "everything": .everything
                default: .some(seed: Chances.seed &+ UInt64(call))
                }
            house.io.crash(keeping: kept)
            let place = "\(durability): power cut before call \(call), keeping \(keeping), seed \(Chances.seed)"
            #expect(try house.faults(expecting: contents) == [], "\(place)")
            let account = try house.importing(folder)
            #expect(account.seen == 9 && account.rejected == 1, "\(place): \(account)")
            #expect(account.seen == account.stored + account.duplicate + account.alreadyImported + account.rejected, "\(place)")
            #expect(try house.catalog.counts().documents == Int64(contents.count), "\(place)")
            #expect(try house.faults(expecting: contents) == [], "\(place), after the next run")
            cuts += 1
        }
        #expect(completed && cuts > 60, "\(cuts) cuts")
    }
}
