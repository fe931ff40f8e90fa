import DeedCore
import DeedDatabase
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

    let database: DatabaseConnection

    private init(_ database: DatabaseConnection) { self.database = database }

    /// Opens the index at `path`.
    ///
    /// - With `.write` a missing file is made, and an index made by other tokenizer rules is made again from the page texts
    ///   (about 15 MB of text a second) before this returns.
    /// - With `.read` a missing file is an empty index, and ``isOutdated`` says whether somebody should open it with `.write`.
    ///
    /// Throws ``DeedCore/Failure`` `index-damaged` when the file is no index or is damaged (``discard(at:)`` helps),
    /// `vault-too-new` when a later program wrote it.
    public static func open(at path: String, access: Access) throws -> SearchIndex {
        let file = DatabaseFile(path, .index)
        guard access == .write else { return SearchIndex(try reader(of: file)) }
        let index = SearchIndex(try writer(of: file))
        if try index.isOutdated { try index.rebuild() }
        return index
    }

    private static func writer(of file: DatabaseFile) throws -> DatabaseConnection {
        let database = try file.open(.write) { database in
            try FullText.install(in: database)
            try database.execute(sql: "PRAGMA cache_size = -32768; PRAGMA journal_size_limit = 67108864")
        }
        switch try database.read(schemaVersion) {
        case 0:
            // Another process may have been faster.
            try database.write { if try schemaVersion($0) == 0 { try create(in: $0) } }
        case 1..<DerivedSchema.version: try database.write(bringUpToDate)
        case DerivedSchema.version: break
        default: throw Failure(.vaultTooNew, file.path)
        }
        return database
    }

    /// One transaction: readers keep the old answers until the new words are there.
    private static func bringUpToDate(_ database: Database) throws {
        let version = try schemaVersion(database)
        guard version < DerivedSchema.version else { return }
        if version == 1 {
            try database.execute(sql: DerivedSchema.alike)
            try Sketches(database).addMissing()
        }
        try database.execute(sql: DerivedSchema.folders)
        try rebuild(in: database)
        try database.execute(sql: "PRAGMA user_version = \(DerivedSchema.version)")
    }

    private static func reader(of file: DatabaseFile) throws -> DatabaseConnection {
        guard file.exists else { return try empty() }
        let database = try file.open(.read) { database in
            try FullText.install(in: database)
            try database.execute(sql: "PRAGMA cache_size = -65536; PRAGMA mmap_size = 1073741824")
        }
        switch try database.read(schemaVersion) {
        case 0: return try empty()
        case 1...DerivedSchema.version: return database
        default: throw Failure(.vaultTooNew, file.path)
        }
    }

    /// An index in memory: what a reader sees where nobody has written yet.
    static func empty() throws -> DatabaseConnection {
        let database = try DatabaseFile.inMemory(.index, prepare: FullText.install)
        try database.write(create)
        return database
    }

    static func schemaVersion(_ database: Database) throws -> Int {
        try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    }

    private static func create(in database: Database) throws {
        try database.execute(sql: DerivedSchema.sql)
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
    public static func discard(at path: String) throws { try DatabaseFile(path, .index).discard() }

    func read<Value: Sendable>(_ body: (Database) throws -> Value) throws -> Value { try database.read(body) }

    func write<Value: Sendable>(_ body: (Database) throws -> Value) throws -> Value { try database.write(body) }
}
