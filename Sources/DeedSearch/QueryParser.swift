import DeedCore
import DeedText

/// Reads the query language: a space is AND, `OR` or 或, `NOT` or `-`, `"phrase"`, `prefix*`, parentheses, fields.
///
/// Never fails for form: an unclosed quote or parenthesis is closed at the end, a stray one is passed over, an operator without an operand is
/// dropped. It throws ``DeedCore/Failure`` `bad-query` only for a value that its field cannot have (`日期:昨天`, `类型:船`).
struct QueryParser {
    /// Characters of a query that are read.
    static let longest = 2000
    /// Words and phrases of a query that are read.
    static let mostTerms = 60
    /// Parentheses in one another; SQLite's parser has a stack of 100.
    private static let deepest = 12

    private let tokens: [QueryToken]
    private var at = 0
    private var depth = 0
    private var terms = 0
    private(set) var hints: [FindHint] = []

    /// What a query means; `nil` when it has nothing to look for.
    static func parse(_ query: String) throws -> (node: QueryNode?, hints: [FindHint]) {
        let isTooLong = query.unicodeScalars.count > longest
        let read = isTooLong ? String(String.UnicodeScalarView(query.unicodeScalars.prefix(longest))) : query
        let (tokens, hasUnknownField) = QueryLexer.tokens(read)
        var parser = QueryParser(tokens: tokens)
        if hasUnknownField { parser.hints.append(.unknownField) }
        if isTooLong { parser.hints.append(.queryCut) }
        var parts: [QueryNode] = []
        while parser.at < parser.tokens.count {
            if let part = try parser.either(field: nil) { parts.append(part) }
            // What stopped it is a closing parenthesis that nothing opened.
            parser.at += 1
        }
        var node = QueryParser.joined(parts, QueryNode.all)
        // A phone number with blanks in it is one number, however a paper groups it.
        if isSpaced(read), !PhoneText.groupings(read).isEmpty, let words = node {
            node = .any([words, .term(QueryTerm(text: read.trimmedASCII, field: nil, isPrefix: false, isLoose: true))])
        }
        let isBlank = query.unicodeScalars.allSatisfy { $0.properties.isWhitespace }
        if node == nil, !isBlank { parser.hints.append(.nothingToSearch) }
        return (node, parser.hints)
    }

    private static func isSpaced(_ query: String) -> Bool { query.trimmedASCII.utf8.contains(UInt8(ascii: " ")) }

    private init(tokens: [QueryToken]) { self.tokens = tokens }

    private mutating func hint(_ hint: FindHint) {
        if !hints.contains(hint) { hints.append(hint) }
    }

    private static func joined(_ parts: [QueryNode], _ join: ([QueryNode]) -> QueryNode) -> QueryNode? {
        parts.count > 1 ? join(parts) : parts.first
    }
}

extension QueryParser {
    private mutating func either(field: QueryField?) throws -> QueryNode? {
        var parts: [QueryNode] = []
        repeat {
            if let part = try both(field: field) { parts.append(part) }
        } while take(.or)
        return QueryParser.joined(parts, QueryNode.any)
    }

    private mutating func both(field: QueryField?) throws -> QueryNode? {
        var parts: [QueryNode] = []
        while at < tokens.count, tokens[at] != .or, tokens[at] != .close {
            if take(.and) { continue }
            if let part = try unary(field: field) { parts.append(part) }
        }
        return QueryParser.joined(parts, QueryNode.all)
    }

    private mutating func unary(field: QueryField?) throws -> QueryNode? {
        var isNegated = false
        while take(.not) { isNegated.toggle() }
        guard at < tokens.count, tokens[at] != .or, tokens[at] != .close else { return nil }
        guard let node = try primary(field: field, name: "") else { return nil }
        return isNegated ? .not(node) : node
    }

