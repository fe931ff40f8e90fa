import DeedCore
import DeedText
import TestSupport
import Testing

@Suite("Dates as ledgers write them")
struct DateReaderTests {
    @Test(
        "every form of one day",
        arguments: [
            "2025年3月15日", "2025 年 3 月 15 日", "2025年03月15日", "2025年3月15号", "二〇二五年三月十五日", "二○二五年三月十五日", "二零二五年三月十五日",
            "二O二五年三月十五日", "二千零二十五年三月十五日", "贰零贰伍年零叁月壹拾伍日", "貳零貳伍年參月拾伍日", "公元2025年3月15日", "民國114年3月15日", "民国114年3月15日",
            "中華民國一百一十四年三月十五日", "民國114/3/15", "民國114.03.15", "2025/3/15", "2025/03/15", "2025.3.15", "2025-03-15", "2025-3-15",
            "2025–3–15", "２０２５／３／１５", "２０２５年３月１５日", "20250315", "2025-03-15 10:30", "2025/3/15 0:00:00", "2025-03-15T00:00:00Z",
            "2025-03-15T16:00:00+08:00", "2025-03-15T08:00:00.123", "2025年3月15日 10:30", "2025年3月15日（星期六）", "2025年3月15日 周六",
            "2025/3/15 星期六",
            "15/3/2025", "3/15/2025", "15-Mar-2025", "15 March 2025", "March 15, 2025", "Mar. 15th, 2025", "2025 Mar 15",
            "  2025-03-15\n",
        ])
    func reads(_ text: String) {
        #expect(DateReader.date(text) == CivilDate(year: 2025, month: 3, day: 15))
    }

    @Test("first months, last days, the first year of the Republic")
    func corners() {
        #expect(DateReader.date("2025年元月廿五日")?.description == "2025-01-25")
        #expect(DateReader.date("二〇二四年十二月卅一日")?.description == "2024-12-31")
        #expect(DateReader.date("二〇二四年二月二十九日")?.description == "2024-02-29")
        #expect(DateReader.date("民國元年一月一日")?.description == "1912-01-01")
        #expect(DateReader.date("贰零贰伍年零壹拾月零贰拾日")?.description == "2025-10-20")
        #expect(DateReader.date("5/5/2025")?.description == "2025-05-05")
    }

    @Test(
        "what does not mean one day",
        arguments: [
            "3/4/2025", "25-3-15", "25年3月15日", "114年3月15日", "2025年3月", "2025年", "2025年2月30日", "2025-13-01", "2025-00-10",
            "2025/3/0",
            "2025年正月初五", "2025年腊月二十", "2025年一二月三日", "2025年3月15日至2026年3月14日", "2025-03-15T16:00:00Z", "2025-03-15 25:00",
            "2025.3-15",
            "45731", "20251315", "99990101", "Mar 2025", "长期", "", " ", "2025年3月一百日", "民國3月5日",
            "2025-03-15x", "日",
            "年月日", "12:30", "民国0年1月1日", "1/2/3/4",
        ])
    func refuses(_ text: String) {
        #expect(DateReader.date(text) == nil)
    }

