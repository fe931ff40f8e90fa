public import DeedCore
import DeedDatabase
import GRDB

/// What a catalog still says when it cannot be opened as one: it may be of another version, or damaged in other pages.
extension Catalog {
    /// A record that the catalog applied.
    public struct RememberedLine: Sendable, Hashable {
        /// The number of its line.
        public var seq: Int64
        /// When it was made.
        public var time: Instant
        /// Its kind.
        public var kind: String
    }

    /// The place up to which the catalog in the file `path` had applied the journal; `nil` where nothing can be read.
    public static func lastPosition(at path: String) -> JournalPosition? {
        let sql = "SELECT segment, \"offset\", body_offset, seq, head FROM position"
        guard let row = try? rows(at: path, sql, []).first, let segment = Int.fromDatabaseValue(row[0]),
            let offset = Int64.fromDatabaseValue(row[1]), let bodyOffset = Int64.fromDatabaseValue(row[2]),
            let seq = Int64.fromDatabaseValue(row[3]), let head = String.fromDatabaseValue(row[4]).flatMap({ ObjectID(hex: $0) }),
            segment > 0, offset >= 0, bodyOffset >= 0, seq >= 0
        else { return nil }
        return JournalPosition(segment: segment, offset: offset, bodyOffset: bodyOffset, seq: seq, head: head)
    }

    /// Records behind line `seq` that the catalog in the file `path` applied, in their order; none where nothing can be read.
    public static func rememberedLines(at path: String, after seq: Int64, limit: Int) throws -> [RememberedLine] {
        let sql = "SELECT seq, time, kind FROM journal WHERE seq > ? ORDER BY seq LIMIT ?"
        return ((try? rows(at: path, sql, [seq, limit])) ?? []).compactMap { row in
            guard let seq = Int64.fromDatabaseValue(row[0]), let kind = String.fromDatabaseValue(row[2]),
                let time = String.fromDatabaseValue(row[1]).flatMap({ Instant($0) })
            else { return nil }
            return RememberedLine(seq: seq, time: time, kind: kind)
        }
    }

    private static func rows(at path: String, _ sql: String, _ arguments: StatementArguments) throws -> [[DatabaseValue]] {
        try DatabaseFile(path, .catalog).open(.read).read(single: true) { db in
            try Row.fetchAll(db, sql: sql, arguments: arguments).map { row in Array(row.databaseValues) }
        }
    }

    /// Lines that were lost and given up, in the order of the giving up.
    public func losses() throws -> [(seq: Int64, end: Int64, known: Int64)] {
        try read(single: true) { reading in
            try reading.rows("SELECT seq, journal_end, known FROM loss ORDER BY seq").map { ($0[0], $0[1], $0[2]) }
        }
    }
}
