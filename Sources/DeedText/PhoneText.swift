/// Phone numbers as people write them into cells and papers: `138 0000 2001`, `０５１２－５５５５０１８８ 转 8`,
/// `13800002001/13900002002`, `+86 21 5555 0188`.
public enum PhoneText {
    /// The digits of every number of a text, with those of an extension behind them left out: `13800002001`, `051255550188`.
    public static func numbers(_ text: String) -> [String] {
        let folded = Folding.folded(text)
        return folded.split(whereSeparator: { "、,;/|\n".contains($0) }).flatMap { piece in
            runs(withoutExtension(piece)).flatMap { run -> [String] in
                let parts = run.split(separator: " ").map(digits).filter { !$0.isEmpty }
                // Two whole numbers with a blank between them, not one that is written in groups.
                if parts.count > 1, parts.allSatisfy({ $0.utf8.count >= 7 }) { return parts }
                return mobiles(parts) ?? joined(digits(run)) ?? [digits(run)]
            }
        }.filter { $0.utf8.count >= 3 }
    }

    /// What of a piece may be a number: 手机13800000024座机055588886668 has two, 13800000013(2号楼) one, abc123 none.
    private static func runs(_ piece: Substring) -> [Substring] {
        var found: [Substring] = []
        var start = piece.startIndex
        var at = start
        func end() {
            let run = piece[start..<at]
            let isLabel =
                start > piece.startIndex && piece[piece.index(before: start)].isASCII && run.first?.isNumber == true
                && digits(run).utf8.count < 7
            if !isLabel { found.append(run) }
        }
        while at < piece.endIndex {
            let character = piece[at]
            let opensRemark = character == "(" && digits(piece[start..<at]).utf8.count >= 7
            if opensRemark || character.isLetter {
                end()
                start = piece.index(after: at)
            }
            at = piece.index(after: at)
        }
        end()
        return found
    }

    /// Mobile numbers without anything between them.
    private static func joined(_ digits: String) -> [String]? {
        guard digits.utf8.count > 11, digits.utf8.count.isMultiple(of: 11) else { return nil }
        let bytes = Array(digits.utf8)
        let numbers = stride(from: 0, to: bytes.count, by: 11).map { String(decoding: bytes[$0..<($0 + 11)], as: UTF8.self) }
        return numbers.allSatisfy { $0.hasPrefix("1") } ? numbers : nil
    }

    /// Mobile numbers in groups one behind the other: 138 0000 5555 139 0000 6666.
    private static func mobiles(_ groups: [String]) -> [String]? {
        var found: [String] = []
        var number = ""
        for group in groups {
            number += group
            guard number.hasPrefix("1"), number.utf8.count <= 11 else { return nil }
            if number.utf8.count == 11 {
                found.append(number)
                number = ""
            }
        }
        return found.count > 1 && number.isEmpty ? found : nil
    }

