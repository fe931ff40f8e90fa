import DeedCatalog
import DeedCore
import Foundation
import GRDB
import Testing

@Suite("A catalog that is compared with what its journal makes of it")
struct ComparedCatalogTests {
    private let directory: Directory
    private var path: String { directory.path + "/catalog.sqlite" }

    init() throws { directory = try Directory() }

    @Test("a journal in which everything happens makes the same rows once more")
    func everything() throws {
        let story = try Story.everything(try Catalog.open(at: path, access: .write, keys: folding))
        let fresh = try made(by: story)
        #expect(try fresh.dump() == story.catalog.dump())
        #expect(try contents(fresh) == contents(story.catalog))
        #expect(try fresh.integrityProblem() == nil)
        try story.customer("北京东昇科技")
        #expect(try contents(fresh) != contents(story.catalog))
    }

    @Test("a value that is not what the journal says is found, in the first row, the last and between")
    func changedValues() throws {
        let story = try imported()
        let sound = try contents(made(by: story))
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
                    #expect(try isSame(sound) == false, "\(table).\(column), row \(row)")
                    tried += 1
                }
            }
        }
        #expect(tried == (6 + 9 + 6) * 3 - 3 * 2)
    }

    @Test("rows that are missing and rows too many are found, wherever they stand")
    func rowsMissingAndTooMany() throws {
        let story = try imported()
        let sound = try contents(made(by: story))
        try story.catalog.close()
        let file = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(try isSame(sound))
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
            #expect(try isSame(sound) == false, "\(change)")
        }
    }

    @Test("a catalog that is given up in the middle of a batch, a hundred times: nothing outlives its connection")
    func givenUp() throws {
        let story = try imported()
        for _ in 0..<100 {
            let fresh = try Catalog.temporary(keys: folding)
            try fresh.begin()
            for record in story.batches.flatMap(\.records).prefix(8) { try fresh.apply(record) }
            try fresh.mark()
        }
        #expect(try made(by: story).dump() == story.catalog.dump())
    }

    /// What an import with a ledger writes, in the file.
    private func imported() throws -> Story {
        let story = try Story(try Catalog.open(at: path, access: .write, keys: folding))
        let run = try story.run("/srv/合同.zip")
        let contract = try story.document(
            "设备采购合同 0.pdf", object: 1, run: run, [.number: "京采购2025第001号", .expires: "2026-12-31"])
        for number in 2..<12 { try story.document("质保卡 \(number).pdf", object: number, run: number < 9 ? run : nil) }
        let copy = DocumentNamed(
            document: contract, run: run, source: "/srv/合同.zip", path: "合同.zip!/副本.pdf", name: "副本.pdf", crc32: 0xDEAD_BEEF)
        try story.write(Record(copy), Record(DocumentTagged(document: contract, tag: "重要")))
        let customer = try story.customer("上海样例机电有限公司", phone: "138-0000-1234")
        try story.link(contract, customer)
        try story.cover(try story.serial("SN-O0I1", customer: customer), starts: "2025-03-15", months: 12, card: contract)
        return story
    }

    private func made(by story: Story) throws -> Catalog {
        let fresh = try Catalog.temporary(keys: folding)
        try story.replay(to: fresh)
        return fresh
    }

    /// Whether the catalog in the file has this content.
    private func isSame(_ sound: [UInt8]) throws -> Bool {
        try contents(Catalog.open(at: path, access: .read, keys: folding)) == sound
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

    private func contents(_ catalog: Catalog) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try catalog.contents { bytes += $0 }
        return bytes
    }
}
