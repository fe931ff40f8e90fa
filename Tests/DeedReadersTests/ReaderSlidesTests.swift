import DeedCore
import Testing

@testable import DeedReaders

@Suite struct ReaderSlidesTests {
    @Test func slidesComeInTheirOrderWithNotesAndTitles() throws {
        // Given slides whose part names run against their order
        let field = "<p:sp><a:p><a:fld type='slidenum'><a:t>7</a:t></a:fld></a:p></p:sp>"
        let sink = try read(
            OfficeFixture.pptx([
                (OfficeFixture.shape("季度到期合同", placeholder: "title") + OfficeFixture.shape("共十二份\n其中三份需续签") + field, "提醒客户经理"),
                (OfficeFixture.shape("谢谢"), nil),
            ]))
        #expect(sink.unit == .slide)
        #expect(sink.labels == ["季度到期合同", nil])
        #expect(sink.pages.map(\.text) == ["季度到期合同\n共十二份\n其中三份需续签\n提醒客户经理", "谢谢"])
    }

    @Test func tablesOnSlidesKeepRows() throws {
        let cell = { (text: String) in "<a:tc><a:txBody><a:p><a:r><a:t>\(text)</a:t></a:r></a:p></a:txBody></a:tc>" }
        let table = "<a:tbl><a:tr>\(cell("客户"))\(cell("到期"))</a:tr><a:tr>\(cell("东昇"))\(cell("2026-12-31"))</a:tr></a:tbl>"
        #expect(try read(OfficeFixture.pptx([(table, nil)])).text == "客户\t到期\t\n东昇\t2026-12-31")
    }

    @Test func chartsOnSlidesAndShapesOfOldAreRead() throws {
        // Given a slide with a chart, and a formula that only its picture of old shows
        let shapes =
            "<mc:AlternateContent xmlns:mc='mc'><mc:Choice/><mc:Fallback>\(OfficeFixture.shape("旧版文字"))</mc:Fallback></mc:AlternateContent>"
        var zip = ZipFixture()
        let arrows = OfficeFixture.relationships("ppt/slides/_rels/slide1.xml.rels", [("c", "chart", "../charts/c.xml")])
        let chart =
            "<c:chartSpace xmlns:c='c' xmlns:a='a'><c:title><a:p><a:r><a:t>年度趋势</a:t></a:r></a:p></c:title></c:chartSpace>"
        let parts = OfficeFixture.pptxParts([(shapes, nil)]) + [arrows, ("ppt/charts/c.xml", chart)]
        for (name, xml) in parts { zip.add(name, Array(xml.utf8)) }
        #expect(try read(zip.finished()).text == "旧版文字\n年度趋势")
    }
}
