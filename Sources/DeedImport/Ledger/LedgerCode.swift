import DeedCore
import DeedText

/// Reads what names something: contract numbers, serial numbers, phones, codes of legal persons. A number whose digits a spreadsheet
/// has destroyed names nothing.
enum LedgerCode {
    /// What a cell says.
    enum Reading: Equatable {
        case codes([String])
        /// `无`.
        case nothing
        /// `damaged-number`, `elsewhere`, `ditto`, `not-a-serial`, `several-or-one`.
        case fault(String)
    }

    /// Columns of codes that digits of a spreadsheet can be in.
    static let columns: Set<LedgerColumn> = [.number, .serial, .phone, .creditCode, .invoice]

    /// Reads a cell of such a column.
    ///
    /// - Parameter keepsDigits: whether the column has numbers of more than 15 digits that are whole, so that no spreadsheet has
    ///   rounded it.
    static func read(_ cell: LedgerCell, as column: LedgerColumn, keepsDigits: Bool) -> Reading {
        guard let text = text(cell, keepsDigits: keepsDigits) else { return .fault("damaged-number") }
        if LedgerValue.saysNothing(text) || nothings.contains(Folding.nameKey(text)) { return .nothing }
        let folded = Folding.folded(text)
        if isDitto(text) { return .fault("ditto") }
        if elsewhere.contains(where: folded.hasBytes(of:)) { return .fault("elsewhere") }
        if [.number, .serial, .invoice].contains(column), isDay(cell) { return .fault("became-a-date") }
        switch column {
        case .serial where text.utf8.count > 2 && unquoted(text) != text: return .codes([unquoted(text)])
        case .serial: return serials(cell.number == nil && text == cell.line ? cell.text : text)
        case .phone where cell.number != nil: return .codes([text])
        case .phone where PhoneText.numbers(cell.text).isEmpty: return .fault("not-a-phone")
        // 13800000021.0 of an export.
        case .phone where text != cell.line: return .codes([text])
        case .phone: return .codes([cell.text.split(separator: "\n").map { String($0).trimmedASCII }.joined(separator: " / ")])
        default: return .codes([unquoted(text)])
        }
    }

    /// Whether a cell means what stands above it: 同上, 〃.
    static func isDitto(_ text: String) -> Bool { dittos.contains(Folding.folded(text)) }

    /// Whether a cell says nothing but where its value stands: 见附件, 详见合同.
    static func isElsewhere(_ text: String) -> Bool {
        let folded = Folding.folded(text)
        return ["见附", "详见", "另附", "附后", "见清单", "见合同", "见备注"].contains { folded.hasPrefix($0) }
    }

    /// "HT-11" in quotes that an export wrote twice.
    private static func unquoted(_ text: String) -> String {
        guard text.utf8.count > 2, let first = text.first, let last = text.last, "\"“".contains(first), "\"”".contains(last)
        else { return text }
        let inside = text.dropFirst().dropLast()
        return inside.contains(where: { "\"“”".contains($0) }) ? text : String(inside)
    }

    /// 11-24 typed into a spreadsheet is a day for it, and is shown as 11月24日, Nov-24 or 24-Nov.
    private static func isDay(_ cell: LedgerCell) -> Bool {
        if cell.day != nil { return true }
        let text = Folding.folded(cell.text)
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        if parts.count == 2, months.contains(parts[0]) || months.contains(parts[1]) {
            return parts.contains { (1...2).contains($0.utf8.count) && isDigits($0) }
        }
        guard text.hasSuffix("日"), let month = text.firstIndex(of: "月") else { return false }
        return isDigits(text[..<month]) && isDigits(text[text.index(after: month)...].dropLast())
    }

    private static let months: Set<Substring> = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// The digits as a person sees them; `nil` where they are not those that were typed.
    private static func text(_ cell: LedgerCell, keepsDigits: Bool) -> String? {
        guard let number = cell.number, cell.day == nil else { return typed(cell, keepsDigits: keepsDigits) }
        // A spreadsheet keeps 15 digits; from the 16th on they are noise or zeros.
        if number.utf8.count(where: { $0 >= 48 && $0 <= 57 }) > 15 { return nil }
        let shown = cell.text
        let isWhole = number.utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
        // 1,234 and 1.38E+10 are formats of a number; 0012 and 138-0000-2001 are what a person means.
        if isWhole, shown.contains(where: { ",.+".contains($0) }) { return number }
        return shown
    }

