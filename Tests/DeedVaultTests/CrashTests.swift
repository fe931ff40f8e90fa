import DeedCore
import DeedSystem
import DeedSystemTesting
import Glibc
import Testing

@testable import DeedVault

/// Two imports by one process, and what was acknowledged of them.
struct TwoImports {
    var acknowledged: [String] = []
    var failures: [any Error] = []
    let catalog = MemoryCatalog()
    var durability = Durability.fsync

    /// Opens the vault, recovers and commits two batches; the second begins a new segment. What fails is noted, and life goes on.
    mutating func run(_ io: any VaultIO) {
        do {
            let opened = try Vault.open(at: "/vault", io: io, access: .write, syncThreads: 0)
            let vault = Vault(
                path: "/vault", info: opened.info, access: .write, io: io, lockWait: .seconds(5), syncThreads: 0,
                durability: durability, sealedSize: 600)
            _ = try vault.recover(applier: catalog)
            for names in [["采购合同", "保修卡"], ["采购合同", "服务协议", "补充协议"]] {
                do {
                    try vault.add(names, to: catalog)
                    acknowledged += names
                } catch {
                    failures.append(error)
                }
            }
        } catch {
            failures.append(error)
        }
    }

    /// What is wrong with the vault for a process that starts now: nothing acknowledged may be lost, nothing may be half there.
    func faults(_ io: MemoryIO, catalogLost commits: Int = 0) -> [String] {
        var faults: [String] = []
        do {
            let vault = try io.vault(sealedSize: 600)
            let catalog = catalog.rolledBack(commits)
            let recovery = try vault.recover(applier: catalog)
            if try vault.journal() != catalog.records { faults.append("catalog and journal differ") }
            if !acknowledged.allSatisfy({ catalog.names.contains($0) }) {
                faults.append("acknowledged \(acknowledged), there are \(catalog.names)")
            }
            let report = try vault.verify(threads: 1, expecting: catalog.place)
            if !report.isClean || report.journal.incomplete > 0 { faults.append("\(report)") }
            if try io.list("/vault/tmp").count > 0 { faults.append("tmp holds \(try io.list("/vault/tmp"))") }
            if recovery.cut > 0, recovery.quarantined.isEmpty { faults.append("the torn tail was not kept") }
            try vault.add(["下一份"], to: catalog)
            if try vault.journal() != catalog.records { faults.append("the next commit went wrong") }
        } catch {
            faults.append("\(error)")
        }
        return faults
    }
}

/// Leaves out the syncs under one directory: the protocol without one of its barriers.
private struct WithoutSync: VaultIOThrough {
    let base: MemoryIO
    let prefix: String
    private let paths = Monitor<[Int32: String]>([:])

    init(base: MemoryIO, under prefix: String) {
        self.base = base
        self.prefix = prefix
    }

    func open(_ path: String, _ how: OpenMode, mode: UInt32) throws(IOError) -> Int32 {
        let descriptor = try base.open(path, how, mode: mode)
        paths.withLock { $0[descriptor] = path }
        return descriptor
    }
    private func isDeaf(_ descriptor: Int32) -> Bool { paths.withLock { $0[descriptor]?.hasPrefix(prefix) == true } }
    func fsync(_ descriptor: Int32) throws(IOError) { if !isDeaf(descriptor) { try base.fsync(descriptor) } }
    func fdatasync(_ descriptor: Int32) throws(IOError) { if !isDeaf(descriptor) { try base.fdatasync(descriptor) } }
}

/// Leaves out every first or every second `syncfs`: one of the two barriers of a batch.
private struct WithoutSyncfs: VaultIOThrough {
    let base: MemoryIO
    let odd: Bool
    private let calls = Monitor(0)

    init(base: MemoryIO, odd: Bool) {
        self.base = base
        self.odd = odd
    }

    func syncfs(_ descriptor: Int32) throws(IOError) {
        let number = calls.withLock { calls in
            calls += 1
            return calls
        }
        if (number % 2 == 1) != odd { try base.syncfs(descriptor) }
    }
}

