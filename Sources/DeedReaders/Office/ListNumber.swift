/// A list's number in the form its format asks for. Source: ECMA-376 part 1, 17.18.59 (ST_NumberFormat).
enum ListNumber {
    static func text(_ number: Int, format: String) -> String {
        switch format {
        case "chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseCounting",
            "ideographDigital", "koreanCounting":
            return chinese(number)
        case "lowerLetter": return letters(number)
        case "upperLetter": return letters(number).uppercased()
        case "lowerRoman": return roman(number).lowercased()
        case "upperRoman": return roman(number)
        case "decimalZero": return number < 10 ? "0\(number)" : "\(number)"
        case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
            return (1...20).contains(number) ? String(UnicodeScalar(UInt8(number)).circled) : "\(number)"
        default: return "\(number)"
        }
    }

    /// 1 to 9,999 in Chinese numerals: 十, 十二, 二十, 一百零五.
    static func chinese(_ number: Int) -> String {
        guard (1...9999).contains(number) else { return number == 0 ? "〇" : "\(number)" }
        let digits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
        var out = ""
        var isGap = false
        for (weight, unit) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
            let digit = number / weight % 10
            if digit == 0 {
                isGap = !out.isEmpty
                continue
            }
            if isGap { out += "零" }
            isGap = false
            out += (weight == 10 && digit == 1 && out.isEmpty ? "" : digits[digit]) + unit
        }
        return out
    }

    /// a … z, aa, bb, as Word counts.
    private static func letters(_ number: Int) -> String {
        guard number >= 1 else { return "\(number)" }
        let letter = Character(UnicodeScalar(UInt8(97 + (number - 1) % 26)))
        return String(repeating: letter, count: min((number - 1) / 26 + 1, 20))
    }

    private static func roman(_ number: Int) -> String {
        guard (1...3999).contains(number) else { return "\(number)" }
        var rest = number
        var out = ""
        let steps = [
            (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
            (9, "IX"), (5, "V"),
            (4, "IV"), (1, "I"),
        ]
        for (value, sign) in steps {
            while rest >= value {
                out += sign
                rest -= value
            }
        }
        return out
    }
}

extension Unicode.Scalar {
    /// ① for 1 up to ⑳ for 20.
    fileprivate var circled: Character {
        Character(Unicode.Scalar(0x2460 + value - 1) ?? self)
    }
}
