import DeedCore
import Testing

@testable import DeedReaders

@Suite struct ReaderWorkbookTests {
    @Test func sheetsReadAsAPersonSeesThem() throws {
        // Given a ledger with shared and inline strings, a date, an amount, a percentage, a check, a gap
        let styles = """
            <numFmts><numFmt numFmtId='176' formatCode='yyyy"年"m"月"d"日"'/><numFmt numFmtId='177' formatCode='"¥"#,##0.00_);[Red]\\("¥"#,##0.00\\)'/></numFmts>\
            <cellStyleXfs><xf numFmtId='9'/></cellStyleXfs><cellXfs><xf numFmtId='0'/><xf numFmtId='176'/><xf numFmtId='177'/><xf numFmtId='10'/></cellXfs>
            """
        let rows = """
            <row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c></row>\
            <row r='2'><c r='A2' t='inlineStr'><is><t>上海样例机电</t></is></c><c r='B2' s='1'><v>45732</v></c><c r='C2'/><c r='D2' s='2'><v>1234500</v></c>\
            <c r='E2' s='3'><v>0.055</v></c><c r='F2' t='b'><v>1</v></c><c r='G2' t='str'><f>A1</f><v>HT&amp;1</v></c><c r='H2'><v>0.30000000000000004</v></c></row>
            """
        let sink = try read(OfficeFixture.xlsx([("2025年&amp;台账", rows), ("空", "")], strings: ["客户", "签订日期"], styles: styles))
        #expect(sink.unit == .sheet)
        #expect(sink.labels == ["2025年&台账", "空"])
        #expect(sink.pages[0].text == "客户\t签订日期\n上海样例机电\t2025年3月16日\t\t¥1,234,500.00 \t5.50%\tTRUE\tHT&1\t0.3")
        #expect(sink.pages[1].text.isEmpty)
    }

    @Test func theCalendarOf1904IsFourYearsOn() throws {
        let styles = "<cellXfs><xf numFmtId='14'/></cellXfs>"
        let rows = "<row><c><v>44270</v></c></row>"
        let old = try read(OfficeFixture.xlsx([("表", rows)], styles: styles, workbook: "<workbookPr date1904='1'/>"))
        let new = try read(OfficeFixture.xlsx([("表", rows)], styles: styles))
        #expect(old.text == "2025/3/16")
        #expect(new.text == "2021/3/15")
    }

    @Test(
        arguments: [
            (0.0, "0", "0"), (1234.5, "General", "1234.5"), (-1234.5, "#,##0.00", "-1,234.50"), (2.675, "0.00", "2.68"),
            (0.5, "0", "1"),
            (1e11, "General", "100000000000"), (13_800_138_000, "General", "13800138000"), (1.0 / 3, "General", "0.3333333333"),
            (12_345, "#,##0,\"千\"", "12千"), (0.125, "0%", "13%"), (-5, "0;(0)", "(5)"), (0, "0;-0;\"无\"", "无"), (7, "000", "007"),
            (1_234_567.891, "[$¥-804]#,##0.00", "¥1,234,567.89"), (5, "0\"个月\"", "5个月"), (3.5, "# ?/?", "3.5"),
            (1200, "0.0E+00", "1200"),
            (0.1, "0.##", "0.1"), (999.999, "0.00", "1000.00"),
            (-2.5, "G/通用格式\"天\"", "-2.5天"), (8, ";;;", "8"),
        ] as [(Double, String, String)])
    func numbersAreShownByTheirFormat(number: Double, code: String, text: String) {
        #expect(NumberFormat(code: code).text(number, uses1904: false) == text)
    }

