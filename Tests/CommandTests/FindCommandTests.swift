import DeedCore
import Testing

/// Everything that people type, on the samples' real files.
@Suite("Find: what people type")
struct FindCommandTests {
    @Test("The answer's shape: totals, a place in the text, a snippet that is safe HTML")
    func shape() throws {
        let answer = try Samples.shared().json("find", "质保期")
        answer.expectKeys("total", "capped", "hits")
        #expect(answer["capped"] == false && (answer["total"]?.integer ?? 0) > 3)
        for hit in answer["hits"]?.array ?? [] {
            hit.expectKeys("document", "title", "page", "section", "snippet", "score")
            #expect(hit["snippet"]?.string?.contains("<mark>") == true)
        }
        let html = try TestVault(["附件.txt": "第三条 保修 <b> 价格 < 100 & 说明"])
        let snippet = try html.json("find", "保修")["hits"]?.array?.first?["snippet"]?.string ?? ""
        #expect(snippet.contains("<mark>保修</mark> &lt;b&gt; 价格 &lt; 100 &amp; 说明"))
    }

    @Test("A single character, in the text too")
    func single() throws {
        let vault = try Samples.shared()
        let found = try vault.json("find", "保", "--limit", "100")
        #expect((found["total"]?.integer ?? 0) > 25)
        #expect(found["hits"]?.array?.allSatisfy { $0["snippet"]?.string?.contains("<mark>保") == true } == true)
    }

    @Test(
        "Words, fragments of numbers and of names: each finds the paper that is meant",
        arguments: [
            ("质保", "立式加工中心采购合同"), ("2025第001", "立式加工中心采购合同"), ("京采购2025第001号", "立式加工中心采购合同"),
            ("HT-2024-0031", "激光打标机销售合同"), ("ＨＴ－２０２４", "激光打标机销售合同"), ("ht20240031", "激光打标机销售合同"),
            ("東昇", "设备及备件年度框架合同"), ("东升", "设备及备件年度框架合同"), ("样例机电", "年度维保服务协议"),
            ("上海樣例機電有限公司", "年度维保服务协议"), ("設備維運", "設備維運合約書"), ("设备维运", "設備維運合約書"),
            ("91320505MAXX20032C", "保密协议"), ("AC75-2503-0017", "保修卡 AC75-2503-0017"), ("whichever", "Supply Agreement 供货协议"),
            ("HARROWGATE", "Distribution Agreement"), ("Solheim", "Marine Service Agreement"),
        ])
    func words(query: String, title: String) throws {
        let found = try Samples.shared().found(query)
        #expect(found.contains(title), "\(query): \(found)")
    }

    @Test("AND, OR, NOT, phrases, prefixes, brackets")
    func operators() throws {
        let vault = try Samples.shared()
        let both = try vault.found("质保期 AND 先到者为准")
        #expect(Set(both) == ["立式加工中心采购合同", "保修卡 VMC850-2504-0003", "Supply Agreement 供货协议"])
        #expect(try vault.found("质保期 先到者为准") == both)
        let either = try Set(vault.found("校准 OR whichever"))
        #expect(either == Set(try vault.found("校准")).union(try vault.found("whichever")) && either.count > 2)
        #expect(try Set(vault.found("校准 或 whichever")) == either)
        let without = try Set(vault.found("质保期 NOT 先到者为准"))
        #expect(without == Set(try vault.found("质保期")).subtracting(both) && !without.isEmpty)
        #expect(try Set(vault.found("质保期 -先到者为准")) == without)
        #expect(try vault.found("\"Distribution Agreement\"").contains("Distribution Agreement"))
        #expect(try !vault.found("\"Agreement Distribution\"").contains("Distribution Agreement"))
        #expect(try vault.found("warrant*").contains("Warranty Certificate"))
        #expect(try Set(vault.found("(校准 OR whichever) AND 质保期")) == ["Supply Agreement 供货协议"])
    }

    @Test("Fields and filters: number, party, title, kind, tag, date")
    func fields() throws {
        let vault = try TestVault.withSamples()
        try vault.deedbox("tag", "HT-2024-0052", "重点").expect()
        #expect(try vault.found("编号:HT-2024-0052") == ["设备及备件年度框架合同"])
        #expect(try vault.found("number:HT-2024-0052") == ["设备及备件年度框架合同"])
        #expect(try Set(vault.found("客户:东升")).contains("设备及备件年度框架合同"))
        #expect(try vault.found("标题:补充") == ["HT-2024-0031 补充协议（一）"])
        #expect(try vault.found("标签:重点") == ["设备及备件年度框架合同"])
        #expect(try vault.found("东昇", "--kind", "warranty-card") == ["保修卡 AC75-2503-0017"])
        #expect(try vault.found("东昇", "--tag", "重点") == ["设备及备件年度框架合同"])
        let ofCustomer = try Set(vault.found("合同", "--customer", "样例机电"))
        #expect(ofCustomer.isSuperset(of: ["激光打标机销售合同", "气动元件采购合同"]) && !ofCustomer.contains("设备及备件年度框架合同"))
    }

