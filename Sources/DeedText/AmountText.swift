public import DeedCore

/// Amounts in digits as ledgers and people write them: `￥1,234.50`, `(1,234.50)`, `12.5万元`, `USD 5,000`, `5k`.
///
/// A comma is a thousands separator or nothing: what is not grouped by three is asked about, never guessed.
public struct AmountText: Sendable, Hashable {
    /// The digits with a minus in front where it is one, `-1234.50`; no grouping.
    public var decimal: String
    /// Zeros that a unit behind the digits adds: 4 for 万元, 0 for 元; `nil` where there is no unit.
    public var zeros: Int?
    /// The currency that it names.
    public var currency: String?

    /// Why an amount is none.
    public enum Fault: String, Error, Sendable {
        /// No amount at all, or one with words that leave a doubt: 约100万, 100-200万, 5000元/月.
        case notAnAmount = "not-an-amount"
        /// 12,34 or 1.234,50: whether the comma groups or is the decimal point, it does not say.
        case comma = "comma-not-thousands"
        /// 5%.
        case percentage
        /// 1.23E+06: the spreadsheet that wrote it has rounded it.
        case damaged = "damaged-number"
        /// It names two currencies.
        case currencies = "currencies-differ"
    }

    /// Reads a text.
    ///
    /// - Parameter given: the currency that is known from elsewhere; a sign of several (`$`, `¥`) means this one of them.
    public static func read(_ text: String, given: String? = nil) -> Result<AmountText, Fault> {
        guard text.utf8.count <= 200 else { return .failure(.notAnAmount) }
        var rest = AmountText.plain(Folding.folded(text))
        if rest.contains(where: { "%‰".contains($0) }) { return .failure(.percentage) }
        let currency: String?
        switch takeCurrency(&rest, given: given) {
        case .success(let code): currency = code
        case .failure(let fault): return .failure(fault)
        }
        for word in ["(小写)", "小写:", "小写", "共计:", "共计", "合计:", "合计", "总计", "计", "(含税)", "含税价", "含税"] where rest.hasPrefix(word) {
            rest = String(rest.dropFirst(word.count)).trimmedASCII
        }
        for word in ["(含税)", "含税", "整", "正"] where rest.hasSuffix(word) {
            rest = String(rest.dropLast(word.count)).trimmedASCII
        }
        guard let isMinus = takeSign(&rest) else { return .failure(.notAnAmount) }
        let zeros = takeUnit(&rest)
        if isScientific(rest) { return .failure(.damaged) }
        switch digits(rest) {
        case .failure(let fault): return .failure(fault)
        case .success(let digits):
            return .success(AmountText(decimal: (isMinus ? "-" : "") + digits, zeros: zeros, currency: currency))
        }
    }

    /// As money; `zeros` counts where the text has no unit, `CNY` where nothing names a currency.
    public func money(zeros: Int = 0, currency given: String? = nil) -> Money? {
        AmountText.scaled(decimal, zeros: self.zeros ?? zeros, currency: currency ?? given ?? "CNY")
    }

