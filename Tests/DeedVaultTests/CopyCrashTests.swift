import DeedCore
import DeedSystem
import DeedSystemTesting
import Testing

@testable import DeedVault

/// A copy and a repair on a disk that loses what was not synced, cut off before every call.
@Suite("The power is cut during a backup, a restore, a repair")
struct CopyCrashTests {
    private let fresh: MemoryIO
    private let catalog = MemoryCatalog()

    init() throws {
        fresh = try MemoryIO.withVault()
        let vault = try fresh.vault(sealedSize: 600)
        for names in [["采购合同", "保修卡"], ["服务协议", "补充协议"], ["框架协议"]] { try vault.add(names, to: catalog) }
        fresh.crash(keeping: .everything)
    }

    private func options() -> CopyOptions {
        var options = CopyOptions()
        options.threads = 0
        return options
    }

    /// What is wrong with a directory that is a vault: it may be behind, but whatever its journal keeps is there.
    private func faults(_ path: String, _ io: MemoryIO) throws -> [String] {
        guard try io.status(path + "/" + VaultLayout.declarationName) != nil else { return [] }
        let report = try Vault.open(at: path, io: io, access: .read).verify(threads: 1)
        return report.isClean && report.journal.incomplete == 0 ? [] : ["\(report)"]
    }

    private func journal(_ path: String, _ io: MemoryIO) throws -> [StampedRecord] {
        try Vault.open(at: path, io: io, access: .read).journal()
    }

    /// Cuts the power before every call of `work` in turn, looks, and runs it again to its end.
    private func cutEverywhere(
        _ start: MemoryIO, keeping: MemoryIO.Keeping, at path: String, _ work: (MemoryIO) throws -> Void,
        then check: (MemoryIO) throws -> Void
    ) throws {
        let io = start.fork()
        let before = io.calls
        try work(io)
        for call in places(io.calls - before + 1) {
            let io = start.fork()
            let end = io.calls + call
            io.inject([.init(call: end, effect: .crash)])
            let isOver = (try? work(io)) != nil && io.calls < end
            io.crash(keeping: keeping)
            #expect(try faults(path, io) == [], "call \(call)")
            if !isOver { try work(io) }
            #expect(try faults(path, io) == [], "call \(call), again")
            try check(io)
        }
    }

    /// The numbers of calls that are tried: all of the last 160, where data is moved and names are changed, and of those before, which
    /// make and read directories, every 23rd.
    private func places(_ count: Int) -> [Int] {
        Array(stride(from: 1, to: max(1, count - 160), by: 23)) + Array(max(1, count - 160)...count)
    }

    @Test("A first backup", arguments: [MemoryIO.Keeping.synced, .everything, .some(seed: 5)])
    func firstBackup(keeping: MemoryIO.Keeping) throws {
        let expected = catalog.records
        try cutEverywhere(fresh, keeping: keeping, at: "/copy") { io in
            let report = try io.vault(.read).copy(to: "/copy", options: options())
            #expect(report?.isComplete == true && report?.objects == 5)
        } then: { io in
            let (copied, mine) = (try Vault.open(at: "/copy", io: io, access: .read), try io.vault(.read))
            let records = try copied.journal()
            #expect(records == expected && copied.info == mine.info)
        }
    }

    @Test("A backup that goes on, over a segment's end", arguments: [MemoryIO.Keeping.synced, .everything, .some(seed: 6)])
    func nextBackup(keeping: MemoryIO.Keeping) throws {
        let io = fresh.fork()
        _ = try io.vault(.read).copy(to: "/copy", options: options())
        let before = try journal("/copy", io)
        let grown = MemoryCatalog()
        let vault = try io.vault(sealedSize: 600)
        _ = try vault.recover(applier: grown)
        for names in [["验收单"], ["续签合同", "变更单"], ["终止协议"]] { try vault.add(names, to: grown) }
        io.crash(keeping: .everything)
        try cutEverywhere(io, keeping: keeping, at: "/copy") { io in
            _ = try io.vault(.read).copy(to: "/copy", options: options())
        } then: { io in
            let after = try journal("/copy", io)
            #expect(after == grown.records && after.count > before.count)
        }
    }

    @Test(
        "A repair of objects, of both parts of the journal, of vault.json", arguments: [MemoryIO.Keeping.synced, .some(seed: 7)])
    func repair(keeping: MemoryIO.Keeping) throws {
        let io = fresh.fork()
        _ = try io.vault(.read).copy(to: "/copy", options: options())
        let kept = catalog.kept.sorted()
        let layout = VaultLayout(root: "/vault")
        try io.flip(layout.object(kept[0]), at: 1)
        try io.unlink(layout.object(kept[1]))
        try io.syncDirectory(layout.objectDirectory(kept[1].firstByte))
        try io.flip(layout.recordsFile(1), at: 100)
        try io.flip(layout.bodiesFile(1), at: 60)
        try io.put(layout.info, Array("{}".utf8))
        try cutRepair(io, keeping)
    }