    @Test(
        arguments: [
            (45_732.0, "yyyy-mm-dd", "2025-03-16"), (45_732.75, "yyyy/m/d h:mm", "2025/3/16 18:00"), (1, "yyyy/m/d", "1900/1/1"),
            (59, "yyyy/m/d", "1900/2/28"), (61, "yyyy/m/d", "1900/3/1"), (45_732.5, "[$-804]上午/下午h\"时\"mm\"分\"", "下午12时00分"),
            (45_732.999_999_9, "yyyy-mm-dd hh:mm:ss", "2025-03-17 00:00:00"), (1.5, "[h]:mm", "36:00"),
            (45_732, "d-mmm-yy", "16-Mar-25"),
            (45_732, "aaaa", "星期日"), (45_732, "[$-F800]dddd, mmmm dd, yyyy", "Sunday, March 16, 2025"), (-1, "yyyy-mm-dd", "-1"),
            (0.25, "h:mm:ss", "6:00:00"), (45_732, "yyyy\\.mm\\.dd;@", "2025.03.16"),
        ] as [(Double, String, String)])
    func datesAreShownByTheirFormat(serial: Double, code: String, text: String) {
        #expect(NumberFormat(code: code).text(serial, uses1904: false) == text)
    }

    @Test func aSheetOfManyRowsIsStreamedInPages() throws {
        let row = "<row><c t='inlineStr'><is><t>\(String(repeating: "序列号", count: 100))</t></is></c></row>"
        let sink = try read(
            OfficeFixture.xlsx([("序列号", String(repeating: row, count: 3000)), ("尾", "<row><c><v>1</v></c></row>")]))
        #expect(sink.labels.dropLast().allSatisfy { $0 == "序列号" })
        #expect(sink.pages.count == 4)
        #expect(sink.pages.last?.label == "尾")
        #expect(sink.pages.last?.number == 4)
    }

    @Test func commentsAndTextBoxesFollowTheirSheet() throws {
        // Given a sheet with a note, a thread of comments, and a drawing with a text box that old programs see as a picture
        let drawing = """
            <xdr:wsDr xmlns:xdr='x' xmlns:a='a' xmlns:mc='mc'><mc:AlternateContent><mc:Choice><xdr:sp><xdr:txBody><a:p><a:r><a:t>请于</a:t></a:r>\
            <a:r><a:t>月底前盖章</a:t></a:r></a:p><a:p><a:r><a:t>联系人 王工</a:t></a:r></a:p></xdr:txBody></xdr:sp></mc:Choice>\
            <mc:Fallback><xdr:sp><a:p><a:r><a:t>旧图</a:t></a:r></a:p></xdr:sp></mc:Fallback></mc:AlternateContent></xdr:wsDr>
            """
        let book = ZipFixture.stored(
            OfficeFixture.xlsxParts([
                ("台账", "<row r='1'><c r='A1' t='inlineStr'><is><t>HT-2024-0031</t></is></c></row>"), ("第二张", ""),
            ]) + [
                OfficeFixture.relationships(
                    "xl/worksheets/_rels/sheet0.xml.rels",
                    [
                        ("c", "comments", "../comments1.xml"), ("t", "threadedComment", "../threads/1.xml"),
                        ("d", "drawing", "../drawings/1.xml"),
                        ("g", "drawing", "../drawings/gone.xml"),
                    ]),
                (
                    "xl/comments1.xml",
                    "<comments><authors><author>张三</author></authors><commentList><comment ref='A1'><text><r><t>原件</t></r><r><t>在法务部</t></r>"
                        + "<rPh><t>yuanjian</t></rPh></text></comment></commentList></comments>"
                ),
                (
                    "xl/threads/1.xml",
                    "<ThreadedComments><threadedComment ref='A1'><text>已续签</text></threadedComment></ThreadedComments>"
                ),
                ("xl/drawings/1.xml", drawing),
            ])
        let sink = try read(book)
        // Then their words stand below the cells of that sheet, each as a line, once
        #expect(sink.labels == ["台账", "第二张"])
        #expect(sink.pages[0].text == "HT-2024-0031\n原件在法务部\n已续签\n请于月底前盖章\n联系人 王工", "\(sink.pages)")
        #expect(sink.pages[1].text.isEmpty)
    }
}
