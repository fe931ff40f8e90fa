import DeedText
import Testing

@Suite("Columns of a terminal")
struct DisplayWidthTests {
    @Test(
        "widths",
        arguments: [
            ("", 0), ("abc", 3), ("合同", 4), ("合同A", 5), ("（甲方）", 8), ("ＨＴ", 4), ("ｶ", 1), ("é", 1), ("e\u{301}", 1), ("계약", 4),
            ("한", 2),
            ("\u{1112}\u{1161}\u{11AB}", 2), ("😀", 2), ("❤️", 2), ("👨‍👩‍👧", 2), ("🇨🇳", 2), ("👍🏽", 2), ("𠮷", 2), ("“”…—", 4),
            ("\u{200B}", 0), ("\n", 0), ("⻓", 2),
        ])
    func widths(_ text: String, _ expected: Int) {
        #expect(DisplayWidth.of(text) == expected)
    }

    @Test("cutting never splits a character and never runs over")
    func cuts() {
        #expect(DisplayWidth.cut("上海样例机电有限公司", columns: 9) == "上海样例…")
        #expect(DisplayWidth.cut("上海样例机电有限公司", columns: 10) == "上海样例…")
        #expect(DisplayWidth.cut("上海样例", columns: 8) == "上海样例")
        #expect(DisplayWidth.cut("上海", columns: 1) == "…")
        #expect(DisplayWidth.cut("上海", columns: 0) == "")
        for columns in 0...30 {
            for text in ["上海样例机电有限公司", "Master service agreement", "合同 HT-2024 e\u{301}👨‍👩‍👧 终"] {
                #expect(DisplayWidth.of(DisplayWidth.cut(text, columns: columns)) <= columns)
                #expect(DisplayWidth.of(DisplayWidth.fit(text, columns: columns)) == columns)
            }
        }
    }

    @Test("fitting fills up")
    func fits() {
        #expect(DisplayWidth.fit("合同", columns: 6) == "合同  ")
        #expect(DisplayWidth.fit("合同", columns: 3) == "合…")
        #expect(DisplayWidth.fit("合同书", columns: 4) == "合… ")
    }
}
