/// Reads the code of a number format.
enum NumberFormatParser {
    /// The sections, parted by `;` outside quotes.
    static func split(_ code: String) -> [String] {
        var parts = [""]
        var isQuoted = false
        var isEscaped = false
        for character in code {
            if character == ";", !isQuoted, !isEscaped {
                parts.append("")
                continue
            }
            if character == "\"", !isEscaped { isQuoted.toggle() }
            isEscaped = character == "\\" && !isEscaped
            parts[parts.count - 1].append(character)
        }
        return parts
    }

    /// One section.
    static func section(_ code: String) -> NumberFormat.Section {
        var scan = Scan(Array(code))
        scan.run()
        return scan.section
    }

    private struct Scan {
        private let code: [Character]
        private var at = 0
        var section = NumberFormat.Section()

        init(_ code: [Character]) {
            self.code = code
        }

        mutating func run() {
            while at < code.count { step() }
            section.pieces = NumberFormatParser.minutes(section.pieces)
            // Nothing at all (`;;;`) hides the value; a search should find it all the same.
            if section.pieces.isEmpty || section.pieces == [.general] { section.isGeneral = true }
        }

        /// `General`, in the Chinese program `G/通用格式`.
        private mutating func isGeneralWord(_ character: Character) -> Bool {
            guard character == "G" || character == "g" else { return false }
            let rest = String(code[(at - 1)...].prefix(7)).lowercased()
            for word in ["general", "g/通用格式"] where rest.hasPrefix(word) {
                at += word.count - 1
                return true
            }
            return false
        }

        private mutating func step() {
            let character = code[at]
            at += 1
            switch character {
            case "\"": add(literal: until("\""))
            case "\\": if at < code.count { add(literal: String(take())) }
            case "_":
                // As wide as the character that follows: a space.
                if at < code.count { at += 1 }
                add(literal: " ")
            case "*": if at < code.count { at += 1 }
            case "[": bracket(until("]"))
            case "0", "#", "?", ".": mask(from: at - 1)
            case "%": section.pieces.append(.percent)
            case "@": section.pieces.append(.general)
            case _ where isGeneralWord(character): section.pieces.append(.general)
            case "A", "a", "上": letterOrHalfDay(character)
            case "y", "Y", "e", "E", "m", "M", "d", "D", "h", "H", "s", "S": letter(character)
            default: add(literal: String(character))
            }
        }

        private mutating func take() -> Character {
            defer { at += 1 }
            return code[at]
        }

        private mutating func until(_ end: Character) -> String {
            let start = at
            while at < code.count, code[at] != end { at += 1 }
            defer { at += 1 }
            return String(code[start..<min(at, code.count)])
        }

        private mutating func add(literal: String) {
            if case .literal(let before)? = section.pieces.last {
                section.pieces[section.pieces.count - 1] = .literal(before + literal)
            } else {
                section.pieces.append(.literal(literal))
            }
        }

        /// `[h]`, `[$¥-804]`, `[Red]`, `[>100]`, `[DBNum1]`.
        private mutating func bracket(_ content: String) {
            let lower = content.lowercased()
            if let first = lower.first, "hms".contains(first), lower.allSatisfy({ $0 == first }) {
                section.isDate = true
                section.pieces.append(.elapsed(first))
            } else if lower.hasPrefix("$") {
                let symbol = content.dropFirst().prefix { $0 != "-" }
                if !symbol.isEmpty { add(literal: String(symbol)) }
            }
        }

        private mutating func letterOrHalfDay(_ character: Character) {
            let rest = String(code[(at - 1)...].prefix(5))
            for (mark, morning, afternoon) in [("AM/PM", "AM", "PM"), ("上午/下午", "上午", "下午"), ("A/P", "A", "P")]
            where rest.uppercased().hasPrefix(mark) {
                at += mark.count - 1
                section.isDate = true
                section.pieces.append(.halfDay(morning: morning, afternoon: afternoon))
                return
            }
            if character == "上" { add(literal: "上") } else { letter(character) }
        }

        /// A run of one letter: part of a date, except `E` beside digits, which is an exponent.
        private mutating func letter(_ character: Character) {
            if character == "E" || character == "e", at < code.count, code[at] == "+" || code[at] == "-" {
                section = NumberFormat.Section()
                section.isGeneral = true
                at = code.count
                return
            }
            let lower = Character(character.lowercased())
            var length = 1
            while at < code.count, code[at].lowercased() == character.lowercased() {
                at += 1
                length += 1
            }
            section.isDate = true
            section.pieces.append(.date(lower == "e" ? "y" : lower, lower == "e" ? 4 : length))
        }

        /// `#,##0.00`: the place of the number with its digits. A second mask (a fraction) makes the number plain.
        private mutating func mask(from start: Int) {
            // In a date this is `.000` behind the seconds: fractions of a second are not shown.
            if section.isDate {
                while at < code.count, code[at] == "0" { at += 1 }
                return
            }
            at = start
            var isDecimal = false
            var trailing = 0
            while at < code.count, "0#?.,".contains(code[at]) {
                let character = take()
                if character == "." {
                    isDecimal = true
                } else if character == "," {
                    trailing += 1
                    continue
                } else if isDecimal {
                    section.decimals += 1
                    if character == "0" { section.fixedDecimals = section.decimals }
                } else {
                    if trailing > 0 { section.hasGroups = true }
                    if character == "0" { section.wholeDigits += 1 }
                }
                trailing = 0
            }
            section.thousands = trailing
            if section.pieces.contains(.number) || (at < code.count && code[at] == "/") {
                section = NumberFormat.Section()
                section.isGeneral = true
                at = code.count
            } else {
                section.pieces.append(.number)
            }
        }
    }

    /// `m` is a month, but minutes behind hours or before seconds.
    fileprivate static func minutes(_ pieces: [NumberFormat.Piece]) -> [NumberFormat.Piece] {
        var out = pieces
        let units = pieces.indices.filter {
            switch pieces[$0] {
            case .date, .elapsed: true
            default: false
            }
        }
        for (order, index) in units.enumerated() {
            guard case .date("m", let length) = pieces[index], length <= 2 else { continue }
            let before = order > 0 ? pieces[units[order - 1]] : nil
            let after = order + 1 < units.count ? pieces[units[order + 1]] : nil
            if isUnit(before, "h") || isUnit(after, "s") { out[index] = .date("i", length) }
        }
        return out
    }

    private static func isUnit(_ piece: NumberFormat.Piece?, _ letter: Character) -> Bool {
        switch piece {
        case .date(let unit, _), .elapsed(let unit): unit == letter
        default: false
        }
    }
}
