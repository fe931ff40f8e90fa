import DeedCore
import Foundation
import GRDB
import GRDBSQLite

extension Catalog {
    /// Every table as text, in an order that only the journal decides: two catalogs of one journal give the same bytes.
    public func dump() throws -> String {
        var text = ""
        try dump { text += $0 + "\n" }
        return text
    }

    /// ``dump()`` line by line, for catalogs that are large.
    public func dump(_ line: (String) throws -> Void) throws {
        try eachTable { db, table, columns, sql in
            try line("# \(table) (\(columns))")
            let rows = try Row.fetchCursor(db, sql: sql)
            while let row = try rows.next() {
                try line(row.databaseValues.map(\.sqlLiteral).joined(separator: "|"))
            }
        }
    }

    /// The bytes of every value of every table, each with its type and length before it, in the order of ``dump()``: two catalogs that
    /// give the same bytes have the same dump, and this is forty times faster. The bytes live as long as the call.
    public func contents(_ take: (UnsafeRawBufferPointer) throws -> Void) throws {
        // Handed out in pieces: a call for each value would cost more than what it says.
        let piece = 64 << 10
        var gathered: [UInt8] = []
        gathered.reserveCapacity(2 * piece)
        try eachTable { db, table, columns, sql in
            gathered.append(contentsOf: "# \(table) (\(columns))\n".utf8)
            let statement = try db.makeStatement(sql: sql)
            let row = statement.sqliteStatement
            let count = Int32(statement.columnCount)
            while sqlite3_step(row) == SQLITE_ROW {
                for column in 0..<count { append(row, column, to: &gathered) }
                guard gathered.count >= piece else { continue }
                try gathered.withUnsafeBytes(take)
                gathered.removeAll(keepingCapacity: true)
            }
            let code = sqlite3_reset(row)
            guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
        }
        try gathered.withUnsafeBytes(take)
    }

    private func append(_ row: OpaquePointer, _ column: Int32, to output: inout [UInt8]) {
        let type = sqlite3_column_type(row, column)
        if type == SQLITE_INTEGER || type == SQLITE_FLOAT {
            let number = (Int64(type), sqlite3_column_int64(row, column), sqlite3_column_double(row, column).bitPattern)
            return withUnsafeBytes(of: number) { output.append(contentsOf: $0) }
        }
        // For text the pointer is asked for first: the length is that of the form the pointer has.
        let bytes = type == SQLITE_TEXT ? UnsafeRawPointer(sqlite3_column_text(row, column)) : sqlite3_column_blob(row, column)
        let count = type == SQLITE_NULL ? 0 : Int(sqlite3_column_bytes(row, column))
        withUnsafeBytes(of: (Int64(type), Int64(count))) { output.append(contentsOf: $0) }
        if let bytes { output.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count)) }
    }

    /// Every table with the names of its columns and the query that gives its rows in the order of its key.
    private func eachTable(_ body: (Database, String, String, String) throws -> Void) throws {
        try read { reading in
            let tables = try String.fetchAll(
                reading.db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
            for table in tables {
                let columns = try Row.fetchAll(reading.db, sql: "SELECT name, pk FROM pragma_table_info(?)", arguments: [table])
                let key = columns.filter { ($0[1] as Int) > 0 }.sorted { ($0[1] as Int) < ($1[1] as Int) }
                func quoted(_ rows: [Row]) -> String {
                    rows.map { ($0[0] as String).quotedDatabaseIdentifier }.joined(separator: ", ")
                }
                let sql = "SELECT \(quoted(columns)) FROM \(table) ORDER BY \(quoted(key))"
                try body(reading.db, table, quoted(columns), sql)
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
