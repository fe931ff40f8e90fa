public import DeedCore
import DeedDatabase
import GRDB

/// What a machine notes beside a vault and may lose: `catalog/local.sqlite`. Nothing depends on it but how soon something is read
/// again.
public final class LocalState: Sendable {
    private let database: DatabaseConnection

    /// When a directory of objects was last read to its end, and how far it has been read since.
    public struct Reading: Sendable, Hashable {
        /// The first byte of the names in it.
        public var directory: UInt8
        /// When; `nil` for never.
        public var finished: Instant?
        /// The last object of a reading that goes on.
        public var last: ObjectID?
    }

    /// Opens the file, making it where it is missing. A damaged one is thrown away.
    ///
    /// - Throws: ``Failure`` where it cannot be made: a read-only disk, a full one.
    public init(at path: String) throws {
        database = try DatabaseFile(path, .notes).openLosable { db in
            try db.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS reading (
                        directory INTEGER PRIMARY KEY CHECK (directory BETWEEN 0 AND 255),
                        finished TEXT,
                        last TEXT CHECK (length(last) = 64)
                    ) STRICT
                    """)
        }
    }

    /// All 256 directories, those first that were read to their ends the longest time ago, or never. One whose reading was broken off
    /// keeps its turn.
    public func readings() throws -> [Reading] {
        try database.read { db in
            let rows = try Row.fetchAll(db, sql: "SELECT directory, finished, last FROM reading")
            var known: [UInt8: Reading] = [:]
            for row in rows {
                let directory = UInt8(clamping: row[0] as Int)
                known[directory] = Reading(
                    directory: directory, finished: (row[1] as String?).flatMap { Instant($0) },
                    last: (row[2] as String?).flatMap { ObjectID(hex: $0) })
            }
            let all = (0...255).map { known[UInt8($0)] ?? Reading(directory: UInt8($0)) }
            return all.sorted {
                ($0.finished?.milliseconds ?? 0, $0.directory) < ($1.finished?.milliseconds ?? 0, $1.directory)
            }
        }
    }

    /// Notes that a directory has been read up to an object; without one, to its end.
    public func note(_ directory: UInt8, last: ObjectID?, at time: Instant) throws {
        try database.write { db in
            try db.execute(
                sql: """
                    INSERT INTO reading (directory, finished, last) VALUES (?1, iif(?2 IS NULL, ?3, NULL), ?2)
                    ON CONFLICT (directory) DO UPDATE SET last = ?2, finished = iif(?2 IS NULL, ?3, finished)
                    """, arguments: [Int(directory), last?.hex, time.description])
        }
    }

    /// Notes that everything was read.
    public func noteAll(at time: Instant) throws {
        try database.write { db in
            for directory in 0...255 {
                try db.execute(
                    sql: "INSERT OR REPLACE INTO reading (directory, finished, last) VALUES (?, ?, NULL)",
                    arguments: [directory, time.description])
            }
        }
    }
}
