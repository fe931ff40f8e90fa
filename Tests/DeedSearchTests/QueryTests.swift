import DeedCore
import TestSupport
import Testing

@testable import DeedSearch

@Suite("The query language takes anything")
struct QueryTests {
    private func term(_ text: String, _ field: QueryTerm.Field? = nil, isPrefix: Bool = false) -> QueryNode {
        .term(QueryTerm(text: text, field: field, isPrefix: isPrefix))
    }

    @Test("a year and a month at the end of the calendar reach its last day")
    func lastYear() throws {
        for query in ["日期:9999", "日期:9999-12", "日期:9999-12-31"] {
            guard case .dates(let keys)? = try QueryParser.parse(query).node else {
                Issue.record("\(query) is no range")
                continue
            }
            #expect(keys?.upperBound == DocumentKey.keys(on: .last).upperBound)
        }
    }

    @Test(
        "a day is after or before another one",
        arguments: [
            (">=2026-03", "2026-03-01..9999-12-31"), (">2026-03", "2026-04-01..9999-12-31"),
            ("<2026-03", "0001-01-01..2026-02-28"),
            ("<=2026年3月5日", "0001-01-01..2026-03-05"),
        ])
    func comparisons(_ written: String, _ meant: String) throws {
        guard case .dates(let found)? = try QueryParser.parse("日期:\(written)").node,
            case .dates(let wanted)? = try QueryParser.parse("日期:\(meant)").node
        else {
            Issue.record("\(written) is no range")
            return
        }
        #expect(found?.contains(wanted?.lowerBound ?? 0) == true && found?.contains(wanted?.upperBound ?? 0) == true)
        #expect(try QueryParser.parse("日期:\(written)").node != QueryParser.parse("日期:2026").node)
        #expect(throws: Failure.self) { try QueryParser.parse("日期:>=昨天") }
    }

