import DeedCore
import DeedText

/// Reads what people write into the cells of a ledger.
enum LedgerValue {
    enum Reading: Equatable {
        case value(String)
        /// The cell says that there is none: `无`, `/`, `-`.
        case nothing
        case fault
    }

    /// The text form of a document field, or why there is none.
    static func field(_ field: DocumentField, _ text: String) -> Reading {
        if ["无", "/", "-", "—", "——", "n/a", "none"].contains(Folding.folded(text)) {
            return field == .renewal ? .value("none") : .nothing
        }
        let value: String?
        switch field {
        case .signed, .effective, .expires:
            if isPerpetual(text) { return .nothing }
            value = date(text)?.description
        case .kind: value = kind(text)?.rawValue
        case .renewal: value = renewal(text)
        case .noticeDays, .termMonths: value = count(text).map(String.init)
        case .amount: value = money(text, currency: nil)?.decimal
        case .currency: value = currency(text)
        default: value = field.canonical(text)
        }
        guard let value, let canonical = field.canonical(value) else { return .fault }
        return .value(canonical)
    }

    /// `长期`, `长期有效`, `无固定期限`, `永久`: no end by its own words.
    static func isPerpetual(_ text: String) -> Bool {
        let key = Folding.nameKey(text)
        return ["长期", "长期有效", "无固定期限", "永久", "永久有效", "perpetual", "indefinite"].contains(key)
    }

    /// A date in any written form, or Excel's serial number.
    static func date(_ text: String) -> CivilDate? {
        if let date = DateReader.date(text) { return date }
        guard let serial = Double(text), (20_000...80_000).contains(serial) else { return nil }
        return DateReader.excelSerial(serial)
    }

    /// `30`, `30天`, `三十日`, `12个月`.
    static func count(_ text: String) -> Int? {
        var folded = Folding.nameKey(text)
        for unit in ["个自然日", "个月", "天", "日", "月", "days", "day", "months", "month"] where folded.hasSuffix(unit) {
            folded.removeLast(unit.count)
            break
        }
        return Int(folded) ?? HanNumeral.value(folded)
    }

    static func kind(_ text: String) -> DocumentKind? {
        if let kind = DocumentKind(rawValue: text.lowercased()) { return kind }
        let key = Folding.nameKey(text)
        let words: [(DocumentKind, [String])] = [
            (.amendment, ["补充协议", "变更", "续签", "amendment", "addendum"]),
            (.warrantyCard, ["保修卡", "质保卡", "三包", "保修", "warranty"]),
            (.serviceAgreement, ["服务协议", "服务合同", "维保", "运维", "维护", "service", "maintenance"]),
            (.invoice, ["发票", "invoice"]),
            (.contract, ["合同", "协议", "采购", "销售", "租赁", "contract", "agreement", "lease", "purchase", "sale"]),
            (.other, ["其他", "other"]),
        ]
        return words.first { $0.1.contains { key.contains($0) } }?.0
    }

    static func renewal(_ text: String) -> String? {
        switch Folding.nameKey(text) {
        case "是", "自动", "自动续期", "自动续约", "y", "yes", "true", "1", "auto": "auto"
        case "否", "不", "不自动续期", "n", "no", "false", "0", "none": "none"
        case "协商", "另行协商", "协商续签", "manual": "manual"
        default: nil
        }
    }

    static func currency(_ text: String) -> String? {
        switch Folding.folded(text) {
        case "人民币", "rmb", "cny", "元", "¥", "￥": "CNY"
        case "美元", "usd", "$", "us$": "USD"
        case "欧元", "eur", "€": "EUR"
        case "港币", "港元", "hkd", "hk$": "HKD"
        case "日元", "日圆", "jpy": "JPY"
        case "英镑", "gbp", "£": "GBP"
        case "新台币", "台币", "twd", "nt$": "TWD"
        default: DocumentField.currency.canonical(text)
        }
    }

    /// `￥1,234.50`, `12.5万元`, `USD 5,000`; the currency is that of the text, else the given one, else CNY.
    static func money(_ text: String, currency given: String?) -> Money? {
        var rest = Folding.folded(text).filter { $0 != "," && $0 != " " && $0 != "，" }
        var found: String?
        let marks = [
            ("人民币", "CNY"), ("rmb", "CNY"), ("cny", "CNY"), ("us$", "USD"), ("usd", "USD"), ("hk$", "HKD"), ("hkd", "HKD"),
            ("eur", "EUR"), ("jpy", "JPY"), ("gbp", "GBP"), ("美元", "USD"), ("欧元", "EUR"), ("日元", "JPY"), ("港元", "HKD"),
            ("¥", "CNY"), ("￥", "CNY"), ("$", "USD"), ("€", "EUR"), ("£", "GBP"),
        ]
        for (mark, code) in marks where rest.contains(mark) {
            found = found ?? code
            rest = rest.replacing(mark, with: "")
        }
        for tail in ["整", "元"] where rest.hasSuffix(tail) { rest.removeLast() }
        var factor: Int64 = 1
        if rest.hasSuffix("万") {
            factor = 10_000
            rest.removeLast()
        } else if rest.hasSuffix("亿") {
            factor = 100_000_000
            rest.removeLast()
        }
        let code = found ?? given ?? "CNY"
        if factor == 1 { return Money(decimal: rest, currency: code) }
        // A factor allows more digits behind the point: 12.345678 万 = 123456.78.
        let parts = rest.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } }) else {
            return nil
        }
        let zeros = String(factor).utf8.count - 1
        let fraction = parts.count == 2 ? parts[1] : ""
        let padded = fraction + String(repeating: "0", count: max(0, zeros - fraction.utf8.count))
        let whole = parts[0] + padded.prefix(zeros)
        let left = padded.dropFirst(zeros)
        return Money(decimal: left.isEmpty ? whole : "\(whole).\(left)", currency: code)
    }

    /// What a cover promises, from the words of the ledger.
    static func covers(_ text: String?) -> [String] {
        guard let text else { return ["whole"] }
        let key = Folding.nameKey(text)
        var found: [String] = []
        if key.contains("配件") || key.contains("零件") || key.contains("部件") || key.contains("parts") { found.append("parts") }
        if key.contains("人工") || key.contains("labour") || key.contains("labor") { found.append("labour") }
        if key.contains("差旅") || key.contains("travel") { found.append("travel") }
        if key.contains("上门") || key.contains("现场") || key.contains("onsite") { found.append("on-site") }
        return found.isEmpty ? ["whole"] : found
    }
}