@Suite("The power is cut")
struct CrashTests {
    /// Cuts the power before every call of two imports in turn; the faults found, by the number of the call.
    private func cutEverywhere(
        keeping: MemoryIO.Keeping, catalogLost commits: Int = 0, durability: Durability = .fsync,
        through seam: (MemoryIO) -> any VaultIO = { $0 }
    ) throws -> [Int: [String]] {
        let fresh = try MemoryIO.withVault()
        var faults: [Int: [String]] = [:]
        for call in 1...1000 {
            let io = fresh.fork()
            io.inject([.init(call: call, effect: .crash)])
            var imports = TwoImports(durability: durability)
            imports.run(seam(io))
            let isOver = imports.failures.isEmpty
            #expect(isOver == (imports.acknowledged.count == 5))
            io.crash(keeping: keeping)
            let found = imports.faults(io, catalogLost: commits)
            if !found.isEmpty { faults[call] = found }
            if isOver { return faults }
        }
        Issue.record("two imports made more than 1000 calls")
        return faults
    }

    @Test(
        "Before every call: what was acknowledged is there, what was not is there whole or not at all",
        arguments: Durability.allCases)
    func everyCall(durability: Durability) throws {
        #expect(try cutEverywhere(keeping: .synced, durability: durability) == [:])
        #expect(try cutEverywhere(keeping: .everything, durability: durability) == [:])
    }

    @Test(
        "Parts of what was not synced survive by chance",
        arguments: [(UInt64(1), Durability.fsync), (2, .fsync), (5, .auto), (6, .auto)])
    func byChance(seed: UInt64, durability: Durability) throws {
        #expect(try cutEverywhere(keeping: .some(seed: seed), durability: durability) == [:])
    }

    @Test("The catalog lost its last commits, or all of them, as well", arguments: [1, 99])
    func catalogBehind(commits: Int) throws {
        #expect(try cutEverywhere(keeping: .synced, catalogLost: commits) == [:])
        #expect(try cutEverywhere(keeping: .some(seed: 77), catalogLost: commits) == [:])
    }

    @Test("Without barrier 1 (object bytes), barrier 2 (object names) or the journal's syncs, acknowledged work is lost")
    func negativeControls() throws {
        for left in ["/vault/tmp/", "/vault/objects/", "/vault/records/", "/vault/bodies/", "/vault/records"] {
            let faults = try cutEverywhere(keeping: .synced) { WithoutSync(base: $0, under: left) }
            #expect(!faults.isEmpty, "nothing was lost without the syncs under \(left)")
        }
    }

    @Test(
        "Without the first syncfs of a batch (bytes) or the second (names), acknowledged work is lost")
    func negativeControlsOfSyncfs() throws {
        for odd in [true, false] {
            let found = try [MemoryIO.Keeping.synced, .some(seed: 5), .some(seed: 6), .some(seed: 7)].map { keeping in
                try cutEverywhere(keeping: keeping, durability: .auto) { WithoutSyncfs(base: $0, odd: odd) }.count
            }
            #expect(found.contains { $0 > 0 }, "nothing was lost without the \(odd ? "first" : "second") syncfs")
        }
    }

    @Test("The power is cut again, before every call of the recovery")
    func recoveryIsCut() throws {
        let torn = try MemoryIO.withVault()
        var imports = TwoImports()
        imports.run(torn)
        let line = try torn.text("/vault/records/0000000002.jsonl").split(separator: "\n")[0]
        try torn.put("/vault/records/0000000002.jsonl", try torn.contents("/vault/records/0000000002.jsonl") + Array(line.utf8))
        try torn.put("/vault/bodies/0000000002.tsv", try torn.contents("/vault/bodies/0000000002.tsv") + Array("9\t".utf8))
        torn.crash()
        for call in 1...1000 {
            let io = torn.fork()
            io.inject([.init(call: call, effect: .crash)])
            var isOver = false
            if let vault = try? io.vault() { isOver = (try? vault.recover(applier: imports.catalog.rolledBack(1))) != nil }
            io.crash(keeping: .some(seed: UInt64(call)))
            #expect(imports.faults(io, catalogLost: 1) == [])
            if isOver { return }
        }
    }

