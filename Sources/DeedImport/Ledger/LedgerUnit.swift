import DeedText

/// What a heading says of the numbers below it: 金额（万元）, 提前通知（月）, 保修期（年）.
struct LedgerUnit {
    /// Digits that an amount is short of: 4 for 万元.
    var zeros = 0
    /// The currency that it names.
    private(set) var currency: String?
    private let folded: String
    private var counts: Count?
    private let isUnitless: Bool
    /// Whether it names two: 金额（元/万元）.
    let isUnclear: Bool

    private enum Count { case days, months, years }

    init(_ heading: String) {
        let folded = Folding.folded(heading)
        self.folded = folded
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
        let inside = folded.split(separator: "(").dropFirst().first?.prefix { $0 != ")" } ?? ""
        isUnclear = Set(inside.split { "/或、|".contains($0) }.compactMap { LedgerUnit.word(String($0))?.zeros }).count > 1
    }

    /// Whether it names another currency than the row: 金额（USD） beside CNY. 元 is said of several.
    func contradicts(_ given: String?) -> Bool {
        guard let given, let currency, given != currency else { return false }
        var text = folded
        guard case .success(let named?) = AmountText.takeCurrency(&text, given: given) else { return false }
        return named != given
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

    /// The digits that a cell of a column 单位 adds, and its currency: 4 for 万元, 4 and USD for 万美元; `nil` for 台, which counts machines.
    static func word(_ text: String) -> (zeros: Int, currency: String?)? {
        guard case .success(let one) = AmountText.read("1" + text.replacing("仟", with: "千")), one.decimal == "1",
            one.zeros != nil || one.currency != nil
        else { return nil }
        return (one.zeros ?? 0, one.currency)
    }

    /// A length in which a bare number has got its unit, if anything tells.
    func applied(to length: Length, standard column: LedgerColumn) -> Length {
        guard case .bare(let count) = length else { return length }
        switch counts {
        case .days: return .days(count)
        // 90 under 提前通知（月） is meant in days, perhaps.
        case .months where column == .noticeDays && count > 24: return length
        case .months: return .months(count)
        // 36 under 保修年限 is meant in months, perhaps.
        case .years where count >= (column == .warrantyMonths ? 12 : 24) && count.isMultiple(of: 12): return length
        case .years: return .months(count * 12)
        case nil:
            if column == .noticeDays { return .days(count) }
            return isUnitless ? length : .months(count)
        }
    }
}
