import DeedCore
import GRDB
import GRDBSQLite

/// A row on its way into a table: its values are given in the order of the columns, through SQLite's own functions. For the few tables
/// that get nearly all rows; what GRDB does around a statement (arguments of any type, observers) costs more than the row.
struct Insertion {
    private let statement: OpaquePointer
    private var column: Int32 = 0

    /// SQLite copies what is bound, as its bytes do not outlive the call.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    /// Begins a row. What an earlier one had bound is bound anew by this one, column by column.
    init(into statement: Statement) { self.statement = statement.sqliteStatement }

    mutating func add(_ number: Int64?) {
        column += 1
        if let number { sqlite3_bind_int64(statement, column, number) } else { sqlite3_bind_null(statement, column) }
    }

    mutating func add(_ text: String?) {
        guard var text else { return add(nil as Int64?) }
        text.withUTF8 { bytes in
            // A text ends at its first NUL, as it does where GRDB binds it.
            let end = bytes.firstIndex(of: 0) ?? bytes.count
            add(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[..<end]))
        }
    }

    /// The object's name in hexadecimal digits.
    mutating func add(_ object: ObjectID) { object.withHexDigits { add(UnsafeRawBufferPointer($0)) } }

    private mutating func add(_ text: UnsafeRawBufferPointer) {
        column += 1
        guard let characters = text.baseAddress?.assumingMemoryBound(to: CChar.self) else {
            sqlite3_bind_text(statement, column, "", 0, Insertion.copied)
            return
        }
        sqlite3_bind_text(statement, column, characters, Int32(text.count), Insertion.copied)
    }

    /// Puts the row in.
    ///
    /// - Throws: `DatabaseError`, as GRDB would.
    func run() throws {
        defer { sqlite3_reset(statement) }
        _ = try statement.step()
    }
}

/// The statements of the tables that every document has rows in: compiled once a connection and looked up once a transaction.
struct Insertions {
    let document: Statement
    let name: Statement
    let entry: Statement
    let line: Statement

    init(_ db: Database) throws {
        func statement(_ table: String, _ columns: [String]) throws -> Statement {
            let values = columns.map { _ in "?" }.joined(separator: ", ")
            return try db.cachedStatement(sql: "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(values))")
        }
        document = try statement("document", ["seq", "id", "sha256", "size", "run"])
        name = try statement(
            "document_name", ["from_seq", "document", "run", "source", "path", "name", "stem_key", "modified"])
        entry = try statement("archive_entry", ["crc32", "name"])
        line = try statement("journal", ["seq", "time", "actor", "kind", "document", "redacted"])
    }
}

extension OpaquePointer {
    /// Goes on to the next row of a statement; false when there is none, or it gives none.
    ///
    /// - Throws: `DatabaseError`, as GRDB would.
    fileprivate func step() throws -> Bool {
        switch sqlite3_step(self) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            let connection = sqlite3_db_handle(self)
            throw DatabaseError(
                resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
                message: String(cString: sqlite3_errmsg(connection)))
        }
    }
}