    @Test("A vault that was being made is none, or a whole one; making it again works")
    func making() throws {
        for call in stride(from: 1, through: 2000, by: 7) {
            let io = MemoryIO()
            io.inject([.init(call: call, effect: .crash)])
            let made = try? Vault.create(at: "/vault", io: io, timeZone: "Asia/Shanghai", program: "测试", syncThreads: 0)
            let isOver = made != nil
            io.crash(keeping: call % 2 == 0 ? .synced : .some(seed: UInt64(call)))
            if failure({ _ = try io.vault() })?.code == .vaultNotFound {
                #expect(!isOver)
                _ = try Vault.create(at: "/vault", io: io, timeZone: "Asia/Shanghai", program: "测试", syncThreads: 0)
                io.crash()
            }
            let vault = try io.vault()
            try vault.add(["合同"], to: MemoryCatalog())
            #expect(try vault.verify(threads: 1).isClean)
            if isOver { return }
        }
        Issue.record("making a vault took more than 2000 calls")
    }
}

@Suite("Calls fail")
struct FaultTests {
    /// Lets every call of two imports fail in turn; then a new process looks, and then the power is cut.
    private func failEverywhere(_ durability: Durability, _ fault: MemoryIO.Fault, step: Int = 1) throws -> Int {
        let fresh = try MemoryIO.withVault()
        var failed = 0
        for call in stride(from: 1, through: 1000, by: step) {
            let io = fresh.fork()
            var due = fault
            due.call = call
            io.inject([due])
            var imports = TwoImports(durability: durability)
            imports.run(io)
            let isOver = io.calls < call
            failed += imports.failures.isEmpty ? 0 : 1
            for error in imports.failures { #expect(error.namesFileAndCall, "call \(call): \(error)") }
            io.kill()
            let next = io.process(200)
            next.inject([])
            #expect(imports.faults(next) == [], "call \(call), the next process")
            next.crash()
            #expect(imports.faults(next) == [], "call \(call), after the power was cut")
            if isOver { return failed }
        }
        Issue.record("two imports made more than 1000 calls")
        return failed
    }

    @Test("An error at every call, once and from then on", arguments: [EIO, ENOSPC], Durability.allCases)
    func errors(errno: Int32, durability: Durability) throws {
        for lasts in [false, true] {
            #expect(try failEverywhere(durability, .init(call: 0, lasts: lasts, effect: .error(errno))) > 20)
        }
    }

    @Test(
        "Every call is interrupted, or told to come again: nothing is lost, and what may be repeated is",
        arguments: Durability.allCases)
    func interrupted(durability: Durability) throws {
        // Names and metadata: the kernel interrupts none of these on a local disk, and a sync must not be repeated.
        #expect(try failEverywhere(durability, .init(call: 0, effect: .error(EINTR))) > 0)
        #expect(try failEverywhere(durability, .init(call: 0, effect: .error(EAGAIN)), step: 3) > 0)
        for call in ["open", "read", "pread", "write", "pwrite", "ftruncate", "flock"] {
            let fault = MemoryIO.Fault(call: 0, lasts: true, times: 2, effect: .error(EINTR), only: call)
            #expect(try failEverywhere(durability, fault, step: 7) == 0, "\(call)")
        }
    }

    @Test("Every sync fails in turn: it is not tried again, and nothing acknowledged is lost", arguments: Durability.allCases)
    func syncs(durability: Durability) throws {
        let calls = durability == .auto ? ["fsync", "syncfs"] : [durability.rawValue]
        for call in calls + ["fdatasync"] {
            // One that fails once: a batch of objects is written again, a batch of the journal is not.
            let once = try failEverywhere(durability, .init(call: 0, effect: .error(EIO), only: call))
            #expect(call == "fdatasync" ? once > 3 : once >= 0)
            #expect(try failEverywhere(durability, .init(call: 0, lasts: true, effect: .error(EIO), only: call)) > 3)
        }
    }

    @Test("Short writes are finished", arguments: Durability.allCases)
    func harmless(durability: Durability) throws {
        #expect(try failEverywhere(durability, .init(call: 0, effect: .short), step: 3) == 0)
        #expect(try failEverywhere(durability, .init(call: 0, lasts: true, effect: .short), step: 7) == 0)
    }

    @Test("After a failed sync of the journal this process writes no more; the next one does")
    func journalSync() throws {
        let io = try MemoryIO.withVault()
        let vault = try io.vault()
        let catalog = MemoryCatalog()
        try vault.add(["甲"], to: catalog)
        io.inject([.init(call: io.calls + 1, lasts: true, effect: .error(EIO), only: "fdatasync")])
        #expect(failure { try vault.add(["乙"], to: catalog) }?.code == .syncFailed)
        io.inject([])
        #expect(failure { try vault.add(["丙"], to: catalog) }?.code == .syncFailed)
        try io.process(200).vault().add(["丁"], to: catalog)
        #expect(catalog.names == ["甲", "丁"])
    }

    @Test(
        "A failed sync is not tried again: the batch is written once more into fresh files; after the second nothing is written",
        arguments: [(Durability.fsync, "fsync"), (.auto, "fsync"), (.auto, "syncfs")])
    func objectSync(durability: Durability, sync: String) throws {
        let io = try MemoryIO.withVault()
        let vault = try io.vault(durability: durability)
        let catalog = MemoryCatalog()
        func nextSyncFails() {
            io.inject([.init(call: io.calls + 1, lasts: true, times: 1, effect: .error(EIO), only: sync)])
        }
        nextSyncFails()
        try vault.add(["合同 1", "合同 2"], to: catalog)
        #expect(catalog.names == ["合同 1", "合同 2"])
        nextSyncFails()
        let second = failure { try vault.add(["合同 3", "附件 3"], to: catalog) }
        #expect(second?.code == .syncFailed && second?.detail.contains(sync) == true && second?.subject.isEmpty == false)
        io.inject([])
        #expect(failure { try vault.add(["合同 4"], to: catalog) }?.code == .syncFailed)
        #expect(failure { _ = try vault.objectStage() }?.code == .syncFailed)
        io.crash()
        let later = try io.vault()
        _ = try later.recover(applier: catalog)
        #expect(try later.verify(threads: 1, expecting: catalog.place).isClean)
        try later.add(["合同 4"], to: catalog)
        #expect(catalog.names == ["合同 1", "合同 2", "合同 4"])
    }

    @Test("With auto, when a shared barrier has failed, the second try syncs each file on its own")
    func sharedBarrierFails() throws {
        let io = try MemoryIO.withVault()
        let vault = try io.vault(durability: .auto)
        let catalog = MemoryCatalog()
        // The journal has its first segment: later syncs of single files and directories are those of objects.
        try vault.add(["合同 0"], to: catalog)
        io.inject([.init(call: io.calls + 1, lasts: true, times: 1, effect: .error(EIO), only: "syncfs")])
        let before = io.callsByName["fsync"] ?? 0
        try vault.add(["合同 1", "合同 2", "合同 3"], to: catalog)
        // One of the first try and three of the second.
        #expect((io.callsByName["fsync"] ?? 0) - before == 4)
        #expect(catalog.names == ["合同 0", "合同 1", "合同 2", "合同 3"])
    }

    @Test("The disk is full in the middle of everything: nothing half-made stays, and the room comes back")
    func diskFull() throws {
        let fresh = try MemoryIO.withVault()
        for room in stride(from: Int64(0), through: 4000, by: 90) {
            let io = fresh.fork()
            var imports = TwoImports()
            // The floor of the vault is looked at with the old capacity; the disk fills up behind its back.
            io.inject([])
            let vault = try io.vault(sealedSize: 600)
            let stage = try vault.objectStage()
            let stored = try stage.store("合同")
            io.setCapacity(io.used + room)
            let records: [Record] = (0..<5).map {
                Record(DocumentAdded(document: newID(), object: stored.id, source: "/", path: "", name: "合同 \($0)", size: 6))
            }
            let error = failure {
                _ = try vault.commit(applier: imports.catalog, actor: try actor(), stage: stage) { records }
            }
            #expect(error == nil || error?.code == .diskFull)
            imports.acknowledged = error == nil ? ["合同 0"] : []
            #expect(try vault.verify(threads: 1).isClean)
            #expect(try io.contents("/vault/records/0000000001.jsonl").isEmpty == (error != nil))
            io.setCapacity(1 << 30)
            io.kill()
            #expect(imports.faults(io.process(200)) == [])
        }
    }
}
