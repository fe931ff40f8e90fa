import DeedCore
import DeedText
import FoundationEssentials
import GRDB

extension SearchIndex {
    private static let mostHits = 10_000_000

    /// Whether a query is some digits alone, as the last ones of a phone are.
    private static func mayBeAnEnd(_ query: String) -> Bool {
        let digits = Folding.folded(query).trimmedASCII
        return (3...8).contains(digits.utf8.count) && digits.utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
    }

    /// Finds documents.
    ///
    /// - Parameters:
    ///   - query: words in the language of ``QueryParser``. An empty one finds what the filter lets through.
    ///   - filter: what a document must be besides.
    ///   - order: best first, which ends after the newest thousand matches, or by date, which goes on to the last.
    ///   - limit: hits to return.
    ///   - after: hits of the same query that were returned before.
    ///
    /// Throws ``DeedCore/Failure`` `bad-query` only for what cannot be meant: a date, a kind that does not exist.
    public func find(
        _ query: String, filter: FindFilter = FindFilter(), order: FindOrder = .relevance, limit: Int = 20, after: Int = 0
    ) throws -> FindAnswer {
        var (node, hints) = try QueryParser.parse(query)
        guard node != nil || (!filter.isEmpty && hints.isEmpty) else {
            return FindAnswer(total: 0, capped: false, hits: [], hints: hints)
        }
        let plan = QueryPlan(node, filter)
        return try read { database in
            if node?.asksForFolder == true, try SearchIndex.schemaVersion(database) < 3 {
                return FindAnswer(total: 0, capped: false, hits: [], hints: hints + [.indexOutdated])
            }
            let first = min(max(0, after), SearchIndex.mostHits)
            let count = min(max(0, limit), SearchIndex.mostHits)
            let (found, total, capped) = try Candidates(database: database, plan: plan).gather(order, wanted: first + count)
            let shown = Array(found.dropFirst(first).prefix(count))
            let hits = try HitReader(database: database, words: plan.scored).hits(shown)
            if total == 0, SearchIndex.mayBeAnEnd(query) { hints.append(.numberFromItsEnd) }
            return FindAnswer(total: total, capped: capped, hits: hits, hints: hints)
        }
    }
}

/// Turns ranked candidates into hits: looks up where the words stand, and cuts the snippets.
struct HitReader {
    /// Places that are looked at, a phrase and document.
    private static let mostPlaces = 512

    let database: Database
    let words: MatchExpression?

    func hits(_ candidates: [Candidate]) throws -> [FindHit] {
        let places = try places(candidates.map(\.key))
        return try candidates.compactMap { candidate in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT doc.*, text.id AS text, text.unit FROM doc LEFT JOIN text ON text.object = doc.object WHERE doc_key = ?
                    """)
            guard let row = try Row.fetchOne(statement, arguments: [candidate.key]) else { return nil }
            return try hit(row, candidate, places[candidate.key] ?? DocumentPlaces())
        }
    }

    private func hit(_ row: Row, _ candidate: Candidate, _ places: DocumentPlaces) throws -> FindHit? {
        let indexed = IndexedRow(row)
        guard let document = Identifier(indexed.document), let object = ObjectID(bytes: indexed.object) else { return nil }
        let excerpt = try excerpt(row, indexed, places)
        let unit = (row["unit"] as String?).flatMap(DocumentText.Unit.init)
        let isOnlyInFolders =
            !places.folders.isEmpty && [places.title, places.number, places.party, places.body].allSatisfy(\.isEmpty)
        let hasPages = unit == .page || unit == .slide
        return FindHit(
            document: document, object: object, title: indexed.title, page: hasPages ? excerpt.page : nil, section: excerpt.label,
            snippet: excerpt.snippet, score: candidate.score, pages: excerpt.pages,
            folders: isOnlyInFolders ? indexed.folders : nil)
    }

    private func excerpt(_ row: Row, _ indexed: IndexedRow, _ places: DocumentPlaces) throws -> Excerpt {
        let text: Int64? = row["text"]
        let marker = Marker(phrases: words?.phrases ?? [])
        if let text, !places.body.isEmpty {
            return try PageExcerpts(database: database, text: text, marker: marker).excerpt(places.body)
        }
        for (field, found) in [
            (Postings.names(indexed), places.title), (indexed.number, places.number), (Postings.party(indexed), places.party),
        ]
        where !found.isEmpty {
            return Excerpt(snippet: marker.window(Array(field.utf8), found))
        }
        guard let text else { return Excerpt(snippet: "") }
        return try PageExcerpts(database: database, text: text, marker: marker).beginning()
    }

    private func places(_ keys: [Int64]) throws -> [Int64: DocumentPlaces] {
        guard let words, !keys.isEmpty else { return [:] }
        let terms = Data(words.terms)
        let limit = HitReader.mostPlaces
        let sql = SQL(
            """
            SELECT rowid, deed_pos(fts_doc, \(terms), 0, 8), deed_pos(fts_doc, \(terms), 1, 8), deed_pos(fts_doc, \(terms), 2, 8),
                   deed_pos(fts_doc, \(terms), 3, \(limit)), deed_pos(fts_doc, \(terms), 5, 1)
            FROM fts_doc WHERE fts_doc MATCH \(words.document)\(Candidates.among(keys, words))
            """)
        var places: [Int64: DocumentPlaces] = [:]
        let rows = try Row.fetchCursor(database, SQLRequest(literal: sql))
        while let row = try rows.next() {
            let key: Int64 = row[0]
            places[key] = DocumentPlaces(
                title: try Place.list(row, 1), number: try Place.list(row, 2), party: try Place.list(row, 3),
                body: try Place.list(row, 4), folders: try Place.list(row, 5))
        }
        return places
    }
}

/// Where a phrase stands in a column, or on a page.
struct Place: Hashable {
    /// The number of the phrase in the expression.
    var phrase: Int
    /// Its first token, from 0.
    var start: Int
    /// How many tokens.
    var tokens: Int

    /// The records of `deed_pos`.
    static func list(_ row: Row, _ column: Int) throws -> [Place] {
        try row.withUnsafeData(atIndex: column) { data in
            guard let data else { return [] }
            return data.withUnsafeBytes { bytes in
                stride(from: 0, to: bytes.count - 11, by: 12).map { at in
                    let word = { Int(bytes.loadUnaligned(fromByteOffset: at + $0 * 4, as: UInt32.self)) }
                    return Place(phrase: word(0), start: word(1), tokens: word(2))
                }
            }
        }
    }
}

/// Where the words of a query stand in one document.
struct DocumentPlaces {
    var title: [Place] = []
    var number: [Place] = []
    var party: [Place] = []
    var body: [Place] = []
    var folders: [Place] = []
}

/// What a hit shows of its document.
struct Excerpt {
    var snippet: String
    var page: Int?
    var label: String?
    var pages: [PageHits] = []
}
