import DeedCore
import DeedSystem
import DeedSystemTesting
import Glibc
import Testing

@testable import DeedVault

/// Holds the first sync of the journal back until as many threads as wanted wait at the journal's door.
private final class Gate: VaultIOThrough {
    let base: MemoryIO
    private let open = Monitor(false)
    private let held = Monitor(0)

    init(base: MemoryIO) { self.base = base }

    func fdatasync(_ descriptor: Int32) throws(IOError) {
        held.change { $0 += 1 }
        open.wait { $0 ? () : nil }
        try base.fdatasync(descriptor)
    }

    func waitForOne() { held.wait { $0 > 0 ? () : nil } }

    func lift() { open.change { $0 = true } }
}

/// Refuses one kind of request, so that a share of a group fails.
private struct Refused: Error {}

@Suite("Commits that share their flushes")
struct GroupCommitTests {
    /// A record about nothing that has to be stored.
    private func tag(_ name: String) -> Record { Record(DocumentTagged(document: newID(), tag: name)) }

    private func tags(_ records: [StampedRecord]) -> [String] {
        records.compactMap { ($0.record.payload as? DocumentTagged)?.tag }
    }

    /// Runs `request` on `count` threads; the first is at the journal when the others come, which then wait together.
    private func together(_ count: Int, _ io: Gate, _ vault: Vault, _ request: @escaping @Sendable (Int) -> Void) {
        let pool = WorkerPool(threads: count)
        pool.submit { request(0) }
        io.waitForOne()
        for number in 1..<count { pool.submit { request(number) } }
        while vault.queue.waiting < count - 1 { usleep(200) }
        io.lift()
        pool.wait()
    }

    private func vault(_ io: Gate) throws -> Vault {
        Vault(
            path: "/vault", info: try Vault.open(at: "/vault", io: io, access: .write).info, access: .write, io: io,
            syncThreads: 0)
    }

    @Test(
        "Thirty-two additions at once cost four flushes of the journal, not sixty-four; each is acknowledged when it is durable")
    func shared() throws {
        let memory = try MemoryIO.withVault()
        let io = Gate(base: memory)
        let vault = try vault(io)
        nonisolated(unsafe) let catalog = MemoryCatalog()
        let author = try actor()
        let before = memory.callsByName["fdatasync"] ?? 0
        let commits = Monitor<[Int: Commit]>([:])
        together(32, io, vault) { number in
            do {
                let commit = try vault.commit(applier: catalog, actor: author, stage: nil) { [self.tag("第 \(number) 份")] }
                commits.withLock { $0[number] = commit }
            } catch { Issue.record(error) }
        }
        #expect((memory.callsByName["fdatasync"] ?? 0) - before == 4)
        let answers = commits.withLock { $0 }
        #expect(answers.count == 32)
        for (number, commit) in answers {
            let record = try #require(try vault.records(seqs: [commit.firstSeq]).first)
            #expect(tags([record]) == ["第 \(number) 份"] && commit.count == 1)
        }
        #expect(Set(answers.values.map(\.position)).count == 2)
        memory.crash()
        #expect(try memory.vault().journal() == catalog.records)
        #expect(try memory.vault().verify(threads: 1, expecting: catalog.place).isClean)
    }

    @Test("A request that fails fails alone, whether its records cannot be made or cannot be applied")
    func oneFails() throws {
        let memory = try MemoryIO.withVault()
        let io = Gate(base: memory)
        let vault = try vault(io)
        nonisolated(unsafe) let catalog = MemoryCatalog()
        catalog.refused = ["import.withdrawn"]
        let author = try actor()
        let refused = Monitor<[Int: any Error]>([:])
        together(12, io, vault) { number in
            do {
                _ = try vault.commit(applier: catalog, actor: author, stage: nil) {
                    if number % 4 == 1 { throw Refused() }
                    if number % 4 == 2 { return [self.tag("半份"), Record(ImportWithdrawn(run: newID()))] }
                    if number % 4 == 3 { return [] }
                    return [self.tag("第 \(number) 份")]
                }
            } catch { refused.withLock { $0[number] = error } }
        }
        let errors = refused.withLock { $0 }
        #expect(errors.keys.sorted() == [1, 2, 5, 6, 9, 10])
        #expect(errors.filter { $0.key % 4 == 1 }.values.allSatisfy { $0 is Refused })
        #expect(errors.filter { $0.key % 4 == 2 }.values.allSatisfy { ($0 as? Failure)?.code == .recordRefused })
        #expect(Set(tags(catalog.records)) == ["第 0 份", "第 4 份", "第 8 份"])
        #expect(try vault.journal() == catalog.records)
        #expect(try vault.verify(threads: 1, expecting: catalog.place).isClean)
    }