    /// `12.345678` with four zeros is 123456.78: moving the point is exact where multiplying is not.
    public static func scaled(_ digits: String, zeros: Int, currency: String) -> Money? {
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

    /// One kind of dash, of blank and of apostrophe.
    private static func plain(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x2010...0x2015, 0x2212, 0xFE63: out.append("-")
            case 0x2019: out.append("'")
            case 0xA0, 0x2009, 0x202F, 0x09, 0x0A, 0x0D: out.append(" ")
            default: out.append(scalar)
            }
        }
        return String(out).trimmedASCII
    }

    // MARK: parts

    private static let marks: [(mark: String, codes: [String])] = [
        ("人民币", ["CNY"]), ("rmb", ["CNY"]), ("cny", ["CNY"]), ("cn¥", ["CNY"]), ("us$", ["USD"]), ("usd", ["USD"]),
        ("hk$", ["HKD"]),
        ("hkd", ["HKD"]), ("nt$", ["TWD"]), ("twd", ["TWD"]), ("euros", ["EUR"]), ("eur", ["EUR"]), ("jpy", ["JPY"]),
        ("gbp", ["GBP"]),
        ("sgd", ["SGD"]),
        ("aud", ["AUD"]), ("cad", ["CAD"]), ("chf", ["CHF"]), ("krw", ["KRW"]), ("新台币", ["TWD"]), ("台币", ["TWD"]),
        ("美元", ["USD"]),
        ("美金", ["USD"]), ("欧元", ["EUR"]), ("日元", ["JPY"]), ("日圆", ["JPY"]), ("港元", ["HKD"]), ("港币", ["HKD"]), ("英镑", ["GBP"]),
        ("新加坡元", ["SGD"]), ("新币", ["SGD"]), ("澳元", ["AUD"]), ("加元", ["CAD"]), ("瑞士法郎", ["CHF"]), ("瑞郎", ["CHF"]), ("韩元", ["KRW"]),
        ("¥", ["CNY", "JPY"]), ("￥", ["CNY", "JPY"]), ("$", dollars), ("€", ["EUR"]),
        ("£", ["GBP"]), ("dollars", dollars),
    ]

    private static let dollars = ["USD", "HKD", "TWD", "AUD", "CAD", "SGD"]

    /// Takes the names and signs of a currency out of a text; a fault where it names two.
    public static func takeCurrency(_ rest: inout String, given: String?) -> Result<String?, Fault> {
        if rest.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 || $0 == 0x2C || $0 == 0x2E }) { return .success(nil) }
        var code: String?
        for (mark, codes) in marks where rest.contains(mark) {
            let meant =
                given.flatMap { codes.contains($0) ? $0 : nil } ?? code.flatMap { codes.contains($0) ? $0 : nil } ?? codes[0]
            if let code, code != meant { return .failure(.currencies) }
            code = meant
            rest = rest.replacing(mark, with: "")
        }
        rest = rest.trimmedASCII
        return .success(code)
    }

    /// `-5`, `5-`, `(5)` and `+5`: whether it is a minus; `nil` where it has two signs.
    private static func takeSign(_ rest: inout String) -> Bool? {
        var signs = 0
        if rest.hasPrefix("("), rest.hasSuffix(")"), rest.firstIndex(of: "(") == rest.lastIndex(of: "(") {
            rest = String(rest.dropFirst().dropLast()).trimmedASCII
            signs += 1
        }
        if rest.hasPrefix("-") {
            rest = String(rest.dropFirst()).trimmedASCII
            signs += 1
        } else if rest.hasPrefix("+"), signs == 0 {
            rest = String(rest.dropFirst()).trimmedASCII
        }
        if rest.hasSuffix("-"), rest.utf8.count > 1 {
            rest = String(rest.dropLast()).trimmedASCII
            signs += 1
        }
        // (¥500.00): the sign of the currency is gone already, but (5万)元 still has its unit behind.
        if signs == 0, rest.hasPrefix("("), let close = rest.firstIndex(of: ")"),
            ["元", "万元", "万"].contains(rest[rest.index(after: close)...].description)
        {
            rest = String(rest.dropFirst()).replacing(")", with: "")
            signs = 1
        }
        return signs > 1 ? nil : signs == 1
    }

    private static let units: [(word: String, zeros: Int)] = [
        ("百万元", 6), ("千万元", 7), ("十万元", 5), ("万元", 4), ("亿元", 8), ("千元", 3), ("百元", 2), ("百万", 6), ("千万", 7), ("十万", 5), ("万", 4),
        ("亿", 8), ("千", 3), ("元", 0), ("圆", 0), ("块", 0), ("million", 6), ("billion", 9), ("thousand", 3), ("mn", 6), ("bn", 9),
        ("k", 3),
        ("w", 4), ("m", 6), ("yuan", 0),
    ]

    private static func takeUnit(_ rest: inout String) -> Int? {
        for (word, zeros) in units where rest.hasSuffix(word) {
            rest = String(rest.dropLast(word.count)).trimmedASCII
            return zeros
        }
        return nil
    }

    private static func isScientific(_ text: String) -> Bool {
        guard let at = text.firstIndex(of: "e") else { return false }
        let exponent = text[text.index(after: at)...].drop { "+-".contains($0) }
        return !exponent.isEmpty && exponent.allSatisfy(\.isNumber) && text[..<at].allSatisfy { $0.isNumber || $0 == "." }
    }

    /// Digits with their groups of three: `1,234.50`, `1'234`, `1 234 567`.
    private static func digits(_ text: String) -> Result<String, Fault> {
        guard let first = text.utf8.first, first >= 48 && first <= 57 || first == 0x2E,
            text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 || ".,' ".utf8.contains($0) })
        else { return .failure(.notAnAmount) }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let separators = Set(text.utf8.filter { ",' ".utf8.contains($0) })
        if parts.count > 2 || separators.count > 1 { return .failure(separators.isEmpty ? .notAnAmount : .comma) }
        let fraction = parts.count == 2 ? String(parts[1]) : nil
        if let fraction, fraction.isEmpty || !fraction.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) {
            return .failure(separators.isEmpty ? .notAnAmount : .comma)
        }
        var whole = String(parts[0])
        if let separator = separators.first {
            let groups = whole.utf8.split(separator: separator, omittingEmptySubsequences: false).map { String($0) ?? "" }
            guard groups.count > 1, (1...3).contains(groups[0].utf8.count), !groups[0].hasPrefix("0"),
                groups.dropFirst().allSatisfy({ $0.utf8.count == 3 })
            else {
                return .failure(.comma)
            }
            whole = groups.joined()
        }
        if whole.isEmpty { whole = "0" }
        return .success(fraction.map { "\(whole).\($0)" } ?? whole)
    }
}
