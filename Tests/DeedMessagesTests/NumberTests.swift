import DeedCore
import DeedMessages
import Testing

@Suite("Numbers and dates for people")
struct NumberTests {
    private let english = Messages(.english)
    private let chinese = Messages(.chinese)

    @Test("Counts have groups of three", arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567")])
    func counts(value: Int, text: String) { #expect(english.number(value) == text && chinese.number(value) == text) }

    @Test(
        "Sizes have three digits",
        arguments: [
            (0, "0 B"), (999, "999 B"), (1000, "1.00 kB"), (1234, "1.23 kB"), (45_678, "45.7 kB"), (999_499, "999 kB"),
            (999_600, "1.00 MB"), (123_456_789, "123 MB"), (9_000_000_000_000, "9.00 TB"),
        ])
    func sizes(bytes: Int, text: String) { #expect(english.size(Int64(bytes)) == text) }

    @Test("Amounts carry the sign of their currency, and every fen")
    func money() throws {
        let yuan = try #require(Money(decimal: "1234567.89", currency: "CNY"))
        #expect(chinese.money(yuan) == "¥1,234,567.89")
        #expect(english.money(Money(minorUnits: -5, currency: "USD")) == "-$0.05")
        #expect(english.money(Money(minorUnits: 1_000_000, currency: "JPY")) == "JPY 1,000,000")
        #expect(english.money(Money(minorUnits: 123_456, currency: "KWD")) == "KWD 123.456")
    }

    @Test("Shares", arguments: [(0.0, "0%"), (0.125, "12.5%"), (1.0, "100%"), (0.99949, "99.9%"), (0.3, "30%")])
    func percent(share: Double, text: String) { #expect(english.percent(share) == text) }

    @Test("Durations")
    func durations() {
        #expect([8, 200, 7500].map { english.duration(seconds: $0) } == ["8 s", "3 min 20 s", "2 h 5 min"])
        #expect([8, 200, 7500].map { chinese.duration(seconds: $0) } == ["8 秒", "3 分 20 秒", "2 小时 5 分"])
        #expect(english.duration(seconds: -3) == "0 s")
    }

    @Test("Dates as people write them, instants on the day of their zone")
    func dates() throws {
        let date = try #require(CivilDate("2026-11-21"))
        #expect(english.date(date) == "21 Nov 2026")
        #expect(chinese.date(date) == "2026年11月21日")
        let late = try #require(Instant("2026-11-21T17:05:59.999Z"))
        #expect(english.moment(late) == "21 Nov 2026 17:05")
        #expect(chinese.moment(late, offset: 8 * 3600) == "2026年11月22日 01:05")
        #expect(chinese.quarter(4, of: 2026) == "2026年第4季度" && english.quarter(4, of: 2026) == "Q4 2026")
    }

    @Test("How far a day is", arguments: [(0, "today", "今天"), (1, "in 1 day", "还有 1 天"), (-3, "3 days ago", "已过 3 天")])
    func distance(days: Int, inEnglish: String, inChinese: String) {
        #expect(english.days(until: days) == inEnglish && chinese.days(until: days) == inChinese)
    }

    @Test("Lists are joined as a sentence joins them")
    func lists() {
        #expect(english.list(["a", "b", "c"]) == "a, b and c" && chinese.list(["a", "b", "c"]) == "a、b 和 c")
        #expect(english.list(["a"]) == "a" && english.list([]).isEmpty)
    }

    @Test("English nouns follow their count, Chinese ones do not change")
    func plurals() {
        func kept(_ count: Int, _ messages: Messages) -> String {
            messages.say("\(count, "file", "files") kept", "已存入 \(count) 个文件")
        }
        #expect([0, 1, 2000].map { kept($0, english) } == ["0 files kept", "1 file kept", "2,000 files kept"])
        #expect(kept(1, chinese) == "已存入 1 个文件")
    }

    @Test("A page of each format")
    func pages() {
        #expect(english.page(3, unit: .page) == "page 3" && chinese.page(3, unit: .page) == "第 3 页")
        #expect(english.page(2, unit: .sheet, label: "台账") == "sheet 2 (台账)")
        #expect(chinese.page(2, unit: .sheet, label: "台账") == "第 2 工作表（台账）")
        #expect(chinese.page(1, unit: .whole) == "全文")
    }
}
