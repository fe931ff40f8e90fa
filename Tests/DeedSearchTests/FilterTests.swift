import DeedCore
import DeedSearch
import Testing

@Suite("Narrowing what is found")
struct FilterTests {
    private func archive() throws -> (archive: Archive, east: Identifier, west: Identifier) {
        let archive = try Archive()
        let east = archive.mintID()
        let west = archive.mintID()
        try archive.put("甲", ["保修三年"], customers: [east], kind: .warrantyCard, tags: ["重要", "VIP"], date: "2023-12-31")
        try archive.put("乙", ["保修两年"], customers: [east, west], kind: .contract, tags: ["重要"], date: "2024-01-01")
        try archive.put("丙", ["保修一年"], customers: [west], kind: .contract, date: "2024-03-31")
        try archive.put("丁", ["质保"], kind: .contract, tags: ["歸檔"], date: "1899-05-01")
        return (archive, east, west)
    }

    @Test("by customer: any of them")
    func customers() throws {
        let (archive, east, west) = try archive()
        #expect(try archive.names("保修", FindFilter(customers: [east])) == ["乙", "甲"].sorted())
        #expect(try archive.names("保修", FindFilter(customers: [east, west])) == ["丙", "乙", "甲"].sorted())
        #expect(try archive.names("保修", FindFilter(customers: [archive.mintID()])) == [])
    }

    @Test("by kind, tag and document")
    func kindsTagsDocuments() throws {
        let (archive, _, _) = try archive()
        #expect(try archive.names("保修", FindFilter(kinds: [.contract])) == ["丙", "乙"].sorted())
        #expect(try archive.names("保修", FindFilter(tags: ["重要"])) == ["乙", "甲"].sorted())
        #expect(try archive.names("保修", FindFilter(tags: ["重要", "vip"])) == ["甲"])
        #expect(try archive.names("", FindFilter(tags: ["归档"])) == ["丁"])
        let id = try #require(archive.documents["丙"]?.id)
        #expect(try archive.names("保修", FindFilter(documents: [id])) == ["丙"])
        #expect(try archive.names("保*", FindFilter(documents: [id])) == ["丙"])
        #expect(try archive.names("保修", FindFilter(documents: [])) == [])
    }

    @Test("by date, both ends included, and before 1900")
    func dates() throws {
        let (archive, _, _) = try archive()
        let january = CivilDate(year: 2024, month: 1, day: 1)
        let march = CivilDate(year: 2024, month: 3, day: 31)
        #expect(try archive.names("保修", FindFilter(from: january)) == ["丙", "乙"].sorted())
        #expect(try archive.names("保修", FindFilter(from: january, to: march)) == ["丙", "乙"].sorted())
        #expect(try archive.names("保修", FindFilter(to: january)) == ["乙", "甲"].sorted())
        #expect(try archive.names("保修", FindFilter(from: march, to: january)) == [])
        #expect(try archive.names("", FindFilter(to: CivilDate(year: 1950, month: 1, day: 1))) == ["丁"])
    }

    @Test(
        "dates in a query",
        arguments: [
            ("日期:2024-01..2024-03 保修", ["丙", "乙"]), ("日期：２０２４－０１ 保修", ["乙"]), ("date:2023", ["甲"]), ("date:2024-03-31", ["丙"]),
            ("日期:2024年3月", ["丙"]), ("日期:2024年1月1日至2024年3月31日", ["丙", "乙"]), ("日期:..2024-01-01 保修", ["乙", "甲"]),
            ("日期:2024/02~ 保修", ["丙"]), ("-日期:2024 保修", ["甲"]), ("日期:20240331", ["丙"]), ("date:2024.1..2024.2", ["乙"]),
        ])
    func datesInQuery(query: String, expected: [String]) throws {
        let (archive, _, _) = try archive()
        #expect(try archive.names(query) == expected.sorted())
    }

    @Test("tags and dates mix with words under OR and NOT")
    func mixed() throws {
        let (archive, _, _) = try archive()
        #expect(try archive.names("标签:vip OR 质保") == ["丁", "甲"].sorted())
        #expect(try archive.names("保修 (标签:vip OR 日期:2024-03)") == ["丙", "甲"].sorted())
        #expect(try archive.names("保修 -标签:重要") == ["丙"])
        #expect(try archive.names("-保修") == ["丁"])
        #expect(try archive.names("-保修 -质保") == [])
        #expect(try archive.names("三年 或 -保修") == ["丁", "甲"].sorted())
        #expect(try archive.names("NOT (保修 OR 标签:重要)") == ["丁"])
    }

    @Test("a value that its field cannot have is an error that names what it can")
    func badValues() throws {
        let (archive, _, _) = try archive()
        for query in ["日期:昨天", "类型:船", "date:2024-13", "date:2024-02-30", "date:..", "kind:"] where query != "kind:" {
            #expect { try archive.index.find(query) } throws: {
                ($0 as? Failure)?.code == .badQuery && ($0 as? Failure)?.candidates.isEmpty == false
            }
        }
        #expect(try archive.index.find("kind:").total == 0)
    }

    @Test("slices follow one another without gap or repetition")
    func slices() throws {
        let archive = try Archive()
        for number in 0..<25 { try archive.put("合同\(number)", ["保修 \(number)"], date: "2024-01-\(number % 9 + 10)") }
        var seen: [Identifier] = []
        for after in stride(from: 0, to: 30, by: 10) {
            let answer = try archive.index.find("保修", limit: 10, after: after)
            #expect(answer.total == 25 && !answer.capped)
            seen += answer.hits.map(\.document)
        }
        #expect(seen.count == 25)
        #expect(Set(seen).count == 25)
    }
}
