import DeedCore
import DeedSystem
public import GRDB

/// An opened database. Its functions may be called from any thread and wait for each other; inside of one, others run at once.
public final class DatabaseConnection: Sendable {
    /// What is open.
    public let file: DatabaseFile
    /// Whether it answers questions only.
    public let isReadOnly: Bool
    private let queue: DatabaseQueue
    /// The file, where it is read without the memory that readers share.
    private let still: StillDatabase?

    init(file: DatabaseFile, queue: DatabaseQueue, still: StillDatabase?) {
        self.file = file
        isReadOnly = queue.configuration.readonly
        self.queue = queue
        self.still = still
    }

    /// GRDB's dispatch queue ends on a thread of libdispatch's pool. Where the system gives none, that would be waited for without end
    /// (`_dispatch_temporary_resource_shortage`): the queue is kept then, some kilobytes until the process ends.
    deinit {
        guard !OwnThread.isToBeHad else { return }
        try? queue.close()
        _ = Unmanaged.passRetained(queue)
    }

    /// Runs `body` with the connection held: what it calls here need not wait for it again and again.
    public func hold<Answer>(_ body: (Database) throws -> Answer) rethrows -> Answer { try queue.unsafeReentrantWrite(body) }

    /// Runs statements in whatever transaction there is; SQLite's errors leave as failures.
    public func access<Answer: Sendable>(_ body: (Database) throws -> Answer) throws -> Answer {
        try file.translating(isWriting: !isReadOnly) { try hold(body) }
    }

    /// Runs queries that see one state: in the open transaction where there is one, else in a transaction of their own.
    ///
    /// - Parameter single: whether there is one query only, which needs no transaction to see one state.
    public func read<Answer: Sendable>(single: Bool = false, _ body: (Database) throws -> Answer) throws -> Answer {
        let answer = try access { db in
            try single || db.isInsideTransaction ? body(db) : db.transaction(.deferred, body)
        }
        if still?.isUnchanged == false { throw Failure(.vaultBusy, file.path, detail: "it was written to while it was read") }
        return answer
    }

    /// Runs statements in a transaction of their own, which an error takes back.
    public func write<Answer: Sendable>(_ body: (Database) throws -> Answer) throws -> Answer {
        try access { try $0.transaction(.immediate, body) }
    }

    /// Writes the log back and empties it, so that no old page stays in it. `false` when somebody is still reading them.
    @discardableResult
    public func emptyLog() throws -> Bool {
        try access {
            try Row.fetchOne($0, sql: "PRAGMA wal_checkpoint(TRUNCATE)").map { try $0.decode(Int.self, atIndex: 0) == 0 } ?? true
        }
    }

    /// Makes durable what was committed. The file is not opened and synced for it: closing it would give SQLite's locks up (see
    /// ``DeedSystem/checkDatabase(_:damaged:)``). A commit that is flushed takes the whole log along.
    public func makeDurable() throws {
        try access { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        defer { try? access { try $0.execute(sql: "PRAGMA synchronous = NORMAL") } }
        try write { db in
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            // The same number again is a page written again.
            try db.execute(sql: "PRAGMA user_version = \(version)")
        }
    }

    /// Closes the connection; the last one to close writes the log back into the file.
    public func close() throws { try file.translating { try queue.close() } }

    /// Replaces all content by that of `other` in one transaction: it is the old or the new, for everybody, at any moment.
    func take(from other: DatabaseConnection) throws {
        try file.translating(isWriting: true) { try other.queue.backup(to: queue) }
    }
}

extension Database {
    fileprivate func transaction<Answer>(_ kind: TransactionKind, _ body: (Database) throws -> Answer) throws -> Answer {
        try beginTransaction(kind)
        do {
            let answer = try body(self)
            try commit()
            return answer
        } catch {
            if isInsideTransaction { try? rollback() }
            throw error
        }
    }
}
