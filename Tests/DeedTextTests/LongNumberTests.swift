import DeedCore
import DeedText
import Testing

/// Account numbers, phone numbers and nines without end get into any column of a ledger.
@Suite("Numbers that are too long")
struct LongNumberTests {
    @Test(
        "is no date, and says so",
        arguments: [
            "9223372036854775807", "9223372036854775808", "62220212345678901234", String(repeating: "9", count: 120),
            "\(String(repeating: "9", count: 40))-01-01", "2025-\(String(repeating: "1", count: 40))-01",
            "\(String(repeating: "9", count: 30))年1月1日", "2025年\(String(repeating: "1", count: 30))月1日",
            "2025年1月\(String(repeating: "1", count: 30))日", "民国\(String(repeating: "9", count: 30))年1月1日",
            "\(String(repeating: "九", count: 30))年一月一日", "\(String(repeating: "9", count: 30)) March 2025",
            "00000000000000000000",
        ])
    func dates(_ text: String) {
        #expect(DateReader.date(text) == nil)
        #expect(DateReader.reading(text) == .nothing)
        #expect(DateReader.range("\(text)至2025-01-01") == nil)
    }

    @Test(
        "is no length",
        arguments: [
            String(repeating: "9", count: 60) + "天", String(repeating: "九", count: 18) + "个月", String(repeating: "9", count: 60),
            "1e400年", String(repeating: "9", count: 18) + "周",
        ])
    func lengths(_ text: String) { #expect(LengthReader.length(text) == nil) }

    @Test("an amount in words that does not fit in fen is none; the largest that does is read")
    func amounts() {
        for digits in [18, 19, 30, 32] {
            let nines = String(repeating: "九", count: digits)
            #expect(HanAmount.fen(nines) == nil)
            #expect(HanAmount.fen(nines + "元") == nil)
            #expect(HanAmount.fen(nines + "元" + nines + "角" + nines + "分") == nil)
        }
        let sixteen = String(repeating: "九", count: 16)
        #expect(HanAmount.fen(sixteen) == 999_999_999_999_999_900)
        #expect(HanAmount.fen(sixteen + "元九角九分") == 999_999_999_999_999_999)
        #expect(HanAmount.fen("九二二三三七二零三六八五四七七五八元零七分") == Int64.max)
        #expect(HanAmount.fen("九二二三三七二零三六八五四七七五八元九角") == nil)
        #expect(HanNumeral.value(String(repeating: "亿", count: 30)) == nil)
    }
}
