/// Numbers as a spreadsheet shows them: rounded half up on the 15 decimal digits it counts with, not on the binary fraction.
struct DecimalText {
    /// Decimal digits, most significant first, without leading zeros; empty for zero.
    private var digits: [Int] = []
    /// How many of the digits stand before the point; may be negative or beyond their count.
    private var point = 0

    /// As a cell without a format shows it: whole numbers in full, others with at most 11 significant digits.
    static func general(_ number: Double) -> String {
        let value = abs(number)
        if value == 0 { return "0" }
        // Beyond this nobody reads digits; Swift's own shortest form is as good as any.
        if value >= 1e15 || value < 1e-9 { return "\(number)" }
        var text = DecimalText(value)
        if value != value.rounded() { text.round(to: max(0, 11 - max(text.point, 1))) }
        return (number < 0 ? "-" : "")
            + text.written(decimals: text.digits.count - text.point, fixedDecimals: 0, wholeDigits: 1, hasGroups: false)
    }

    /// All of its 15 digits, never with an exponent: `0.3`, `-1234500`, `123456789012.25`.
    static func plain(_ number: Double) -> String {
        let value = abs(number)
        if value == 0 { return "0" }
        if value >= 1e15 || value < 1e-9 { return "\(number)" }
        let text = DecimalText(value)
        return (number < 0 ? "-" : "")
            + text.written(decimals: text.digits.count - text.point, fixedDecimals: 0, wholeDigits: 1, hasGroups: false)
    }

    /// With `decimals` places, of which the first `fixedDecimals` are written even when 0, at least `wholeDigits` digits before the
    /// point, and commas between thousands with `hasGroups`. `value` is not negative.
    static func fixed(_ value: Double, decimals: Int, fixedDecimals: Int, wholeDigits: Int, hasGroups: Bool) -> String {
        if value >= 1e15 { return "\(value)" }
        var text = DecimalText(value)
        let places = min(decimals, 30)
        text.round(to: places)
        return text.written(
            decimals: places, fixedDecimals: min(fixedDecimals, 30), wholeDigits: wholeDigits, hasGroups: hasGroups)
    }

    /// The 15 significant digits of a number, not negative, below 1e15.
    private init(_ value: Double) {
        var mantissa = "\(value)"
        var exponent = 0
        if let mark = mantissa.firstIndex(of: "e") {
            exponent = Int(mantissa[mantissa.index(after: mark)...]) ?? 0
            mantissa = String(mantissa[..<mark])
        }
        let parts = mantissa.split(separator: ".")
        let whole = parts.first.map(String.init) ?? "0"
        let all = (whole + (parts.count > 1 ? parts[1] : "")).compactMap(\.wholeNumberValue)
        let zeros = all.prefix { $0 == 0 }.count
        digits = Array(all[zeros...])
        point = whole.count + exponent - zeros
        cut(to: 15)
    }

    private mutating func round(to places: Int) { cut(to: point + places) }

    /// Keeps `count` digits, rounding half up, and drops zeros at the end.
    private mutating func cut(to count: Int) {
        if count < 0 {
            digits = []
        } else if count < digits.count {
            let isUp = digits[count] >= 5
            digits.removeSubrange(count...)
            if isUp { increment() }
        }
        while digits.last == 0 { digits.removeLast() }
        if digits.isEmpty { point = 0 }
    }

    private mutating func increment() {
        var at = digits.count - 1
        while at >= 0 {
            digits[at] += 1
            if digits[at] < 10 { return }
            digits[at] = 0
            at -= 1
        }
        digits.insert(1, at: 0)
        point += 1
    }

    private func digit(_ index: Int) -> Int { digits.indices.contains(index) ? digits[index] : 0 }

    private func written(decimals: Int, fixedDecimals: Int, wholeDigits: Int, hasGroups: Bool) -> String {
        var out = ""
        let whole = max(point, min(wholeDigits, 20))
        for place in stride(from: whole, to: 0, by: -1) {
            out += "\(digit(point - place))"
            if hasGroups, place > 1, place % 3 == 1 { out += "," }
        }
        let written = max(fixedDecimals, min(decimals, digits.count - point))
        guard written > 0 else { return out }
        out += "."
        for place in 0..<written { out += "\(digit(point + place))" }
        return out
    }
}
