public import DeedCore
import FoundationEssentials
import GRDB

extension SearchIndex {
    /// Stores the text of one object; see ``store(_:)``.
    public func store(_ text: DocumentText, for object: ObjectID) throws { try store([try PreparedText(text, for: object)]) }

    /// Stores texts in one transaction, replacing what was stored for the same objects. Documents already indexed are indexed again
    /// with the new text; others when ``index(_:removed:appliedSeq:)`` brings them. Hundreds in one call are cheaper than calls.
    public func store(_ texts: [PreparedText]) throws {
        guard !texts.isEmpty else { return }
        let latest = Dictionary(texts.map { ($0.object, $0) }) { _, last in last }
        try write { database in
            let rows = try latest.keys.flatMap { try SearchIndex.rows(of: $0, in: database) }
            try Postings(database: database).replace(rows) {
                for text in texts where latest[text.object] != nil { try SearchIndex.write(text, in: database) }
                return rows
            }
        }
    }

    private static func rows(of object: ObjectID, in database: Database) throws -> [IndexedRow] {
        let statement = try database.cachedStatement(sql: "SELECT * FROM doc WHERE object = ?")
        return try Row.fetchAll(statement, arguments: [Data(object.bytes)]).map(IndexedRow.init)
    }

    private static func write(_ text: PreparedText, in database: Database) throws {
        let object = Data(text.object.bytes)
        let known = try Int64.fetchOne(
            try database.cachedStatement(sql: "SELECT id FROM text WHERE object = ?"), arguments: [object])
        if let known {
            try database.execute(sql: "DELETE FROM page WHERE text = ?", arguments: [known])
            try database.execute(sql: "DELETE FROM text WHERE id = ?", arguments: [known])
        }
        let summary = text.summary
        try database.cachedStatement(
            sql: """
                INSERT INTO text (object, state, reason, media, engine, unit, pages, ocr_pages, signatures, warnings)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            object, summary.state.rawValue, summary.reason, summary.media, summary.engine, summary.unit.rawValue, summary.pages,
            summary.pagesForOCR.count, summary.signatures, summary.warnings.joined(separator: "\n"),
        ])
        let id = database.lastInsertedRowID
        try write(text.pages, of: id, in: database)
        if let sketch = text.sketch { try Sketches(database).add(sketch, of: id) }
    }

    private static func write(_ pages: [PreparedText.Page], of text: Int64, in database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO page (text, ordinal, number, label, token_start, needs_ocr, size, ztext) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for (ordinal, page) in pages.enumerated() {
            try statement.execute(arguments: [
                text, ordinal, page.number, page.label, page.tokenStart, page.needsOCR, page.size, Data(page.deflated),
            ])
        }
    }
}

extension SearchIndex {
    /// What is known of an object's text; `nil` when it waits to be read.
    public func textState(of object: ObjectID) throws -> TextSummary? {
        try read { database in
            let data = Data(object.bytes)
            guard let row = try Row.fetchOne(database, sql: "SELECT * FROM text WHERE object = ?", arguments: [data]) else {
                return nil
            }
            let id: Int64 = row["id"]
            let ocr = try Int.fetchAll(
                database, sql: "SELECT number FROM page WHERE text = ? AND needs_ocr ORDER BY ordinal", arguments: [id])
            let warnings: String = row["warnings"]
            return TextSummary(
                state: DocumentText.State(rawValue: row["state"]) ?? .failed, reason: row["reason"], media: row["media"],
                engine: row["engine"], unit: DocumentText.Unit(rawValue: row["unit"]) ?? .whole, pages: row["pages"],
                pagesForOCR: ocr, signatures: row["signatures"], warnings: warnings.split(separator: "\n").map(String.init))
        }
    }

    /// Those of `objects` that wait to be read, in their order; with `orFailed` also those whose reader failed.
    public func waiting(among objects: [ObjectID], orFailed: Bool = false) throws -> [ObjectID] {
        try read { database in
            let statement = try database.cachedStatement(sql: "SELECT state FROM text WHERE object = ?")
            return try objects.filter { object in
                let state = try String.fetchOne(statement, arguments: [Data(object.bytes)])
                return state == nil || (orFailed && state == DocumentText.State.failed.rawValue)
            }
        }
    }

    /// How many objects have text, why others have none, and what waits for OCR.
    public func counts() throws -> TextCounts {
        try read { database in
            let groups = try Row.fetchAll(
                database, sql: "SELECT state, reason, count(*) AS n FROM text GROUP BY 1, 2 ORDER BY n DESC, state, reason"
            ).map {
                TextCounts.Group(state: DocumentText.State(rawValue: $0[0]) ?? .failed, reason: $0[1], count: $0[2])
            }
            let sums = try Row.fetchOne(
                database,
                sql:
                    "SELECT coalesce(sum(pages), 0), coalesce(sum(ocr_pages), 0), count(*) FILTER (WHERE ocr_pages > 0) FROM text"
            )
            return TextCounts(groups: groups, pages: sums?[0] ?? 0, pagesForOCR: sums?[1] ?? 0, objectsForOCR: sums?[2] ?? 0)
        }
    }

    /// The objects that have pages waiting for OCR, with the numbers of these pages.
    public func objectsForOCR() throws -> [(object: ObjectID, pages: [Int])] {
        try read { database in
            var found: [(object: ObjectID, pages: [Int])] = []
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT text.object, page.number FROM text JOIN page ON page.text = text.id AND page.needs_ocr
                    WHERE ocr_pages > 0 ORDER BY text.id, page.ordinal
                    """)
            while let row = try rows.next() {
                let bytes: Data = row[0]
                guard let object = ObjectID(bytes: bytes) else { continue }
                if found.last?.object != object { found.append((object, [])) }
                found[found.count - 1].pages.append(row[1])
            }
            return found
        }
    }

    /// The objects whose text is in a state, oldest first.
    public func objects(in state: DocumentText.State) throws -> [ObjectID] {
        try read { database in
            try Data.fetchAll(database, sql: "SELECT object FROM text WHERE state = ? ORDER BY id", arguments: [state.rawValue])
                .compactMap { ObjectID(bytes: $0) }
        }
    }

    /// The pages of an object with their texts; empty when there is none.
    public func pages(of object: ObjectID) throws -> [PageText] {
        try read { try StoredPages($0).pages(of: Data(object.bytes)) }
    }
}