    @Test("the numbers of spreadsheets")
    func excel() {
        #expect(DateReader.excelSerial(45_731)?.description == "2025-03-15")
        #expect(DateReader.excelSerial(45_731.99)?.description == "2025-03-15")
        #expect(DateReader.excelSerial(1)?.description == "1900-01-01")
        #expect(DateReader.excelSerial(59)?.description == "1900-02-28")
        #expect(DateReader.excelSerial(61)?.description == "1900-03-01")
        #expect(DateReader.excelSerial(2_958_465)?.description == "9999-12-31")
        for serial in [60, 0, -1, 2_958_466, Double.nan, .infinity] { #expect(DateReader.excelSerial(serial) == nil) }
    }

    @Test("the calendar that begins in 1904")
    func macintosh() {
        #expect(DateReader.excelSerial(44_269, uses1904: true)?.description == "2025-03-15")
        #expect(DateReader.excelSerial(0, uses1904: true)?.description == "1904-01-01")
        #expect(DateReader.excelSerial(60, uses1904: true)?.description == "1904-03-01")
        #expect(DateReader.excelSerial(2_957_003, uses1904: true)?.description == "9999-12-31")
        #expect(DateReader.excelSerial(2_957_004, uses1904: true) == nil)
    }

    @Test(
        "why a text is not one day",
        arguments: [
            ("2025年3月", "2025-3"), ("2025年03月份", "2025-3"), ("二〇二五年三月", "2025-3"), ("2025-03", "2025-3"), ("2025/3", "2025-3"),
            ("2025.3", "2025-3"), ("202503", "2025-3"), ("25年3月", "2025-3"), ("25.3.15", "2025-03-15 2015-03-25"),
            ("25-3-15", "2025-03-15 2015-03-25"), ("3/4/2025", "2025-03-04 2025-04-03"), ("25年3月15日", "2025-03-15"),
            ("250315", "2025-03-15"), ("1/2/3", "2001-02-03 2003-02-01 2003-01-02"), ("2025年2月30日", "no"), ("2025-13-01", "no"),
            ("20250230", "no"), ("13/13/2025", "no"), ("长期", "-"), ("", "-"), ("2025年底", "-"), ("2025", "-"), ("45731", "-"),
            ("2025年3月15日", "2025-03-15!"), ("12:30", "-"), ("2025年正月初五", "-"),
        ])
    func readings(_ text: String, _ expected: String) {
        let said =
            switch DateReader.reading(text) {
            case .day(let day): day.description + "!"
            case .month(let year, let month): "\(year)-\(month)"
            case .ambiguous(let days): days.map(\.description).joined(separator: " ")
            case .noSuchDay: "no"
            case .nothing: "-"
            }
        #expect(said == expected)
    }

    @Test(
        "from a day to a day",
        arguments: [
            "2025年1月1日至2025年12月31日", "2025.1.1-2025.12.31", "2025/1/1—2025/12/31", "自2025年1月1日起至2025年12月31日止",
            "2025-01-01~2025-12-31",
            "2025-01-01-2025-12-31", "2025年1月1日到12月31日", "二〇二五年一月一日 至 二〇二五年十二月三十一日", "20250101-20251231", "２０２５．１．１～２０２５．１２．３１",
        ])
    func ranges(_ text: String) {
        let range = DateReader.range(text)
        #expect(range?.first.description == "2025-01-01" && range?.last.description == "2025-12-31")
    }

    @Test("no range", arguments: ["2025-01-01", "2025年12月31日至2025年1月1日", "2025年至2026年", "长期", "", "至", "2025-01-01至"])
    func noRange(_ text: String) { #expect(DateReader.range(text) == nil) }

    @Test("any characters: no crash, and what is read is written the same way again")
    func anything() {
        var random = SplitMix(seed: 5)
        let pieces = [
            "2025", "3", "15", "年", "月", "日", "-", "/", ".", " ", "廿", "十", "元", "民國", "T", ":", "00", "Z", "+", "(", ")", "周",
            "六", "mar", ",",
        ]
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0...9, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
                .joined()
            if let date = DateReader.date(text) { #expect(DateReader.date(date.description) == date) }
            // What is one day is never a reason, and a reason is never one day.
            if case .day(let day) = DateReader.reading(text) { #expect(DateReader.date(text) == day) }
            if let range = DateReader.range(text) { #expect(range.first <= range.last) }
        }
    }
}

@Suite("Han numerals")
struct HanNumeralTests {
    @Test(
        "values",
        arguments: [
            ("零", 0), ("十", 10), ("十五", 15), ("二十", 20), ("廿", 20), ("廿五", 25), ("卅一", 31), ("一百零二", 102), ("二百零三", 203),
            ("一百一十", 110),
            ("两千", 2000), ("一千零二十", 1020), ("一万二千", 12_000), ("三十万", 300_000), ("一亿零三万", 100_030_000), ("十万零五百", 100_500),
            ("壹佰贰拾叁萬肆仟伍佰陸拾柒", 1_234_567), ("二〇二五", 2025), ("２０２５", 2025), ("九千九百九十九", 9999), ("三十 六", 36),
        ])
    func values(_ text: String, _ expected: Int) {
        #expect(HanNumeral.value(text) == expected)
    }

    @Test("nothing", arguments: ["", "百", "万", "一百二", "一万二", "十十", "二三十", "一百百", "元", "三年", "1千", "十零", "一百零零二", "-3", "廿十"])
    func nothing(_ text: String) {
        #expect(HanNumeral.value(text) == nil)
    }

    @Test("every number up to 99,999 written out is read again")
    func roundTrip() {
        for value in 0..<100_000 where value < 12_000 || value % 7 == 0 {
            let text = written(value)
            if HanNumeral.value(text) != value { Issue.record("\(text) is not \(value)") }
        }
    }

    /// Plain writing: 一万零二十, 一百一十.
    private func written(_ value: Int) -> String {
        let digits = Array("零一二三四五六七八九").map(String.init)
        if value == 0 { return digits[0] }
        var text = ""
        var skipped = false
        for (unit, name) in [(10_000, "万"), (1000, "千"), (100, "百"), (10, "十"), (1, "")] {
            let digit = value / unit % 10
            if digit == 0 {
                skipped = !text.isEmpty
            } else {
                text += (skipped ? "零" : "") + digits[digit] + name
                skipped = false
            }
        }
        return text
    }
}
