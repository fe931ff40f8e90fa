import DeedCore
import GRDB
import GRDBSQLite

/// A row on its way into a table: its values are given in the order of the columns, through SQLite's own functions. For the few tables
/// that get nearly all rows; what GRDB does around a statement (arguments of any type, observers) costs more than the row.
///
/// Where the catalog is filled to be compared with a ``Witness``, the row is made only when the witness has another one.
struct Insertion {
    private let statement: OpaquePointer
    private let table: InsertedTable
    /// The witness's row, while it is the same.
    private var same: WitnessRows?
    private var column: Int32 = 0

    /// SQLite copies what is bound, as its bytes do not outlive the call.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    /// Begins a row. What an earlier one had bound is bound anew by this one, column by column.
    init(into table: InsertedTable) throws {
        self.table = table
        statement = table.statement.sqliteStatement
        guard let witness = table.witness, witness.agrees, let rows = table.rows, try rows.next() else { return }
        same = rows
    }

    mutating func add(_ number: Int64?) {
        guard isOther({ $0.has(number, at: $1) }) else { return }
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
        guard isOther({ $0.has(text, at: $1) }) else { return }
        guard let characters = text.baseAddress?.assumingMemoryBound(to: CChar.self) else {
            sqlite3_bind_text(statement, column, "", 0, Insertion.copied)
            return
        }
        sqlite3_bind_text(statement, column, characters, Int32(text.count), Insertion.copied)
    }

    /// Counts the column, and says whether its value has to be bound.
    private mutating func isOther(_ has: (WitnessRows, Int32) -> Bool) -> Bool {
        defer { column += 1 }
        guard let same else { return true }
        if has(same, column) { return false }
        differ(same)
        return true
    }

    private mutating func differ(_ rows: WitnessRows) {
        rows.bind(column, to: statement)
        same = nil
    }

    /// Puts the row in.
    ///
    /// - Throws: `DatabaseError`, as GRDB would.
    mutating func run() throws {
        if let same {
            if same.endsAsInserted() { return }
            differ(same)
        }
        try table.witness?.giveUp(to: table.db)
        defer { sqlite3_reset(statement) }
        _ = try statement.step()
    }
}

/// A table that every document has rows in, with the statement that puts one in.
final class InsertedTable {
    let db: Database
    let statement: Statement
    /// What is asked whether it has the row.
    let witness: Witness?
    /// Its rows of this table.
    let rows: WitnessRows?

    fileprivate init(_ table: String, _ columns: [String], _ db: Database, _ witness: Witness?, _ rows: WitnessRows?) throws {
        self.db = db
        statement = try db.cachedStatement(sql: InsertedColumns.statement(table, columns))
        self.witness = witness
        self.rows = rows
    }
}

/// The columns that rows are made with.
enum InsertedColumns {
    static let document = ["seq", "id", "sha256", "size", "run"]
    static let name = ["from_seq", "document", "run", "source", "path", "name", "stem_key", "modified"]
    static let entry = ["crc32", "name"]
    static let line = ["seq", "time", "actor", "kind", "document", "redacted"]

    static func statement(_ table: String, _ columns: [String]) -> String {
        "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"
    }
}

/// The tables that every document has rows in: their statements are compiled once a connection and looked up once a transaction.
struct Insertions {
    let document: InsertedTable
    let name: InsertedTable
    let entry: InsertedTable
    let line: InsertedTable

    init(_ db: Database, _ witness: Witness?) throws {
        document = try InsertedTable("document", InsertedColumns.document, db, witness, witness?.document)
        name = try InsertedTable("document_name", InsertedColumns.name, db, witness, witness?.name)
        entry = try InsertedTable("archive_entry", InsertedColumns.entry, db, nil, nil)
        line = try InsertedTable("journal", InsertedColumns.line, db, witness, witness?.line)
    }
}
