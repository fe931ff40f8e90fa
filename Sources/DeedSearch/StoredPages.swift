import DeedCore
import FoundationEssentials
import GRDB

/// Reads page texts.
struct StoredPages {
    let database: Database

    init(_ database: Database) { self.database = database }

    /// The text of an object as it is indexed: its pages joined by form feeds, at which every run of characters ends. Empty when there is none.
    func body(of object: Data) throws -> String {
        var bytes: [UInt8] = []
        let rows = try Row.fetchCursor(
            try database.cachedStatement(
                sql: """
                    SELECT size, ztext FROM page WHERE text = (SELECT id FROM text WHERE object = ?) ORDER BY ordinal
                    """), arguments: [object])
        var isFirst = true
        while let row = try rows.next() {
            if !isFirst { bytes.append(0x0C) }
            isFirst = false
            try inflate(row, into: &bytes)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text of one page.
    func text(of text: Int64, ordinal: Int) throws -> (label: String?, utf8: [UInt8])? {
        let statement = try database.cachedStatement(sql: "SELECT size, ztext, label FROM page WHERE text = ? AND ordinal = ?")
        guard let row = try Row.fetchOne(statement, arguments: [text, ordinal]) else { return nil }
        var bytes: [UInt8] = []
        try inflate(row, into: &bytes)
        return (row["label"], bytes)
    }

    /// The pages with their texts.
    func pages(of object: Data) throws -> [PageText] {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT size, ztext, number, label, needs_ocr FROM page
                WHERE text = (SELECT id FROM text WHERE object = ?) ORDER BY ordinal
                """, arguments: [object])
        var pages: [PageText] = []
        while let row = try rows.next() {
            var bytes: [UInt8] = []
            try inflate(row, into: &bytes)
            pages.append(
                PageText(
                    number: row["number"], label: row["label"], text: String(decoding: bytes, as: UTF8.self),
                    needsOCR: row["needs_ocr"]))
        }
        return pages
    }

    /// `row` begins with size and ztext.
    private func inflate(_ row: Row, into bytes: inout [UInt8]) throws {
        let size: Int = row[0]
        guard size > 0 else { return }
        let whole = try row.withUnsafeData(atIndex: 1) { data in
            data?.withUnsafeBytes { Inflater.append($0, size: size, to: &bytes) } ?? false
        }
        guard whole else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a page's text cannot be unpacked") }
    }
}
