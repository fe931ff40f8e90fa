import DeedCore
import DeedText

/// Reads amounts: `￥1,234.50`, `12.5万元`, `USD 5,000`, `人民币壹佰贰拾叁万元整`, digits with the words in brackets behind them.
enum LedgerAmount {
    /// What a cell says.
    enum Reading: Equatable {
        case money(Money)
        /// `not-an-amount`, `amounts-differ`, `currencies-differ` and the rest of ``AmountText/Fault``.
        case fault(String)
    }

    /// The amount of a cell. A number counts as it is stored, whatever its format shows of it, as long as it is an amount.
    static func read(_ cell: LedgerCell, currency given: String?, unit: LedgerUnit) -> Reading {
        guard let number = cell.number, cell.day == nil else { return read(cell.text, currency: given, zeros: unit.zeros) }
        if cell.text.contains(where: { "%‰％".contains($0) }) { return .fault(AmountText.Fault.percentage.rawValue) }
        var shown = Folding.folded(cell.text)
        guard case .success(let code) = AmountText.takeCurrency(&shown, given: given) else { return .fault("currencies-differ") }
        let named = code ?? given ?? "CNY"
        if let given, named != given { return .fault("currencies-differ") }
        if case .success(let text) = AmountText.read(cell.text, given: given), let own = text.zeros, own > 0 {
            return formatted(number, text, own, currency: named)
        }
        if let money = AmountText.scaled(number, zeros: unit.zeros, currency: named) { return .money(money) }
        // A third of something has more digits than money: what its format shows is what people agreed on.
        return cell.text == number ? .fault("not-an-amount") : read(cell.text, currency: given, zeros: unit.zeros)
    }

    /// A number whose format has a unit. 12.5 shown as 12.5万元 counts 万元; 125000 shown as 12.5万元 is in yuan.
    private static func formatted(_ number: String, _ shown: AmountText, _ zeros: Int, currency: String) -> Reading {
        guard let stored = Double(number), let digits = Double(shown.decimal), stored.isFinite, digits.isFinite else {
            return .fault("not-an-amount")
        }
        let places = shown.decimal.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.utf8.count ?? 0
        var step = 0.5000001
        for _ in 0..<places { step /= 10 }
        var factor = 1.0
        for _ in 0..<zeros { factor *= 10 }
        let counts = abs(abs(stored) - abs(digits)) <= step
        let isPlain = abs(abs(stored) / factor - abs(digits)) <= step
        let money: Money?
        switch (counts, isPlain) {
        case (true, false): money = AmountText.scaled(number, zeros: zeros, currency: currency)
        case (false, true): money = AmountText.scaled(number, zeros: 0, currency: currency)
        default: money = nil
        }
        return money.map(Reading.money) ?? .fault("not-an-amount")
    }

    /// Whether two amounts differ by more than the coarser one, `other`, leaves open: 123.46 of 万元 are 1234567.
    static func differ(_ fine: Money, _ other: Money, shown cell: LedgerCell, zeros: Int) -> Bool {
        var step = 0.0
        if case .success(let text) = AmountText.read(cell.text) {
            let places = text.decimal.split(separator: ".").dropFirst().first?.utf8.count ?? 0
            step = 0.5
            for _ in 0..<max(0, (text.zeros ?? zeros) + 2) { step *= 10 }
            for _ in 0..<min(places, 20) { step /= 10 }
        }
        return abs(Double(fine.minorUnits) - Double(other.minorUnits)) > step
    }

