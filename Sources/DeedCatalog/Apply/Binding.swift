import Foundation
import GRDB
import GRDBSQLite

/// A compiled statement with its arguments, run through SQLite's own functions: a catalog that is made anew runs some millions of
/// them, and what GRDB does around each (observers, arguments by name) costs more than the statement.
struct Binding {
    private let statement: OpaquePointer

    /// SQLite copies what is bound, as its bytes do not outlive the call.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(_ statement: OpaquePointer, _ arguments: [(any DatabaseValueConvertible)?]) {
        self.statement = statement
        for (at, argument) in arguments.enumerated() { bind(argument?.databaseValue.storage ?? .null, Int32(at + 1)) }
    }

    private func bind(_ value: DatabaseValue.Storage, _ at: Int32) {
        switch value {
        case .null: sqlite3_bind_null(statement, at)
        case .int64(let number): sqlite3_bind_int64(statement, at, number)
        case .double(let number): sqlite3_bind_double(statement, at, number)
        case .string(let text): sqlite3_bind_text(statement, at, text, Int32(text.utf8.count), Binding.copied)
        case .blob(let bytes):
            bytes.withUnsafeBytes { bytes in
                _ = sqlite3_bind_blob(statement, at, bytes.baseAddress, Int32(bytes.count), Binding.copied)
            }
        }
    }

    /// Runs it; the first column of its first row, where there is one.
    ///
    /// - Throws: `DatabaseError`, as GRDB would.
    func firstNumber(_ sql: String) throws -> Int64? {
        let code = sqlite3_step(statement)
        let number = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : nil
        let ended = sqlite3_reset(statement)
        guard code == SQLITE_ROW || code == SQLITE_DONE, ended == SQLITE_OK else {
            let connection = sqlite3_db_handle(statement)
            throw DatabaseError(
                resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
                message: String(cString: sqlite3_errmsg(connection)), sql: sql)
        }
        return number
    }
}
