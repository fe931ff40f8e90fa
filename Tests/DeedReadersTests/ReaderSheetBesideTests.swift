import DeedCore
import Testing

@testable import DeedReaders

@Suite struct ReaderSheetBesideTests {
    /// A workbook of one sheet with more in its part behind the rows, and more parts.
    private func book(_ cells: [String], behind: String = "", parts: [(String, String)] = []) -> [UInt8] {
        let row = cells.map { "<c t='inlineStr'><is><t>\($0)</t></is></c>" }.joined()
        let all = OfficeFixture.xlsxParts([("台账", "<row>\(row)</row>")]).map { name, xml in
            (name, name == "xl/worksheets/sheet0.xml" ? xml.replacing("</worksheet>", with: behind + "</worksheet>") : xml)
        }
        return ZipFixture.stored(all + parts)
    }

    @Test func whatIsPrintedAboveAndBelowIsRead() throws {
        // Given headers and footers with fonts, colours, fields and an ampersand, and a first page that repeats one
        let behind = """
            <headerFooter differentFirst='1'><oddHeader>&amp;L&amp;"宋体,加粗"&amp;12设备台账&amp;C&amp;K01+024甲方 A&amp;&amp;B 公司&amp;R第&amp;P页</oddHeader>\
            <oddFooter>&amp;L&amp;KFF0000机密&amp;R&amp;D</oddFooter><firstFooter>&amp;L&amp;KFF0000机密&amp;R&amp;D</firstFooter></headerFooter>
            """
        let sink = try read(book(["HT-2024-0031"], behind: behind))
        // Then the words stand below the cells, each line once, without the codes
        #expect(sink.text == "HT-2024-0031\n设备台账\n甲方 A&B 公司\n第页\n机密", "\(sink.pages)")
        #expect(sink.engine == "deedbox xlsx 2")
    }

    @Test(arguments: [
        ("第一条_x000D_\n第二条_x000D_", "第一条\n第二条"), ("一_x000d__x000A_二", "一\n二"), ("一_x000D_二", "一\n二"),
        ("型号_x005F_x000D_", "型号_x000D_"), ("铃_x0007_声_x0000_", "铃声"), ("_xD83D__xDE00_章", "😀章"), ("_xD83D_章", "\u{FFFD}章"),
        ("a_x00_b_xZZZZ__x000", "a_x00_b_xZZZZ__x000"),
    ])
    func escapedCharactersAreWhatTheyStandFor(written: String, text: String) throws {
        #expect(try read(book([written])).text == text)
        let shared = OfficeFixture.xlsx(
            [("表", "<row><c t='s'><v>0</v></c><c t='str'><f>A1</f><v>\(written)</v></c></row>")], strings: [written])
        let formula = try read(shared)
        #expect(formula.text == "\(text)\t\(text)" || text.contains("\n"), "\(formula.text)")
        #expect(!formula.text.contains("_x000D_") || written.contains("x005F"))
    }

    @Test func namesOfSheetsAndCommentsAreDecodedAndTextBoxesAreNot() throws {
        let parts = [
            OfficeFixture.relationships(
                "xl/worksheets/_rels/sheet0.xml.rels", [("c", "comments", "../c.xml"), ("d", "drawing", "../d.xml")]),
            (
                "xl/c.xml",
                "<comments><commentList><comment><text><r><t>已续签_x000D_\n至年底</t></r></text></comment></commentList></comments>"
            ),
            ("xl/d.xml", "<wsDr><sp><txBody><p><r><t>图_x000D_</t></r></p></txBody></sp></wsDr>"),
        ]
        #expect(try read(book(["一"], parts: parts)).text == "一\n已续签\n至年底\n图_x000D_")
        let named = try read(OfficeFixture.xlsx([("台账_x0026_清单", "<row><c><v>1</v></c></row>")]))
        #expect(named.labels == ["台账&清单"])
    }

    @Test func chartsShapesOfOldAndDiagramsFollowTheirSheet() throws {
        // Given a drawing with a chart and a diagram, a chart with a box on it, and a button in VML
        let chart = """
            <c:chartSpace xmlns:c='c' xmlns:a='a'><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>年度</a:t></a:r><a:r><a:t>采购额</a:t></a:r></a:p></c:rich></c:tx>\
            </c:title><c:valAx><c:title><c:tx><c:strRef><c:f>A1</c:f><c:strCache><c:pt><c:v>万元</c:v></c:pt></c:strCache></c:strRef></c:tx></c:title></c:valAx>\
            <c:ser><c:cat><c:strCache><c:pt><c:v>一月</c:v></c:pt></c:strCache></c:cat></c:ser></c:chart></c:chartSpace>
            """
        let parts = [
            OfficeFixture.relationships(
                "xl/worksheets/_rels/sheet0.xml.rels", [("d", "drawing", "../d/d.xml"), ("v", "vmlDrawing", "../d/v.vml")]),
            OfficeFixture.relationships("xl/d/_rels/d.xml.rels", [("c", "chart", "c.xml"), ("s", "diagramData", "s.xml")]),
            OfficeFixture.relationships("xl/d/_rels/c.xml.rels", [("u", "chartUserShapes", "u.xml")]),
            ("xl/d/d.xml", "<wsDr><graphicFrame/></wsDr>"), ("xl/d/c.xml", chart),
            ("xl/d/u.xml", "<userShapes><p><r><t>含税</t></r></p></userShapes>"),
            ("xl/d/s.xml", "<dataModel><pt><t><p><r><t>审批流程</t></r></p></t></pt></dataModel>"),
            (
                "xl/d/v.vml",
                "<xml xmlns:v='v' xmlns:x='x'><v:shape><v:textbox><div>同意\n  付款</div></v:textbox><x:ClientData><x:Anchor>1, 2</x:Anchor></x:ClientData></v:shape></xml>"
            ),
        ]
        let sink = try read(book(["一"], parts: parts))
        // Then their words are read, without those that the cells have anyway
        #expect(sink.text == "一\n年度采购额\n万元\n含税\n审批流程\n同意 付款", "\(sink.pages) \(sink.warnings)")
    }
}
