import DeedCatalog
import DeedCore
import Foundation
import GRDB
import Testing

@Suite("The catalog is a function of the journal")
struct RebuildTests {
    @Test("a journal in which everything happens, applied again, gives the same dump, byte for byte")
    func sameDump() throws {
        let story = try Story.everything()
        let again = try Catalog.inMemory(keys: folding)
        try story.replay(to: again)

        let dump = try story.catalog.dump()
        #expect(dump == (try again.dump()))
        #expect(dump.contains("'京采购2025第001号'"))
        #expect(try story.catalog.problems().isEmpty)
    }

    @Test("the dump shows every table, and nothing of the dump is empty when everything happened")
    func everyTable() throws {
        let lines = try Story.everything().catalog.dump().split(separator: "\n")
        let heads = lines.indices.filter { lines[$0].hasPrefix("# ") }
        #expect(heads.count == Catalog.schema.components(separatedBy: "\nCREATE TABLE ").count - 1)
        for head in heads { #expect(head + 1 < lines.count && !heads.contains(head + 1), "\(lines[head]) has no row") }
    }

    @Test("one record more changes the dump")
    func dumpNotices() throws {
        let story = try Story.everything()
        let before = try story.catalog.dump()
        try story.customer("北京东昇科技")
        #expect(try story.catalog.dump() != before)
    }

    @Test("a rolled-back batch leaves no trace")
    func rollback() throws {
        let story = try Story.everything()
        let before = try story.catalog.dump()
        let position = try story.catalog.position()
        try story.catalog.begin()
        let added = CustomerAdded(customer: try story.mint(), name: "半途而废", source: "manual")
        try story.catalog.apply(
            StampedRecord(seq: story.last + 1, time: story.now, actor: story.actor, record: Record(added)))
        #expect(try story.catalog.customers(named: "半途而废") == [added.customer], "queries see the open transaction")
        story.catalog.rollback()

        #expect(try story.catalog.dump() == before)
        #expect(try story.catalog.position() == position)
        try story.customer("继续")
    }

    @Test("the position is that of the last commit")
    func position() throws {
        #expect(try Catalog.inMemory(keys: folding).position() == nil)
        let story = try Story.everything()
        let position = try #require(try story.catalog.position())
        #expect(position == story.batches.last?.position)
    }

    @Test("a file that is rebuilt while the old one is wrong holds what the journal says; a replay that fails changes nothing")
    func rebuildFile() throws {
        let directory = try Directory()
        let path = directory.path + "/catalog.sqlite"
        let story = try Story.everything(try Catalog.open(at: path, access: .write, keys: folding))
        let dump = try story.catalog.dump()
        try story.catalog.close()

        struct Stop: Error {}
        #expect(throws: Stop.self) {
            try Catalog.rebuild(at: path, keys: folding) { fresh in
                try story.replay(to: fresh)
                throw Stop()
            }
        }
        #expect(try Catalog.open(at: path, access: .read, keys: folding).dump() == dump)

        try Data("not a database at all, just some bytes that happen to be here".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: Failure.self) { try Catalog.open(at: path, access: .read, keys: folding) }
        let rebuilt = try Catalog.rebuild(at: path, keys: folding) { try story.replay(to: $0) }
        #expect(try rebuilt.dump() == dump)
        try rebuilt.close()
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["catalog.sqlite"])
    }

    @Test("a rebuilt file has every table, index and view of a new one, whatever was in the journal")
    func rebuiltSchema() throws {
        let directory = try Directory()
        try Catalog.open(at: directory.path + "/new.sqlite", access: .write, keys: folding).close()
        let new = try schema(directory.path + "/new.sqlite")
        #expect(new.contains { $0.hasPrefix("index document_name_stem ") })
        for (name, story) in [("all", try Story.everything()), ("short", try Story()), ("none", nil)] {
            let path = directory.path + "/\(name).sqlite"
            let rebuilt = try Catalog.rebuild(at: path, keys: folding) { try story?.replay(to: $0) }
            #expect(try rebuilt.integrityProblem() == nil, "\(name)")
            try rebuilt.close()
            #expect(try schema(path) == new, "\(name)")
        }
    }

    @Test("indexes that were made in a batch that is rolled back are there at the end of a rebuild all the same")
    func rolledBackIndex() throws {
        let directory = try Directory()
        let path = directory.path + "/catalog.sqlite"
        let story = try Story.everything()
        let unknown = ImportWithdrawn(run: try story.mint(), why: "没有这次导入")
        let rebuilt = try Catalog.rebuild(at: path, keys: folding) { fresh in
            try fresh.begin()
            #expect(throws: Failure.self) {
                try fresh.apply(StampedRecord(seq: 1, time: story.now, actor: story.actor, record: Record(unknown)))
            }
            fresh.rollback()
            try story.replay(to: fresh)
        }
        #expect(try rebuilt.dump() == story.catalog.dump())
        try rebuilt.close()
        try Catalog.open(at: directory.path + "/new.sqlite", access: .write, keys: folding).close()
        #expect(try schema(path) == schema(directory.path + "/new.sqlite"))
    }

    private func schema(_ path: String) throws -> [String] {
        try DatabaseQueue(path: path).read { db in
            try String.fetchAll(db, sql: "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1")
        }
    }
}

/// A directory that is removed with the test.
final class Directory {
    let path: String

    init() throws {
        var template = Array("/tmp/deed-catalog-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
