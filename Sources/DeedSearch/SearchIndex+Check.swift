import DeedCore
import DeedDatabase
import DeedText
import FoundationEssentials
import GRDB

extension SearchIndex {
    /// Whether SQLite finds the file in order, page by page, and no table is gone; what is wrong where not.
    public func integrityProblem() throws -> String? {
        let lines = try read { try String.fetchAll($0, sql: "PRAGMA integrity_check(3)") }
        guard lines == ["ok"] else { return lines.joined(separator: "; ") }
        let names = "SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'"
        let (there, version) = try read { (try Set(String.fetchAll($0, sql: names)), try SearchIndex.schemaVersion($0)) }
        // One of an earlier version has fewer; it is brought up to date when somebody writes.
        guard version == DerivedSchema.version else { return nil }
        let missing = try SearchIndex.empty().read { try Set(String.fetchAll($0, sql: names)) }.subtracting(there)
        return missing.isEmpty ? nil : "no such table: " + missing.sorted().joined(separator: ", ")
    }

    /// Whether the full-text tables hold exactly the words of the documents: every posting is read and compared with the texts, split anew.
    ///
    /// FTS5's own `integrity-check` cannot tell for tables without content: words that were taken out with another text than they were put in
    /// with stay behind unnoticed. Reads everything, about as long as making the index; needs an index opened with `.write`.
    public func isSound() throws -> Bool {
        try database.access { database in
            var isSound = true
            try database.inTransaction {
                let documents = PostingSum(
                    table: "fts_doc", columns: ["title", "number", "party", "body", "facet", "folder"], mode: .document)
                let names = PostingSum(
                    table: "fts_meta", columns: ["title", "number", "party", "people", "facet", "folder"], mode: .names)
                isSound = try documents.isRight(in: database) && names.isRight(in: database)
                return .rollback
            }
            return isSound
        }
    }
}

/// Adds up the postings of a table, as they are and as they should be.
private struct PostingSum {
    let table: String
    let columns: [String]
    let mode: Tokenizer.Mode

    func isRight(in database: Database) throws -> Bool {
        let documents = try Int.fetchOne(database, sql: "SELECT count(*) FROM doc")
        let rows = try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)_docsize")
        return try documents == rows && stored(in: database) == expected(in: database)
    }

    private func stored(in database: Database) throws -> UInt64 {
        try database.execute(sql: "CREATE VIRTUAL TABLE temp.postings USING fts5vocab('main', '\(table)', 'instance')")
        defer { try? database.execute(sql: "DROP TABLE temp.postings") }
        var sum: UInt64 = 0
        let rows = try Row.fetchCursor(database, sql: "SELECT CAST(term AS BLOB), doc, col, offset FROM temp.postings")
        while let row = try rows.next() {
            let column = columns.firstIndex(of: row[2]) ?? columns.count
            let term: Data = row[0]
            sum &+= PostingSum.hash(term, row[1], column, row[3])
        }
        return sum
    }

    private func expected(in database: Database) throws -> UInt64 {
        var sum: UInt64 = 0
        for key in try Int64.fetchAll(database, sql: "SELECT doc_key FROM doc") {
            guard
                let row = try Row.fetchOne(database, sql: "SELECT * FROM doc WHERE doc_key = ?", arguments: [key]).map(
                    IndexedRow.init)
            else { continue }
            for (column, text) in try texts(row, in: database).enumerated() { sum &+= self.sum(text, key, column) }
        }
        return sum
    }

    private func texts(_ row: IndexedRow, in database: Database) throws -> [String] {
        switch mode {
        case .names: [Postings.names(row), row.number, row.party, row.people, row.facet, Postings.folders(row)]
        default:
            [
                Postings.names(row), row.number, Postings.party(row), try StoredPages(database).body(of: row.object), row.facet,
                Postings.folders(row),
            ]
        }
    }

    private func sum(_ text: String, _ key: Int64, _ column: Int) -> UInt64 {
        var text = text
        var sum: UInt64 = 0
        var position = -1
        text.withUTF8 { utf8 in
            var seen: Set<[UInt8]> = []
            Tokenizer.scan(utf8, mode: mode) { folded, _, _, colocated in
                if !colocated {
                    position += 1
                    seen.removeAll(keepingCapacity: true)
                }
                // The same word twice at one position is one posting.
                if seen.insert(Array(folded)).inserted { sum &+= PostingSum.hash(folded, key, column, position) }
                return true
            }
        }
        return sum
    }

    /// FNV-1a over the word and its place (Fowler, Noll, Vo).
    private static func hash(_ term: some Sequence<UInt8>, _ key: Int64, _ column: Int, _ position: Int) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in term { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        for number in [UInt64(bitPattern: key), UInt64(column), UInt64(position)] { hash = (hash ^ number) &* 0x100_0000_01B3 }
        return hash
    }
}
