import FoundationEssentials
import GRDB

/// Writes and takes back the words of documents in the full-text tables.
///
/// FTS5 gathers the words of ascending row ids in memory and writes them out when an id goes back, so everything here works in the
/// order of keys: first all that goes, then all that comes. Out of order every document would become a segment of its own.
struct Postings {
    /// From this many documents on, segments are not merged while writing: that work is done once, later.
    private static let bulk = 50

    let database: Database

    /// Takes out the words of `gone`, lets `change` replace texts and rows, and puts in the words of the rows that it returns.
    func replace(_ gone: [IndexedRow], change: () throws -> [IndexedRow]) throws {
        try setMerging(documents: gone.count)
        for row in gone.sorted(by: { $0.key < $1.key }) { try remove(row) }
        let added = try change()
        try setMerging(documents: added.count)
        for row in added.sorted(by: { $0.key < $1.key }) { try add(row) }
    }

    func add(_ row: IndexedRow) throws {
        try execute(
            "INSERT INTO fts_meta (rowid, title, number, party, people, facet, folder) VALUES (?, ?, ?, ?, ?, ?, ?)",
            metaValues(row))
        try execute(
            "INSERT INTO fts_doc (rowid, title, number, party, body, facet, folder) VALUES (?, ?, ?, ?, ?, ?, ?)",
            documentValues(row))
    }

    private func remove(_ row: IndexedRow) throws {
        try execute(
            """
            INSERT INTO fts_meta (fts_meta, rowid, title, number, party, people, facet, folder)
            VALUES ('delete', ?, ?, ?, ?, ?, ?, ?)
            """, metaValues(row))
        try execute(
            """
            INSERT INTO fts_doc (fts_doc, rowid, title, number, party, body, facet, folder)
            VALUES ('delete', ?, ?, ?, ?, ?, ?, ?)
            """, documentValues(row))
    }

    private func metaValues(_ row: IndexedRow) -> StatementArguments {
        [row.key, Postings.names(row), row.number, row.party, row.people, row.facet, Postings.folders(row)]
    }

    private func documentValues(_ row: IndexedRow) throws -> StatementArguments {
        return [
            row.key, Postings.names(row), row.number, Postings.party(row), try StoredPages(database).body(of: row.object),
            row.facet, Postings.folders(row),
        ]
    }

    /// The column `title`.
    static func names(_ row: IndexedRow) -> String { row.names.isEmpty ? row.title : "\(row.title); \(row.names)" }

    /// The column `folder`. Between two folders stands a letter of no living script, so that no phrase goes over the seam:
    /// `MBOX0001`, which is also looked for as `mbox 0001`, is not in `归档.mbox; 0001 合同.eml`.
    static func folders(_ row: IndexedRow) -> String { row.folders.split(separator: "; ").joined(separator: "; \u{A66E}; ") }

    /// The column `party` of `fts_doc`.
    static func party(_ row: IndexedRow) -> String { row.people.isEmpty ? row.party : "\(row.party); \(row.people)" }

    private func execute(_ sql: String, _ values: StatementArguments) throws {
        try database.cachedStatement(sql: sql).execute(arguments: values)
    }

    /// Bulk: 32 MB of words in memory before a segment is written, no merging. Else FTS5's defaults: a little merging with every write.
    private func setMerging(documents: Int) throws {
        guard documents > 0 else { return }
        let isBulk = documents >= Postings.bulk
        let current = try Int.fetchOne(database, sql: "SELECT v FROM fts_doc_config WHERE k = 'automerge'")
        guard current != (isBulk ? 0 : 4) else { return }
        for (option, value) in isBulk ? [("automerge", 0), ("hashsize", 32 << 20)] : [("automerge", 4), ("hashsize", 1 << 20)] {
            try execute("INSERT INTO fts_doc (fts_doc, rank) VALUES (?, ?)", [option, value])
        }
    }
}
