import DeedCore
import GRDB
import TestSupport
import Testing

@testable import DeedSearch

@Suite("Nothing stale stays in the index")
struct ReindexTests {
    @Test("another text, another title, another party, another date, and removal")
    func changes() throws {
        let archive = try Archive()
        try archive.put("a", ["保修三年"], title: "旧标题", parties: ["东升公司"], people: ["张三"])
        try archive.put("b", ["保修两年"])
        #expect(try archive.names("旧标题") == ["a"])
        try archive.put("a", ["质保两年", "第二页"], title: "新标题", parties: ["长城公司"], people: ["李四"], date: "2020-01-01")
        #expect(try archive.names("旧标题 或 东升 或 三年 或 张三") == [])
        #expect(try archive.names("新标题 长城 质保 李四 日期:2020") == ["a"])
        #expect(try archive.names("保修") == ["b"])
        #expect(try archive.index.isSound())
        let a = try #require(archive.documents["a"]?.id)
        try archive.index.remove([a])
        #expect(try archive.names("质保") == [])
        #expect(try archive.index.isSound())
        #expect(try archive.index.pages(of: Archive.object("a")).count == 2)
    }

    @Test("a text may come before its document or after it, or change under it")
    func order() throws {
        let archive = try Archive()
        try archive.put("先文", ["保修"])
        try archive.put("先名", [])
        #expect(try archive.names("保修") == ["先文"])
        try archive.index.store(Archive.text(["保修"]), for: Archive.object("先名"))
        #expect(try archive.names("保修") == ["先名", "先文"].sorted())
        try archive.index.store(DocumentText(media: "x", state: .failed, reason: "damaged"), for: Archive.object("先名"))
        #expect(try archive.names("保修") == ["先文"])
        #expect(try archive.index.isSound())
    }

