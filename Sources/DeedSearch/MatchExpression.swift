import DeedCore
import DeedText

/// A part of a query as FTS5 understands it.
///
/// Every word reaches FTS5 between double quotes, with quotes doubled, and is split there by the project's tokenizer: nothing a user types is
/// ever FTS5 syntax.
struct MatchExpression {
    /// For `fts_doc`. What a person types is never looked for in the column `facet`.
    let document: String
    /// For `fts_meta`.
    let names: String
    /// The phrases of ``document`` in its order.
    let phrases: [Phrase]

    /// A phrase of the expression.
    struct Phrase: Hashable {
        /// Its tokens, folded.
        let tokens: [[UInt8]]
        /// Whether the last token may go on.
        let isPrefix: Bool
        /// The number of the term it stands for; 255 is not scored.
        let term: UInt8
    }

    /// One byte a phrase, as `deed_score` and `deed_pos` take it.
    var terms: [UInt8] { phrases.map(\.term) }

    /// Whether running it again costs as much as the first time: the words that begin so must be gathered again.
    var hasPrefix: Bool { phrases.contains(where: \.isPrefix) }

    /// `node` must be ``QueryNode/isWords``.
    init(_ node: QueryNode) {
        document = MatchExpression.text(node, in: .document)
        names = MatchExpression.text(node, in: .names)
        var collector = Collector()
        collector.collect(node, isScored: true)
        phrases = collector.phrases
    }

    private enum Table {
        case document
        case names
    }

    private static func text(_ node: QueryNode, in table: Table) -> String {
        switch node {
        case .term(let term):
            let star = term.isPrefix ? " *" : ""
            let forms = forms(of: term).map { quoted($0) + star }
            let words = "(\(forms.joined(separator: " OR ")))"
            return columns(of: term, in: table).map { "\($0) : \(words)" } ?? words
        case .kind(let kind): return "facet : \(quoted(Facet.token(kind: kind)))"
        case .customer(let customer): return "facet : \(quoted(Facet.token(customer: customer)))"
        case .any(let parts): return "(" + parts.map { text($0, in: table) }.joined(separator: " OR ") + ")"
        case .all(let parts):
            let (wanted, excluded) = sides(parts)
            let positive = "(" + wanted.map { text($0, in: table) }.joined(separator: " AND ") + ")"
            guard !excluded.isEmpty else { return positive }
            return "(\(positive) NOT (" + excluded.map { text($0, in: table) }.joined(separator: " OR ") + "))"
        case .not, .tag, .documents, .dates: return quoted("")
        }
    }

    /// The columns a term is looked for in; `nil` for all. Naming them makes FTS5 copy every list of places, a fifth of the time of a query, so it
    /// is only done where a field is asked for, or where a word could be one of the facets.
    private static func columns(of term: QueryTerm, in table: Table) -> String? {
        switch (term.field, table) {
        case (nil, _): mayBeFacet(term) ? "- facet" : nil
        case (.folder, _): "folder"
        case (.title, _): "title"
        case (.number, _): "number"
        case (.party, .document): "party"
        case (.party, .names): "{party people}"
        }
    }

    private static func mayBeFacet(_ term: QueryTerm) -> Bool {
        Tokenizer.tokens(term.text, mode: .document).contains { token in Facet.prefixes.contains { token.text.hasPrefix($0) } }
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    /// The ways a term may be written in a document: as it is; a code joined (HT-2024-0031 as HT20240031); a name without its
    /// punctuation (上海样例（机电）有限公司).
    private static func forms(of term: QueryTerm) -> [String] {
        let forms = plainForms(of: term)
        return term.isLoose ? forms + looseForms(of: term).filter { !forms.contains($0) } : forms
    }

    /// The ways a paper may group a phone number (138 0000 2001), or cut a code between letters and digits (AC75 as AC-75/A+).
    private static func looseForms(of term: QueryTerm) -> [String] {
        let tails = [Tokenizer.phoneTail(Folding.folded(term.text))].compactMap { $0 }
        let groupings = PhoneText.groupings(term.text)
        guard groupings.isEmpty, tails.isEmpty else { return groupings + tails }
        let tokens = Tokenizer.tokens(term.text, mode: .query)
        guard tokens.count == 1, let word = tokens.first?.text, (4...20).contains(word.utf8.count),
            word.utf8.allSatisfy({ $0 < 0x80 })
        else { return [] }
        var runs: [String] = []
        var wasDigit: Bool?
        for character in word {
            let isDigit = character.isNumber
            if isDigit == wasDigit { runs[runs.count - 1].append(character) } else { runs.append(String(character)) }
            wasDigit = isDigit
        }
        return (2...4).contains(runs.count) ? [runs.joined(separator: " ")] : []
    }

    private static func plainForms(of term: QueryTerm) -> [String] {
        if let joined = Tokenizer.joinedCode(term.text) { return [term.text, joined] }
        let key = Folding.nameKey(term.text)
        let one = Tokenizer.tokens(term.text, mode: .query).map(\.text)
        let other = Tokenizer.tokens(key, mode: .query).map(\.text)
        let isHan = (key.unicodeScalars.first?.value ?? 0) >= 0x2E80
        return isHan && one != other ? [term.text, key] : [term.text]
    }

    private static func sides(_ parts: [QueryNode]) -> (wanted: [QueryNode], excluded: [QueryNode]) {
        var wanted: [QueryNode] = []
        var excluded: [QueryNode] = []
        for part in parts {
            if case .not(let inner) = part { excluded.append(inner) } else { wanted.append(part) }
        }
        return (wanted, excluded)
    }

    /// Walks a node in the order in which its text names the phrases.
    private struct Collector {
        var phrases: [Phrase] = []
        private var termCount: UInt8 = 0

        mutating func collect(_ node: QueryNode, isScored: Bool) {
            switch node {
            case .term(let term):
                for form in MatchExpression.forms(of: term) {
                    let tokens = Tokenizer.tokens(form, mode: .query).filter { !$0.colocated }.map { Array($0.text.utf8) }
                    phrases.append(Phrase(tokens: tokens, isPrefix: term.isPrefix, term: isScored ? termCount : 255))
                }
                if isScored { termCount += 1 }
            case .kind, .customer: phrases.append(Phrase(tokens: [], isPrefix: false, term: 255))
            case .any(let parts):
                for part in parts { collect(part, isScored: isScored) }
            case .all(let parts):
                let (wanted, excluded) = MatchExpression.sides(parts)
                for part in wanted { collect(part, isScored: isScored) }
                for part in excluded { collect(part, isScored: false) }
            case .not, .tag, .documents, .dates: phrases.append(Phrase(tokens: [], isPrefix: false, term: 255))
            }
        }
    }
}
