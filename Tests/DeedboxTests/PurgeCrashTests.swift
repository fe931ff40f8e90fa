import DeedCore
import DeedSystem
import DeedSystemTesting
import DeedVault
import Testing

@testable import Deedbox

@Suite("Purge: the power is cut at every call")
struct PurgeCrashTests {
    /// Two papers go to the trash; one is held and comes back; the other is removed; the first is asked for again by nobody.
    private func story(_ world: PurgeWorld, _ held: Identifier) throws {
        _ = try RunPurge().run(in: world.on(day: 2).session)
        _ = try PlaceHold(name: "诉讼2026-07", targets: [.document(held)], why: "诉讼保全", note: nil).run(in: world.on(day: 3).session)
        _ = try RunPurge().run(in: world.on(day: 4).session)
    }

    @Test(
        "Whatever call it is, the original is where the journal says, and the next run ends what was begun",
        arguments: [true, false])
    func everywhere(synced: Bool) throws {
        let disk = try PurgeWorld.made()
        let begin = try PurgeWorld(disk)
        let papers = try begin.importing(["采购合同", "保修卡", "保密协议"])
        _ = try RequestPurge(Array(papers[0...1]), why: "保管期满").run(in: begin.session)
        let objects = try papers.map { try begin.object(of: $0) }
        disk.crash()
        var isOver = false
        var cuts = 0
        for call in 1...2000 where !isOver {
            let io = disk.fork()
            let world = try PurgeWorld(io)
            io.inject([.init(call: io.calls + call, effect: .crash)])
            isOver = (try? story(world, papers[0])) != nil
            io.crash(keeping: synced ? .synced : .everything)
            cuts += 1
            let after = try PurgeWorld(io)
            for (paper, object) in zip(papers, objects) {
                let isPurged = try after.session.catalog.details(of: paper).summary.gone == .purged
                let isThere = try !after.places(of: object).isEmpty
                // Between its removal and the record of it the second paper is nowhere; the others are always somewhere.
                #expect(isThere != isPurged || paper == papers[1], "call \(call): \(paper)")
            }
            try story(after, papers[0])
            #expect(try after.faults() == [], "call \(call)")
            #expect(try objects.map { try after.places(of: $0) } == [["objects"], [], ["objects"]], "call \(call)")
            #expect(try after.session.catalog.details(of: papers[1]).summary.gone == .purged, "call \(call)")
            #expect(try after.session.catalog.documents().rows.count == 2, "call \(call)")
        }
        #expect(isOver && cuts > 60, "\(cuts)")
    }

    @Test("Bodies are taken out whole or not at all, and what was cut off is gone on with")
    func redaction() throws {
        let disk = try PurgeWorld.made()
        let begin = try PurgeWorld(disk)
        let paper = try begin.importing(["张三丰的保密协议"])[0]
        _ = try ChangeDocument(paper).set(["number=NDA-2025-009", "owner=张三丰"], in: begin.session)
        disk.crash()
        var isOver = false
        for call in 1...2000 where !isOver {
            let io = disk.fork()
            let world = try PurgeWorld(io)
            let lines = try world.session.catalog.lines(about: paper)
            io.inject([.init(call: io.calls + call, effect: .crash)])
            isOver = (try? world.redact(lines)) != nil
            io.crash(keeping: .synced)
            let after = try PurgeWorld(io)
            #expect(try after.session.vault.verify(threads: 1).journal.isClean, "call \(call)")
            try after.resume()
            let resumed = try PurgeWorld(io)
            let left = try resumed.session.catalog.lines(about: paper)
            #expect(left.isEmpty || left == lines, "call \(call)")
            try resumed.redact(left)
            let end = try PurgeWorld(io)
            #expect(try end.faults() == [] && end.session.catalog.lines(about: paper).isEmpty, "call \(call)")
            #expect(try !end.bodies().contains("张三丰") && end.bodies().contains("个人信息删除"), "call \(call)")
        }
        #expect(isOver)
    }
}

extension PurgeWorld {
    /// What ``RedactRecords`` does to the journal; its catalog is a file and does not live on this disk.
    func redact(_ lines: [Int64]) throws {
        guard !lines.isEmpty else { return }
        try session.vault.beginSegment(applier: session.catalog)
        try session.commit(.redact) {
            let actor = try session.actor()
            let time = Instant.now
            let members = try session.vault.records(seqs: lines).map { record in
                JSON.Member(
                    String(record.seq),
                    .string(ObjectHash.of(try RedactedLine(record, by: actor, why: "个人信息删除", time: time).bytes).hex))
            }
            return [
                Record(
                    RedactionOrdered(redaction: session.mint.next(), why: "个人信息删除", time: time, lines: .object(members)))
            ]
        }
        try resume()
    }

    func resume() throws {
        for open in try session.catalog.openRedactions() {
            try RedactRecords.replace(open, in: session)
            if !open.isDone { try session.commit(.redact) { [Record(RedactionDone(redaction: open.id))] } }
        }
    }

    func bodies() throws -> String {
        try io.list("/vault/bodies").sorted().map { String(decoding: try io.contents("/vault/bodies/" + $0), as: UTF8.self) }
            .joined()
    }
}