    private func cutRepair(_ start: MemoryIO, _ keeping: MemoryIO.Keeping) throws {
        let whole = start.fork()
        let before = whole.calls
        try mend(whole)
        let count = whole.calls - before + 1
        for call in Array(stride(from: 1, to: count, by: 4)) + [count] {
            let io = start.fork()
            let end = io.calls + call
            io.inject([.init(call: end, effect: .crash)])
            _ = try? repair(io)
            io.crash(keeping: keeping)
            try mend(io)
            #expect(try faults("/vault", io) == [], "call \(call)")
            let records = try journal("/vault", io)
            #expect(records == catalog.records)
            // What was damaged is kept.
            let quarantine = try io.list("/vault/quarantine").joined(separator: " ")
            for part in ["objects-", "records-", "bodies-", "vault.json-"] { #expect(quarantine.contains(part), "call \(call)") }
        }
    }

    private func repair(_ io: MemoryIO) throws -> RepairReport {
        try VaultRepair(at: "/vault", from: ["/copy"], io: io, threads: 1).run(expecting: nil)
    }

    private func mend(_ io: MemoryIO) throws {
        let report = try repair(io)
        #expect(report.remaining.isClean)
    }

    @Test("Lines that only the vault has are kept when what is before them is put back from an older copy")
    func newerLines() throws {
        let io = fresh.fork()
        _ = try io.vault(.read).copy(to: "/copy", options: options())
        let grown = MemoryCatalog()
        let vault = try io.vault(sealedSize: 600)
        _ = try vault.recover(applier: grown)
        try vault.add(["只有这里有的合同"], to: grown)
        try io.flip("/vault/records/0000000001.jsonl", at: 300)
        try mend(io)
        #expect(try journal("/vault", io) == grown.records)
        // Damage behind the copy's end cannot be mended from it, and nothing is taken away for that.
        let last = try io.vault(.read).files.lastSegment()
        let path = VaultLayout(root: "/vault").recordsFile(last)
        let before = try io.contents(path)
        try io.flip(path, at: before.count - 200)
        let report = try VaultRepair(at: "/vault", from: ["/copy"], io: io, threads: 1).run(expecting: grown.place)
        #expect(!report.remaining.journal.isClean && report.files.isEmpty)
        #expect(try io.contents(path).count == before.count)
    }

    @Test("A copy that tells another story is not taken for a cure")
    func otherStory() throws {
        let io = fresh.fork()
        _ = try io.vault(.read).copy(to: "/copy", options: options())
        for (path, name) in [("/vault", "甲"), ("/copy", "乙")] {
            let opened = try Vault.open(at: path, io: io, access: .write, syncThreads: 0)
            let catalog = MemoryCatalog()
            _ = try opened.recover(applier: catalog)
            for number in 1...3 { try opened.add(["\(name)\(number)"], to: catalog) }
        }
        try io.flip("/vault/records/0000000001.jsonl", at: 300)
        let error = failure { _ = try VaultRepair(at: "/vault", from: ["/copy"], io: io, threads: 1).run(expecting: nil) }
        #expect(error?.code == .copyDiverged)
        #expect(failure { _ = try io.vault(.read).copy(to: "/copy", options: options()) } == nil)
    }

    @Test("No room: said before anything is copied")
    func noRoom() throws {
        let io = fresh.fork()
        io.setCapacity(io.used + 1000)
        #expect(failure { _ = try io.vault(.read).copy(to: "/copy", options: options()) }?.code == .diskFull)
        io.setCapacity(1 << 30)
        #expect(try io.vault(.read).copy(to: "/copy", options: options())?.isComplete == true)
    }

    @Test("Stopped in the middle: nothing is said to be there that is not, and it goes on")
    func stopped() throws {
        let io = fresh.fork()
        let asked = Monitor(0)
        let stopped = try io.vault(.read).copy(
            to: "/copy", options: options(),
            isStopped: {
                asked.withLock { asked in
                    asked += 1
                    return asked > 3
                }
            })
        #expect(stopped == nil)
        #expect(try io.status("/copy/" + VaultLayout.declarationName) == nil)
        #expect(try io.vault(.read).copy(to: "/copy", options: options())?.isComplete == true)
        #expect(try faults("/copy", io) == [])
    }
}