    @Test("A word that a line wrap broke, in a text file and across the lines of a PDF")
    func wraps() throws {
        let vault = try TestVault([
            "维保.txt": "乙方应当在四小时内到场，逾期按每日千分之五支付违\n约金。质 量 保\r\n证期为十二个月。",
            "English.txt": "The supplier grants an extended war-\nranty of two years.",
        ])
        #expect(try vault.found("违约金") == ["维保"] && vault.found("质量保证期") == ["维保"])
        #expect(try vault.found("\"支付违约金\"") == ["维保"])
    }

    @Test("Nothing found is an empty answer, with --fail-empty exit 10; a query that cannot be read is wrong use")
    func nothing() throws {
        let vault = try Samples.shared()
        let empty = try vault.json("find", "查无此词的合同条款")
        #expect(empty["total"] == 0 && empty["hits"] == [])
        _ = try vault.json("find", "查无此词的合同条款", "--fail-empty", code: 10)
        #expect(try vault.chinese("find", "查无此词的合同条款").contains("没有找到"))
        #expect(try vault.json("find", "，。")["hints"] == ["nothing-to-search"])
        #expect(try vault.deedbox("find", "保", "--sort", "best", "--json").expect(64).error["code"] == "bad-value")
        #expect(try vault.deedbox("find").expect(64).errorText.contains("query"))
    }

    @Test("Pages of an answer fit together: --limit and --offset")
    func paging() throws {
        let vault = try Samples.shared()
        let all = try vault.json("find", "合同", "--limit", "100")["hits"]?.texts("document") ?? []
        var parts: [String] = []
        while parts.count < all.count {
            let part = try vault.json("find", "合同", "--limit", "7", "--offset", "\(parts.count)")["hits"]?.texts("document") ?? []
            #expect(!part.isEmpty)
            if part.isEmpty { break }
            parts += part
        }
        #expect(parts == all && Set(all).count == all.count)
    }

    @Test("People see the place with the words marked, in colour on a terminal, in brackets in a pipe")
    func page() throws {
        let vault = try Samples.shared()
        let chinese = try vault.chinese("find", "先到者为准")
        #expect(chinese.contains("【先到者为准】") && chinese.contains("第 1 页") && chinese.contains("共找到 3 份文档。"))
        let english = try vault.english("find", "whichever")
        #expect(english.contains("page 1") && english.contains("【whichever】") && english.contains("found."))
        let terminal = try vault.deedbox("find", "先到者为准").runOnTerminal()
        #expect(terminal.text.contains("\u{1B}[1;33m先到者为准\u{1B}[0m"))
        let cut = try vault.dir.shell("{ \"$DEEDBOX\" find 保; echo $? >&2; } | head -1").env("DEEDBOX_VAULT", vault.path).expect()
        #expect(cut.errorText == "0\n")
    }

    @Test("-word is a part of the query, a slip in an option is none")
    func minus() throws {
        let vault = try TestVault(["甲.txt": "电话 传真", "乙.txt": "电话"])
        #expect(try vault.found("-传真") == ["乙"])
        #expect(try vault.json("find", "电话", "-传真")["total"] == 1)
        for words in [["--", "电话", "-传真"], ["电话", "--", "-传真"], ["--", "-传真"]] {
            let answer = try vault.deedbox(["find", "--json"] + words).expect().text
            #expect(answer.contains("乙") && !answer.contains("甲"), "\(words)")
        }
        #expect(try vault.deedbox("find", "电话", "--limt", "5", "--json").expect(64).error["code"] == "bad-use")
    }

    @Test("A field that is none and the end of a number are said, in Chinese too")
    func reasons() throws {
        let vault = try TestVault(["甲.txt": "电话 13700004444"])
        #expect(try vault.json("find", "nmae:甲")["hints"] == ["unknown-field"])
        #expect(try vault.json("find", "444")["hints"] == ["number-from-its-end"])
        #expect(try vault.json("find", "13700004444")["hints"] == [])
        #expect(try vault.chinese("find", "电花:甲").contains("冒号前不是字段名"))
    }
}
