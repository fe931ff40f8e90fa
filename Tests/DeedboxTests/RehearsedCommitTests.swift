import DeedCatalog
import DeedClock
import DeedCore
import DeedVault
import Foundation
import Testing

@testable import Deedbox

/// A commit that was overtaken, or found the disk full, asks once more what is to be written.
@Suite("What is to be written may be asked twice")
struct RehearsedCommitTests {
    /// What a story left behind, apart from ids and times.
    private struct End: Equatable {
        var kinds: [String]
        var counts: [Int64]
        var names: [String]
        var told: [String]
    }

    @Test("Import, upload, customers, tags, a purge, the same paper again: twice asked, the vault and the answers are the same")
    func story() throws {
        let once = try end()
        let twice = try Vault.$rehearses.withValue(true) { try end() }
        #expect(once == twice)
        #expect(once.kinds.count > 15)
    }

    private func end() throws -> End {
        let world = try PurgeWorld(PurgeWorld.made(), grace: 0, trash: 0)
        let session = world.session
        var told: [String] = []
        let papers = try world.importing(["维保协议", "租赁合同", "保修卡", "维保协议"])
        told.append("\(papers.count) \(Set(papers).count)")
        let upload = AddDocument(bytes: Array("扫描件".utf8), name: "扫描件.pdf", source: "/上传")
        told.append("\(try upload.run(in: session).outcome) \(try upload.run(in: session).outcome)")
        let customer = session.mint.next()
        try session.commit(.change) { [Record(CustomerAdded(customer: customer, name: "东升公司", source: "manual"))] }
        for (number, paper) in papers.enumerated() {
            try session.commitOnFullDisk(.change) { [Record(DocumentTagged(document: paper, tag: "第\(number)份"))] }
        }
        _ = try RequestPurge([papers[1], papers[2]], why: "误存").run(in: session)
        let purge = try RunPurge().run(in: world.on(day: 1, grace: 0, trash: 0).session)
        told.append("\(purge.trashed.count) \(purge.purged.count) \(purge.freed)")
        told.append("\(try world.importing(["租赁合同"]).count)")
        let counts = try session.catalog.counts()
        return End(
            kinds: try session.vault.records(seqs: Array(1...(session.catalog.position()?.seq ?? 1))).map(\.record.kind),
            counts: [counts.documents], names: try session.catalog.documents().rows.map(\.title).sorted(), told: told)
    }
}
