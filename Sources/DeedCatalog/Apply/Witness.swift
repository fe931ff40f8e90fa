import DeedCore
import GRDB
import GRDBSQLite
import Glibc

/// A catalog that is asked, while another one is filled only to be compared with it, whether it holds the very row. As long as it does,
/// the row is not made: what would be found equal afterwards need not be stored, sorted and read again.
///
/// That goes for ``Catalog/growingTables``, which get a row a journal line, in the order of the lines. At the first row that differs, and
/// before a record that looks into these tables by more than an id, the rows so far are copied, and from then on all are made.
///
/// Touched only inside closures of the filled catalog's queue; nothing else uses the connection of the one that is asked.
final class Witness {
    let document: WitnessRows
    let name: WitnessRows
    let line: WitnessRows
    private(set) var agrees = true
    private let known: Catalog
    private let finding: Statement

    /// A witness for the state that a catalog's file has at `place`; `nil` where it has another state by now.
    init?(at path: String, keys: Keys, place: JournalPosition?) throws {
        known = try Catalog.open(at: path, access: .read, keys: keys)
        guard try known.keepState() == place else { return nil }
        (document, name, line, finding) = try known.queue.unsafeReentrantRead { db in
            (
                try WitnessRows("document", InsertedColumns.document, db),
                try WitnessRows("document_name", InsertedColumns.name, db),
                try WitnessRows("journal", InsertedColumns.line, db),
                try db.makeStatement(sql: "SELECT seq FROM document WHERE id = ?")
            )
        }
    }

    /// The number of a document that was added before the line `seq`.
    func seq(ofDocument id: Identifier, before seq: Int64) throws -> Int64? {
        let statement = finding.sqliteStatement
        defer { sqlite3_reset(statement) }
        var text = id.text
        return try text.withUTF8 { characters in
            characters.withMemoryRebound(to: CChar.self) {
                _ = sqlite3_bind_text(statement, 1, $0.baseAddress, Int32($0.count), nil)
            }
            guard try statement.step() else { return nil }
            let found = sqlite3_column_int64(statement, 0)
            return found < seq ? found : nil
        }
    }

    /// Whether it held all rows and has none besides.
    func heldAll() throws -> Bool { try agrees && [document, name, line].allSatisfy { try !$0.next() } }

    /// Copies the rows so far into the catalog that is filled; no further ones are asked for.
    func giveUp(to filled: Database) throws {
        guard agrees else { return }
        agrees = false
        try known.queue.unsafeReentrantRead { db in
            for rows in [document, name, line] { try rows.copy(from: db, to: filled) }
        }
    }
}

/// The rows of one of its tables, in the order of their key.
final class WitnessRows {
    private let table: String
    private let inserted: [String]
    private let statement: Statement
    private let row: OpaquePointer
    private let columns: Int32
    /// Rows that were found the same.
    private var held = 0

    fileprivate init(_ table: String, _ inserted: [String], _ db: Database) throws {
        self.table = table
        self.inserted = inserted
        let others = try db.columns(in: table).map(\.name).filter { !inserted.contains($0) }
        statement = try db.makeStatement(sql: WitnessRows.select(inserted + others, table))
        row = statement.sqliteStatement
        columns = Int32(inserted.count + others.count)
    }

    private static func select(_ columns: [String], _ table: String) -> String {
        "SELECT \(columns.map(\.quotedDatabaseIdentifier).joined(separator: ", ")) FROM \(table) ORDER BY 1"
    }

    /// Goes on to the next row; false where there is none.
    func next() throws -> Bool { try row.step() }

    /// Whether the row has this number in a column, or nothing.
    func has(_ number: Int64?, at column: Int32) -> Bool {
        let type = sqlite3_column_type(row, column)
        guard let number else { return type == SQLITE_NULL }
        return type == SQLITE_INTEGER && sqlite3_column_int64(row, column) == number
    }

    /// Whether the row has this text in a column, byte by byte.
    func has(_ text: UnsafeRawBufferPointer, at column: Int32) -> Bool {
        guard sqlite3_column_type(row, column) == SQLITE_TEXT else { return false }
        // As a blob, text stays where it is: nothing need stand behind it.
        let bytes = sqlite3_column_blob(row, column)
        guard Int(sqlite3_column_bytes(row, column)) == text.count else { return false }
        guard let bytes, let base = text.baseAddress else { return text.isEmpty }
        return memcmp(bytes, base, text.count) == 0
    }

    /// Whether the row has nothing in the columns that an insertion leaves out: then it is the same.
    func endsAsInserted() -> Bool {
        for column in Int32(inserted.count)..<columns where sqlite3_column_type(row, column) != SQLITE_NULL { return false }
        held += 1
        return true
    }

    /// Binds the first `count` columns, which were the same, to an insertion.
    func bind(_ count: Int32, to insertion: OpaquePointer) { row.bindColumns(count, to: insertion) }

    fileprivate func copy(from known: Database, to filled: Database) throws {
        let source = try known.makeStatement(sql: WitnessRows.select(inserted, table) + " LIMIT \(held)")
        let target = try filled.makeStatement(sql: InsertedColumns.statement(table, inserted))
        while try source.sqliteStatement.step() {
            source.sqliteStatement.bindColumns(Int32(inserted.count), to: target.sqliteStatement)
            _ = try target.sqliteStatement.step()
            sqlite3_reset(target.sqliteStatement)
        }
    }
}

extension OpaquePointer {
    /// Goes on to the next row of a statement; false when there is none, or it gives none.
    ///
    /// - Throws: `DatabaseError`, as GRDB would.
    func step() throws -> Bool {
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

    /// Binds a row's first columns, in their order, to another statement.
    fileprivate func bindColumns(_ count: Int32, to other: OpaquePointer) {
        for column in 0..<count { sqlite3_bind_value(other, column + 1, sqlite3_column_value(self, column)) }
    }
}