    @Test("an unchanged document is left alone, tags change without re-indexing, the journal's place is kept")
    func unchanged() throws {
        let archive = try Archive()
        try archive.put("a", ["保修"], tags: ["一"])
        let before = try archive.index.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM fts_doc_data") }
        try archive.put("a", tags: ["二"])
        #expect(try archive.index.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM fts_doc_data") } == before)
        #expect(try archive.names("标签:一") == [])
        #expect(try archive.names("标签:二") == ["a"])
        #expect(try archive.index.appliedSeq == 2)
        try archive.index.index([], removed: [try #require(archive.documents["a"]?.id)], appliedSeq: 7)
        #expect(try archive.index.appliedSeq == 7)
        #expect(try archive.names("保修") == [])
    }

    @Test("a document that changes keeps its key while its day stays, so that no day runs out of keys")
    func keys() throws {
        let archive = try Archive()
        func key(_ name: String) throws -> Int64? {
            let id = try #require(archive.documents[name]?.id)
            return try archive.index.read {
                try Int64.fetchOne($0, sql: "SELECT doc_key FROM doc WHERE document = ?", arguments: [id.text])
            }
        }
        try archive.put("维保协议", ["保修三年"], date: "2025-03-01")
        // A neighbour behind it on its day.
        try archive.put("租赁合同", ["押一付三"], date: "2025-03-01")
        let first = try key("维保协议")
        for round in 1...5 { try archive.put("维保协议", ["保修三年"], title: "维保协议 第\(round)稿", date: "2025-03-01") }
        #expect(try key("维保协议") == first)
        #expect(try archive.names("第5稿") == ["维保协议"] && archive.names("第4稿").isEmpty)
        // Another day, another key; and back.
        try archive.put("维保协议", ["保修三年"], date: "2025-03-02")
        #expect(try key("维保协议") != first)
        try archive.put("维保协议", ["保修三年"], date: "2025-03-01")
        #expect(try key("租赁合同") == first.map { $0 + 1 } && archive.index.isSound())
    }

    @Test("a new document beside one that changes, on one day: each has a key of its own, whichever comes first")
    func keysOfOneBatch() throws {
        let archive = try Archive()
        let ids = (0..<6).map { _ in archive.mintID() }.sorted()
        func paper(_ at: Int, _ title: String) throws -> IndexedDocument {
            IndexedDocument(
                id: ids[at], object: Archive.object("纸\(at)"), title: title, keyDate: try #require(CivilDate("2025-03-01")))
        }
        // The one with the highest key of the day changes while others, before and behind it, are new.
        try archive.index.index([try paper(3, "租赁合同")], appliedSeq: 1)
        try archive.index.index(try (0..<6).map { try paper($0, "租赁合同 改") }, appliedSeq: 2)
        #expect(try archive.index.read { try Int.fetchOne($0, sql: "SELECT count(DISTINCT doc_key) FROM doc") } == 6)
        #expect(try archive.index.isSound())
    }

    @Test("the check finds a posting that was left behind")
    func checkFinds() throws {
        let archive = try Archive()
        try archive.put("a", ["保修三年"])
        #expect(try archive.index.isSound())
        try archive.index.write { try $0.execute(sql: "UPDATE doc SET title = '别的'") }
        #expect(try !archive.index.isSound())
        try archive.put("a", ["保修三年"], title: "新标题")
        #expect(try !archive.index.isSound())
    }

    @Test("an index made by other rules says so, and opening it for writing makes it again")
    func rebuild() throws {
        let archive = try Archive()
        try archive.put("a", ["封面", "保修三年"], title: "合同", tags: ["x"])
        try archive.put("b", [], title: "保险单")
        try archive.index.write {
            try $0.execute(sql: "INSERT INTO fts_doc (fts_doc) VALUES ('delete-all')")
            try $0.execute(sql: "UPDATE fts_version SET tokenizer = 0; UPDATE page SET token_start = 77")
        }
        let reader = try SearchIndex.open(at: archive.path, access: .read)
        #expect(try reader.isOutdated)
        let again = try SearchIndex.open(at: archive.path, access: .write)
        #expect(try !again.isOutdated)
        #expect(try again.isSound())
        #expect(try archive.names("保修 标签:x") == ["a"])
        #expect(try archive.hit("三年")?.page == 2)
        #expect(try again.appliedSeq == 2)
    }

    @Test("an index of version 2 answers a reader as before; who writes gives it the folders' column, and all is looked at again")
    func secondVersion() throws {
        let archive = try Archive()
        try archive.put("a", ["保修三年 war-\nranty"], title: "合同")
        let before = archive.index
        try before.write { database in
            try database.execute(
                sql: """
                    DROP TABLE fts_doc; DROP TABLE fts_meta; ALTER TABLE doc DROP COLUMN folders;
                    CREATE VIRTUAL TABLE fts_doc USING fts5(title, number, party, body, facet, content='', tokenize='deedbox');
                    CREATE VIRTUAL TABLE fts_meta USING fts5(
                        title, number, party, people, facet, content='', tokenize='deedbox names');
                    INSERT INTO fts_doc (rowid, title, body) SELECT doc_key, title, '保修三年' FROM doc;
                    UPDATE fts_version SET tokenizer = 1;
                    PRAGMA user_version = 2
                    """)
        }
        let reader = try SearchIndex.open(at: archive.path, access: .read)
        #expect(try reader.find("保修").hits.map(\.title) == ["合同"])
        #expect(try reader.find("文件夹:样例").hints == [.indexOutdated] && reader.find("zcfoo").total == 0)
        #expect(try reader.isOutdated && reader.integrityProblem() == nil)
        let writer = try SearchIndex.open(at: archive.path, access: .write)
        #expect(try writer.isSound() && !writer.isOutdated && writer.appliedSeq == 0 && writer.integrityProblem() == nil)
        #expect(try writer.find("warranty").total == 1 && writer.find("三年").hits.map(\.title) == ["合同"])
    }

    @Test("a thousand random changes leave what a fresh index would have")
    func randomChanges() throws {
        let archive = try Archive()
        var random = SplitMix(seed: 3)
        let words = ["保修", "质保", "东升", "HT-2024-0031", "warranty", "租赁契约", "保", "1,234,500"]
        for _ in 0..<60 {
            let name = "d\(Int.random(in: 0..<12, using: &random))"
            let text = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                "\(random.pick(words))\(random.pick(["", "，", " ", "\n"]))\(random.pick(words))"
            }
            switch Int.random(in: 0..<5, using: &random) {
            case 0: if let id = archive.documents[name]?.id { try archive.index.remove([id]) }
            case 1: try archive.index.store(Archive.text(text), for: Archive.object(name))
            case 2:
                try archive.put(name, [], title: random.pick(words), date: "20\(Int.random(in: 10...24, using: &random))-01-01")
            default: try archive.put(name, text, number: random.pick(words), parties: [random.pick(words) + "（集团）公司"])
            }
        }
        #expect(try archive.index.isSound())
    }

    @Test("joining segments changes no answer")
    func tidy() throws {
        let archive = try Archive()
        for number in 0..<9 { try archive.put("d\(number)", ["保修 \(number)", "HT-2024-000\(number)"]) }
        let segments = "SELECT count(DISTINCT segid) FROM fts_doc_idx"
        let before = try archive.index.read { try Int.fetchOne($0, sql: segments) ?? 0 }
        try archive.index.tidy()
        #expect(try archive.index.read { try Int.fetchOne($0, sql: segments) ?? 0 } < before)
        #expect(try archive.names("保修").count == 9)
        #expect(try archive.names("HT-2024-0007") == ["d7"])
        #expect(try archive.index.isSound())
    }
}
