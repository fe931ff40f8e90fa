import DeedCore
import DeedDatabase
import GRDB
import Glibc

extension Failure {
    /// Runs `body` and turns what SQLite throws into what a person can act on.
    static func translating<Value: Sendable>(_ path: String, _ body: () throws -> Value) throws -> Value {
        do {
            let (answer, damage) = try DamagedColumns.noting(body)
            if let damage { throw DamagedColumn(damage) }
            return answer
        } catch let error as DamagedColumn {
            throw Failure(.indexDamaged, path, detail: error.description)
        } catch let error as RowDecodingError {
            throw Failure(.indexDamaged, path, detail: error.description)
        } catch let error as DatabaseError {
            throw Failure(code(for: error), path, detail: error.message ?? error.description)
        }
    }

    private static func code(for error: DatabaseError) -> Code {
        let code = error.extendedResultCode
        return switch code.primaryResultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: .vaultBusy
        case .SQLITE_FULL: .diskFull
        // No room for the 32 KiB that readers of a log share.
        case .SQLITE_IOERR where code == .SQLITE_IOERR_SHMSIZE: .diskFull
        case .SQLITE_IOERR: .inputOutput
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT, .SQLITE_MISMATCH: .indexDamaged
        // The program's own statements are right; what they miss is a table or a column that somebody took away.
        case .SQLITE_ERROR where error.isAboutSchema: .indexDamaged
        case .SQLITE_CANTOPEN: .vaultUnreadable
        case .SQLITE_READONLY: .vaultReadOnly
        default: .internalError
        }
    }
}

extension DatabaseError {
    /// Whether a table, a column or a module's data is not what the program made.
    fileprivate var isAboutSchema: Bool {
        let words = [
            "no such table", "no such column", "has no column", "malformed", "vtable constructor failed", "no such module",
        ]
        return message.map { message in words.contains { message.contains($0) } } ?? false
    }
}

enum FileCheck {
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Removes a file; a missing one is fine.
    static func remove(_ path: String) throws {
        guard unlink(path) != 0, errno != ENOENT else { return }
        throw Failure(.inputOutput, path, detail: String(cString: strerror(errno)))
    }
}
