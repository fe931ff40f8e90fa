import DeedCore
import GRDB
import Glibc

extension Failure {
    /// Runs `body` and turns what SQLite throws into what a person can act on.
    static func translating<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw Failure(code(for: error.extendedResultCode), path, detail: error.message ?? error.description)
        }
    }

    private static func code(for code: ResultCode) -> Code {
        switch code.primaryResultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: .vaultBusy
        case .SQLITE_FULL: .diskFull
        // No room for the 32 KiB that readers of a log share.
        case .SQLITE_IOERR where code == .SQLITE_IOERR_SHMSIZE: .diskFull
        case .SQLITE_IOERR: .inputOutput
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: .catalogDamaged
        case .SQLITE_CANTOPEN: .vaultUnreadable
        case .SQLITE_READONLY: .vaultReadOnly
        default: .internalError
        }
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
