public import DeedCore
import DeedDatabase
import DeedSystem
import Foundation
import GRDB

/// The facts of a vault, computed from its journal and from nothing else: the same records give the same ``dump()``.
///
/// One catalog is one connection; every function may be called from any thread and waits for the others. A catalog that has an
/// open transaction (between ``begin()`` and ``commit(_:)``) sees what was applied in it. So a thread that must only see what is
/// committed, such as an importer that asks whether a content is known, needs a catalog of its own, opened for reading: readers are
/// never blocked by a writer and never block one (SQLite's WAL).
///
/// The connection flushes nothing at a commit (`synchronous = NORMAL`): the journal is the commit point, and what a power cut takes
/// from the catalog is applied again from there.
///
/// `@unchecked Sendable`: `writer` and `marked` are touched only inside closures of `queue`, which runs one at a time.
public final class Catalog: @unchecked Sendable {
    /// What a catalog is opened for.
    public enum Access: Sendable {
        case read
        case write
    }

    let queue: DatabaseQueue
    let keys: Keys
    var writer = Writer()
    /// What the transaction had seen at the mark; `nil` where none is set.
    var marked: Writer?

    /// The file, where it is read without the memory that readers share.
    private let still: StillDatabase?

    private init(queue: DatabaseQueue, keys: Keys, still: StillDatabase? = nil) {
        self.queue = queue
        self.keys = keys
        self.still = still
    }

    /// The statements go before the connection: one that outlives it would, when it goes, let SQLite roll an open transaction back and tell
    /// GRDB's observer of it, which is gone by then.
    deinit {
        writer = Writer()
        marked = nil
    }

    /// Opens the catalog in the file `path`. For writing, a missing file is created with an empty catalog.
    ///
    /// - Throws: `catalog-damaged` where there is no file to read, or where it is not a catalog of this schema (rebuild it);
    ///   `vault-too-new` where a later version wrote it.
    public static func open(at path: String, access: Access, keys: Keys) throws -> Catalog {
        try checkDatabase(path)
        guard access == .write else { return try reader(of: path, keys: keys) }
        return try translating(path) {
            var configuration = base()
            // GRDB makes a log of its own with two flushes when it sets the mode; a file keeps the mode it once got. SQLite is asked for it: who
            // looks into the file takes the locks of this process' connections away as he closes it (see checkDatabase).
            configuration.prepareDatabase { db in
                let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode")
                if mode != "wal" { try db.execute(sql: "PRAGMA journal_mode = WAL") }
                try db.execute(sql: "PRAGMA synchronous = NORMAL")
            }
            let catalog = Catalog(queue: try DatabaseQueue(path: path, configuration: configuration), keys: keys)
            try catalog.prepare(path, access: .write)
            return catalog
        }
    }

    /// A catalog for questions. Where the disk has no room for the memory that readers share, or the folder may not be written, the file is
    /// read as it stands.
    private static func reader(of path: String, keys: Keys) throws -> Catalog {
        do {
            return try translating(path) {
                var configuration = base()
                configuration.readonly = true
                let queue = try DatabaseQueue(path: readingPath(path), configuration: configuration)
                let catalog = Catalog(queue: queue, keys: keys)
                try catalog.prepare(path, access: .read)
                return catalog
            }
        } catch let failure as Failure where failure.code != .vaultTooNew {
            guard let still = StillDatabase(path), let catalog = try? reader(of: still, path, keys: keys) else { throw failure }
            return catalog
        }
    }

    private static func reader(of still: StillDatabase, _ path: String, keys: Keys) throws -> Catalog {
        var configuration = base()
        configuration.readonly = true
        // What is sorted needs no file either.
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA temp_store = MEMORY") }
        let queue = try DatabaseQueue(path: still.name, configuration: configuration)
        let catalog = Catalog(queue: queue, keys: keys, still: still)
        try catalog.prepare(path, access: .read)
        return catalog
    }

    /// An empty catalog in memory: for checking a vault, and for tests.
    public static func inMemory(keys: Keys) throws -> Catalog {
        try translating("") {
            let catalog = Catalog(queue: try DatabaseQueue(configuration: base()), keys: keys)
            try catalog.prepare("", access: .write)
            return catalog
        }
    }

