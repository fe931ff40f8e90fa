import DeedCore
import FoundationEssentials
import GRDB
import Glibc

/// A document that matches.
struct Candidate: Hashable {
    let key: Int64
    var score: Double
}

/// Gathers the matches that are ranked: the newest thousand, and the newest two hundred that match by their names alone, so that an old
/// contract whose number one types is never lost behind a thousand newer ones that mention it.
struct Candidates {
    private static let byNames = 200
    /// Weights of title, number, party, body, facet, folder: a hit in the number says more than eight in the text.
    private static let weights = "8, 10, 6, 1, 0, 0.5"
    /// A contract loses at most this share of its score by age, half of it in about three years.
    private static let ageShare = 0.3
    private static let halfLife = 1096.0

    let database: Database
    let plan: QueryPlan

    /// The matches in the asked-for order, at least `wanted` of them by date; how many there are, and whether there are more.
    func gather(_ order: FindOrder, wanted: Int) throws -> (found: [Candidate], total: Int, capped: Bool) {
        let limit = order == .relevance ? SearchIndex.candidateLimit : max(SearchIndex.candidateLimit, wanted)
        var found = try matches(order, limit: limit + 1)
        let total = min(found.count, limit)
        let capped = found.count > limit
        found.removeLast(found.count - total)
        guard order == .relevance else { return (found, total, capped) }
        if plan.words == nil { found = try scored(found) }
        if let words = plan.words, capped || plan.isOneCharacter { try promoteNames(words, &found) }
        return (Candidates.ranked(found), total, capped)
    }

    private func matches(_ order: FindOrder, limit: Int) throws -> [Candidate] {
        let direction = order == .oldest ? "ASC" : "DESC"
        guard let words = plan.words else {
            let conditions = try Conditions(database: database, key: "doc.doc_key", maySeek: true).sql(plan.rest)
            let filter = plan.rest.isEmpty ? SQL("1") : conditions
            return try fetch(
                SQL("SELECT doc_key, 0.0 FROM doc WHERE \(filter) ORDER BY doc_key \(sql: direction) LIMIT \(limit)"))
        }
        let rest = try rest(key: "fts_doc.rowid", maySeek: !words.hasPrefix)
        return try fetch(
            SQL(
                """
                SELECT rowid, \(score(words)) FROM fts_doc WHERE fts_doc MATCH \(words.document)\(rest)
                ORDER BY rowid \(sql: direction) LIMIT \(limit)
                """))
    }

    /// Scores of candidates that were found without the words that are scored.
    private func scored(_ found: [Candidate]) throws -> [Candidate] {
        guard let words = plan.scored, !found.isEmpty else { return found }
        let scores = Dictionary(
            try fetch(
                SQL(
                    "SELECT rowid, \(score(words)) FROM fts_doc WHERE fts_doc MATCH \(words.document)\(among(found.map(\.key), words))"
                )
            )
            .map { ($0.key, $0.score) }
        ) { first, _ in first }
        return found.map { Candidate(key: $0.key, score: scores[$0.key] ?? 0) }
    }

    /// Adds what matches by its names and was not among the newest, and for a single character puts all such before the rest.
    private func promoteNames(_ words: MatchExpression, _ found: inout [Candidate]) throws {
        let rest = try rest(key: "fts_meta.rowid", maySeek: !words.hasPrefix)
        let named = try Int64.fetchAll(
            database,
            SQLRequest(
                literal: SQL(
                    """
                    SELECT rowid FROM fts_meta WHERE fts_meta MATCH \(words.names)\(rest) ORDER BY rowid DESC LIMIT \(Candidates.byNames)
                    """)))
        let known = Set(found.map(\.key))
        let older = named.filter { !known.contains($0) }
        if !older.isEmpty {
            found += try fetch(
                SQL("SELECT rowid, \(score(words)) FROM fts_doc WHERE fts_doc MATCH \(words.document)\(among(older, words))"))
        }
        guard plan.isOneCharacter else { return }
        let first = Set(named)
        for at in found.indices where first.contains(found[at].key) { found[at].score += 1 }
    }

    private static func ranked(_ found: [Candidate]) -> [Candidate] {
        let newest = found.map { DocumentKey.day(of: $0.key) }.max() ?? 0
        return found.map { candidate in
            let age = Double(newest - DocumentKey.day(of: candidate.key))
            let factor = 1 - ageShare + ageShare * pow(0.5, age / halfLife)
            return Candidate(key: candidate.key, score: candidate.score * factor)
        }.sorted { ($0.score, $0.key) > ($1.score, $1.key) }
    }
}

extension Candidates {
    private func fetch(_ sql: SQL) throws -> [Candidate] {
        try Row.fetchAll(database, SQLRequest(literal: sql)).map { Candidate(key: $0[0], score: $0[1]) }
    }

    private func score(_ words: MatchExpression) -> SQL {
        SQL("deed_score(fts_doc, \(Data(words.terms)), \(sql: Candidates.weights))")
    }

    private func rest(key: String, maySeek: Bool) throws -> SQL {
        guard !plan.rest.isEmpty else { return SQL("") }
        return SQL(" AND \(try Conditions(database: database, key: key, maySeek: maySeek).sql(plan.rest))")
    }

    private func among(_ keys: [Int64], _ words: MatchExpression) -> SQL { Candidates.among(keys, words) }

    /// The condition that a row of `fts_doc` is one of `keys`. Each key is sought by itself; for an expression with a prefix, which is costly to
    /// start, one walk over their span is cheaper.
    static func among(_ keys: [Int64], _ words: MatchExpression) -> SQL {
        let list = "[" + keys.map(String.init).joined(separator: ",") + "]"
        guard words.hasPrefix, let first = keys.min(), let last = keys.max() else {
            return SQL(" AND rowid IN (SELECT value FROM json_each(\(list)))")
        }
        return SQL(" AND rowid BETWEEN \(first) AND \(last) AND +rowid IN (SELECT value FROM json_each(\(list)))")
    }
}
