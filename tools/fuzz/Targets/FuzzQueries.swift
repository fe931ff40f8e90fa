import DeedCore
import DeedText

@testable import DeedSearch

/// The query language.
enum FuzzQueries {
    /// Only a value that its field cannot have is an error; nothing that is typed becomes syntax of FTS5, or more than SQLite's parser takes.
    static func query(_ bytes: UnsafeRawBufferPointer) throws {
        let text = text(bytes)
        let parsed: (node: QueryNode?, hints: [FindHint])
        do { parsed = try QueryParser.parse(text) } catch let failure as Failure {
            return try hold(failure.code == .badQuery, "\(failure)")
        }
        try hold(Set(parsed.hints).count == parsed.hints.count, "a hint is said twice")
        if let node = parsed.node { try check(node) }
    }

    private static func check(_ node: QueryNode) throws {
        if case .dates(let keys) = node, let keys { try hold(keys.lowerBound >= 0, "a range before the first day") }
        guard node.isWords else {
            switch node {
            case .all(let parts), .any(let parts): for part in parts { try check(part) }
            case .not(let part): try check(part)
            default: break
            }
            return
        }
        let expression = MatchExpression(node)
        try hold(expression.terms.count == expression.phrases.count && !expression.phrases.isEmpty, "phrases without terms")
        for text in [expression.document, expression.names] { try balanced(text) }
    }

    /// Quotes close, and outside of them stands nothing but the project's own words.
    private static func balanced(_ text: String) throws {
        var (depth, deepest, isQuoted) = (0, 0, false)
        var outside = ""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { isQuoted.toggle() }
            if isQuoted || scalar == "\"" { continue }
            if scalar == "(" { depth += 1 }
            if scalar == ")" { depth -= 1 }
            deepest = max(deepest, depth)
            try hold(depth >= 0, "a parenthesis closes that is not open: \(text)")
            outside.unicodeScalars.append(scalar)
        }
        try hold(!isQuoted && depth == 0, "it does not close: \(text)")
        // SQLite's parser for FTS5 has a stack of 100 (SQLITE_FTS5_MAX_EXPR_DEPTH is 256).
        try hold(deepest < 60, "nested \(deepest) deep")
        let words: Set = ["OR", "AND", "NOT", "title", "number", "party", "people", "body", "facet", "folder", "-", ":", "*", ""]
        let others = outside.split(whereSeparator: { "(){} ".contains($0) }).filter { !words.contains(String($0)) }
        try hold(others.isEmpty, "syntax that the project did not write: \(others)")
    }
}
