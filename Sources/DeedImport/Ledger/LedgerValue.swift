import DeedCore
import DeedText

/// Reads what people write into the cells of a ledger.
enum LedgerValue {
    /// The text form of a document field that is no day, length or amount; `nil` for what it cannot be.
    static func field(_ field: DocumentField, _ text: String) -> String? {
        switch field {
        case .kind: kind(text)?.rawValue
        case .renewal: renewal(text)
        case .currency: currency(text)
        default: text
        }
    }

    /// Whether a cell says that there is nothing: `无`, `/`, `-`, `待定`.
    static func saysNothing(_ text: String) -> Bool { nothings.contains(Folding.folded(text)) }

    private static let nothings: Set<String> = [
        "无", "/", "-", "—", "——", "--", "\\", "n/a", "na", "none", "暂无", "未约定", "不适用", "待定", "tbd", "null", "(null)", "<null>",
        "undefined",
    ]

    /// `长期`, `长期有效`, `无固定期限`, `永久`: no end by its own words.
    static func isPerpetual(_ text: String) -> Bool { TermReader.isPerpetual(text) }

    /// Days that programs write where a person meant that there is none: 9999-12-31, 2099-12-31, 1900-01-01, 1970-01-01.
    static func isSentinel(_ day: CivilDate) -> Bool {
        if day.year >= 2900 || day.year < 1950 { return true }
        if (day.month, day.day) == (12, 31) || (day.month, day.day) == (1, 1) {
            return [1969, 1970, 2099, 2100, 2199, 2200].contains(day.year)
        }
        return day.year == 2099 && day.month == 12 && day.day >= 30
    }

    /// The day of a cell: one that a workbook keeps as a day, a date in any written form, or a spreadsheet's number for a day.
    static func day(_ cell: LedgerCell) -> DateReading {
        if let day = cell.day { return .day(day) }
        // A number with a format of its own is what the format shows: 2025年3月 is stored as a day too.
        if let number = cell.number, number != cell.text {
            let shown = DateReader.reading(cell.text)
            if shown != .nothing { return shown }
        }
        let text = cell.number ?? cell.text
        if let serial = Double(text), (20_000...80_000).contains(serial) {
            return DateReader.excelSerial(serial, uses1904: cell.uses1904).map(DateReading.day) ?? .nothing
        }
        return DateReader.reading(text)
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
        switch Folding.folded(text) {
        case "√", "✓", "✔": return "auto"
        case "×", "✗", "✘": return "none"
        default: return renewalWord(text)
        }
    }

    private static func renewalWord(_ text: String) -> String? {
        switch Folding.nameKey(text) {
        case "是", "自动", "自动续期", "自动续约", "自动续签", "自动顺延", "有", "y", "yes", "true", "1", "auto", "autorenew", "automatic": "auto"
        case "否", "不", "不自动续期", "不自动续约", "不续期", "n", "no", "false", "0", "none", "不续", "不续签", "不续约",
            "不自动续签", "到期终止", "无":
            "none"
        case "协商", "另行协商", "协商续签", "协商续期", "双方协商", "manual": "manual"
        default: nil
        }
    }

    static func currency(_ text: String) -> String? {
        switch Folding.folded(text) {
        case "人民币", "人民币元", "rmb", "cny", "元", "¥", "￥": "CNY"
        case "美元", "美金", "usd", "$", "us$": "USD"
        case "欧元", "eur", "€": "EUR"
        case "港币", "港元", "hkd", "hk$": "HKD"
        case "日元", "日圆", "jpy": "JPY"
        case "英镑", "gbp", "£": "GBP"
        case "新台币", "台币", "twd", "nt$": "TWD"
        case "新加坡元", "新币", "sgd": "SGD"
        case "澳元", "澳币", "aud": "AUD"
        case "加元", "加币", "cad": "CAD"
        case "瑞士法郎", "瑞郎", "chf": "CHF"
        case "韩元", "韩币", "krw": "KRW"
        default: DocumentField.currency.canonical(text).flatMap { Money.isCurrency($0) ? $0 : nil } ?? currencyTwice(text)
        }
    }

    /// 美元（USD）, 人民币 CNY: one currency in two ways.
    private static func currencyTwice(_ text: String) -> String? {
        var rest = Folding.folded(text)
        guard case .success(let code?) = AmountText.takeCurrency(&rest, given: nil) else { return nil }
        return rest.allSatisfy { "()/ 元".contains($0) } ? code : nil
    }

    /// What a cover promises, from the words of the ledger, and whether they say more than is taken: of 整机，不含易损件 the whole machine, of
    /// 除电池外 and 压缩机 nothing.
    static func covers(_ text: String) -> (covers: [String], isWhole: Bool) {
        let folded = Folding.folded(text)
        let excepted = ["不含", "不包", "不保", "除", "仅", "只", "except", "exclud", "only", "without"].compactMap {
            folded.firstRange(of: $0)?.lowerBound
        }.min()
        let key = Folding.nameKey(String(folded[..<(excepted ?? folded.endIndex)]))
        var found: [String] = []
        if key.contains("配件") || key.contains("零件") || key.contains("部件") || key.contains("parts") { found.append("parts") }
        if key.contains("人工") || key.contains("labour") || key.contains("labor") { found.append("labour") }
        if key.contains("差旅") || key.contains("travel") { found.append("travel") }
        if key.contains("上门") || key.contains("现场") || key.contains("onsite") { found.append("on-site") }
        let everything = [
            "整机", "全机", "主机", "整车", "全部", "全保", "标准", "原厂", "三包", "保修", "质保", "保固", "whole", "full", "all", "complete",
            "standard",
        ]
        if found.isEmpty, everything.contains(where: key.contains) { found = ["whole"] }
        return (found, excepted == nil && !found.isEmpty)
    }
}
