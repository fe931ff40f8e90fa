import DeedCatalog
import DeedCore
import Foundation
import GRDB
import Testing

@Suite("A catalog that is compared with what its journal makes of it")
struct WitnessTests {
    private let directory: Directory
    private var path: String { directory.path + "/catalog.sqlite" }

    init() throws { directory = try Directory() }

    @Test("an import into a sound catalog: rows that both have are not made a second time, and all the rest is the same")
    func held() throws {
        let story = try imported()
        let fresh = try compare(story)
        #expect(try fresh.heldTables() == Catalog.growingTables)
        #expect(try contents(fresh, besides: Catalog.growingTables) == contents(story.catalog, besides: Catalog.growingTables))
        let made = try fresh.dump()
        #expect(!made.contains("设备采购合同 0.pdf") && made.contains("重要") && made.contains("京采购2025第001号"))
    }

    @Test("a journal in which everything happens: the rows that were not made are, before something looks into them")
    func everything() throws {
        let story = try Story.everything(try Catalog.open(at: path, access: .write, keys: folding))
        let fresh = try compare(story)
        #expect(try fresh.heldTables().isEmpty)
        #expect(try fresh.dump() == story.catalog.dump())
        #expect(try contents(fresh) == contents(story.catalog))
        #expect(try fresh.integrityProblem() == nil)
        try story.customer("北京东昇科技")
        #expect(try contents(fresh) != contents(story.catalog))
    }

    @Test("any value of the tables that grow that is not what the journal says is found, in the first row, the last and between")
    func changedValues() throws {
        let story = try imported()
        let sound = try contents(story.catalog)
        try story.catalog.close()
        let file = try Data(contentsOf: URL(fileURLWithPath: path))
        var tried = 0
        for (table, key) in [("document", "seq"), ("document_name", "from_seq"), ("journal", "seq")] {
            for (column, type) in try columns(table) {
                for row in ["min(\(key))", "max(\(key))", "\(key)"] {
                    // Whoever lets a row go backwards meets the row that has the key already: only the last one may move.
                    if column == key, row != "max(\(key))" { continue }
                    let value = type == "TEXT" ? "coalesce(\(column), '') || '改'" : "coalesce(\(column), 0) + 1"
                    let place = row == key ? "SELECT \(key) FROM \(table) LIMIT 1 OFFSET 7" : "SELECT \(row) FROM \(table)"
                    try file.write(to: URL(fileURLWithPath: path))
                    try change("UPDATE \(table) SET \(column) = \(value) WHERE \(key) = (\(place))")
                    #expect(try isSame(story, sound) == false, "\(table).\(column), row \(row)")
                    tried += 1
                }
            }
        }
        #expect(tried == (6 + 9 + 6) * 3 - 3 * 2)
    }

    @Test("rows that are missing and rows too many are found, wherever they stand")
    func rowsMissingAndTooMany() throws {
        let story = try imported()
        let sound = try contents(story.catalog)
        try story.catalog.close()
        let file = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(try isSame(story, sound))
        for change in [
            "DELETE FROM document_name WHERE from_seq = (SELECT max(from_seq) FROM document_name)",
            "DELETE FROM document_name WHERE from_seq = (SELECT min(from_seq) FROM document_name)",
            "DELETE FROM document_name",
            "DELETE FROM journal WHERE seq = (SELECT seq FROM journal LIMIT 1 OFFSET 4)",
            "INSERT INTO journal SELECT max(seq) + 1, time, actor, kind, document, redacted FROM journal",
            """
            INSERT INTO document
                SELECT max(seq) + 1, substr(id, 1, 25) || 'z', replace(sha256, '7', '8'), size, run, NULL FROM document
            """,
            """
            INSERT INTO document_name
                SELECT max(from_seq) + 1, NULL, document, run, source, path, name, stem_key, NULL FROM document_name
            """,
            """
            UPDATE document SET id = (SELECT substr(id, 1, 25) || 'z' FROM document LIMIT 1)
                WHERE seq = (SELECT max(seq) FROM document)
            """,
        ] {
            try file.write(to: URL(fileURLWithPath: path))
            try self.change(change)
            #expect(try isSame(story, sound) == false, "\(change)")
        }
    }