    @Test("Each line of a shared batch carries its own author")
    func authors() throws {
        let memory = try MemoryIO.withVault()
        let io = Gate(base: memory)
        let vault = try vault(io)
        nonisolated(unsafe) let catalog = MemoryCatalog()
        let people = (0..<6).map { _ in newID() }
        together(6, io, vault) { number in
            _ = try? vault.commit(applier: catalog, actor: people[number], stage: nil) { [self.tag("\(number)")] }
        }
        #expect(
            catalog.records.allSatisfy { record in tags([record]).first.flatMap { Int($0) }.map { people[$0] } == record.actor })
        #expect(try vault.journal() == catalog.records)
    }

    @Test("When the flush of a group fails, nobody of it is acknowledged and nothing more is written")
    func flushFails() throws {
        let memory = try MemoryIO.withVault()
        let io = Gate(base: memory)
        let vault = try vault(io)
        nonisolated(unsafe) let catalog = MemoryCatalog()
        let author = try actor()
        let failures = Monitor<[Failure.Code]>([])
        memory.inject([.init(call: 1, lasts: true, times: 1, effect: .error(EIO), only: "fdatasync")])
        together(8, io, vault) { number in
            let error = failure { _ = try vault.commit(applier: catalog, actor: author, stage: nil) { [self.tag("\(number)")] } }
            failures.withLock { $0.append(error?.code ?? .internalError) }
        }
        #expect(failures.withLock { $0 } == [Failure.Code](repeating: .syncFailed, count: 8))
        memory.crash()
        #expect(try memory.vault().journal().isEmpty)
    }

    @Test("Catalogs of their own never share a batch")
    func otherCatalog() throws {
        let memory = try MemoryIO.withVault()
        let io = Gate(base: memory)
        let vault = try vault(io)
        nonisolated(unsafe) let catalogs = [MemoryCatalog(), MemoryCatalog()]
        let author = try actor()
        together(10, io, vault) { number in
            _ = try? vault.commit(applier: catalogs[number % 2], actor: author, stage: nil) { [self.tag("\(number)")] }
        }
        let all = try vault.journal()
        #expect(Set(tags(all)) == Set((0..<10).map { "\($0)" }))
        for catalog in catalogs { #expect(catalog.records == Array(all.prefix(catalog.records.count))) }
    }

    /// Runs `request` on six threads. At its end nothing of the vault is left that could still reach the disk, as after a power cut.
    private func lifeOfAProcess(
        _ io: MemoryIO, _ info: VaultInfo, _ durability: Durability, _ request: @escaping @Sendable (Int, Vault) -> Void
    ) {
        let vault = Vault(
            path: "/vault", info: info, access: .write, io: io, lockWait: .milliseconds(20), syncThreads: 2,
            durability: durability)
        let pool = WorkerPool(threads: 6)
        for number in 0..<6 { pool.submit { request(number, vault) } }
        pool.wait()
    }

    @Test(
        "The power is cut at every call of additions that come together: nothing acknowledged is lost",
        arguments: Durability.allCases)
    func powerCut(durability: Durability) throws {
        let fresh = try MemoryIO.withVault()
        let info = try Vault.open(at: "/vault", io: fresh, access: .write).info
        let author = try actor()
        for call in 1...400 {
            let io = fresh.fork()
            io.inject([.init(call: call, effect: .crash)])
            nonisolated(unsafe) let catalog = MemoryCatalog()
            let acknowledged = Monitor<[String]>([])
            lifeOfAProcess(io, info, durability) { number, vault in
                let name = "合同 \(number)"
                let done = try? add(name, to: vault, catalog, author)
                if done != nil { acknowledged.withLock { $0.append(name) } }
            }
            io.crash(keeping: call % 2 == 0 ? .synced : .some(seed: UInt64(call)))
            let after = try io.vault()
            let recovered = MemoryCatalog()
            _ = try after.recover(applier: recovered)
            let names = acknowledged.withLock { $0 }
            #expect(Set(names).isSubset(of: recovered.names), "call \(call)")
            #expect(Set(recovered.names).count == recovered.names.count)
            #expect(try after.verify(threads: 1, expecting: recovered.place).isClean, "call \(call)")
            if names.count == 6 { return }
        }
        Issue.record("six additions made more than 400 calls")
    }
}

/// Stores one document and commits it, as an upload does.
private func add(_ name: String, to vault: Vault, _ catalog: MemoryCatalog, _ author: Identifier) throws -> Commit? {
    let stage = try vault.objectStage()
    let stored = try stage.store(name)
    let record = Record(
        DocumentAdded(document: newID(), object: stored.id, source: "/资料", path: name, name: name, size: stored.size))
    return try vault.commit(applier: catalog, actor: author, stage: stage) { [record] }
}