    private static func typed(_ cell: LedgerCell, keepsDigits: Bool) -> String? {
        var text = cell.line
        if isScientific(text) { return nil }
        if let point = text.firstIndex(of: "."), isDigits(text[..<point]), text[..<point].utf8.count >= 4,
            text[text.index(after: point)...].allSatisfy({ $0 == "0" }), text.utf8.last != 0x2E
        {
            text = String(text[..<point])
        }
        let digits = Array(Folding.folded(text).utf8.drop { $0 == 0x2B })
        guard !cell.isTyped, digits.count > 15, digits.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return text }
        let isRounded = digits[15...].allSatisfy { $0 == 48 }
        return isRounded && (digits.count > 16 || !keepsDigits) ? nil : text
    }

    /// Whether a cell has more than 15 digits that are not all zeros behind the 15th.
    static func keepsDigits(_ cell: LedgerCell) -> Bool {
        let digits = Array(cell.text.utf8)
        return cell.number == nil && digits.count > 15 && digits.allSatisfy { $0 >= 48 && $0 <= 57 }
            && digits[15...].contains { $0 != 48 }
    }

    /// 1.23457E+17: what a spreadsheet shows of a long number, and writes into a CSV file.
    static func isScientific(_ text: String) -> Bool {
        let folded = Folding.folded(text)
        guard let mark = folded.firstIndex(of: "e"), let sign = folded[folded.index(after: mark)...].first, sign == "+" else {
            return false
        }
        let head = folded[..<mark]
        let exponent = folded[mark...].dropFirst(2)
        return !head.isEmpty && isDigits(Substring(head.replacing(".", with: ""))) && head.count { $0 == "." } <= 1
            && isDigits(exponent)
    }

    private static func isDigits(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
    }

    private static let nothings: Set<String> = [
        "无编号", "未编号", "无合同号", "无合同编号", "无序列号", "无sn", "没有", "未填", "未填写", "不详", "未知", "空", "待补", "待补充", "待填", "待确认", "待查", "null",
        "nil",
        "unknown",
    ]
    private static let dittos: Set<String> = ["同上", "〃", "\"", "″", "''", "同前", "ditto", "same as above", "↑"]
    private static let elsewhere = [
        "见附", "详见", "附后", "另附", "另见", "见清单", "清单", "见合同", "见备注", "见发票", "若干", "多台", "如下", "attached", "see ", "various",
        "multiple",
    ]

    // MARK: serials

    /// The serials of a cell: what stands between separators that no serial has, and ranges of them.
    private static func serials(_ text: String) -> Reading {
        var found: [String] = []
        let pieces = text.split(whereSeparator: { "、，,；;|｜\n\t".contains($0) }).map { bare(String($0).trimmedASCII) }
            .filter { !$0.isEmpty }
        // 12,345 has been a number.
        if text.contains(","), !text.hasPrefix("0"), pieces.count > 1,
            pieces.allSatisfy({ isDigits($0[...]) && $0.utf8.count <= 3 }),
            pieces.dropFirst().allSatisfy({ $0.utf8.count == 3 })
        {
            return .fault("several-or-one")
        }
        // SN-6801、6802: the second is the end of a number, and of which?
        if pieces.count > 1, !isDigits(pieces[0][...]), isShortened(pieces) { return .fault("several-or-one") }
        for piece in pieces {
            if hasRemark(piece) { return .fault("several-or-one") }
            switch spread(piece) {
            case .codes(let several): found += several
            case let other: return other
            }
        }
        var seen: Set<String> = []
        found = found.filter { seen.insert($0).inserted }
        return found.isEmpty ? .nothing : .codes(found)
    }

    /// Without the label and the brackets around it: S/N: 5601, 序列号：5602, (SN-5603).
    private static func bare(_ text: String) -> String {
        var text = unquoted(text)
        for (open, close) in [("(", ")"), ("（", "）"), ("[", "]"), ("【", "】")] where text.hasPrefix(open) && text.hasSuffix(close)
        {
            text = String(text.dropFirst().dropLast()).trimmedASCII
        }
        guard let colon = text.firstIndex(where: { ":：".contains($0) }) else { return text }
        let label = Folding.nameKey(String(text[..<colon]))
        return LedgerColumn.serial.headings.contains { Folding.nameKey($0) == label }
            ? String(text[text.index(after: colon)...]).trimmedASCII : text
    }

    /// SN-6001等3台, SN-5801*2, 旧SN-1新SN-2, ①SN-1②SN-2: more than a number.
    private static func hasRemark(_ text: String) -> Bool {
        if text.unicodeScalars.contains(where: { (0x2460...0x2473).contains($0.value) }) { return true }
        let folded = Folding.folded(text)
        guard folded.contains(where: \.isNumber) else { return false }
        if folded.contains(where: { "台等共套旧新坏换废退→。".contains($0) }) { return true }
        // G1（主机）, 主机:H1 副机:H2: words beside the number.
        let isHan: (Unicode.Scalar) -> Bool = { (0x3400...0x9FFF).contains($0.value) }
        if folded.contains(where: { "(:".contains($0) }), folded.unicodeScalars.contains(where: isHan) { return true }
        for (mark, most) in [("*", 3), ("×", 3), (" x ", 3), (" x", 2)] {
            guard let at = folded.ranges(of: mark).last else { continue }
            let count = folded[at.upperBound...].drop { $0 == " " }
            if isDigits(count), count.utf8.count <= most { return true }
        }
        return false
    }

    /// One serial, several of one form between blanks or slashes, or a range from one to another.
    private static func spread(_ text: String) -> Reading {
        // 空压机一台 counts, and names no machine.
        let hasDigit = Folding.folded(text).utf8.contains { $0 >= 48 && $0 <= 57 }
        if !hasDigit, text.unicodeScalars.contains(where: { (0x3400...0x9FFF).contains($0.value) }) {
            return .fault("not-a-serial")
        }
        for separator in ["~", "～", "至", "到", "——", "—", " to ", "...", "…"] {
            let ends = text.split(separator: separator).map { String($0).trimmedASCII }
            // D—400 has a long dash for a short one.
            guard ends.count == 2, ends[0].contains(where: \.isNumber) || !separator.contains("—") else { continue }
            return range(from: ends[0], to: ends[1]).map(Reading.codes) ?? .fault("several-or-one")
        }
        for separator in ["/", "／", " ", "+", "&", "和", "及"] as [Character] {
            let pieces = text.split(separator: separator).map { String($0).trimmedASCII }.filter { !$0.isEmpty }
            guard pieces.count > 1 else { continue }
            if areOfOneForm(pieces) { return .codes(pieces) }
            // H3+H4, J3和J4, D1/D2: too short to tell two numbers from one.
            if isShortened(pieces) || areAlike(pieces) { return .fault("several-or-one") }
            if "&和及".contains(separator), pieces.allSatisfy({ $0.contains(where: \.isNumber) }) {
                return .fault("several-or-one")
            }
        }
        // SN-0016-0018 could be three machines, SN-8701-02 two.
        let parts = text.split(separator: "-").map(String.init)
        if parts.count == 2, areAlike(parts) || mayBeRange(parts[0], parts[1]) { return .fault("several-or-one") }
        if parts.count > 2, let last = parts.last, last.utf8.count == 2, let before = parts.dropLast().last,
            before.utf8.count > 2, isDigits(before[...]), !isMonth(before), mayBeRange(before, last)
        {
            return .fault("several-or-one")
        }
        // SN-4201-SN-4205, 20250001-20250010: from one to another.
        if parts.count.isMultiple(of: 2), parts.count > 0 {
            let half = parts.count / 2
            if areOfOneForm([parts[..<half].joined(separator: "-"), parts[half...].joined(separator: "-")]) {
                return .fault("several-or-one")
            }
        }
        if parts.count > 2, let first = parts.dropLast().last, let last = parts.last, first.utf8.count == last.utf8.count,
            first.utf8.count >= 3, let from = Int(first), let to = Int(last), to > from, to - from < 100
        {
            return .fault("several-or-one")
        }
        return .codes([text])
    }

    /// Whether the second is the end of a number a little above the first: SN101-105, 8701-02.
    private static func mayBeRange(_ first: String, _ last: String) -> Bool {
        let width = last.utf8.count
        guard (2...9).contains(width), isDigits(last[...]), first.reversed().prefix(while: \.isNumber).count >= width,
            let from = Int(first.suffix(width)), let to = Int(last)
        else { return false }
        return to > from && to - from < (width == 2 ? 10 : 100)
    }

    /// 2506 of AM75-2506-08 is a month, 2024 a year, and 8701 of SN-8701-02 neither.
    private static func isMonth(_ text: String) -> Bool {
        guard text.utf8.count == 4, let number = Int(text) else { return false }
        return (1950...2099).contains(number) || (number / 100 >= 10 && number / 100 <= 45 && (1...12).contains(number % 100))
    }

    /// Whether they are the same letters with rising numbers: Y1 and Y3.
    private static func areAlike(_ pieces: [String]) -> Bool {
        let heads = Set(pieces.map { $0.prefix { !$0.isNumber } })
        guard heads.count == 1, let head = heads.first, !head.isEmpty, head.allSatisfy({ $0.isASCII && $0.isLetter }) else {
            return false
        }
        let numbers = pieces.compactMap { Int($0.dropFirst(head.count)) }
        return numbers.count == pieces.count && zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
    }

    /// Whether all of them are letters and digits in the same places behind the same beginning: SN-0007 and SN-0008, not 2023 and 0456.
    private static func areOfOneForm(_ pieces: [String]) -> Bool {
        func form(_ text: String) -> [UInt8] {
            text.utf8.map { (48...57).contains($0) ? 57 : (65...90).contains($0 & 0xDF) ? 65 : $0 }
        }
        guard let first = pieces.first, pieces.allSatisfy({ form($0) == form(first) && $0.contains(where: \.isNumber) }) else {
            return false
        }
        let common = pieces.dropFirst().reduce(first) { $0.commonPrefix(with: $1) }
        let hasLetters = common.utf8.contains { (65...90).contains($0 & 0xDF) }
        return hasLetters ? common.utf8.count >= 2 : first.utf8.count >= 6 && common.utf8.count * 2 >= first.utf8.count
    }

    /// SN-0001/2, 0001/0003: the second is the end of a number, or the next one.
    private static func isShortened(_ pieces: [String]) -> Bool {
        guard let first = pieces.first, pieces.dropFirst().allSatisfy({ isDigits($0[...]) }) else { return false }
        let tail = first.reversed().prefix { $0.isNumber }.count
        guard tail > 0 else { return false }
        return pieces.dropFirst().allSatisfy { piece in
            if piece.utf8.count < tail { return true }
            guard piece.utf8.count == tail, let from = Int(first.suffix(tail)), let to = Int(piece) else { return false }
            return to > from && to - from < 100
        }
    }

    /// The serials from one to another: the same beginning, numbers of the same width, at most 500.
    private static func range(from: String, to: String) -> [String]? {
        let width = from.reversed().prefix { $0.isNumber }.count
        let head = String(from.dropLast(width))
        let isWhole = to.hasPrefix(head) && to.utf8.count == from.utf8.count
        let last = isWhole ? String(to.dropFirst(head.count)) : to
        guard width > 0, width <= 15, !head.isEmpty || isWhole, last.utf8.count == width, isDigits(last[...]),
            let start = Int(from.suffix(width)), let end = Int(last), end >= start, end - start < 500
        else { return nil }
        return (start...end).map { number in
            let digits = String(number)
            return head + String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        }
    }
}

extension String {
    /// Whether a folded text has the bytes of a folded word: as `contains`, which looks at every letter's marks, and takes far longer.
    fileprivate func hasBytes(of word: String) -> Bool {
        var (text, word) = (self, word)
        return text.withUTF8 { text in
            word.withUTF8 { word in
                guard let first = word.first, text.count >= word.count else { return word.isEmpty }
                return (0...text.count - word.count).contains { at in
                    text[at] == first && text[at..<at + word.count].elementsEqual(word)
                }
            }
        }
    }

    fileprivate func commonPrefix(with other: String) -> String {
        String(decoding: zip(utf8, other.utf8).prefix { $0 == $1 }.map(\.0), as: UTF8.self)
    }
}
