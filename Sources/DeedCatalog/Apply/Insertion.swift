import DeedCore
import GRDB
import GRDBSQLite

/// A row on its way into a table: its values are bound in the order of the columns, through SQLite's own functions. For the few tables that
/// get nearly all rows; what GRDB does around a statement (arguments of any type, observers) costs more than the row.
struct Insertion {
    private let statement: OpaquePointer
    private var column: Int32 = 0

    /// SQLite copies what is bound, as its bytes do not outlive the call.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    /// Begins a row. What an earlier one had bound is bound anew by this one, column by column.
    init(_ statement: Statement) { self.statement = statement.sqliteStatement }

    mutating func add(_ number: Int64?) {
        column += 1
        if let number { sqlite3_bind_int64(statement, column, number) } else { sqlite3_bind_null(statement, column) }
    }

    mutating func add(_ text: String?) {
        column += 1
        guard let text else {
            sqlite3_bind_null(statement, column)
            return
        }
        sqlite3_bind_text(statement, column, text, -1, Insertion.copied)
    }

    /// The object's name in hexadecimal digits.
    mutating func add(_ object: ObjectID) {
        column += 1
        _ = object.withHexDigits { digits in
            sqlite3_bind_text(
                statement, column, UnsafeRawPointer(digits.baseAddress)?.assumingMemoryBound(to: CChar.self), Int32(digits.count),
                Insertion.copied)
        }
    }

    /// Puts the row in.
    ///
    /// - Throws: `DatabaseError`, as GRDB would.
    func run() throws {
        let code = sqlite3_step(statement)
        let ended = sqlite3_reset(statement)
        guard code == SQLITE_DONE, ended == SQLITE_OK else {
            let connection = sqlite3_db_handle(statement)
            throw DatabaseError(
                resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
                message: String(cString: sqlite3_errmsg(connection)))
        }
    }
}

/// The statements that every document needs, compiled once a connection and looked up once a transaction.
struct Insertions {
    let document: Statement
    let name: Statement
    let entry: Statement
    let line: Statement

    init(_ db: Database) throws {
        document = try db.cachedStatement(sql: "INSERT INTO document (seq, id, sha256, size, run) VALUES (?, ?, ?, ?, ?)")
        name = try db.cachedStatement(
            sql: """
                INSERT INTO document_name (from_seq, document, run, source, path, name, stem_key, modified)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """)
        entry = try db.cachedStatement(sql: "INSERT INTO archive_entry (crc32, name) VALUES (?, ?)")
        line = try db.cachedStatement(
            sql: "INSERT INTO journal (seq, time, actor, kind, document, redacted) VALUES (?, ?, ?, ?, ?, ?)")
    }
}
