import DeedCore
import DeedSystem
import DeedText
import GRDB

/// Page text and full-text index of an archive: `derived.sqlite`.
///
/// One connection; calls may come from any thread and take turns. Other processes may read while one writes (WAL), and a second
/// writer waits up to 30 seconds. Losing the file loses nothing but the time to make it again, so a write is not flushed.
public final class SearchIndex: Sendable {
    /// What an index is opened for.
    public enum Access: Sendable {
        /// To ask only.
        case read
        /// To store and to ask.
        case write
    }

    /// A query ranks the newest matches up to this many, and counts up to it: the price of an answer is bounded whatever the size of
    /// the archive (bm25 over all matches takes 148 ms on 100,000 documents, this 4 ms).
    public static let candidateLimit = 1000

    /// Where the file lies.
    public let path: String
    let queue: DatabaseQueue
    /// The file, where it is read without the memory that readers share.
    private let still: StillDatabase?

    private init(path: String, queue: DatabaseQueue, still: StillDatabase? = nil) {
        self.path = path
        self.queue = queue
        self.still = still
    }

    /// Opens the index at `path`.
    ///
    /// - With `.write` a missing file is made, and an index made by other tokenizer rules is made again from the page texts
    ///   (about 15 MB of text a second) before this returns.
    /// - With `.read` a missing file is an empty index, and ``isOutdated`` says whether somebody should open it with `.write`.
    ///
    /// Throws ``DeedCore/Failure`` `index-damaged` when the file is no index or is damaged (``discard(at:)`` helps),
    /// `vault-too-new` when a later program wrote it.
    public static func open(at path: String, access: Access) throws -> SearchIndex {
        try checkDatabase(path, damaged: .indexDamaged)
        guard access == .write else { return try reader(of: path) }
        return try Failure.translating(path) {
            let index = SearchIndex(path: path, queue: try writer(path))
            if try index.isOutdated { try index.rebuild() }
            return index
        }
    }

    private static func writer(_ path: String) throws -> DatabaseQueue {
        var configuration = base
        configuration.journalMode = .wal
        configuration.prepareDatabase { database in
            try FullText.install(in: database)
            try database.execute(
                sql:
                    "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768; PRAGMA journal_size_limit = 67108864; PRAGMA secure_delete = ON"
            )
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        switch try queue.read(schemaVersion) {
        case 0:
            try queue.inTransaction(.immediate) { database in
                // Another process may have been faster.
                if try schemaVersion(database) == 0 { try create(in: database) }
                return .commit
            }
        case 1:
            try queue.inTransaction(.immediate) { database in
                if try schemaVersion(database) == 1 {
                    try database.execute(sql: DerivedSchema.alike)
                    try Sketches(database).addMissing()
                    try database.execute(sql: "PRAGMA user_version = \(DerivedSchema.version)")
                }
                return .commit
            }
        case DerivedSchema.version: break
        default: throw Failure(.vaultTooNew, path)
        }
        return queue
    }

    /// An index for questions. Where the disk has no room for the memory that readers share, or the folder may not be written, the file is
    /// read as it stands.
    private static func reader(of path: String) throws -> SearchIndex {
        do {
            return try Failure.translating(path) { SearchIndex(path: path, queue: try reader(path, name: readingPath(path))) }
        } catch let failure as Failure where failure.code != .vaultTooNew {
            guard let still = StillDatabase(path), let queue = try? reader(path, name: still.name) else { throw failure }
            return SearchIndex(path: path, queue: queue, still: still)
        }
    }

    private static func reader(_ path: String, name: String) throws -> DatabaseQueue {
        guard FileCheck.exists(path) else { return try empty() }
        var configuration = base
        configuration.readonly = true
        configuration.prepareDatabase { database in
            try FullText.install(in: database)
            try database.execute(sql: "PRAGMA cache_size = -65536; PRAGMA mmap_size = 1073741824")
        }
        let queue = try DatabaseQueue(path: name, configuration: configuration)
        switch try queue.read(schemaVersion) {
        case 0: return try empty()
        case 1...DerivedSchema.version: return queue
        default: throw Failure(.vaultTooNew, path)
        }
    }

    /// An index in memory: what a reader sees where nobody has written yet.
    static func empty() throws -> DatabaseQueue {
        var configuration = base
        configuration.prepareDatabase(FullText.install)
        let queue = try DatabaseQueue(configuration: configuration)
        try queue.write(create)
        return queue
    }

    private static var base: Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(30)
        configuration.label = "index"
        return configuration
    }

    static func schemaVersion(_ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    }

    private static func create(in database: Database) throws {
        try database.execute(sql: DerivedSchema.sql)
        for table in ["fts_doc", "fts_meta"] {
            try database.execute(sql: "INSERT INTO \(table) (\(table), rank) VALUES ('usermerge', 2)")
        }
        try database.execute(
            sql: "INSERT INTO fts_version (id, tokenizer, applied_seq) VALUES (1, ?, 0)", arguments: [Tokenizer.version])
        try database.execute(sql: "PRAGMA user_version = \(DerivedSchema.version)")
    }
}

extension SearchIndex {
    /// Whether other tokenizer rules made it: answers may lack documents until it is opened with `.write`.
    public var isOutdated: Bool {
        get throws {
            try read { try Int.fetchOne($0, sql: "SELECT tokenizer FROM fts_version") != Tokenizer.version }
        }
    }

    /// The last record of the journal whose documents the index knows; 0 for a new index.
    public var appliedSeq: Int64 {
        get throws { try read { try Int64.fetchOne($0, sql: "SELECT applied_seq FROM fts_version") ?? 0 } }
    }

    /// Deletes the index's files, to make it again. Nobody may have it open.
    public static func discard(at path: String) throws {
        for suffix in ["", "-wal", "-shm"] { try FileCheck.remove(path + suffix) }
    }

    func read<Value: Sendable>(_ body: (Database) throws -> Value) throws -> Value {
        let value = try Failure.translating(path) { try queue.read(body) }
        if still?.isUnchanged == false { throw Failure(.vaultBusy, path, detail: "it was written to while it was read") }
        return value
    }

    func write<Value: Sendable>(_ body: (Database) throws -> Value) throws -> Value {
        try Failure.translating(path) {
            var value: Value?
            try queue.inTransaction(.immediate) { database in
                value = try body(database)
                return .commit
            }
            guard let value else { throw Failure(.internalError, path, detail: "transaction without a result") }
            return value
        }
    }
}
