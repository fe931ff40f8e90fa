import DeedCore
import GRDB

/// How a query is answered: one full-text expression, and conditions in SQL on what it cannot say.
struct QueryPlan {
    /// What every match says; `nil` when the query only excludes or has no words at all.
    let words: MatchExpression?
    /// The rest of what a match must be.
    let rest: [QueryNode]
    /// What is scored where ``words`` is `nil` or lacks it: words that stand beside tags or dates in an OR.
    let scored: MatchExpression?
    /// Whether the query is one Han character: then names go before texts.
    let isOneCharacter: Bool

    /// A few rows are looked up one by one; of more it is cheaper to walk over all matches.
    static let fewRows = 300

    init(_ query: QueryNode?, _ filter: FindFilter) {
        var parts = filter.nodes
        switch query {
        case .all(let queryParts): parts.append(contentsOf: queryParts)
        case .some(let node): parts.append(node)
        case nil: break
        }
        let wanted = parts.filter(\.isWords)
        let excluded = wanted.isEmpty ? [] : parts.filter { QueryPlan.isExclusionOfWords($0) }
        rest = parts.filter { !$0.isWords && !excluded.contains($0) }
        words = wanted.isEmpty ? nil : MatchExpression(.all(wanted + excluded))
        let terms = wanted.flatMap(\.wanted).isEmpty ? rest.flatMap(\.wanted) : []
        scored = terms.isEmpty ? words : MatchExpression(.any(terms.map(QueryNode.term)))
        isOneCharacter = QueryPlan.isOneCharacter(query)
    }

    private static func isExclusionOfWords(_ node: QueryNode) -> Bool {
        if case .not(let part) = node { return part.isWords }
        return false
    }

    private static func isOneCharacter(_ query: QueryNode?) -> Bool {
        guard case .term(let term) = query, let only = MatchExpression(.term(term)).phrases.first else { return false }
        return term.field == nil && only.isPrefix && only.tokens.count == 1
            && String(decoding: only.tokens[0], as: UTF8.self).unicodeScalars.count == 1
    }
}

/// Conditions on a row's key for what the full-text expression does not say.
struct Conditions {
    let database: Database
    /// The column with the key, with its table: `doc_tag` has a column of the same name.
    let key: String
    /// Whether a short list of keys may lead the search.
    let maySeek: Bool

    func sql(_ nodes: [QueryNode]) throws -> SQL {
        try nodes.map { try self.sql($0, isDemanded: true) }.joined(separator: " AND ")
    }

    private func sql(_ node: QueryNode, isDemanded: Bool) throws -> SQL {
        switch node {
        case .term, .kind, .customer: return words(node)
        case .not(let part): return SQL("NOT (\(try sql(part, isDemanded: false)))")
        case .any(let parts): return SQL("(\(try parts.map { try sql($0, isDemanded: false) }.joined(separator: " OR ")))")
        case .all(let parts):
            if node.isWords { return words(node) }
            return SQL("(\(try parts.map { try sql($0, isDemanded: false) }.joined(separator: " AND ")))")
        case .tag(let tag): return try self.tag(tag, isDemanded: isDemanded)
        case .documents(let documents): return self.documents(documents, isDemanded: isDemanded)
        case .dates(nil): return SQL("0")
        case .dates(let range?): return SQL("\(sql: key) BETWEEN \(range.lowerBound) AND \(range.upperBound)")
        }
    }

    private func words(_ node: QueryNode) -> SQL {
        SQL("\(sql: "+" + key) IN (SELECT rowid FROM fts_doc WHERE fts_doc MATCH \(MatchExpression(node).document))")
    }

    private func tag(_ tag: String, isDemanded: Bool) throws -> SQL {
        let count = try Int.fetchOne(
            database, sql: "SELECT count(*) FROM (SELECT 1 FROM doc_tag WHERE tag = ? LIMIT ?)",
            arguments: [tag, QueryPlan.fewRows + 1])
        if isDemanded, maySeek, (count ?? 0) <= QueryPlan.fewRows {
            return SQL("\(sql: key) IN (SELECT doc_key FROM doc_tag WHERE tag = \(tag))")
        }
        return SQL("EXISTS (SELECT 1 FROM doc_tag WHERE tag = \(tag) AND doc_tag.doc_key = \(sql: key))")
    }

    private func documents(_ documents: [Identifier], isDemanded: Bool) -> SQL {
        let isSeek = isDemanded && maySeek && documents.count <= QueryPlan.fewRows
        let list = "[" + documents.map { "\"\($0.text)\"" }.joined(separator: ",") + "]"
        return SQL(
            """
            \(sql: isSeek ? key : "+" + key) IN
            (SELECT doc_key FROM doc WHERE document IN (SELECT value FROM json_each(\(list))))
            """)
    }
}
