import DeedCore
import DeedSystem
public import GRDB

/// A database of a vault: where its file lies, and what it holds. The one place that opens, replaces and removes such files.
public struct DatabaseFile: Sendable, Hashable {
    /// What a database holds.
    public enum Content: Sendable {
        /// Facts, made again from the journal.
        case catalog
        /// Texts and index, made again from objects and catalog.
        case index
        /// What a machine notes and may lose.
        case notes

        /// What is said of a damaged file; its advice leads to a new one.
        var damaged: Failure.Code {
            switch self {
            case .catalog: .catalogDamaged
            case .index: .indexDamaged
            // The next who opens it throws it away.
            case .notes: .inputOutput
            }
        }
    }

    /// Where the file lies; empty for one without a name, which goes with its connection.
    public let path: String
    /// What it holds.
    public let content: Content

    /// A file, whether it is there or not.
    public init(_ path: String, _ content: Content) {
        self.path = path
        self.content = content
    }

    /// Whether something stands there, or cannot be looked at.
    public var exists: Bool { do { return try HostIO().status(path) != nil } catch { return true } }

    /// Removes the file and its logs; missing ones are fine. Nobody may have it open.
    public func discard() throws { try remove(["-wal", "-shm", "-journal", ""]) }

    func remove(_ suffixes: [String]) throws {
        let io = HostIO()
        do {
            for path in suffixes.map({ path + $0 }) {
                guard let there = try io.status(path) else { continue }
                if there.isDirectory { try io.removeDirectory(path) } else { try io.unlink(path) }
            }
        } catch {
            throw error.failure
        }
    }
}

// MARK: Opening

extension DatabaseFile {
    /// What a database is opened for.
    public enum Access: Sendable {
        /// Questions. Readers and one writer do not wait for each other.
        case read
        /// Writing: a missing file is made. Nothing is flushed at a commit: what a power cut takes away is made again.
        case write
        /// Writing a file that no other process looks at, and that nobody needs when this one ends: nothing is logged or flushed.
        case scratch
    }

    /// Opens the file. Where a reader finds no room for the memory that readers share, or may write nothing into the folder, the file is read
    /// as it stands.
    ///
    /// - Parameter prepare: what this content needs of its connection.
    /// - Throws: ``Failure``: what is damaged by ``Content``, `vaultUnreadable`, `vaultReadOnly`, `diskFull`, `inputOutput`.
    public func open(_ access: Access, prepare: @escaping @Sendable (Database) throws -> Void = { _ in }) throws
        -> DatabaseConnection
    {
        if !path.isEmpty { try checkDatabase(path, damaged: content.damaged) }
        do {
            return try translating(isWriting: access != .read) {
                try connect(access, access == .read ? readingPath(path) : path, prepare)
            }
        } catch let failure as Failure where access == .read {
            guard let still = StillDatabase(path), let connection = try? connect(.read, still.name, still: still, prepare) else {
                throw failure
            }
            return connection
        }
    }

    /// Opens for writing what may be lost: what stands there damaged, or is no file, is thrown away.
    public func openLosable(prepare: @escaping @Sendable (Database) throws -> Void) throws -> DatabaseConnection {
        do { try checkDatabase(path, damaged: content.damaged) } catch let failure as Failure
            where failure.code == content.damaged
        {
            try discard()
        }
        return try translating(isWriting: true) {
            do { return try connect(.write, path, prepare) } catch let error as DatabaseError where error.isDamage {
                try discard()
                return try connect(.write, path, prepare)
            }
        }
    }

    /// A database of this content in memory.
    public static func inMemory(_ content: Content, prepare: @escaping @Sendable (Database) throws -> Void = { _ in }) throws
        -> DatabaseConnection
    {
        let file = DatabaseFile("", content)
        return try file.translating { try file.connect(.scratch, nil, prepare) }
    }

    /// - Parameter name: what SQLite opens; `nil` for memory.
    private func connect(
        _ access: Access, _ name: String?, still: StillDatabase? = nil, _ prepare: @escaping @Sendable (Database) throws -> Void
    ) throws -> DatabaseConnection {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true  // begin, apply and commit are calls of their own
        configuration.busyMode = .timeout(30)  // seconds
        configuration.readonly = access == .read
        configuration.label = "deedbox.\(content)"
        configuration.prepareDatabase { [isStill = still != nil] db in
            switch access {
            case .read:
                // What is sorted needs no file either.
                if isStill { try db.execute(sql: "PRAGMA temp_store = MEMORY") }
            case .write:
                // GRDB makes a log of its own with two flushes when it sets the mode; a file keeps the mode it once got.
                let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode")
                if mode != "wal" { try db.execute(sql: "PRAGMA journal_mode = WAL") }
                try db.execute(sql: "PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON")
            case .scratch:
                try db.execute(
                    sql: """
                        PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
                        PRAGMA secure_delete = ON
                        """)
            }
            try prepare(db)
        }
        return DatabaseConnection(
            file: self, queue: try DatabaseQueue(path: name ?? ":memory:", configuration: configuration), still: still)
    }
}
