public import DeedCore
import Foundation
import GRDB

extension Catalog {
    /// How much the catalog holds.
    public func counts() throws -> CatalogCounts {
        try read { reading in
            let all = try reading.first(
                """
                SELECT count(*), coalesce(sum(size) FILTER (WHERE purged_seq IS NULL), 0), count(purged_seq),
                    (SELECT count(*) FROM disposal WHERE to_seq IS NULL) FROM document
                """)
            let gone: Int64 = all?[3] ?? 0
            let purged: Int64 = all?[2] ?? 0
            let listed = try reading.count("SELECT count(*) FROM document d WHERE \(Reading.listed("d"))")
            let kinds = try reading.rows(
                """
                SELECT (SELECT f.value FROM document_fact f WHERE f.document = d.seq AND f.field = 'kind' AND \(Reading.holds("f"))),
                    count(*) FROM document d WHERE \(Reading.listed("d")) GROUP BY 1
                """)
            let last = try reading.first("SELECT time FROM journal ORDER BY seq DESC LIMIT 1")
            return CatalogCounts(
                documents: listed, withdrawn: (all?[0] ?? 0) - listed - gone, trash: gone - purged, purged: purged,
                bytes: all?[1] ?? 0,
                kinds: Dictionary(
                    kinds.map { ($0.text(0).flatMap { DocumentKind(rawValue: $0) }, $0[1] as Int64) }, uniquingKeysWith: +),
                customers: try reading.count("SELECT count(*) FROM customer WHERE to_seq IS NULL"),
                serials: try reading.count("SELECT count(*) FROM machine WHERE to_seq IS NULL"),
                covers: Int64(try reading.covers("TRUE", [:]).count),
                runs: try reading.count("SELECT count(*) FROM import_run"),
                unfinishedRuns: try reading.count("SELECT count(*) FROM import_run WHERE finished_seq IS NULL"),
                purges: try reading.count("SELECT count(*) FROM purge WHERE ended_seq IS NULL") - (gone - purged),
                holds: try reading.count("SELECT count(*) FROM hold WHERE to_seq IS NULL"),
                redacted: try reading.count("SELECT count(*) FROM journal WHERE redacted IS NOT NULL"),
                seq: try reading.count("SELECT max(seq) FROM (SELECT seq FROM position UNION ALL SELECT max(seq) FROM journal)"),
                lastRecord: try last.map { try $0.instant(0) })
        }
    }

    /// The last verification; `nil` when there was none.
    public func lastVerification() throws -> Verification? {
        try read { reading in
            let row = try reading.first(
                "SELECT v.seq, j.time, v.objects, v.bytes FROM verification v JOIN journal j USING (seq) ORDER BY v.seq DESC LIMIT 1"
            )
            guard let row else { return nil }
            func names(_ problem: String) throws -> [String] {
                try reading.rows(
                    "SELECT sha256 FROM verification_problem WHERE verification = :key AND problem = :problem ORDER BY sha256",
                    ["key": row[0] as Int64, "problem": problem]
                ).map { $0[0] }
            }
            return Verification(
                time: try row.instant(1), objects: row[2], bytes: row[3], damaged: try names("damaged"),
                missing: try names("missing"))
        }
    }

    /// The actor that is known under an operating system's user name and id; the newest where there are several.
    public func actor(user: String, uid: Int64) throws -> Identifier? {
        try read { reading in
            try reading.first(
                "SELECT id FROM actor WHERE user = :user AND uid = :uid ORDER BY seq DESC LIMIT 1", ["user": user, "uid": uid])?
                .id(0)
        }
    }

    /// Journal lines by number, without their bodies; numbers that are not there are left out.
    public func journalLines(_ seqs: [Int64]) throws -> [JournalLine] {
        try read { reading in
            try seqs.compactMap { seq in
                let row = try reading.first(
                    "SELECT j.time, a.id, a.user, j.kind FROM journal j JOIN actor a ON a.seq = j.actor WHERE j.seq = :seq",
                    ["seq": seq])
                return try row.map {
                    JournalLine(seq: seq, time: try $0.instant(0), actor: try $0.id(1), user: $0[2], kind: $0[3])
                }
            }
        }
    }

    /// The last journal line that was made before an instant: what `--as-known` answers with. 0 when there is none.
    ///
    /// A line that a wrong clock dated ahead counts as soon as a line after it is dated before the instant.
    public func lastSeq(before instant: Instant) throws -> Int64 {
        try read { reading in
            try reading.first(
                "SELECT seq FROM journal WHERE time < :time ORDER BY seq DESC LIMIT 1", ["time": instant.description])?[0] ?? 0
        }
    }

    /// The last journal line of a day in the vault's time zone. 0 when there is none.
    ///
    /// - Parameter timeZone: an IANA name; without it the zone of the vault's first record, else UTC.
    /// - Throws: `bad-value` for a zone that the system does not know.
    public func lastSeq(onOrBefore day: CivilDate, timeZone: String? = nil) throws -> Int64 {
        let name = try timeZone ?? read { try $0.first("SELECT time_zone FROM vault")?[0] } ?? "UTC"
        guard let zone = TimeZone(identifier: name) else { throw Failure(.badValue, name, detail: "time zone") }
        let midnight = day.adding(days: 1).dayNumber * 86_400
        // The offset that holds at that midnight, not the one at the same hour in UTC.
        let guess = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(midnight)))
        let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(midnight - guess)))
        return try lastSeq(before: Instant(milliseconds: Int64(midnight - offset) * 1000))
    }

    /// What SQLite and the schema's references have to say against the file; empty when all is well. Reads everything.
    public func problems() throws -> [String] {
        try read { reading in
            let integrity = try String.fetchAll(reading.db, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
            let references = try Row.fetchAll(reading.db, sql: "PRAGMA foreign_key_check").map(\.description)
            return integrity + references
        }
    }
}

extension Catalog {
    /// The numbers of all lines of a kind, in their order. Reads every line's row: for what is asked once in a while.
    public func journalSeqs(ofKind kind: String) throws -> [Int64] {
        try read(single: true) { reading in
            try reading.rows("SELECT seq FROM journal WHERE kind = :kind ORDER BY seq", ["kind": kind]).map { $0[0] }
        }
    }
}
