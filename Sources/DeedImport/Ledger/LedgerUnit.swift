import DeedText

/// What a heading says of the numbers below it: 金额（万元）, 提前通知（月）, 保修期（年）.
struct LedgerUnit {
    /// Digits that an amount is short of: 4 for 万元.
    var zeros = 0
    /// The currency that it names.
    private(set) var currency: String?
    private var counts: Count?
    private let isUnitless: Bool

    private enum Count { case days, months, years }

    init(_ heading: String) {
        let folded = Folding.folded(heading)
        for (word, zeros) in [("百万", 6), ("千万", 7), ("万", 4), ("亿", 8), ("千元", 3)] where folded.contains(word) {
            self.zeros = zeros
            break
        }
        let words = folded.split { !($0.isLetter || $0.isNumber) }
        currency = LedgerUnit.currency(in: folded, words)
        if zeros == 0 { zeros = LedgerUnit.zeros(in: words, hasCurrency: currency != nil) }
        for (words, count) in [
            (["月", "month"], Count.months), (["年限", "(年", "/年", "year"], .years), (["天", "日)", "day"], .days),
        ]
        where words.contains(where: folded.contains) {
            counts = count
            break
        }
        let last = heading.split(separator: "/").last.map(String.init) ?? heading
        isUnitless = LedgerColumn.unitless.contains(Folding.nameKey(last))
    }

    private static let codes: Set<Substring> = ["usd", "eur", "cny", "rmb", "hkd", "jpy", "gbp", "twd", "sgd"]

    /// (USD), （万美元）, Amount USD.
    private static func currency(in folded: String, _ words: [Substring]) -> String? {
        var text = words.first(where: codes.contains).map(String.init) ?? ""
        if text.isEmpty, let open = folded.lastIndex(of: "(") {
            text = String(folded[folded.index(after: open)...].prefix { $0 != ")" })
        }
        if let whole = LedgerValue.currency(text) { return whole }
        guard case .success(let code) = AmountText.takeCurrency(&text, given: nil) else { return nil }
        return code
    }

    /// (k USD), in thousands, ('000), USD million.
    private static func zeros(in words: [Substring], hasCurrency: Bool) -> Int {
        for word in words {
            switch word {
            case "thousand", "thousands", "000", "000s", "kusd", "千", "仟元": return 3
            case "million", "millions", "mio", "mn": return 6
            case "k" where hasCurrency: return 3
            case "m" where hasCurrency: return 6
            default: continue
            }
        }
        return 0
    }

    /// The digits that a cell of a column 单位 adds: 4 for 万元; `nil` for 台, which counts machines.
    static func zeros(word text: String) -> Int? {
        switch Folding.folded(text) {
        case "元", "人民币", "人民币元", "yuan": 0
        case "千元", "仟元": 3
        case "万元", "万", "人民币万元": 4
        case "百万元", "百万": 6
        case "亿元", "亿": 8
        default: nil
        }
    }

    /// A length in which a bare number has got its unit, if anything tells.
    func applied(to length: Length, standard column: LedgerColumn) -> Length {
        guard case .bare(let count) = length else { return length }
        switch counts {
        case .days: return .days(count)
        case .months: return .months(count)
        case .years: return .months(count * 12)
        case nil:
            if column == .noticeDays { return .days(count) }
            return isUnitless ? length : .months(count)
        }
    }
}
