import DeedCore
import Foundation
import GRDB

extension Catalog {
    /// Every table as text, in an order that only the journal decides: two catalogs of one journal give the same bytes.
    public func dump() throws -> String {
        var text = ""
        try dump { text += $0 + "\n" }
        return text
    }

    /// ``dump()`` line by line, for catalogs that are large.
    public func dump(_ line: (String) throws -> Void) throws {
        try read { reading in
            let tables = try String.fetchAll(
                reading.db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
            for table in tables {
                let columns = try Row.fetchAll(reading.db, sql: "SELECT name, pk FROM pragma_table_info(?)", arguments: [table])
                let key = columns.filter { ($0[1] as Int) > 0 }.sorted { ($0[1] as Int) < ($1[1] as Int) }
                func quoted(_ rows: [Row]) -> String {
                    rows.map { ($0[0] as String).quotedDatabaseIdentifier }.joined(separator: ", ")
                }
                try line("# \(table) (\(quoted(columns)))")
                let sql = "SELECT \(quoted(columns)) FROM \(table) ORDER BY \(quoted(key))"
                let rows = try Row.fetchCursor(reading.db, sql: sql)
                while let row = try rows.next() {
                    try line(row.databaseValues.map(\.sqlLiteral).joined(separator: "|"))
                }
            }
        }
    }
}

extension DatabaseValue {
    /// As SQL writes it.
    fileprivate var sqlLiteral: String {
        switch storage {
        case .null: "NULL"
        case .int64(let value): String(value)
        case .double(let value): String(value)
        case .string(let value): value.quotedDatabaseText
        case .blob(let value): "x'" + Hex.text(value) + "'"
        }
    }
}

extension String {
    fileprivate var quotedDatabaseText: String {
        "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
}
