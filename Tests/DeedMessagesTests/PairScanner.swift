/// Finds the pairs of wordings in Swift source: `say("…", "…")` and `spoken("…", "…")`.
///
/// The compiler already wants both languages; this makes the texts themselves testable, wherever they stand.
struct PairScanner {
    /// Two wordings of one text.
    struct Pair {
        var english: Literal
        var chinese: Literal
    }

    /// A string literal: its fixed text and the expressions in it.
    struct Literal {
        var text = ""
        /// The first argument of each `\(…)` with its label: `count`, `list: names`.
        var values: [String] = []
    }

    private let source: [Character]

    init(_ source: String) { self.source = Array(source) }

    /// All pairs in the source.
    func pairs() -> [Pair] {
        var pairs: [Pair] = []
        for opening in ["say(", "spoken("] {
            let name = Array(opening)
            var at = 0
            while at + name.count <= source.count {
                defer { at += 1 }
                guard Array(source[at..<at + name.count]) == name, at == 0 || !isWord(source[at - 1]) else { continue }
                var cursor = at + name.count
                guard let english = literals(&cursor), skip(",", &cursor), let chinese = literals(&cursor) else { continue }
                pairs.append(Pair(english: english, chinese: chinese))
            }
        }
        return pairs
    }

    private func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber || character == "_" }

    private func skipSpace(_ cursor: inout Int) {
        while cursor < source.count, source[cursor].isWhitespace { cursor += 1 }
    }

    private func skip(_ mark: Character, _ cursor: inout Int) -> Bool {
        skipSpace(&cursor)
        guard cursor < source.count, source[cursor] == mark else { return false }
        cursor += 1
        return true
    }

    /// A literal, or several joined by `+`.
    private func literals(_ cursor: inout Int) -> Literal? {
        guard var whole = literal(&cursor) else { return nil }
        var ahead = cursor
        while skip("+", &ahead), let next = literal(&ahead) {
            whole.text += next.text
            whole.values += next.values
            cursor = ahead
        }
        return whole
    }

    private func literal(_ cursor: inout Int) -> Literal? {
        guard skip("\"", &cursor) else { return nil }
        var literal = Literal()
        while cursor < source.count, source[cursor] != "\"" {
            if source[cursor] == "\\", cursor + 1 < source.count {
                cursor += 1
                if source[cursor] == "(" {
                    literal.values.append(interpolation(&cursor))
                    literal.text += "7"  // a value stands there: neither Han nor a mark
                    continue
                }
            }
            literal.text.append(source[cursor])
            cursor += 1
        }
        cursor += 1
        return literal
    }

    /// The first argument of `\(…)`; leaves the cursor behind the closing parenthesis.
    private func interpolation(_ cursor: inout Int) -> String {
        var depth = 0
        var first = ""
        var inFirst = true
        while cursor < source.count {
            let character = source[cursor]
            cursor += 1
            switch character {
            case "(", "[": depth += 1
            case ")", "]": depth -= 1
            case ",": if depth == 1 { inFirst = false }
            case "\"":
                cursor -= 1
                let inner = literal(&cursor)?.text ?? ""
                if inFirst { first += "\"\(inner)\"" }
                continue
            default: break
            }
            if depth == 0 { break }
            if inFirst, !(depth == 1 && character == "(" && first.isEmpty) { first.append(character) }
        }
        return first
    }
}
