import DeedCore
import DeedSystem
import DeedSystemTesting
import Glibc
import Testing

@testable import DeedVault

extension Error {
    /// Whether a person learns which call failed on which file: `fsync /vault/tmp/…/1: Input/output error (errno 5)`.
    var namesFileAndCall: Bool {
        guard let failure = self as? Failure else { return false }
        if failure.code == .vaultBusy { return failure.subject == "/vault" }
        guard failure.subject.hasPrefix("/"), failure.detail.contains("(errno ") else { return false }
        let words = failure.detail.split(separator: " ", maxSplits: 2)
        return words.count == 3 && words[0].allSatisfy { $0.isLetter || $0 == "_" } && words[1].hasPrefix("/")
    }
}

/// One step of a vault's life, tried on a disk whose kth call goes wrong.
private struct Step: CustomTestStringConvertible, Sendable {
    var name: String
    /// Brings the disk to where the step begins.
    var prepare: @Sendable () throws -> (MemoryIO, MemoryCatalog)
    var run: @Sendable (MemoryIO, MemoryCatalog, Durability) throws -> Void

    var testDescription: String { name }

    static let addition = Step(
        name: "a single addition",
        prepare: {
            let io = try MemoryIO.withVault()
            let catalog = MemoryCatalog()
            try io.vault().add(["旧合同"], to: catalog)
            io.crash()
            return (io, catalog)
        },
        run: { io, catalog, durability in try io.vault(durability: durability).add(["新合同"], to: catalog) })

    static let facts = Step(
        name: "records alone, which begin a segment",
        prepare: addition.prepare,
        run: { io, catalog, durability in
            _ = try io.vault(sealedSize: 10, durability: durability).commit(applier: catalog, actor: try actor(), stage: nil) {
                [Record(DocumentTagged(document: newID(), tag: "新合同"))]
            }
        })

    static let recovery = Step(
        name: "the recovery of a torn journal",
        prepare: {
            let (io, catalog) = try addition.prepare()
            try io.vault().add(["第二份"], to: catalog)
            let behind = catalog.rolledBack(1)
            for (path, tail) in [("/vault/records/0000000001.jsonl", "{\"seq\":9"), ("/vault/bodies/0000000001.tsv", "9\t")] {
                try io.put(path, try io.contents(path) + Array(tail.utf8))
            }
            // What somebody left in the middle of an addition, before the machine was started anew.
            try io.makeDirectory("/vault/tmp/before.77", mode: 0o700)
            try io.makeDirectory("/vault/tmp/before.77/3", mode: 0o700)
            try io.put("/vault/tmp/before.77/3/12", Array("半份".utf8))
            io.crash(keeping: .everything)
            return (io, behind)
        },
        run: { io, catalog, durability in _ = try io.vault(durability: durability).recover(applier: catalog) })

    static let rebuild = Step(
        name: "a rebuild",
        prepare: recovery.prepare,
        run: { io, catalog, durability in
            let vault = try io.vault(durability: durability)
            _ = try vault.recover(applier: catalog)
            try vault.exclusively {
                let fresh = MemoryCatalog()
                try vault.replay(
                    after: nil,
                    { record in
                        if fresh.isIdle { try fresh.begin() }
                        try fresh.apply(record)
                    }, commit: { try fresh.commit($0) })
                #expect(fresh.records == catalog.records)
            }
        })

    static let reserve = Step(
        name: "the reserve given back and made again",
        prepare: addition.prepare,
        run: { io, _, durability in
            let vault = try io.vault(durability: durability)
            try vault.makeRoom()
            _ = try vault.refillReserve()
        })
}

@Suite("Every call of every step fails")
struct FaultyStepTests {
    private static let faults: [(name: String, fault: MemoryIO.Fault)] = [
        ("EIO once", .init(call: 0, effect: .error(EIO))), ("EIO from then on", .init(call: 0, lasts: true, effect: .error(EIO))),
        ("ENOSPC once", .init(call: 0, effect: .error(ENOSPC))),
        ("ENOSPC from then on", .init(call: 0, lasts: true, effect: .error(ENOSPC))),
        ("EINTR", .init(call: 0, effect: .error(EINTR))), ("EAGAIN", .init(call: 0, effect: .error(EAGAIN))),
        ("short writes", .init(call: 0, lasts: true, effect: .short)),
        ("a sync", .init(call: 0, effect: .error(EIO), only: "fsync")),
        ("a sync of data", .init(call: 0, effect: .error(EIO), only: "fdatasync")),
        ("syncs from then on", .init(call: 0, lasts: true, effect: .error(EIO), only: "fsync")),
        ("a sync of the file system", .init(call: 0, effect: .error(EIO), only: "syncfs")),
        ("syncs of the file system", .init(call: 0, lasts: true, effect: .error(EIO), only: "syncfs")),
    ]