    /// What the end of a number is asked by: `+86 138 0000 2001` → `13800002001`; `nil` for what is no number of four digits or more.
    public static func tail(_ query: String) -> String? {
        let folded = withoutExtension(Folding.folded(query)[...])
        guard folded.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 || "+-() .".utf8.contains($0) }) else { return nil }
        let tail = bare(digits(folded))
        return tail.utf8.count >= 4 ? tail : nil
    }

    /// Whether one of the numbers of a cell ends so.
    public static func matches(_ text: String, tail: String) -> Bool { numbers(text).contains { bare($0).hasSuffix(tail) } }

    /// The ways a number of 7 to 13 digits may be grouped in a paper, with blanks between the groups: 13800002001 →
    /// `138 0000 2001`, `138 00002001` …; with and without the zero of an area and 86 in front.
    public static func groupings(_ query: String) -> [String] {
        let folded = Folding.folded(query)
        guard folded.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 || "+-() .".utf8.contains($0) }) else { return [] }
        let typed = digits(folded[...])
        guard (7...13).contains(typed.utf8.count) else { return [] }
        let plain = bare(typed)
        let isMobile = plain.utf8.count == 11 && plain.hasPrefix("1")
        var forms: [[Int]] = []
        let count = plain.utf8.count
        if count <= 8 {
            forms = [[count], [4, count - 4], [count - 4, 4]]
        } else if isMobile {
            forms = [[11], [3, 4, 4], [3, 8], [7, 4], [4, 4, 3], [4, 3, 4]]
        } else {
            for area in 2...4 where (7...8).contains(count - area) {
                let local = count - area
                forms += [[area, local], [area, 4, local - 4], [area, local - 4, 4]]
            }
            forms.append([count])
        }
        var seen: Set<String> = []
        let areas = count > 8 && !isMobile ? ["", "0"] : ["", "86"].filter { $0.isEmpty || isMobile }
        return
            (forms.flatMap { form in areas.map { front in (form, front) } }.compactMap { form, front in
                if front == "86", form.count > 1 { return nil }
                return grouped(plain, form, front: front)
            } + [typed]).filter { seen.insert($0).inserted }
    }

    private static func grouped(_ digits: String, _ form: [Int], front: String) -> String? {
        var rest = Substring(digits)
        var groups: [String] = []
        for size in form {
            guard size > 0, rest.utf8.count >= size else { return nil }
            groups.append(String(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return rest.isEmpty ? front + groups.joined(separator: " ") : nil
    }

    /// A name with the number that stands behind or before it: `王工 13700003003`.
    public static func split(_ text: String) -> (name: String, phone: String)? {
        let scalars = Array(text.unicodeScalars)
        func belongs(_ scalar: Unicode.Scalar) -> Bool {
            let folded = Folding.folded(String(scalar))
            return folded.unicodeScalars.allSatisfy { ("0"..."9").contains($0) || "+-() ".unicodeScalars.contains($0) }
        }
        func begins(_ scalar: Unicode.Scalar) -> Bool { belongs(scalar) && !" (（)）".unicodeScalars.contains(scalar) }
        guard let first = scalars.firstIndex(where: begins) else { return nil }
        let last = scalars[first...].firstIndex { !belongs($0) } ?? scalars.count
        let phone = String(String.UnicodeScalarView(scalars[first..<last])).trimmed(of: " (（)）")
        let count = digits(Folding.folded(phone)[...]).utf8.count
        guard (7...15).contains(count) else { return nil }
        let rest = String(String.UnicodeScalarView(scalars[..<first] + scalars[last...]))
        guard !rest.unicodeScalars.contains(where: { ("0"..."9").contains($0) }) else { return nil }
        var name = rest.trimmed(of: marks)
        for word in ["电话", "手机", "tel"] where name.hasSuffix(word) { name = String(name.dropLast(word.count)).trimmed(of: marks) }
        return (name, phone)
    }

    /// Names with their numbers, one person or several between slashes and commas; empty where one of them has no number or no name.
    public static func persons(_ text: String) -> [(name: String, phone: String)] {
        if let one = split(text) { return one.name.isEmpty ? [] : [one] }
        let pieces = text.split { "/／、,，;；\n".contains($0) }.map { split(String($0)) }
        let found = pieces.compactMap { $0 }.filter { !$0.name.isEmpty }
        return found.count == pieces.count ? found : inRow(text)
    }

    /// Names and numbers with nothing but blanks between them: 王工 13800000015 李工 13800000016.
    private static func inRow(_ text: String) -> [(name: String, phone: String)] {
        var found: [(name: String, phone: String)] = []
        var piece = ""
        for character in text + " " {
            let isNumber = Folding.folded(String(character)).unicodeScalars.allSatisfy {
                ("0"..."9").contains($0) || "+-() ".unicodeScalars.contains($0)
            }
            if !isNumber, let one = split(piece) {
                found.append(one)
                piece = ""
            }
            piece.append(character)
        }
        if !piece.allSatisfy(\.isWhitespace) {
            guard let last = split(piece) else { return [] }
            found.append(last)
        }
        return found.count > 1 && found.allSatisfy { !$0.name.isEmpty } ? found : []
    }

    private static let marks = " :：,，(（)）/、"

    private static func withoutExtension(_ text: Substring) -> Substring {
        for mark in ["转", "分机", "ext", "x", "#"] {
            if let at = text.firstRange(of: mark), digits(text[..<at.lowerBound]).utf8.count >= 5 {
                return text[..<at.lowerBound]
            }
        }
        return text
    }

    private static func digits(_ text: Substring) -> String {
        String(decoding: text.utf8.filter { $0 >= 48 && $0 <= 57 }, as: UTF8.self)
    }

    /// Without the prefix of the country and the zero of the area: 008651255550188 and 051255550188 are 51255550188.
    private static func bare(_ digits: String) -> String {
        var rest = Substring(digits)
        for prefix in ["0086", "86"] where rest.hasPrefix(prefix) && rest.utf8.count >= prefix.utf8.count + 9 {
            rest = rest.dropFirst(prefix.utf8.count)
            break
        }
        if rest.hasPrefix("0"), rest.utf8.count > 8 { rest = rest.dropFirst() }
        return String(rest)
    }
}

extension String {
    fileprivate var trimmed: String { trimmed(of: " ") }

    fileprivate func trimmed(of marks: String) -> String {
        var rest = self[...]
        while let first = rest.first, marks.contains(first) { rest = rest.dropFirst() }
        while let last = rest.last, marks.contains(last) { rest = rest.dropLast() }
        return String(rest)
    }
}
