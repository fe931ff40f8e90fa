/// A number format of a workbook, as much of it as decides what a person reads: `#,##0.00`, `0%`, `yyyy"年"m"月"d"日"`.
///
/// Sources: ECMA-376 part 1, 18.8.31 (numFmts, with the built-in formats for Chinese), and Excel's behaviour. Fractions, conditions
/// and colours fall back to the plain number.
struct NumberFormat {
    /// One piece of a format.
    enum Piece: Equatable {
        case literal(String)
        /// A run of `y`, `m`, `d`, `h`, `s`, `a` (weekday) of this length.
        case date(Character, Int)
        /// Hours, minutes or seconds that do not wrap: `[h]`.
        case elapsed(Character)
        case halfDay(morning: String, afternoon: String)
        /// The place of the number, by the section's digits.
        case number
        /// The place of the number as it is: `General`, `@`.
        case general
        case percent
    }

    /// How a positive, a negative number and zero are written.
    private var sections: [Section] = []
    /// Whether the number stands as it is.
    var isGeneral: Bool { sections.isEmpty }

    /// Whether it shows a day: `yyyy/m/d`, `m月d日`; neither a time nor a month alone.
    var showsDay: Bool {
        guard let first = sections.first, first.isDate else { return false }
        return first.pieces.contains { if case .date("d", let length) = $0 { length <= 2 } else { false } }
    }

    /// One section between `;`.
    struct Section {
        var pieces: [Piece] = []
        var decimals = 0
        /// Decimals that are written even when they are 0.
        var fixedDecimals = 0
        var wholeDigits = 0
        var hasGroups = false
        /// Divisions by 1,000 (commas at the end).
        var thousands = 0
        var isDate = false
        var isGeneral = false
    }

    /// Parses a format code; one that cannot be understood shows numbers plainly.
    init(code: String) {
        let parts = NumberFormatParser.split(code)
        let parsed = parts.prefix(3).map { NumberFormatParser.section($0) }
        guard let first = parsed.first, !(first.isGeneral && parsed.count == 1) else { return }
        sections = parsed
    }

    /// The number as it is seen.
    func text(_ number: Double, uses1904: Bool) -> String {
        guard let first = sections.first else { return DecimalText.general(number) }
        var section = first
        var shown = number
        if number < 0, sections.count > 1 {
            section = sections[1]
            shown = -number
        } else if number == 0, sections.count > 2 {
            section = sections[2]
        }
        if section.isDate, let date = SerialDate(shown, uses1904: uses1904) { return date.text(section.pieces) }
        if section.isDate || section.isGeneral { return DecimalText.general(number) }
        let isMinus = shown < 0
        let body = section.pieces.map { piece in
            switch piece {
            case .literal(let text): text
            case .percent: "%"
            case .number: section.number(abs(shown))
            case .general: DecimalText.general(abs(shown))
            default: ""
            }
        }.joined()
        return isMinus && body.contains(where: { ("1"..."9").contains($0) }) ? "-" + body : body
    }

    /// Formats that are known by number only. 27 to 58 are those of a Chinese Excel; 14 is the short date of the machine's region.
    static let builtIn: [Int: String] = {
        var codes = [
            1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm",
            17: "mmm-yy",
            18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 30: "m-d-yy", 31: "yyyy年m月d日",
            32: "h时mm分", 33: "h时mm分ss秒", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
            40: "#,##0.00;-#,##0.00",
            41: "#,##0;-#,##0", 42: "¥#,##0;-¥#,##0", 43: "#,##0.00;-#,##0.00", 44: "¥#,##0.00;-¥#,##0.00", 45: "mm:ss",
            46: "[h]:mm:ss",
            47: "mm:ss", 49: "@",
        ]
        for id in [27, 36, 50, 52, 57] { codes[id] = "yyyy年m月" }
        for id in [28, 29, 51, 53, 54, 58] { codes[id] = "m月d日" }
        for id in [34, 55] { codes[id] = "上午/下午h时mm分" }
        for id in [35, 56] { codes[id] = "上午/下午h时mm分ss秒" }
        return codes
    }()
}

extension NumberFormat.Section {
    /// The digits of a number that is not negative.
    fileprivate func number(_ value: Double) -> String {
        let percents = pieces.count { $0 == .percent }
        var scaled = value
        for _ in 0..<min(percents, 4) { scaled *= 100 }
        for _ in 0..<min(thousands, 6) { scaled /= 1000 }
        return DecimalText.fixed(
            scaled, decimals: decimals, fixedDecimals: fixedDecimals, wholeDigits: wholeDigits, hasGroups: hasGroups)
    }
}