    @Test("operators, groups, fields and phrases")
    func forms() throws {
        #expect(try QueryParser.parse("a b").node?.strict == .all([term("a"), term("b")]))
        #expect(try QueryParser.parse("a OR b c").node?.strict == .any([term("a"), .all([term("b"), term("c")])]))
        #expect(try QueryParser.parse("a 或 b").node?.strict == .any([term("a"), term("b")]))
        #expect(try QueryParser.parse("a AND -b").node?.strict == .all([term("a"), .not(term("b"))]))
        #expect(try QueryParser.parse("a NOT -b").node?.strict == .all([term("a"), term("b")]))
        #expect(try QueryParser.parse("“a b” c").node?.strict == .all([term("a b"), term("c")]))
        #expect(
            try QueryParser.parse("客户：(甲 OR 乙)").node?.strict
                == .any([term("甲", .party, isPrefix: true), term("乙", .party, isPrefix: true)]))
        #expect(try QueryParser.parse("title: \"a b\"*").node?.strict == term("a b", .title, isPrefix: false))
        #expect(try QueryParser.parse("title:\"a bc\"*").node?.strict == term("a bc", .title, isPrefix: true))
        #expect(try QueryParser.parse("http://a").node?.strict == term("http://a"))
        #expect(try QueryParser.parse("上海样例（机电）公司").node?.strict == term("上海样例（机电）公司"))
        #expect(try QueryParser.parse("（甲方 或 乙方）").node?.strict == .any([term("甲方"), term("乙方")]))
        #expect(try QueryParser.parse("or and not").node?.strict == .all([term("or"), term("and"), term("not")]))
    }

    @Test("what is not closed is closed, what hangs is dropped")
    func unfinished() throws {
        #expect(try QueryParser.parse("\"a b").node?.strict == term("a b"))
        #expect(try QueryParser.parse("(a OR (b").node?.strict == .any([term("a"), term("b")]))
        #expect(try QueryParser.parse("a) b)").node?.strict == .all([term("a"), term("b")]))
        #expect(try QueryParser.parse("OR a OR").node?.strict == term("a"))
        #expect(try QueryParser.parse("a NOT").node?.strict == term("a"))
        #expect(try QueryParser.parse("a 。 b").node?.strict == .all([term("a"), term("b")]))
        #expect(try QueryParser.parse("客户: ").node?.strict == nil)
        #expect(try QueryParser.parse("- \"\" () 。").node?.strict == nil)
    }

    @Test("hints say what was not taken as written")
    func hints() throws {
        #expect(try QueryParser.parse("a*").hints == [.prefixTooShort])
        #expect(try QueryParser.parse("12*").hints == [.prefixTooShort])
        #expect(try QueryParser.parse("ab* 123* 保*").hints == [])
        #expect(try QueryParser.parse("。！").hints == [.nothingToSearch])
        for query in ["nmae:样例", "custmer:上海", "电话：13800002001", "备注:急"] {
            #expect(try QueryParser.parse(query).hints == [.unknownField], "\(query)")
        }
        for query in ["http://a.example", "10:30", "文件名:样例", "合同号:HT-1", "name:样例", "A1:B2", "比例："] {
            #expect(try QueryParser.parse(query).hints == [], "\(query)")
        }
        #expect(try QueryParser.parse("  ").hints == [])
        #expect(try QueryParser.parse(String(repeating: "合同 ", count: 70)).hints == [.queryCut])
        #expect(try QueryParser.parse(String(repeating: "合", count: 3000)).hints == [.queryCut])
    }

    @Test(
        "no text reaches FTS5 as syntax",
        arguments: [
            "\"", "\"\"", "\"\"\"", "a\"b\"c", "a\" OR \"b", "'; DROP TABLE doc; --", "body:保修", "{title} : x", "NEAR(a b, 2)",
            "^a", "a + b", "a*b*",
            "* * *", "(", ")", "()", "((((((((((((((((((((((((a", "-", "--", "-- --", "---a", "NOT NOT NOT", "OR OR", "AND",
            "a:b:c", "facet:ztcontract",
            "客户:客户:客户:", "客户:标题:x", "\u{0}", "a\u{0}b", "\\", "%", "_", "fts_doc", "fts_doc MATCH 'x'", "🙂", "🙂🙂 保修",
            "\u{202E}abc", "１２＊",
            "\n\t\r", "保修\n质保", "deed_score(1)", "rank:1", "optimize", "\"a\"\"b\"", "“a", "「甲", "『a』*", "a|b || c", "{", "}",
            "[", "日期", "日期：", ":", "：",
        ])
    func injection(query: String) throws {
        let archive = try Archive()
        try archive.put("a", ["保修三年 a b c"], kind: .contract)
        _ = try archive.index.find(query)
        _ = try archive.index.find("保修 " + query + " OR (x")
        _ = try archive.index.find("-" + query)
        _ = try archive.index.find("标签:x OR " + query)
        #expect(try archive.index.find("保修").total == 1)
    }

    @Test("the column of facets is not searched by words")
    func facets() throws {
        let archive = try Archive()
        let customer = archive.mintID()
        try archive.put("a", ["保修"], customers: [customer], kind: .contract)
        for query in ["ztcontract", "zc\(customer.text)", "zt*", "facet:ztcontract", "(标签:x OR ztcontract)"] {
            #expect(try archive.index.find(query).total == 0)
        }
    }

    @Test("random pieces of syntax never fail")
    func randomSyntax() throws {
        let archive = try Archive()
        try archive.put("a", ["保修三年 ht-2024-0031 warranty"], kind: .contract, tags: ["x"])
        let pieces = [
            "(", ")", "\"", "OR", "或", "AND", "NOT", "-", "*", "客户:", "编号:", "标签:x", "日期:2024", "类型:合同", "保修", "保", "ht-2024",
            "war", "warranty*", " ",
            " ", "（", "）", "“", "：", "。", "x",
        ]
        var random = SplitMix(seed: 11)
        for _ in 0..<400 {
            let query = (0..<Int.random(in: 1...12, using: &random)).map { _ in random.pick(pieces) }.joined(separator: " ")
            let tight = query.split(separator: " ").joined()
            _ = try archive.index.find(query)
            do { _ = try archive.index.find(tight) } catch let failure as Failure {
                #expect(failure.code == .badQuery, "\(tight): \(failure)")
            }
        }
    }
}

extension QueryNode {
    /// The same, with terms that are taken as they are written.
    fileprivate var strict: QueryNode {
        switch self {
        case .all(let parts): return .all(parts.map(\.strict))
        case .any(let parts): return .any(parts.map(\.strict))
        case .not(let part): return .not(part.strict)
        case .term(var term):
            term.isLoose = false
            return .term(term)
        default: return self
        }
    }
}
