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
}
