import DeedCore
import DeedText
import GRDB

extension SearchIndex {
    /// Makes the full-text tables again from page texts and rows, after the tokenizer's rules changed.
    ///
    /// One transaction, although it may be long: readers keep the old answers until the new ones are complete, a kill leaves the old
    /// index, and a second process cannot add the same words twice.
    func rebuild() throws {
        try write(SearchIndex.rebuild)
    }

    /// The same in a transaction that is open.
    static func rebuild(in database: Database) throws {
        guard try Int.fetchOne(database, sql: "SELECT tokenizer FROM fts_version") != Tokenizer.version else { return }
        try database.execute(sql: "INSERT INTO fts_doc (fts_doc) VALUES ('delete-all')")
        try database.execute(sql: "INSERT INTO fts_meta (fts_meta) VALUES ('delete-all')")
        try countTokensAgain(in: database)
        let postings = Postings(database: database)
        for key in try Int64.fetchAll(database, sql: "SELECT doc_key FROM doc ORDER BY doc_key") {
            let statement = try database.cachedStatement(sql: "SELECT * FROM doc WHERE doc_key = ?")
            if let row = try Row.fetchOne(statement, arguments: [key]) { try postings.add(IndexedRow(row)) }
        }
        try database.execute(sql: "UPDATE fts_version SET tokenizer = ?", arguments: [Tokenizer.version])
    }

    private static func countTokensAgain(in database: Database) throws {
        for text in try Int64.fetchAll(database, sql: "SELECT id FROM text ORDER BY id") {
            let count = try Int.fetchOne(database, sql: "SELECT pages FROM text WHERE id = ?", arguments: [text]) ?? 0
            var tokens = 0
            for ordinal in 0..<count {
                let update = try database.cachedStatement(sql: "UPDATE page SET token_start = ? WHERE text = ? AND ordinal = ?")
                try update.execute(arguments: [tokens, text, ordinal])
                guard let page = try StoredPages(database).text(of: text, ordinal: ordinal) else { continue }
                tokens += page.utf8.withUnsafeBufferPointer(TokenCount.positions)
            }
        }
    }
}