    /// The amount of a text; a factor in the heading counts where the text has none.
    static func read(_ text: String, currency given: String?, zeros: Int = 0) -> Reading {
        // Brackets around all of it are a minus; else they hold the words, or a remark.
        let whole = one(text, currency: given, zeros: zeros)
        if case .money = whole { return whole }
        let parts = pieces(Folding.folded(text))
        guard parts.count > 1, !doubts.contains(where: { text.contains($0) }) else { return whole }
        // 100（万美元）: the unit of what stands before.
        let head = parts[0] + parts.dropFirst().filter { isUnit($0, given) }.joined()
        var first = one(head, currency: given, zeros: zeros)
        var remarks: [String] = if case .money = first { [] } else { [head] }
        for part in parts.dropFirst() where !isUnit(part, given) {
            let other = one(part, currency: given, zeros: zeros)
            guard case .money(let more) = other else {
                remarks.append(part)
                continue
            }
            if case .money(let money) = first, money != more { return .fault("amounts-differ") }
            first = other
        }
        guard case .money = first else { return first }
        return remarks.allSatisfy(changesNothing) ? first : .fault("remark")
    }

    /// Whether a part is nothing but a unit or a currency.
    private static func isUnit(_ part: String, _ given: String?) -> Bool {
        guard case .success(let read) = AmountText.read("1" + part, given: given) else { return false }
        return read.decimal == "1" && (read.zeros != nil || read.currency != nil)
    }

    /// Whether a remark in brackets leaves the amount as it is: （含税）, （其中设备80万）; not （单价）, （年）, （暂估）.
    private static func changesNothing(_ remark: String) -> Bool {
        if case .success(let read) = AmountText.read("1" + remark), read.decimal == "1" { return true }
        let harmless = [
            "含", "已含", "包含", "包括", "其中", "大写", "小写", "总价", "合计", "共计", "总计", "价税合计", "固定总价", "人民币", "税率", "增值税", "专票", "普票",
            "首付", "预付", "定金", "尾款", "已付", "incl", "total", "vat", "tax incl", "gross",
        ]
        return harmless.contains(where: remark.hasPrefix) && !["单价", "每", "/"].contains(where: { remark.contains($0) })
    }

    /// Remarks that make an amount another one, or none.
    private static let doubts = [
        "不含", "未税", "未含", "除税", "暂定", "暂估", "预估", "预计", "估算", "约", "每", "excl", "approx", "estimat", "per ",
    ]

    /// Currencies of which people say 元.
    private static let yuan: Set<String> = ["CNY", "TWD", "HKD", "MOP", "SGD"]

    /// What stands before brackets, in them, and from the first formal numeral on.
    private static func pieces(_ text: String) -> [String] {
        var parts = text.split(whereSeparator: { "()[]".contains($0) }).map(String.init)
        if parts.count == 1, let first = parts.first, let at = first.firstIndex(where: { "壹贰叁肆伍陆柒捌玖拾".contains($0) }) {
            let start = first[..<at].hasSuffix("人民币") ? first.index(at, offsetBy: -3) : at
            if first[..<start].contains(where: \.isNumber) { parts = [String(first[..<start]), String(first[start...])] }
            for label in ["大写:", "大写"] where parts[0].hasSuffix(label) { parts[0].removeLast(label.count) }
        }
        return parts.filter { $0.contains { !$0.isWhitespace } }
    }

    private static func one(_ text: String, currency given: String?, zeros: Int) -> Reading {
        if let fen = HanAmount.fen(text) {
            if let given, given != "CNY" { return .fault("currencies-differ") }
            return .money(Money(minorUnits: fen, currency: "CNY"))
        }
        switch AmountText.read(text, given: given) {
        case .failure(let fault): return .fault(fault.rawValue)
        case .success(let amount):
            if let named = amount.currency, let given, named != given { return .fault("currencies-differ") }
            // 5000元 in a column of dollars is one or the other.
            if amount.currency == nil, let given, !yuan.contains(given), text.contains("元") { return .fault("currencies-differ") }
            // ￥125000 under 万元: whoever writes the sign may have written all of it.
            if zeros > 0, amount.zeros == nil, amount.currency != nil { return .fault("unit-or-whole") }
            return amount.money(zeros: zeros, currency: given).map(Reading.money) ?? .fault("not-an-amount")
        }
    }
}
