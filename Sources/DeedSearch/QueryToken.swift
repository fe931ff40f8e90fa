import DeedText

/// A piece of a query as it is read.
enum QueryToken: Hashable {
    case open
    case close
    case or
    case and
    case not
    case field(QueryField, name: String)
    case word(String, isPrefix: Bool)
    case phrase(String, isPrefix: Bool)
}

/// Cuts a query into pieces. Every text can be cut: what is no operator is a word.
///
/// Parentheses group only where a word could begin; inside a word they belong to it, because companies are called 上海样例（机电）有限公司.
struct QueryLexer {
    private let scalars: [Unicode.Scalar]
    private var at = 0

    /// Whether a word before a colon is no field: nmae:样例. In http://… and 10:30 nobody means one.
    private var hasUnknownField = false

    /// The pieces of a query, and whether one of them looks like a field and is none.
    static func tokens(_ query: String) -> (tokens: [QueryToken], hasUnknownField: Bool) {
        var lexer = QueryLexer(scalars: Array(query.unicodeScalars))
        var tokens: [QueryToken] = []
        while let token = lexer.next() { tokens.append(token) }
        return (tokens, lexer.hasUnknownField)
    }

    private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

    private mutating func next() -> QueryToken? {
        while at < scalars.count, QueryLexer.isSpace(scalars[at]) { at += 1 }
        guard at < scalars.count else { return nil }
        let first = scalars[at]
        if QueryLexer.isOpen(first) { return single(.open) }
        if QueryLexer.isClose(first) { return single(.close) }
        if let closing = QueryLexer.closingQuotes(of: first) { return phrase(until: closing) }
        if QueryLexer.isMinus(first), at + 1 < scalars.count, !endsWord(scalars[at + 1]), !QueryLexer.isMinus(scalars[at + 1]) {
            return single(.not)
        }
        return word()
    }

    private mutating func single(_ token: QueryToken) -> QueryToken {
        at += 1
        return token
    }

    /// From an opening quote to the closing one, or to the end of the query where that is missing.
    private mutating func phrase(until closing: Set<Unicode.Scalar>) -> QueryToken {
        at += 1
        let start = at
        while at < scalars.count, !closing.contains(scalars[at]) { at += 1 }
        let text = text(start..<at)
        at = min(at + 1, scalars.count)
        let isPrefix = at < scalars.count && QueryLexer.isStar(scalars[at])
        if isPrefix { at += 1 }
        return .phrase(text, isPrefix: isPrefix)
    }

    private mutating func word() -> QueryToken {
        let start = at
        var depth = 0
        while at < scalars.count {
            let scalar = scalars[at]
            if QueryLexer.isSpace(scalar) || QueryLexer.closingQuotes(of: scalar) != nil { break }
            if QueryLexer.isOpen(scalar) { depth += 1 }
            if QueryLexer.isClose(scalar) {
                if depth == 0 { break }
                depth -= 1
            }
            if QueryLexer.isColon(scalar), let field = field(start) { return field }
            at += 1
        }
        return QueryLexer.meaning(of: text(start..<at))
    }

    private mutating func field(_ start: Int) -> QueryToken? {
        let name = text(start..<at)
        guard let field = QueryField(named: Folding.folded(name)) else {
            let isName = (2...12).contains(name.count) && name.allSatisfy(\.isLetter)
            if isName, at + 1 < scalars.count, !endsWord(scalars[at + 1]), scalars[at + 1] != "/" { hasUnknownField = true }
            return nil
        }
        at += 1
        return .field(field, name: name)
    }

    private static func meaning(of word: String) -> QueryToken {
        switch word {
        case "OR", "或", "|", "||": return .or
        case "AND", "&", "&&": return .and
        case "NOT": return .not
        default: break
        }
        var scalars = Array(word.unicodeScalars)
        var isPrefix = false
        while let last = scalars.last, isStar(last) {
            scalars.removeLast()
            isPrefix = true
        }
        return .word(String(String.UnicodeScalarView(scalars)), isPrefix: isPrefix)
    }

    private func endsWord(_ scalar: Unicode.Scalar) -> Bool { QueryLexer.isSpace(scalar) || QueryLexer.isClose(scalar) }

    private func text(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(scalars[range])) }
}

extension QueryLexer {
    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace || scalar.value < 0x20 }

    private static func isOpen(_ scalar: Unicode.Scalar) -> Bool { scalar == "(" || scalar == "（" }

    private static func isClose(_ scalar: Unicode.Scalar) -> Bool { scalar == ")" || scalar == "）" }

    private static func isColon(_ scalar: Unicode.Scalar) -> Bool { scalar == ":" || scalar == "：" }

    private static func isStar(_ scalar: Unicode.Scalar) -> Bool { scalar == "*" || scalar == "＊" }

    private static func isMinus(_ scalar: Unicode.Scalar) -> Bool { scalar == "-" || scalar == "－" || scalar == "−" }

    private static func closingQuotes(of scalar: Unicode.Scalar) -> Set<Unicode.Scalar>? {
        switch scalar {
        case "\"", "＂", "“", "”", "„": ["\"", "＂", "“", "”"]
        case "「": ["」"]
        case "『": ["』"]
        default: nil
        }
    }
}
