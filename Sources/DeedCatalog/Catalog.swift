public import DeedCore
import DeedDatabase
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
/// `@unchecked Sendable`: `writer` and `marked` are touched only while `database` is held, by one thread at a time.
public final class Catalog: @unchecked Sendable {
    /// What a catalog is opened for.
    public enum Access: Sendable {
        case read
        case write
    }

    let database: DatabaseConnection
    let keys: Keys
    var writer = Writer()
    /// What the transaction had seen at the mark; `nil` where none is set.
    var marked: Writer?

    private init(_ database: DatabaseConnection, keys: Keys) throws {
        self.database = database
        self.keys = keys
        try prepare()
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
        let file = DatabaseFile(path, .catalog)
        return try Catalog(access == .read ? file.open(.read) : file.open(.write, prepare: prepareWriting), keys: keys)
    }

    /// An empty catalog in memory: for checking a vault, and for tests.
    public static func inMemory(keys: Keys) throws -> Catalog { try Catalog(DatabaseFile.inMemory(.catalog), keys: keys) }

    /// An empty catalog in a file without a name, which goes with it: what a reader makes of the journal where an earlier version made
    /// the catalog that is there, and what a check compares it with.
    public static func temporary(keys: Keys) throws -> Catalog { try scratch(at: "", keys: keys) }

    /// An empty catalog in the file `path` that no other process looks at, and that nobody needs when this one ends.
    public static func scratch(at path: String, keys: Keys) throws -> Catalog {
        try Catalog(DatabaseFile(path, .catalog).open(.scratch, prepare: prepareWriting), keys: keys)
    }

    /// Hashes fall all over their index: room for it, and rarer copying of the log into the file, save much writing.
    @Sendable private static func prepareWriting(_ db: Database) throws {
        try db.execute(sql: "PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 4000")
    }

    /// The place of a catalog that an earlier version made: sound, but of an older schema. Who writes makes it anew; `nil` for a
    /// catalog of this version, and where there is none or it cannot be read.
    public static func outdatedPosition(at path: String) -> JournalPosition? {
        let version = try? DatabaseFile(path, .catalog).open(.read).read { try Int64.fetchOne($0, sql: "PRAGMA user_version") }
        guard let version = version ?? nil, version > 0, version < Schema.version else { return nil }
        return lastPosition(at: path)
    }

    /// Builds the catalog anew beside the old one, and puts its content in the old one's place when `replay` is done with it.
    ///
    /// No other process may commit meanwhile (hold the vault's lock); those that have the old one open go on with the new content.
    /// Nothing changes when `replay` throws, or when the process is killed.
    public static func rebuild(at path: String, keys: Keys, replay: (Catalog) throws -> Void) throws -> Catalog {
        try DatabaseFile(path, .catalog).rebuild(over: { try open(at: path, access: .write, keys: keys).database }) { beside in
            let catalog = try scratch(at: beside.path, keys: keys)
            try replay(catalog)
            return catalog.database
        }
        return try open(at: path, access: .write, keys: keys)
    }

    /// From now on all questions see one state, until the catalog is closed: for one that is opened for reading.
    ///
    /// - Returns: its place.
    public func keepState() throws -> JournalPosition? {
        try database.access { try $0.beginTransaction(.deferred) }
        return try position()
    }

    /// Runs questions that see one state, whatever other processes commit meanwhile.
    public func unchanging<Answer>(_ body: () throws -> Answer) throws -> Answer {
        // Not the answer of `read`: that is `Sendable`, so that no row leaves it, and here none can.
        var answer: Answer?
        try read { _ in answer = try body() }
        guard let answer else { throw Failure(.internalError, database.file.path, detail: "nothing was asked") }
        return answer
    }

    /// Writes what was committed into the file itself, and syncs it.
    public func settle() throws {
        _ = try database.access { try $0.checkpoint(.truncate) }
    }

    /// Writes the log back and empties it, so that no old page stays in it. `false` when somebody is still reading them.
    @discardableResult
    public func emptyLog() throws -> Bool { try database.emptyLog() }

    /// Makes durable what was committed, which the catalog leaves to the journal otherwise: before bodies are written anew, no power cut may
    /// throw the catalog back to a place among them.
    public func makeDurable() throws { try database.makeDurable() }

    /// Closes the connection; the last one to close writes the log back into the file.
    public func close() throws {
        database.hold { _ in writer = Writer() }
        try database.close()
    }

    /// Brings the file to this schema, or says why it cannot be used.
    private func prepare() throws {
        let path = database.file.path
        try database.access { db in
            let version = try Int64.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            if version == 0, !database.isReadOnly, try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0 {
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

    /// Runs queries that see one state: in the open transaction where there is one, else in a transaction of their own.
    ///
    /// - Parameter single: whether there is one query only, which needs no transaction to see one state.
    func read<Answer: Sendable>(asKnown: Int64? = nil, single: Bool = false, _ body: (Reading) throws -> Answer) throws -> Answer
    {
        try database.read(single: single) { try body(Reading(db: $0, at: asKnown ?? Int64.max, keys: keys)) }
    }
}