    @Test("a catalog that somebody has written to since is not asked; all rows are made")
    func otherPlace() throws {
        let story = try imported()
        let place = try story.catalog.position()
        try story.customer("北京东昇科技")
        let fresh = try Catalog.temporaryToCompare(with: path, place: place, keys: folding)
        try story.replay(to: fresh)
        #expect(try fresh.heldTables().isEmpty)
        #expect(try fresh.dump() == story.catalog.dump())
    }

    @Test("a document that no line has added is not known, though the catalog has it")
    func unknownDocument() throws {
        let story = try imported()
        let known = try #require(
            try DatabaseQueue(path: path).read { try String.fetchOne($0, sql: "SELECT max(id) FROM document") })
        let fresh = try Catalog.temporaryToCompare(with: path, place: story.catalog.position(), keys: folding)
        let first = try #require(story.batches.first)
        try Story.commit(first.records, at: first.position, to: fresh)
        try fresh.begin()
        let early = DocumentTagged(document: try #require(Identifier(known)), tag: "太早")
        #expect(throws: Failure.self) {
            try fresh.apply(
                StampedRecord(seq: first.position.seq + 1, time: story.now, actor: story.actor, record: .documentTagged(early)))
        }
        fresh.rollback()
    }

    /// What an import with a ledger writes, in the file: nothing that looks into the tables that grow.
    private func imported() throws -> Story {
        let story = try Story(try Catalog.open(at: path, access: .write, keys: folding))
        let run = try story.run("/srv/合同.zip")
        let contract = try story.document(
            "设备采购合同 0.pdf", object: 1, run: run, [.number: "京采购2025第001号", .expires: "2026-12-31"])
        for number in 2..<12 { try story.document("质保卡 \(number).pdf", object: number, run: number < 9 ? run : nil) }
        let copy = DocumentNamed(
            document: contract, run: run, source: "/srv/合同.zip", path: "合同.zip!/副本.pdf", name: "副本.pdf", crc32: 0xDEAD_BEEF)
        try story.write(.documentNamed(copy), .documentTagged(DocumentTagged(document: contract, tag: "重要")))
        let customer = try story.customer("上海样例机电有限公司", phone: "138-0000-1234")
        try story.link(contract, customer)
        try story.cover(try story.serial("SN-O0I1", customer: customer), starts: "2025-03-15", months: 12, card: contract)
        return story
    }

    private func compare(_ story: Story) throws -> Catalog {
        let fresh = try Catalog.temporaryToCompare(with: path, place: story.batches.last?.position, keys: folding)
        try story.replay(to: fresh)
        return fresh
    }

    /// Whether the catalog in the file is what the journal makes of it.
    private func isSame(_ story: Story, _ sound: [UInt8]) throws -> Bool {
        let fresh = try compare(story)
        let known = try Catalog.open(at: path, access: .read, keys: folding)
        let held = try fresh.heldTables()
        if held.isEmpty { #expect(try contents(fresh) == sound) }
        return try contents(fresh, besides: held) == contents(known, besides: held)
    }

    private func columns(_ table: String) throws -> [(String, String)] {
        try DatabaseQueue(path: path).read { db in try db.columns(in: table).map { ($0.name, $0.type) } }
    }

    /// Changes the file as nobody should.
    private func change(_ sql: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA ignore_check_constraints = ON; \(sql)")
            try #require(db.changesCount > 0, "\(sql)")
        }
        try queue.close()
    }

    private func contents(_ catalog: Catalog, besides left: Set<String> = []) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try catalog.contents(of: { !left.contains($0) }) { bytes += $0 }
        return bytes
    }
}
