import DeedCore
import DeedSearch
import Testing

@Suite("The order of what is found")
struct RankingTests {
    @Test("number before title before party before text")
    func fields() throws {
        let archive = try Archive()
        try archive.put("d", ["保修保修 东升"], title: "丁")
        try archive.put("c", ["其他"], title: "丙", parties: ["东升公司"])
        try archive.put("b", ["其他"], title: "东升电梯")
        try archive.put("a", ["其他"], title: "甲", number: "东升1号")
        #expect(try archive.ranked("东升") == ["a", "b", "c", "d"])
    }

    @Test("of equals the newer one; by date when asked")
    func recency() throws {
        let archive = try Archive()
        try archive.put("旧", ["保修三年"], title: "x", date: "2014-01-01")
        try archive.put("新", ["保修三年"], title: "x", date: "2024-01-01")
        try archive.put("中", ["保修 保修 保修 保修 保修"], title: "x", date: "2020-01-01")
        #expect(try archive.ranked("保修") == ["中", "新", "旧"])
        #expect(try archive.ranked("保修", order: .newest) == ["新", "中", "旧"])
        #expect(try archive.ranked("保修", order: .oldest) == ["旧", "中", "新"])
    }

    @Test("one Han character: a name goes before any number of places in a text")
    func oneCharacter() throws {
        let archive = try Archive()
        try archive.put("正文", [String(repeating: "保修。", count: 80)], title: "x")
        try archive.put("名称", ["无"], title: "设备保险单", date: "2001-01-01")
        #expect(try archive.ranked("保") == ["名称", "正文"])
    }

    @Test("an old contract whose number is typed is not lost behind a thousand newer ones that mention it")
    func oldNumber() throws {
        let archive = try Archive()
        try archive.put("旧", ["采购"], number: "HT-1999-0001", date: "1999-01-01")
        var texts: [PreparedText] = []
        var documents: [IndexedDocument] = []
        let day = try #require(CivilDate(year: 2024, month: 1, day: 1))
        for number in 0..<1100 {
            let object = Archive.object("n\(number)")
            texts.append(try PreparedText(Archive.text(["参见合同 HT-1999-0001"]), for: object))
            documents.append(IndexedDocument(id: archive.mintID(), object: object, title: "函\(number)", keyDate: day))
        }
        try archive.index.store(texts)
        try archive.index.index(documents, appliedSeq: 9)
        let answer = try archive.index.find("HT-1999-0001", limit: 5)
        #expect(answer.total == 1000 && answer.capped)
        #expect(answer.hits.first?.document == archive.documents["旧"]?.id)
        #expect(try archive.index.find("编号:HT-1999-0001").total == 1)
        #expect(try archive.index.find("HT-1999-0001", order: .newest, limit: 10).total == 1000)
        let all = try archive.index.find("HT-1999-0001", order: .newest, limit: 200, after: 950)
        #expect(all.total == 1101 && !all.capped && all.hits.count == 151)
        #expect(all.hits.last?.document == archive.documents["旧"]?.id)
    }
}
