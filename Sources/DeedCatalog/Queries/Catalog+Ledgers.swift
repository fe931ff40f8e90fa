public import DeedCore
import GRDB

extension Catalog {
    /// Runs of ledgers, newest first.
    public func ledgerRuns(limit: Int = 100) throws -> [LedgerRun] {
        try read { reading in
            try reading.rows("SELECT seq FROM ledger ORDER BY seq DESC LIMIT :limit", ["limit": limit]).map {
                try reading.ledgerRun($0[0])
            }
        }
    }

    /// The runs that a text means: an id or its prefix (from 4 characters); oldest first, at most 50.
    public func ledgerRuns(matching text: String) throws -> [LedgerRun] {
        let prefix = text.lowercased()
        guard prefix.utf8.count >= 4 else { return [] }
        return try read { reading in
            try reading.rows(
                "SELECT seq FROM ledger WHERE id >= :prefix AND id < :prefix || '{' ORDER BY seq LIMIT 50", ["prefix": prefix]
            ).map { try reading.ledgerRun($0[0]) }
        }
    }

    /// What came of the rows of a run, in the order of its sheets' names and lines.
    public func ledgerOutcomes(of run: LedgerRun) throws -> [LedgerOutcome] {
        try read { reading in
            try reading.rows(
                """
                SELECT r.sheet, r.line, r.outcome, r.subject, d.id, r.findings FROM ledger_step s JOIN ledger_row r ON r.step = s.seq
                LEFT JOIN document d ON d.seq = r.document WHERE s.ledger = :seq ORDER BY s.seq, r.place
                """, ["seq": run.seq]
            ).map { row in
                LedgerOutcome(
                    sheet: row[0], line: row[1], outcome: row[2], subject: row[3], document: try row.optionalID(4),
                    findings: (row[5] as String?).flatMap { JSON(parsing: $0) }.map(LedgerOutcome.findings) ?? [])
            }
        }
    }

    /// The SHA-256 of every file that was applied as a ledger: one that lies among the papers is no paper.
    public func ledgerObjects() throws -> Set<ObjectID> {
        try read { reading in
            Set(try reading.rows("SELECT DISTINCT sha256 FROM ledger").map { try $0.object(0) })
        }
    }

    /// What a run set on documents and nobody has changed since, with what was there before.
    public func ledgerTraces(of run: LedgerRun) throws -> LedgerTraces {
        try read { reading in
            var traces = LedgerTraces()
            traces.facts = try reading.factsToTakeBack(run.seq)
            traces.links = try reading.rows(
                """
                SELECT d.id, c.id, l.role FROM document_customer l
                JOIN document d ON d.seq = l.document JOIN customer c ON c.seq = l.customer
                WHERE l.to_seq IS NULL AND \(Reading.isOfRun("l.from_seq")) ORDER BY l.from_seq
                """, ["seq": run.seq]
            ).map { (try $0.id(0), try $0.id(1), $0[2]) }
            traces.added = try reading.added(by: run.seq)
            traces.changes = try reading.changes(by: run.seq)
            traces.changed = try reading.count(
                """
                SELECT count(*) FROM document_fact f
                WHERE f.to_seq IS NOT NULL AND \(Reading.isOfRun("f.from_seq")) AND NOT \(Reading.isOfRun("f.to_seq"))
                """, ["seq": run.seq])
            return traces
        }
    }
}

extension Reading {
    fileprivate func ledgerRun(_ seq: Int64) throws -> LedgerRun {
        let row = try first(
            """
            SELECT l.id, j.time, a.user, l.source, l.sha256, r.id, l.rows, w.time, l.withdrawn_why
            FROM ledger l JOIN journal j ON j.seq = l.seq LEFT JOIN actor a ON a.seq = j.actor
            LEFT JOIN import_run r ON r.seq = l.run LEFT JOIN journal w ON w.seq = l.withdrawn_seq WHERE l.seq = :seq
            """, ["seq": seq])
        guard let row else { throw Failure(.catalogDamaged, "", detail: "no run in line \(seq)") }
        let outcomes = try rows(
            """
            SELECT r.outcome, count(*) FROM ledger_step s JOIN ledger_row r ON r.step = s.seq WHERE s.ledger = :seq GROUP BY 1
            """, ["seq": seq]
        ).map { ($0[0] as String, $0[1] as Int64) }
        return LedgerRun(
            id: try row.optionalID(0), seq: seq, time: try row.instant(1), user: row[2], source: row[3],
            sha256: try row.object(4),
            importRun: try row.optionalID(5), rows: row[6], outcomes: Dictionary(outcomes, uniquingKeysWith: +),
            withdrawn: row.text(7) == nil ? nil : try row.instant(7), withdrawnWhy: row[8])
    }

    /// Fields that a run set and that are still so, and those that it took away and that nobody has set since.
    fileprivate func factsToTakeBack(_ ledger: Int64) throws -> [LedgerFact] {
        try rows(
            """
            SELECT d.id, f.field, b.value, b.source FROM document_fact f JOIN document d ON d.seq = f.document
            LEFT JOIN document_fact b ON b.document = f.document AND b.field = f.field AND b.to_seq = f.from_seq
            WHERE f.to_seq IS NULL AND \(Reading.isOfRun("f.from_seq"))
            UNION ALL
            SELECT d.id, f.field, f.value, f.source FROM document_fact f JOIN document d ON d.seq = f.document
            WHERE \(Reading.isOfRun("f.to_seq")) AND NOT EXISTS (SELECT 1 FROM document_fact n
                WHERE n.document = f.document AND n.field = f.field AND n.from_seq >= f.to_seq)
            """, ["seq": ledger]
        ).map { LedgerFact(document: try $0.id(0), field: $0[1], before: $0[2], source: $0[3]) }
    }
}
