/// Whole numbers in Han numerals, plain and as written on cheques.
public enum HanNumeral {
    /// The value of 十五, 二百零三, 一万二千, 廿五, 壹佰贰拾, of digits in a row (二〇二五) and of Arabic digits, in any
    /// width and either form; `nil` for anything else, and for what is said but not written (一百二 is 120 to some).
    public static func value(_ text: String) -> Int? {
        let scalars = Folding.folded(text).unicodeScalars.filter { $0 != " " }
        return scalars.isEmpty ? nil : value(Array(scalars))
    }

    /// The value of folded characters without spaces.
    static func value(_ scalars: [Unicode.Scalar]) -> Int? {
        // 玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖 has 23; digits in a row fit an Int up to 18.
        if scalars.count > 32 { return nil }
        let isArabic = scalars.allSatisfy { $0.value >= 48 && $0.value <= 57 }
        if isArabic { return scalars.count > 18 ? nil : Int(String(String.UnicodeScalarView(scalars))) }
        if let digits = digits(scalars) { return scalars.count > 18 ? nil : digits.reduce(0) { $0 * 10 + $1 } }
        return unitValue(scalars)
    }

    /// Han digits in a row, without units.
    static func digits(_ scalars: [Unicode.Scalar]) -> [Int]? {
        var found: [Int] = []
        for scalar in scalars {
            guard let digit = digit(scalar) else { return nil }
            found.append(digit)
        }
        return found
    }

    private static func digit(_ scalar: Unicode.Scalar) -> Int? {
        switch scalar {
        case "〇", "零", "○", "◯": return 0
        case "一", "壹": return 1
        case "二", "贰", "两": return 2
        case "三", "叁", "参": return 3
        case "四", "肆": return 4
        case "五", "伍": return 5
        case "六", "陆": return 6
        case "七", "柒": return 7
        case "八", "捌": return 8
        case "九", "玖": return 9
        default: return nil
        }
    }

    private static func smallUnit(_ scalar: Unicode.Scalar) -> Int? {
        switch scalar {
        case "十", "拾": return 10
        case "百", "佰": return 100
        case "千", "仟": return 1000
        default: return nil
        }
    }

    private static func tens(_ scalar: Unicode.Scalar) -> Int? {
        switch scalar {
        case "廿": return 20
        case "卅": return 30
        case "卌": return 40
        default: return nil
        }
    }

    /// Sections of up to 9999, each with 亿, 万 or nothing behind it, in falling order.
    private static func unitValue(_ scalars: [Unicode.Scalar]) -> Int? {
        var total = 0
        var rest = scalars[...]
        var isFirst = true
        for (name, size) in [("亿", 100_000_000), ("万", 10_000), ("", 1)] as [(String, Int)] {
            let section: ArraySlice<Unicode.Scalar>
            if name.isEmpty {
                section = rest
                rest = []
            } else if let at = rest.firstIndex(where: { String($0) == name }) {
                section = rest[..<at]
                rest = rest[(at + 1)...]
                if section.isEmpty { return nil }
            } else {
                continue
            }
            if section.isEmpty { continue }
            guard let value = sectionValue(section, isFirst: isFirst) else { return nil }
            total += value * size
            isFirst = false
        }
        return total
    }

    /// A section such as 二千零三十五. A bare digit at the end wants tens or a zero before it.
    private static func sectionValue(_ section: ArraySlice<Unicode.Scalar>, isFirst: Bool) -> Int? {
        var total = 0
        var waiting: Int?
        var lastUnit = isFirst ? 10 : 10_000
        var largest = 10_000
        var sawZero = false
        for scalar in section {
            if let digit = digit(scalar) {
                if waiting != nil { return nil }
                if digit == 0 {
                    if sawZero { return nil }
                    sawZero = true
                } else {
                    waiting = digit
                }
            } else if let value = tens(scalar) {
                if waiting != nil || largest <= 10 { return nil }
                total += value
                (lastUnit, largest, sawZero) = (10, 10, false)
            } else if let unit = smallUnit(scalar) {
                if unit >= largest || (waiting == nil && unit != 10) { return nil }
                total += (waiting ?? 1) * unit
                waiting = nil
                (lastUnit, largest, sawZero) = (unit, unit, false)
            } else {
                return nil
            }
        }
        if let waiting {
            if lastUnit != 10 && !sawZero { return nil }
            return total + waiting
        }
        return sawZero ? nil : total
    }
}
