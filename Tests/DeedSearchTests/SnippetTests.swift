import DeedCore
import DeedSearch
import Testing

@Suite("What a hit shows")
struct SnippetTests {
    @Test("overlapping pairs are marked once, the text is not repeated")
    func overlap() throws {
        let archive = try Archive()
        try archive.put("a", ["产品保修期为三年，自验收之日起算。"], title: "x")
        #expect(try archive.hit("保修 修期")?.snippet == "产品<mark>保修期</mark>为三年，自验收之日起算。")
        #expect(try archive.hit("保修期为三年")?.snippet == "产品<mark>保修期为三年</mark>，自验收之日起算。")
    }

    @Test("one Han character is marked alone, wherever it stands in its word")
    func oneCharacter() throws {
        let archive = try Archive()
        try archive.put("a", ["保修卡，质保，保"], title: "x")
        #expect(try archive.hit("保")?.snippet == "<mark>保</mark>修卡，质<mark>保</mark>，<mark>保</mark>")
    }

    @Test("markup in a text is text, in a hit and around it")
    func escaping() throws {
        let archive = try Archive()
        try archive.put("a", ["<script>alert('保修')</script> & \"三年\""], title: "x")
        #expect(
            try archive.hit("保修")?.snippet
                == "&lt;script&gt;alert(&#39;<mark>保修</mark>&#39;)&lt;/script&gt; &amp; &quot;三年&quot;")
    }

    @Test("a wrapped word is shown whole, a code with its joiners, full width as written")
    func forms() throws {
        let archive = try Archive()
        try archive.put("a", ["本产品质\n保期三年\u{202E}。"], title: "x")
        try archive.put("b", ["编号 ＨＴ－２０２４－００３１ 号", "东昇公司"], title: "y")
        #expect(try archive.hit("质保期")?.snippet == "本产品<mark>质保期</mark>三年。")
        #expect(try archive.hit("ht20240031")?.snippet == "编号 <mark>ＨＴ－２０２４－００３１</mark> 号")
        #expect(try archive.hit("HT-2024-0031")?.snippet == "编号 <mark>ＨＴ－２０２４－００３１</mark> 号")
        #expect(try archive.hit("东升")?.snippet == "<mark>东昇</mark>公司")
    }

    @Test("the best page, its label, the pages with their counts, three windows at most")
    func pages() throws {
        let archive = try Archive()
        let filler = String(repeating: "其他条款。", count: 30)
        try archive.put(
            "a", ["封面", "", "质保 \(filler)", "保修 质保 三年", "质保 质保", "质保", ""], title: "x",
            labels: [nil, nil, nil, "第四条", nil, nil, nil])
        let hit = try #require(try archive.hit("质保 保修"))
        #expect(hit.page == 4)
        #expect(hit.section == "第四条")
        #expect(
            hit.pages == [
                PageHits(number: 3, count: 1), PageHits(number: 4, count: 2), PageHits(number: 5, count: 2),
                PageHits(number: 6, count: 1),
            ])
        #expect(hit.snippet.hasPrefix("<mark>保修</mark> <mark>质保</mark> 三年 <mark>质保</mark> <mark>质保</mark> "))
        #expect(hit.snippet.hasSuffix("…"))
    }

    @Test("sheets have a name and no page")
    func sheets() throws {
        let archive = try Archive()
        try archive.put("a", ["空", "序列号 SN12345"], title: "x", unit: .sheet, labels: ["汇总", "设备"])
        let hit = try #require(try archive.hit("SN12345"))
        #expect(hit.page == nil && hit.section == "设备")
    }

    @Test("a window of a long page has forty characters around the hits")
    func window() throws {
        let archive = try Archive()
        let filler = String(repeating: "甲乙丙丁戊", count: 200)
        try archive.put("a", ["\(filler)保修\(filler)"], title: "x")
        let snippet = try #require(try archive.hit("保修")?.snippet)
        let around = String(repeating: "甲乙丙丁戊", count: 8)
        #expect(snippet == "…\(around)<mark>保修</mark>\(around)…")
    }

    @Test("what was found by its names shows them")
    func names() throws {
        let archive = try Archive()
        try archive.put("a", ["正文"], title: "电梯<维保>合同", parties: ["东升公司"])
        #expect(try archive.hit("维保")?.snippet == "电梯&lt;<mark>维保</mark>&gt;合同")
        #expect(try archive.hit("东升")?.snippet == "<mark>东升</mark>公司")
        #expect(try archive.hit("类型:合同") == nil)
    }
}
