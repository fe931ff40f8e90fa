import DeedCore
@testable import DeedTables
import Testing

@Suite("Tables on their way out")
struct WriterTests {
    static let sheet = Worksheet(
        "台账行", columns: [.init("编号", width: 20), .init("到期", width: 12), .init("金额", width: 14), .init("备注", width: 30)],
        rows: [
            [.text("HT-2025-0031"), Worksheet.Value(CivilDate("2026-12-31")), .amount("1286000.00"), .text("=1+1")],
            [.text("HT,\"引号\""), .empty, .amount("-0.50"), .text("@SUM(A1)\n两行")], [.count(3)],
        ])

    @Test("CSV: a mark, CRLF, quotes, ISO dates; what a spreadsheet would run is defused, a number keeps its sign")
    func csv() {
        let text = String(decoding: CSVWriter.bytes(WriterTests.sheet), as: UTF8.self)
        #expect(
            text == "\u{FEFF}编号,到期,金额,备注\r\nHT-2025-0031,2026-12-31,1286000.00,'=1+1\r\n"
                + "\"HT,\"\"引号\"\"\",,-0.50,\"'@SUM(A1)\n两行\"\r\n3\r\n")
        for (text, safe) in [
            ("-5", "-5"), ("+86", "+86"), ("-5+cmd|' /C calc'!A0", "'-5+cmd|' /C calc'!A0"), ("  =A1", "'  =A1"),
            ("\t=A1", "'\t=A1"),
            ("＝A1", "'＝A1"), ("a=b", "a=b"), ("", ""), ("-", "'-"),
        ] { #expect(CSVWriter.defused(text) == safe, "\(text)") }
    }

    @Test("Days are counted as spreadsheets count them, and before March 1900 stay text")
    func serials() {
        #expect(CivilDate("2025-03-15").flatMap(SheetXML.serial) == 45_731)
        #expect(CivilDate("1900-03-01").flatMap(SheetXML.serial) == 61)
        #expect(CivilDate("1900-02-28").flatMap(SheetXML.serial) == nil)
        #expect([0, 25, 26, 701, 702].map(SheetXML.letters) == ["A", "Z", "AA", "ZZ", "AAA"])
    }

    @Test("Names of sheets are what spreadsheets take, and no two are alike")
    func names() {
        let names = XLSXWriter.unique(["a/b", "A_B", "", String(repeating: "合", count: 40), String(repeating: "合", count: 40)])
        #expect(names[0] == "a_b" && names[1] == "A_B (2)" && names[2] == "Sheet")
        #expect(names[3].utf16.count == 31 && names[4].utf16.count == 31 && names[3] != names[4])
    }

    @Test("What XML does not allow is left out; the same tables give the same bytes")
    func xml() throws {
        #expect(SheetXML.escaped("甲<乙>&\"丙\"\u{0}\u{1F}\u{FFFE}\n丁") == "甲&lt;乙&gt;&amp;&quot;丙&quot;\n丁")
        #expect(try XLSXWriter.bytes([WriterTests.sheet]) == XLSXWriter.bytes([WriterTests.sheet]))
        let long = Worksheet(
            "长", columns: [], rows: [[.text(String(repeating: "字", count: 40_000)), .amount("12345678901234567.89")]])
        #expect(SheetXML.text(long, isFirst: true).utf8.count < 33_000 * 3)
    }
}
