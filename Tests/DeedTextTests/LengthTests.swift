import DeedText
import TestSupport
import Testing

@Suite("Lengths of time and amounts in words")
struct LengthTests {
    @Test(
        "lengths",
        arguments: [
            ("30", Length.bare(30)), ("30天", .days(30)), ("三十日", .days(30)), ("３０天", .days(30)), ("到期前30天", .days(30)),
            ("提前三个月", .months(3)), ("提前30日书面通知", .days(30)), ("合同到期前 1 个月", .months(1)), ("2年", .months(24)),
            ("二十四个月", .months(24)),
            ("一年半", .months(18)), ("1.5年", .months(18)), ("半年", .months(6)), ("两年", .months(24)), ("3年零6个月", .months(42)),
            ("三年零六个月", .months(42)), ("十二（12）个月", .months(12)), ("壹年（12个月）", .months(12)), ("两周", .days(14)),
            ("一个季度", .months(3)),
            ("15个工作日", .workingDays(15)), ("30个自然日", .days(30)), ("36 months", .months(36)),
            ("90 days prior written notice", .days(90)),
            ("2 years", .months(24)), ("廿四个月", .months(24)), ("不少于60天", .days(60)), ("三〇日", .days(30)), ("0天", .days(0)),
        ])
    func lengths(_ text: String, _ expected: Length) { #expect(LengthReader.length(text) == expected) }

    @Test(
        "nothing",
        arguments: [
            "", "长期", "两三年", "2年30天", "半个月", "十二（24）个月", "壹年（24个月）", "1.3年", "30万", "见合同", "2025年3月15日", "三十 40", "-3天", "99999年",
        ])
    func nothing(_ text: String) { #expect(LengthReader.length(text) == nil) }

    @Test(
        "amounts in words",
        arguments: [
            ("人民币壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分", Int64(123_456_789)), ("壹佰万元整", 100_000_000), ("人民币（大写）：壹拾贰万捌仟元正", 12_800_000),
            ("壹佰贰拾捌萬陸仟圓整", 128_600_000), ("伍元零叁分", 503), ("捌角", 80), ("玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元", 99_999_999_999_900),
            ("壹仟零壹拾元伍角整", 101_050), ("一百二十万元", 120_000_000), ("壹佰万", 100_000_000), ("壹拾元零伍角", 1050),
        ])
    func words(_ text: String, _ fen: Int64) { #expect(HanAmount.fen(text) == fen) }

    @Test("no amount in words", arguments: ["", "元", "123元", "壹佰贰", "壹元贰", "拾壹角", "人民币", "约十万元", "整", "壹元伍角伍角"])
    func noWords(_ text: String) { #expect(HanAmount.fen(text) == nil) }

    @Test("every amount written out as on a cheque is read again")
    func roundTrip() {
        var random = SplitMix(seed: 9)
        for _ in 0..<3000 {
            let fen = Int64.random(in: 1...99_999_999_999, using: &random)
            if HanAmount.fen(LengthTests.written(fen)) != fen { Issue.record("\(LengthTests.written(fen)) is not \(fen)") }
        }
    }

    @Test("any characters: no crash")
    func anything() {
        var random = SplitMix(seed: 11)
        let pieces = ["30", "三", "十", "年", "月", "天", "半", "个", "零", "（", "）", "提前", ".", "元", "角", "万", "亿", "壹", "佰", "整", " "]
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0...8, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
                .joined()
            _ = LengthReader.length(text)
            if let fen = HanAmount.fen(text) { #expect(fen >= 0) }
        }
    }

    /// 壹佰贰拾叁万零肆佰元伍分, as banks ask for it.
    static func written(_ fen: Int64) -> String {
        let digits = Array("零壹贰叁肆伍陆柒捌玖").map(String.init)
        func section(_ value: Int64) -> String {
            var text = ""
            var skipped = false
            for (unit, name) in [(Int64(1000), "仟"), (100, "佰"), (10, "拾"), (1, "")] {
                let digit = Int(value / unit % 10)
                if digit == 0 {
                    skipped = !text.isEmpty
                } else {
                    text += (skipped ? "零" : "") + digits[digit] + name
                    skipped = false
                }
            }
            return text
        }
        var text = ""
        var rest = fen / 100
        for (size, name) in [(Int64(100_000_000), "亿"), (10_000, "万"), (1, "")] {
            let value = rest / size
            rest %= size
            if value == 0 { continue }
            text += (!text.isEmpty && value < 1000 ? "零" : "") + section(value) + name
        }
        if !text.isEmpty { text += "元" }
        let (jiao, cent) = (Int(fen / 10 % 10), Int(fen % 10))
        if jiao > 0 { text += digits[jiao] + "角" }
        if cent > 0 { text += (jiao == 0 && !text.isEmpty ? "零" : "") + digits[cent] + "分" }
        return cent == 0 ? text + "整" : text
    }
}