    /// A word, a phrase, a group, or a field with one of these.
    private mutating func primary(field: QueryField?, name: String) throws -> QueryNode? {
        guard at < tokens.count else { return nil }
        switch tokens[at] {
        case .open: return try group(field: field)
        case .field(let inner, let innerName):
            at += 1
            return try primary(field: inner, name: innerName)
        case .word(let text, let isPrefix):
            at += 1
            let bare = String(text.drop { $0 == "*" || $0 == "＊" })
            if bare.utf8.count < text.utf8.count { hint(.starInFront) }
            return try value(bare, isPrefix: isPrefix, isLoose: true, field: field, name: name)
        case .phrase(let text, let isPrefix):
            at += 1
            return try value(text, isPrefix: isPrefix, isLoose: false, field: field, name: name)
        case .or, .and, .not, .close: return nil
        }
    }

    private mutating func group(field: QueryField?) throws -> QueryNode? {
        at += 1
        guard depth < QueryParser.deepest else { return nil }
        depth += 1
        defer { depth -= 1 }
        let node = try either(field: field)
        _ = take(.close)
        return node
    }

    private mutating func take(_ token: QueryToken) -> Bool {
        guard at < tokens.count, tokens[at] == token else { return false }
        at += 1
        return true
    }
}

extension QueryParser {
    private mutating func value(_ text: String, isPrefix: Bool, isLoose: Bool, field: QueryField?, name: String) throws
        -> QueryNode?
    {
        switch field {
        case nil: return term(text, nil, isPrefix, isLoose)
        case .words(let field): return term(text, field, isPrefix, isLoose)
        case .kind:
            guard let kind = KindName.kind(text) else {
                throw Failure(.badQuery, "\(name):\(text)", candidates: DocumentKind.allCases.map(\.rawValue))
            }
            return .kind(kind)
        case .tag:
            let key = Tag.key(text)
            return key.isEmpty ? nil : .tag(key)
        case .date:
            guard let range = DateRange(text) else {
                throw Failure(.badQuery, "\(name):\(text)", candidates: ["2024", "2024-03", "2024-03-15", "2024-01..2024-03"])
            }
            return .dates(DocumentKey.keys(from: range.from, to: range.to))
        }
    }

    /// Terms of a query that are looked for in every form; each form costs a look-up.
    private static let mostLooseTerms = 4

    private mutating func term(_ text: String, _ field: QueryTerm.Field?, _ isPrefix: Bool, _ isLoose: Bool) -> QueryNode? {
        let clean = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value == 0 ? " " : $0 }))
        let words = Tokenizer.tokens(clean, mode: .query)
        guard let last = words.last else { return nil }
        guard terms < QueryParser.mostTerms else {
            hint(.queryCut)
            return nil
        }
        terms += 1
        let end = Tokenizer.joinedCode(clean) ?? last.text
        if isPrefix, QueryParser.isTooShort(end) { hint(.prefixTooShort) }
        let goesOn = QueryParser.goesOn(end, isPrefix: isPrefix)
        return .term(
            QueryTerm(
                text: clean, field: field, isPrefix: goesOn, isLoose: isLoose && !goesOn && terms <= QueryParser.mostLooseTerms))
    }

    /// Whether the last word stands for all that begin with it. Han has no word ends: a lone character at the end is the beginning of a pair
    /// in most texts, and two or more need no star.
    private static func goesOn(_ end: String, isPrefix: Bool) -> Bool {
        isHan(end) ? end.unicodeScalars.count == 1 : isPrefix && !isTooShort(end)
    }

    /// A Latin word with a star must have two letters or three digits, or it would stand for half the index.
    private static func isTooShort(_ end: String) -> Bool {
        guard !isHan(end) else { return false }
        let isNumber = end.utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
        return end.unicodeScalars.count < (isNumber ? 3 : 2)
    }

    private static func isHan(_ word: String) -> Bool { (word.unicodeScalars.first?.value ?? 0) >= 0x2E80 }
}