    /// An empty catalog in a file without a name, which goes with it: what a reader makes of the journal where an earlier version made
    /// the catalog that is there, and what a check compares it with.
    public static func temporary(keys: Keys) throws -> Catalog {
        try scratch(at: "", keys: keys)
    }

    /// The place of a catalog that an earlier version made: sound, but of an older schema. Who writes makes it anew; `nil` for a
    /// catalog of this version, and where there is none or it cannot be read.
    public static func outdatedPosition(at path: String, keys: Keys) -> JournalPosition? {
        var configuration = base()
        configuration.readonly = true
        guard (try? checkDatabase(path)) != nil else { return nil }
        for name in [readingPath(path), StillDatabase(path)?.name].compactMap({ $0 }) {
            guard let queue = try? DatabaseQueue(path: name, configuration: configuration),
                let version = try? queue.read({ try Int64.fetchOne($0, sql: "PRAGMA user_version") })
            else { continue }
            return version > 0 && version < Schema.version ? try? Catalog(queue: queue, keys: keys).position() : nil
        }
        return nil
    }

    /// An empty catalog in the file `path` that no other process looks at, and that nobody needs when this one ends: nothing is logged
    /// or flushed.
    public static func scratch(at path: String, keys: Keys) throws -> Catalog {
        try translating(path) {
            var configuration = base()
            configuration.prepareDatabase {
                try $0.execute(sql: "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE")
            }
            let catalog = Catalog(queue: try DatabaseQueue(path: path, configuration: configuration), keys: keys)
            try catalog.prepare(path, access: .write)
            return catalog
        }
    }

    /// Flushes a file that was written without: it is about to take another's name.
    private static func sync(_ path: String) throws {
        guard let file = FileHandle(forUpdatingAtPath: path), fsync(file.fileDescriptor) == 0 else {
            throw Failure(.inputOutput, path, detail: String(cString: strerror(errno)))
        }
        try? file.close()
    }

    /// Builds the catalog anew beside the old one, and puts its content in the old one's place when `replay` is done with it.
    ///
    /// No other process may commit meanwhile (hold the vault's lock); those that have the old one open go on with the new content.
    /// Nothing changes when `replay` throws, or when the process is killed.
    public static func rebuild(at path: String, keys: Keys, replay: (Catalog) throws -> Void) throws -> Catalog {
        let fresh = path + ".rebuild"
        func remove(_ base: String) { for suffix in ["-wal", "-shm", ""] { unlink(base + suffix) } }
        remove(fresh)
        defer { remove(fresh) }
        let catalog = try scratch(at: fresh, keys: keys)
        do {
            try replay(catalog)
            if let old = try? open(at: path, access: .write, keys: keys) {
                // All pages in one transaction of the old file: it has the old content or the new one, for everybody, at any moment.
                try translating(path) { try catalog.queue.backup(to: old.queue) }
                try catalog.close()
                return old
            }
            try catalog.close()
            try sync(fresh)
        } catch {
            try? catalog.close()
            throw error
        }
        // What cannot be opened has nothing to lose. Its log goes first: it must never be taken for the new file's.
        for suffix in ["-wal", "-shm"] { unlink(path + suffix) }
        guard rename(fresh, path) == 0 else {
            throw Failure(.inputOutput, path, detail: String(cString: strerror(errno)))
        }
        return try open(at: path, access: .write, keys: keys)
    }

    /// From now on all questions see one state, until the catalog is closed: for one that is opened for reading.
    ///
    /// - Returns: its place.
    public func keepState() throws -> JournalPosition? {
        try Catalog.translating(queue.path) { try queue.unsafeReentrantRead { try $0.beginTransaction(.deferred) } }
        return try position()
    }

    /// Runs questions that see one state, whatever other processes commit meanwhile.
    public func unchanging<Answer>(_ body: () throws -> Answer) throws -> Answer {
        // Not the answer of `read`: that is `Sendable`, so that no row leaves it, and here none can.
        var answer: Answer?
        try read { _ in answer = try body() }
        guard let answer else { throw Failure(.internalError, queue.path, detail: "nothing was asked") }
        return answer
    }

