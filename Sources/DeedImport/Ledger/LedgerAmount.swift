import DeedCore
import DeedText

/// Reads amounts: `￥1,234.50`, `12.5万元`, `USD 5,000`, `人民币壹佰贰拾叁万元整`, digits with the words in brackets behind them.
enum LedgerAmount {
    /// What a cell says.
    enum Reading: Equatable {
        case money(Money)
        /// `not-an-amount`, `amounts-differ`, `currencies-differ`.
        case fault(String)
    }

    /// The amount of a cell. A number counts as it is stored, whatever its format shows of it, as long as it is an amount.
    static func read(_ cell: LedgerCell, currency given: String?, unit: LedgerUnit) -> Reading {
        guard let number = cell.number, cell.day == nil else { return read(cell.text, currency: given, zeros: unit.zeros) }
        let (named, _) = mark(in: Folding.folded(cell.text), given: given)
        if let named, let given, named != given { return .fault("currencies-differ") }
        if let money = scaled(number, zeros: unit.zeros, currency: named ?? given ?? "CNY") { return .money(money) }
        // A third of something has more digits than money: what its format shows is what people agreed on.
        return cell.text == number ? .fault("not-an-amount") : read(cell.text, currency: given, zeros: unit.zeros)
    }

    /// The amount of a text; a factor in the heading counts where the text has none.
    static func read(_ text: String, currency given: String?, zeros: Int = 0) -> Reading {
        let readings = pieces(Folding.folded(text)).map { one($0, currency: given, zeros: zeros) }
        guard var first = readings.first else { return .fault("not-an-amount") }
        for other in readings.dropFirst() {
            // Words beside digits that are no amount (含税) say nothing.
            guard case .money(let more) = other else { continue }
            if case .money(let money) = first, money != more { return .fault("amounts-differ") }
            first = other
        }
        return first
    }

    /// What stands before brackets, in them, and from the first formal numeral on.
    private static func pieces(_ text: String) -> [String] {
        var parts = text.split(whereSeparator: { "()[]".contains($0) }).map(String.init)
        if parts.count == 1, let first = parts.first, let at = first.firstIndex(where: { "壹贰叁肆伍陆柒捌玖拾".contains($0) }) {
            let start = first[..<at].hasSuffix("人民币") ? first.index(at, offsetBy: -3) : at
            if first[..<start].contains(where: \.isNumber) { parts = [String(first[..<start]), String(first[start...])] }
        }
        return parts.filter { $0.contains { !$0.isWhitespace } }
    }

    private static func one(_ text: String, currency given: String?, zeros: Int) -> Reading {
        if let fen = HanAmount.fen(text) {
            if let given, given != "CNY" { return .fault("currencies-differ") }
            return .money(Money(minorUnits: fen, currency: "CNY"))
        }
        let (named, rest) = mark(in: text, given: given)
        if let named, let given, named != given { return .fault("currencies-differ") }
        var digits = rest.filter { !", ，'".contains($0) }
        for word in ["小写:", "小写", "共计", "合计", "含税", "计"] where digits.hasPrefix(word) { digits.removeFirst(word.count) }
        for tail in ["含税", "整", "元", "圆"] where digits.hasSuffix(tail) { digits.removeLast(tail.count) }
        var own: Int?
        for (word, count) in [("百万", 6), ("千万", 7), ("万", 4), ("亿", 8), ("千", 3)] where digits.hasSuffix(word) {
            own = count
            digits.removeLast(word.count)
            break
        }
        guard let money = scaled(digits, zeros: own ?? zeros, currency: named ?? given ?? "CNY") else {
            return .fault("not-an-amount")
        }
        return .money(money)
    }

    private static let marks: [(mark: String, codes: [String])] = [
        ("人民币", ["CNY"]), ("rmb", ["CNY"]), ("cny", ["CNY"]), ("us$", ["USD"]), ("usd", ["USD"]), ("hk$", ["HKD"]),
        ("hkd", ["HKD"]),
        ("nt$", ["TWD"]), ("twd", ["TWD"]), ("eur", ["EUR"]), ("jpy", ["JPY"]), ("gbp", ["GBP"]), ("美元", ["USD"]),
        ("美金", ["USD"]),
        ("欧元", ["EUR"]), ("日元", ["JPY"]), ("港元", ["HKD"]), ("港币", ["HKD"]), ("英镑", ["GBP"]), ("¥", ["CNY", "JPY"]),
        ("￥", ["CNY", "JPY"]), ("$", ["USD", "HKD", "TWD", "AUD", "CAD", "SGD"]), ("€", ["EUR"]), ("£", ["GBP"]),
    ]

    /// The currency that a text names, and the text without its names. A sign of several currencies means the given one of them.
    private static func mark(in text: String, given: String?) -> (code: String?, rest: String) {
        var rest = text
        var code: String?
        for (mark, codes) in marks where rest.contains(mark) {
            code = code ?? (given.flatMap { codes.contains($0) ? $0 : nil } ?? codes[0])
            rest = rest.replacing(mark, with: "")
        }
        return (code, rest)
    }

    /// `12.345678` with four zeros is 123456.78: moving the point is exact where multiplying is not.
    private static func scaled(_ digits: String, zeros: Int, currency: String) -> Money? {
        let isMinus = digits.hasPrefix("-")
        let parts = digits.dropFirst(isMinus ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } })
        else {
            return nil
        }
        let fraction = parts.count == 2 ? parts[1] : ""
        let padded = fraction + String(repeating: "0", count: max(0, zeros - fraction.utf8.count))
        let whole = (isMinus ? "-" : "") + parts[0] + padded.prefix(zeros)
        let left = padded.dropFirst(zeros)
        return Money(decimal: left.isEmpty ? whole : "\(whole).\(left)", currency: currency)
    }
}
