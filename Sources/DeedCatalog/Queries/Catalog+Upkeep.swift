public import DeedCore
import GRDB

/// The last backup that the journal knows of.
public struct BackupRow: Sendable, Hashable {
    /// When it ended.
    public var time: Instant
    /// The absolute path of the copy.
    public var target: String
    /// The last journal line that the copy holds.
    public var seq: Int64
    /// Objects in the copy.
    public var objects: Int64
    /// Objects that could not be copied.
    public var bad: Int64
}

/// The last restore drill that the journal knows of.
public struct DrillRow: Sendable, Hashable {
    /// When it ended.
    public var time: Instant
    /// The absolute path of the copy that was restored.
    public var source: String
    /// The last journal line that was restored.
    public var seq: Int64
    /// Objects that were read back well.
    public var objects: Int64
    /// Documents in the restored catalog.
    public var documents: Int64
    /// Things that were wrong; 0 where the drill succeeded.
    public var problems: Int64
}

/// The last scrub that the journal knows of.
public struct ScrubRow: Sendable, Hashable {
    /// When it ended.
    public var time: Instant
    /// Objects read.
    public var objects: Int64
    /// Bytes read.
    public var bytes: Int64
    /// Objects found damaged or missing.
    public var bad: Int64
    /// Everything was read at least once since then.
    public var readSince: Instant?
}

extension Catalog {
    /// What is known to be wrong with an original: `damaged`, `missing`, or nothing.
    public func damage(of object: ObjectID) throws -> String? { try read(single: true) { try $0.damage(of: object.hex) } }

    /// The last backup; `nil` for none.
    public func lastBackup() throws -> BackupRow? {
        try read { reading in
            try reading.first(
                """
                SELECT j.time, b.target, b.copied_seq, b.objects, b.bad FROM backup b JOIN journal j USING (seq)
                ORDER BY b.seq DESC LIMIT 1
                """
            ).map { BackupRow(time: try $0.instant(0), target: $0[1], seq: $0[2], objects: $0[3], bad: $0[4]) }
        }
    }

    /// The last restore drill; `nil` for none.
    public func lastDrill() throws -> DrillRow? {
        try read { reading in
            try reading.first(
                """
                SELECT j.time, d.source, d.restored_seq, d.objects, d.documents, d.problems FROM drill d JOIN journal j USING (seq)
                ORDER BY d.seq DESC LIMIT 1
                """
            ).map {
                DrillRow(
                    time: try $0.instant(0), source: $0[1], seq: $0[2], objects: $0[3], documents: $0[4], problems: $0[5])
            }
        }
    }

    /// The last scrub; `nil` for none.
    public func lastScrub() throws -> ScrubRow? {
        try read { reading in
            try reading.first(
                """
                SELECT j.time, s.objects, s.bytes, s.bad, s.read_since FROM scrub s JOIN journal j USING (seq)
                ORDER BY s.seq DESC LIMIT 1
                """
            ).map { row in
                ScrubRow(
                    time: try row.instant(0), objects: row[1], bytes: row[2], bad: row[3],
                    readSince: row.text(4).flatMap { Instant($0) })
            }
        }
    }

    /// How many objects are known to be damaged or missing now.
    public func lostCount() throws -> Int64 {
        try read { try $0.count("SELECT count(*) FROM object_damage WHERE to_seq IS NULL") }
    }

    /// The objects that records keep under names with this first byte.
    public func keptObjects(firstByte: UInt8) throws -> [ObjectID] {
        let first = Hex.text([firstByte])
        return try read { reading in
            try reading.rows(
                """
                SELECT d.sha256 FROM document d WHERE d.sha256 >= :first AND d.sha256 < :first || 'g'
                    AND d.purged_seq IS NULL AND NOT \(Reading.gone("d.seq"))
                UNION SELECT sha256 FROM import_archive WHERE kept AND sha256 >= :first AND sha256 < :first || 'g'
                """, ["first": first]
            ).map { try $0.object(0) }
        }
    }

    /// Whether SQLite finds the file in order, page by page and index by index; what it says where not.
    public func integrityProblem() throws -> String? {
        try read { reading in
            let rows = try reading.rows("PRAGMA integrity_check(3)")
            let lines = rows.compactMap { $0.text(0) }
            return lines == ["ok"] ? nil : lines.joined(separator: "; ")
        }
    }
}
