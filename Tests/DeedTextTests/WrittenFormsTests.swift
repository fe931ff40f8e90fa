import DeedCore
import DeedText
import Testing

@Suite("Amounts, terms, dates with words and phones as people write them")
struct WrittenFormsTests {
    private func amount(_ text: String, zeros: Int = 0, given: String? = nil) -> String? {
        guard case .success(let read) = AmountText.read(text, given: given) else { return nil }
        return read.money(zeros: zeros, currency: given).map { "\($0.decimal) \($0.currency)" }
    }

    private func fault(_ text: String) -> AmountText.Fault? {
        if case .failure(let fault) = AmountText.read(text) { fault } else { nil }
    }

    @Test(
        "amounts",
        arguments: [
            ("(1,234.50)", "-1234.50 CNY"), ("（1，234．50）", "-1234.50 CNY"), ("¥(500.00)", "-500.00 CNY"),
            ("(¥500)", "-500.00 CNY"),
            ("−500", "-500.00 CNY"), ("500-", "-500.00 CNY"), ("－１，２００．５", "-1200.50 CNY"), ("+1,000", "1000.00 CNY"),
            ("1'234'567.8", "1234567.80 CNY"), ("1 234 567", "1234567.00 CNY"), ("12.5万元", "125000.00 CNY"),
            ("3千元", "3000.00 CNY"),
            ("1.2亿", "120000000.00 CNY"), ("5k", "5000.00 CNY"), ("12w", "120000.00 CNY"), ("US$ 5,000", "5000.00 USD"),
            ("100万美元", "1000000.00 USD"), ("RMB1,000元", "1000.00 CNY"), ("￥1,000.00元整", "1000.00 CNY"),
            ("含税 1,130.00", "1130.00 CNY"),
            (".5", "0.50 CNY"), ("CHF 20.05", "20.05 CHF"), ("500日元", "500 JPY"),
        ])
    func amounts(_ text: String, _ expected: String) { #expect(amount(text) == expected, "\(text)") }

    @Test(
        "what is no amount is not guessed",
        arguments: [
            ("12,34", AmountText.Fault.comma), ("950,00", .comma), ("0,5", .comma), ("0,500", .comma), ("1.234,50", .comma),
            ("12,34,567", .comma), ("1,2345", .comma), ("5%", .percentage), ("百分之5", .notAnAmount), ("5‰", .percentage),
            ("1.2E+06", .damaged), ("约100万", .notAnAmount), ("100-200万", .notAnAmount), ("5000元/月", .notAnAmount),
            ("--5", .notAnAmount),
            ("-(5)", .notAnAmount), ("abc", .notAnAmount), ("¥5 $5", .currencies), ("1.234.567", .notAnAmount),
            ("", .notAnAmount),
        ])
    func noAmounts(_ text: String, _ expected: AmountText.Fault) { #expect(fault(text) == expected, "\(text)") }

    @Test("A unit of the heading counts where the text has none")
    func units() {
        #expect(amount("12.5", zeros: 4) == "125000.00 CNY")
        #expect(amount("12.5万元", zeros: 4) == "125000.00 CNY")
        #expect(amount("125000元", zeros: 4) == "125000.00 CNY")
        #expect(amount("0.00001", zeros: 4) == "0.10 CNY")
    }

    @Test(
        "dates with words around them",
        arguments: [
            "2026年12月31日止", "2026-12-31（含）", "2026-12-31(含当日)", "到期：2026-12-31", "截至2026/12/31", "至2026.12.31", "有效期至2026年12月31日",
            "31-Dec-26", "31 Dec 26", "2026-12-31 星期四", "2026年12月31日24时", "2026-12-31到期", "到期日: 2026-12-31。",
            "valid until 2026-12-31",
            "2026-12-31 (inclusive)",
        ])
    func dates(_ text: String) { #expect(DateReader.date(text)?.description == "2026-12-31", "\(text)") }

    @Test(
        "words that make another day of it, or none",
        arguments: [
            "2026年12月31日前", "2026-12-31左右", "2026-12-31（不含）", "约2026-12-31", "不早于：2026-12-31", "至今", "31-Dec-99", "Dec-26",
            "2026-12-31起",
        ])
    func noDates(_ text: String) { #expect(DateReader.date(text) == nil, "\(text)") }

    @Test("Terms in one cell: range, length, both, start and length, no end")
    func terms() {
        func term(_ text: String) -> String {
            guard let term = TermReader.term(text) else { return "nothing" }
            let days = [term.first?.description ?? "?", term.last?.description ?? "?"].joined(separator: "..")
            return days + (term.length.map { " \($0)" } ?? "") + (term.isPerpetual ? " for ever" : "")
        }
        #expect(term("2年（2025.1.1-2026.12.31）") == "2025-01-01..2026-12-31 months(24)")
        #expect(term("2025.1.1-2026.12.31（贰年）") == "2025-01-01..2026-12-31 months(24)")
        #expect(term("2025-01-01至2025-12-31，12个月") == "2025-01-01..2025-12-31 months(12)")
        #expect(term("2025-01-01/2026-12-31") == "2025-01-01..2026-12-31")
        #expect(term("2025年1月1日起2年") == "2025-01-01..? months(24)")
        #expect(term("自2025年1月1日起计一年半") == "2025-01-01..? months(18)")
        #expect(term("2025-01-01至长期") == "2025-01-01..? for ever")
        #expect(term("十二（12）个月") == "?..? months(12)")
        for text in ["自签订之日起两年", "2025年度", "25.1.1-26.12.31", "2026-12-31至2025-01-01", "2025年1月-2026年12月", "2年（3年）"] {
            #expect(term(text) == "nothing", "\(text)")
        }
        #expect(TermReader.endsBeforeItBegins("2026-12-31至2025-01-01") && !TermReader.endsBeforeItBegins("2025-01-01至2026-12-31"))
    }

    @Test("Phones: numbers of a cell, tails, groupings, a name with a number")
    func phones() {
        #expect(PhoneText.numbers("1380000000513800000006") == ["13800000005", "13800000006"])
        #expect(PhoneText.numbers("13800000013(2号楼)") == ["13800000013"])
        #expect(PhoneText.numbers("手机13800000024座机0755-88886668") == ["13800000024", "075588886668"])
        #expect(PhoneText.numbers("Tel: 95588") == ["95588"] && PhoneText.numbers("微信：abc123").isEmpty)
        #expect(PhoneText.tail("0755-8888 6666转 801").map { PhoneText.matches("0755-88886666", tail: $0) } == true)
        #expect(PhoneText.numbers("138 0000 5555 139 0000 6666") == ["13800005555", "13900006666"])
        #expect(PhoneText.numbers("13800005555 王秘书 13800001414") == ["13800005555", "13800001414"])
        #expect(PhoneText.numbers("13800002001/13900002002") == ["13800002001", "13900002002"])
        #expect(PhoneText.numbers("０５１２－５５５５０１８８ 转 8") == ["051255550188"])
        #expect(PhoneText.numbers("138 0000 2001、139 0000 2002") == ["13800002001", "13900002002"])
        #expect(PhoneText.numbers("13800002001 13900002002") == ["13800002001", "13900002002"])
        for query in ["2001", "138 0000 2001", "+86 138-0000-2001", "8613800002001"] {
            #expect(PhoneText.tail(query).map { PhoneText.matches("13800002001/13900002002", tail: $0) } == true, "\(query)")
        }
        #expect(PhoneText.tail("55550188").map { PhoneText.matches("0512-55550188 转 8", tail: $0) } == true)
        #expect(PhoneText.tail("200") == nil && PhoneText.tail("HT-2001") == nil)
        #expect(PhoneText.tail("0002").map { PhoneText.matches("13800002001", tail: $0) } == false)
        let mobile = PhoneText.groupings("13800002001")
        #expect(["138 0000 2001", "138 00002001", "1380000 2001", "13800002001"].allSatisfy(mobile.contains))
        #expect(
            PhoneText.groupings("02155550188").contains("21 5555 0188")
                && PhoneText.groupings("2155550188").contains("021 55550188"))
        #expect(PhoneText.groupings("12").isEmpty && PhoneText.groupings("HT2024").isEmpty)
        #expect(PhoneText.split("王工 13700003003").map { [$0.name, $0.phone] } == ["王工", "13700003003"])
        #expect(PhoneText.split("陈思远（0512-5555 0188）").map { [$0.name, $0.phone] } == ["陈思远", "0512-5555 0188"])
        #expect(PhoneText.split("王工") == nil && PhoneText.split("12号楼王工") == nil)
    }
}
