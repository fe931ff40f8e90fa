import DeedText

/// What a heading says of the numbers below it: 金额（万元）, 提前通知（月）, 保修期（年）.
struct LedgerUnit {
    /// Digits that an amount is short of: 4 for 万元.
    private(set) var zeros = 0
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
        if let open = folded.lastIndex(of: "(") {
            let inner = folded[folded.index(after: open)...].prefix { $0 != ")" }
            currency = LedgerValue.currency(String(inner)) ?? (inner.contains("美元") || inner.contains("usd") ? "USD" : nil)
        }
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
