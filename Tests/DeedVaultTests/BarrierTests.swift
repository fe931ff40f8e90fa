import DeedCore
import DeedSystem
import DeedSystemTesting
import Testing

@testable import DeedVault

@Suite("Which objects share a barrier")
struct BarrierTests {
    /// What a batch of objects of these sizes decides, and how often it looked at the memory.
    private func decided(_ durability: Durability, threads: Int, _ sizes: [Int64], unwritten: Int64 = 0) -> ([Bool], asked: Int) {
        var choice = Barrier.Choice(durability, threads: threads)
        var asked = 0
        let waits = sizes.map { size in
            choice.waits(size) {
                asked += 1
                return unwritten
            }
        }
        return (waits, asked)
    }

    @Test("The first few and the large ones alone, the other small ones together")
    func auto() {
        let (waits, asked) = decided(.auto, threads: 2, [90_000, 1 << 20, 5000, 70_000, 3 << 20, (1 << 20) - 1])
        #expect(waits == [false, false, false, true, false, true] && asked == 1)
        // Where no threads sync, the first one is alone.
        #expect(decided(.auto, threads: 0, [10, 10]).0 == [false, true])
    }

    @Test("A batch of a few files never waits for what others wrote, nor asks how much that is")
    func few() {
        let (waits, asked) = decided(.auto, threads: 16, [Int64](repeating: 30_000, count: 16))
        #expect(!waits.contains(true) && asked == 0)
    }

    @Test("Where much is dirty in memory, each is synced alone")
    func busy() {
        let sizes = [Int64](repeating: 30_000, count: 40)
        #expect(!decided(.auto, threads: 4, sizes, unwritten: 300 << 20).0.contains(true))
        #expect(decided(.auto, threads: 4, sizes, unwritten: 200 << 20).0.filter { $0 }.count == 36)
    }

    @Test("Asked for by name, one way for all")
    func named() {
        #expect(decided(.fsync, threads: 2, [1, 1, 1]).0 == [false, false, false])
    }

    @Test("Bytes that nobody reads soon are on their way to the disk at once, but for small files that wait for the barrier")
    func passing() throws {
        let io = try MemoryIO.withVault()
        for (durability, early) in [(Durability.fsync, [true, true]), (.auto, [true, true])] {
            let vault = Vault(
                path: "/vault", info: try io.vault().info, access: .write, io: io, lockWait: .milliseconds(20), syncThreads: 4,
                durability: durability)
            let stage = try vault.objectStage(isReadSoon: false)
            #expect([60_000, 200_000].map { stage.way($0).isPassing } == early, "\(durability), the first two")
            for _ in 0..<4 { _ = stage.way(1000) }
            let late = [60_000, 200_000, 3 << 20].map { stage.way($0).isPassing }
            #expect(late == [durability == .fsync, true, true], "\(durability), behind many")
            #expect(try [10, 2 << 20].allSatisfy { try !vault.objectStage(isReadSoon: true).way($0).isPassing })
        }
    }

    @Test("Many bytes pass their first barrier before the lock is taken, few of them beside the making of the records")
    func beforeTheLock() throws {
        for (count, barriers) in [(80, 1), (8, 0)] {
            let io = try MemoryIO.withVault()
            let info = try io.vault().info
            let vault = Vault(
                path: "/vault", info: info, access: .write, io: io, lockWait: .milliseconds(20), syncThreads: 4,
                durability: .auto)
            let stage = try vault.objectStage()
            for number in 0..<count {
                _ = try stage.store([UInt8](repeating: UInt8(number), count: 1_000_000)) { _ in false }
            }
            let holder = try VaultLock.acquire(io: io.process(200), layout: VaultLayout(root: "/vault"), wait: .zero)
            let refused = failure { _ = try vault.commit(applier: MemoryCatalog(), actor: try actor(), stage: stage) { [] } }
            #expect(refused?.code == .vaultBusy && io.callsByName["syncfs"] ?? 0 == barriers)
            withExtendedLifetime(holder) {}
        }
    }

    @Test("A vault does so: two barriers for a batch of many, none for a batch of one or beside a busy writer")
    func vault() throws {
        let io = try MemoryIO.withVault()
        let vault = try io.vault(durability: .auto)
        let catalog = MemoryCatalog()
        func barriers(_ names: [String]) throws -> Int {
            let before = io.callsByName["syncfs"] ?? 0
            try vault.add(names, to: catalog)
            return (io.callsByName["syncfs"] ?? 0) - before
        }
        #expect(try barriers(["采购合同"]) == 0)
        #expect(try barriers(["保修卡", "服务协议", "补充协议"]) == 2)
        io.setUnwritten(1 << 30)
        #expect(try barriers(["保密协议", "租赁合同", "验收单"]) == 0)
        io.crash()
        let later = try io.vault()
        #expect(try later.verify(threads: 1, expecting: catalog.place).isClean && catalog.names.count == 7)
    }
}