    @Test(
        "Nothing acknowledged is lost, the error names call and file, and the vault goes on",
        arguments: [
            (Step.addition, Durability.fsync), (.addition, .auto), (.facts, .fsync), (.recovery, .fsync),
            (.rebuild, .fsync), (.reserve, .fsync),
        ])
    private func everyCall(step: Step, durability: Durability) throws {
        let (fresh, catalog) = try step.prepare()
        for (name, fault) in FaultyStepTests.faults {
            var isOver = false
            for call in 1...500 where !isOver {
                let io = fresh.fork()
                var due = fault
                due.call = call
                io.inject([due])
                let here = catalog.rolledBack(0)
                do { try step.run(io, here, durability) } catch {
                    #expect(error.namesFileAndCall, "\(name) at call \(call): \(error)")
                }
                isOver = io.calls < call
                io.inject([])
                let left = FaultyStepTests.faults(here, io, cut: call % 2 == 0)
                #expect(left == [], "\(name) at call \(call)")
            }
            #expect(isOver, "\(name): more than 500 calls")
        }
    }

    /// What is wrong with the vault for a process that starts now, perhaps after the power was cut.
    private static func faults(_ catalog: MemoryCatalog, _ io: MemoryIO, cut: Bool) -> [String] {
        var faults: [String] = []
        do {
            if cut { io.crash() } else { io.kill() }
            let next = cut ? io : io.process(300)
            let vault = try next.vault()
            let recovered = catalog.rolledBack(0)
            _ = try vault.recover(applier: recovered)
            if Array(recovered.records.prefix(catalog.records.count)) != catalog.records {
                faults.append("acknowledged records are gone")
            }
            if try vault.journal() != recovered.records { faults.append("catalog and journal differ") }
            let report = try vault.verify(threads: 1, expecting: recovered.place)
            if !report.isClean || report.journal.incomplete > 0 { faults.append("\(report)") }
            if try next.status("/vault/reserve")?.size ?? 0 == 0 { faults.append("the reserve is gone") }
            try vault.add(["下一份"], to: recovered)
            if try vault.journal() != recovered.records { faults.append("the next commit went wrong") }
        } catch {
            faults.append("\(error)")
        }
        return faults
    }

    @Test("Making a vault: it is none, or a whole one; making it again works", arguments: [EIO, ENOSPC], [false, true])
    func making(errno: Int32, lasts: Bool) throws {
        func make(_ io: MemoryIO) throws -> Vault {
            try Vault.create(at: "/vault", io: io, timeZone: "Asia/Shanghai", program: "测试", syncThreads: 0)
        }
        let whole = MemoryIO()
        _ = try make(whole)
        // 256 directories are made and synced one like the other: of those every 16th call.
        let calls = (1...whole.calls).filter { $0 < 40 || $0 > whole.calls - 60 || $0 % 16 == 0 }
        for call in calls {
            let io = MemoryIO()
            io.inject([.init(call: call, lasts: lasts, effect: .error(errno))])
            let error = failure { _ = try make(io) }
            #expect(error.map { $0.namesFileAndCall } ?? true, "call \(call): \(error.map { "\($0)" } ?? "")")
            io.kill()
            let next = io.process(200)
            next.inject([])
            if failure({ _ = try next.vault() })?.code == .vaultNotFound {
                #expect(error != nil)
                _ = try make(next)
            }
            next.crash()
            // Nobody was told that the vault is there, and it is not; what holds nothing may be made again.
            if failure({ _ = try next.vault() })?.code == .vaultNotFound {
                #expect(error != nil)
                _ = try make(next)
                next.crash()
            }
            try next.vault().add(["合同"], to: MemoryCatalog())
            #expect(try next.vault().verify(threads: 1).isClean, "call \(call)")
        }
    }
}
