import DeedCore
import DeedSystem
import GRDB

extension DatabaseFile {
    /// Runs `body` and turns SQLite's errors into failures that say what to do.
    func translating<Answer: Sendable>(isWriting: Bool = false, _ body: () throws -> Answer) throws -> Answer {
        do {
            let (answer, damage) = try DamagedColumns.noting(body)
            if let damage { throw DamagedColumn(damage) }
            return answer
        } catch let error as DamagedColumn {
            throw Failure(content.damaged, path, detail: error.description)
        } catch let error as RowDecodingError {
            throw Failure(content.damaged, path, detail: error.description)
        } catch let error as DatabaseError {
            if error.resultCode == .SQLITE_CANTOPEN { throw unopened(error, isWriting) }
            throw Failure(code(for: error), path, detail: error.description)
        }
    }

    private func code(for error: DatabaseError) -> Failure.Code {
        if error.isDamage { return content.damaged }
        return switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: .vaultBusy
        case .SQLITE_FULL: .diskFull
        // No room for the 32 KiB that readers of a log share.
        case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE: .diskFull
        case .SQLITE_IOERR: .inputOutput
        case .SQLITE_READONLY: .vaultReadOnly
        default: .internalError
        }
    }

    /// A file that could not be opened, or not made: the system's reason where the folder has one. Otherwise a new file is what helps: who reads
    /// misses one, or something is in its way.
    private func unopened(_ error: DatabaseError, _ isWriting: Bool) -> Failure {
        guard isWriting || exists, let reason = objection(toMaking: path, isReading: !isWriting) else {
            return Failure(content.damaged, path, detail: error.description)
        }
        return reason.failure
    }
}

extension DatabaseError {
    /// Whether the file is not what the program made. Its own statements are right: what they miss is a table, a column or a module's data
    /// that somebody took away.
    var isDamage: Bool {
        switch resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT, .SQLITE_MISMATCH: true
        case .SQLITE_ERROR:
            ["no such table", "no such column", "has no column", "malformed", "vtable constructor failed", "no such module"]
                .contains { message?.contains($0) == true }
        default: false
        }
    }
}