    /// Writes what was committed into the file itself, and syncs it.
    public func settle() throws {
        try Catalog.translating(queue.path) {
            _ = try queue.unsafeReentrantWrite { try $0.checkpoint(.truncate) }
        }
    }

    /// Closes the connection; the last one to close writes the log back into the file.
    public func close() throws {
        queue.unsafeReentrantRead { _ in writer = Writer() }
        try Catalog.translating(queue.path) { try queue.close() }
    }

    private static func base() -> Configuration {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true  // begin, apply and commit are calls of their own
        configuration.busyMode = .timeout(10)  // seconds; only log recovery and checkpoints are ever waited for
        configuration.label = "deedbox.catalog"
        return configuration
    }

    private func prepare(_ path: String, access: Access) throws {
        try queue.unsafeReentrantWrite { db in
            if access == .write {
                // Hashes fall all over their index: room for it, and rarer copying of the log into the file, save much writing.
                try db.execute(sql: "PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 4000; PRAGMA secure_delete = ON")
            }
            let version = try Int64.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            if version == 0, access == .write, try db.isEmpty() {
                try db.inTransaction(.immediate) {
                    try db.execute(sql: Schema.sql)
                    return .commit
                }
            } else if version > Schema.version {
                throw Failure(.vaultTooNew, path, detail: "catalog schema \(version)")
            } else if version != Schema.version {
                throw Failure(.catalogDamaged, path, detail: "catalog schema \(version)")
            }
        }
    }
}

extension DatabaseError {
    /// Whether a table or a column is not what the program made.
    fileprivate var isAboutSchema: Bool {
        let words = ["no such table", "no such column", "has no column", "malformed database schema"]
        return message.map { message in words.contains { message.contains($0) } } ?? false
    }
}

extension Database {
    fileprivate func isEmpty() throws -> Bool {
        try Int.fetchOne(self, sql: "SELECT count(*) FROM sqlite_schema") == 0
    }
}

extension Catalog {
    /// Runs `body` and turns SQLite's errors into failures that say what to do.
    static func translating<Answer: Sendable>(_ path: String, _ body: () throws -> Answer) throws -> Answer {
        do {
            let (answer, damage) = try DamagedColumns.noting(body)
            if let damage { throw DamagedColumn(damage) }
            return answer
        } catch let error as DamagedColumn {
            throw Failure(.catalogDamaged, path, detail: error.description)
        } catch let error as RowDecodingError {
            throw Failure(.catalogDamaged, path, detail: error.description)
        } catch let error as DatabaseError {
            let code: Failure.Code =
                switch error.resultCode {
                case .SQLITE_BUSY, .SQLITE_LOCKED: .vaultBusy
                case .SQLITE_FULL: .diskFull
                // No room for the 32 KiB that readers of a log share.
                case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE: .diskFull
                case .SQLITE_IOERR: .inputOutput
                case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_CANTOPEN: .catalogDamaged
                // The program's own statements are right; what they miss is a table or a column that somebody took away.
                case .SQLITE_ERROR where error.isAboutSchema: .catalogDamaged
                case .SQLITE_READONLY: .vaultReadOnly
                default: .internalError
                }
            throw Failure(code, path, detail: error.description)
        }
    }

    /// Runs queries that see one state: in the open transaction where there is one, else in a transaction of their own.
    ///
    /// - Parameter single: whether there is one query only, which needs no transaction to see one state.
    func read<Answer: Sendable>(asKnown: Int64? = nil, single: Bool = false, _ body: (Reading) throws -> Answer) throws -> Answer
    {
        var changed = false
        let answer = try Catalog.translating(queue.path) {
            try queue.unsafeReentrantRead { db in
                let reading = Reading(db: db, at: asKnown ?? Int64.max, keys: keys)
                defer { changed = still?.isUnchanged == false }
                if single || db.isInsideTransaction { return try body(reading) }
                try db.beginTransaction(.deferred)
                do {
                    let answer = try body(reading)
                    try db.commit()
                    return answer
                } catch {
                    try? db.rollback()
                    throw error
                }
            }
        }
        if changed { throw Failure(.vaultBusy, queue.path, detail: "it was written to while it was read") }
        return answer
    }
}
