public import DeedCore
import DeedText
import FoundationEssentials
import GRDB

extension SearchIndex {
    /// Brings documents into the index, takes others out, and notes how far the journal is known, all in one transaction.
    ///
    /// A document that is known is compared: nothing changes for an unchanged one, tags cost two rows, other words or another date
    /// re-index it with its text (about 2 ms). `appliedSeq` is taken as given, even when it goes back: two processes that catch up at the
    /// same time may finish in either order, and the one with less leaves the rest to the next.
    public func index(_ documents: [IndexedDocument], removed: [Identifier] = [], appliedSeq: Int64) throws {
        let latest = Dictionary(documents.map { ($0.id, $0) }) { _, last in last }
        try write { database in
            var gone = try removed.filter { latest[$0] == nil }.compactMap { try SearchIndex.row(of: $0, in: database) }
            var coming: [(document: IndexedDocument, key: Int64?)] = []
            for document in latest.values.sorted(by: { $0.id < $1.id }) {
                let old = try SearchIndex.row(of: document.id, in: database)
                if let old, SearchIndex.isIndexed(document, as: old) {
                    try SearchIndex.setTags(document.tags, key: old.key, in: database)
                } else {
                    if let old { gone.append(old) }
                    // A day has 16 million keys: a document that keeps its day keeps its key, however often it changes.
                    let keeps = old.map { DocumentKey.keys(on: document.keyDate).contains($0.key) } ?? false
                    coming.append((document, keeps ? old?.key : nil))
                }
            }
            try SearchIndex.replace(gone, with: coming, in: database)
            try database.execute(sql: "UPDATE fts_version SET applied_seq = ?", arguments: [appliedSeq])
        }
    }

    /// Takes documents out of the index; unknown ones are fine. Their texts stay.
    public func remove(_ documents: [Identifier]) throws {
        try write { database in
            try SearchIndex.replace(documents.compactMap { try SearchIndex.row(of: $0, in: database) }, with: [], in: database)
        }
    }

    private static func isIndexed(_ document: IndexedDocument, as row: IndexedRow) -> Bool {
        IndexedRow(document).hasSameWords(as: row) && DocumentKey.keys(on: document.keyDate).contains(row.key)
    }

    private static func row(of document: Identifier, in database: Database) throws -> IndexedRow? {
        let statement = try database.cachedStatement(sql: "SELECT * FROM doc WHERE document = ?")
        return try Row.fetchOne(statement, arguments: [document.text]).map(IndexedRow.init)
    }

    private static func replace(
        _ gone: [IndexedRow], with coming: [(document: IndexedDocument, key: Int64?)], in database: Database
    ) throws {
        try Postings(database: database).replace(gone) {
            for row in gone {
                try database.cachedStatement(sql: "DELETE FROM doc_tag WHERE doc_key = ?").execute(arguments: [row.key])
                try database.cachedStatement(sql: "DELETE FROM doc WHERE doc_key = ?").execute(arguments: [row.key])
            }
            // Kept keys first: until their rows are there, they seem to be free.
            return try (coming.filter { $0.key != nil } + coming.filter { $0.key == nil }).map { document, key in
                var row = IndexedRow(document)
                row.key = try key ?? freeKey(on: document.keyDate, in: database)
                try insert(row, in: database)
                try setTags(document.tags, key: row.key, in: database)
                return row
            }
        }
    }

    private static func freeKey(on day: CivilDate, in database: Database) throws -> Int64 {
        let keys = DocumentKey.keys(on: day)
        let statement = try database.cachedStatement(sql: "SELECT max(doc_key) FROM doc WHERE doc_key BETWEEN ? AND ?")
        let last = try Int64.fetchOne(statement, arguments: [keys.lowerBound, keys.upperBound])
        let key = last.map { $0 + 1 } ?? keys.lowerBound
        guard keys.contains(key) else {
            throw Failure(.internalError, day.description, detail: "16,777,216 documents on one day")
        }
        return key
    }

    private static func insert(_ row: IndexedRow, in database: Database) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO doc (doc_key, document, object, title, names, number, party, people, facet, folders)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            row.key, row.document, row.object, row.title, row.names, row.number, row.party, row.people, row.facet,
            row.folders,
        ])
    }

    private static func setTags(_ tags: [String], key: Int64, in database: Database) throws {
        let wanted = Set(tags.map(Tag.key)).subtracting([""])
        let read = try database.cachedStatement(sql: "SELECT tag FROM doc_tag WHERE doc_key = ?")
        let current = Set(try String.fetchAll(read, arguments: [key]))
        for tag in current.subtracting(wanted) {
            try database.execute(sql: "DELETE FROM doc_tag WHERE tag = ? AND doc_key = ?", arguments: [tag, key])
        }
        for tag in wanted.subtracting(current).sorted() {
            try database.execute(sql: "INSERT INTO doc_tag (tag, doc_key) VALUES (?, ?)", arguments: [tag, key])
        }
    }
}
