public import DeedCore
import GRDB

extension Catalog {
    /// Import runs, newest first.
    ///
    /// - Throws: `bad-use` for an `after` that no page gave.
    public func runs(after: String? = nil, limit: Int = 100) throws -> Page<ImportRun> {
        try read { reading in
            var start = Int64.max
            if let after {
                guard let row = try reading.first("SELECT seq FROM import_run WHERE id = :id", ["id": after]) else {
                    throw Failure(.badUse, after, detail: "no page ends there")
                }
                start = row[0]
            }
            let keys = try reading.rows(
                "SELECT seq FROM import_run WHERE seq < :start ORDER BY seq DESC LIMIT :limit",
                ["start": start, "limit": limit.oneMore]
            ).map { $0[0] as Int64 }
            let rows = try keys.prefix(limit).map { try reading.run($0) }
            return Page(rows: rows, next: keys.count > limit ? rows.last?.id.text : nil)
        }
    }

    /// The import runs that a text means: an id or its prefix (from 4 characters); oldest first, at most 50.
    public func runs(matching text: String) throws -> [ImportRun] {
        let prefix = text.lowercased()
        guard prefix.utf8.count >= 4 else { return [] }
        return try read { reading in
            try reading.rows(
                "SELECT seq FROM import_run WHERE id >= :prefix AND id < :prefix || '{' ORDER BY seq LIMIT 50", ["prefix": prefix]
            ).map { try reading.run($0[0]) }
        }
    }

    /// One import run.
    ///
    /// - Throws: `run-not-found`.
    public func run(_ id: Identifier) throws -> ImportRun { try read { try $0.run($0.key(ofRun: id)) } }

    /// The lines of a run's account in the order they were written. Files that were imported before leave no line: they are only
    /// counted, in ``ImportRun/Account/alreadyImported``.
    ///
    /// - Parameter outcome: only these; all without it.
    public func items(ofRun id: Identifier, outcome: ImportItem.Outcome? = nil, after: String? = nil, limit: Int = 1000) throws
        -> Page<ImportItem>
    {
        guard let start = after.map({ Int64($0) }) ?? 0 else {
            throw Failure(.badUse, after ?? "", detail: "no page ends there")
        }
        return try read { reading in
            let rows = try reading.items(try reading.key(ofRun: id), outcome, start: start, limit: limit)
            return Page(rows: rows, next: rows.count == limit ? rows.last.map { String($0.seq) } : nil)
        }
    }

    /// The containers of a run, in the order they were read.
    ///
    /// - Throws: `run-not-found`.
    public func archives(ofRun id: Identifier) throws -> [ImportArchiveRow] {
        try read { reading in
            try reading.rows(
                """
                SELECT path, source, sha256, size, format, names, entries, state, detail, kept FROM import_archive
                WHERE run = :run ORDER BY seq
                """, ["run": try reading.key(ofRun: id)]
            ).map { row in
                ImportArchiveRow(
                    path: row[0], source: row[1], sha256: row.text(2).flatMap { ObjectID(hex: $0) }, size: row[3], format: row[4],
                    names: row[5], entries: row[6], state: row[7], detail: row[8], kept: row[9])
            }
        }
    }

    /// The ledgers that came with a run, or all of them; oldest first.
    ///
    /// - Throws: `run-not-found`.
    public func ledgers(ofRun id: Identifier? = nil) throws -> [LedgerRow] {
        try read { reading in
            try reading.rows(
                """
                SELECT r.id, l.source, l.sha256, l.rows, l.matched, l.conflicts, l.mapping, j.time
                FROM ledger l JOIN journal j ON j.seq = l.seq LEFT JOIN import_run r ON r.seq = l.run
                WHERE :run IS NULL OR l.run = :run ORDER BY l.seq
                """, ["run": try id.map { try reading.key(ofRun: $0) }]
            ).map { row in
                LedgerRow(
                    run: try row.optionalID(0), source: row[1], sha256: try row.object(2), rows: row[3], matched: row[4],
                    conflicts: row[5], mapping: JSON(parsing: row[6] as String) ?? .object([]), time: try row.instant(7))
            }
        }
    }
}

extension Catalog {
    /// The listed documents that no ledger has said anything of, in the order they came in.
    public func documentsWithoutLedger() throws -> [Identifier] {
        try read { reading in
            try reading.rows(
                """
                SELECT d.id FROM document d
                WHERE EXISTS (SELECT 1 FROM document_name n WHERE n.document = d.seq AND n.to_seq IS NULL)
                    AND NOT EXISTS (SELECT 1 FROM document_fact f
                        WHERE f.document = d.seq AND f.source = 'ledger' AND f.to_seq IS NULL)
                ORDER BY d.seq
                """
            ).map { try $0.id(0) }
        }
    }

    /// The mappings of ledgers that are remembered, in the order they were decided.
    ///
    /// - Parameter name: only those of this name.
    public func ledgerMappings(named name: String? = nil) throws -> [LedgerMappingRow] {
        try read { reading in
            // A catalog that an earlier version wrote, opened for reading, has no such table.
            guard try reading.first("SELECT 1 FROM sqlite_schema WHERE name = 'ledger_mapping'") != nil else { return [] }
            return try reading.rows(
                """
                SELECT m.name, m.headings, m.mapping, j.time, a.user
                FROM ledger_mapping m JOIN journal j ON j.seq = m.from_seq JOIN actor a ON a.seq = j.actor
                WHERE m.to_seq IS NULL AND (:name IS NULL OR m.name = :name) ORDER BY m.from_seq
                """, ["name": name]
            ).map { row in
                let headings = JSON(parsing: row[1] as String)?.array?.compactMap(\.string) ?? []
                return LedgerMappingRow(
                    name: row[0], headings: headings, mapping: JSON(parsing: row[2] as String) ?? .object([]),
                    time: try row.instant(3), user: row[4])
            }
        }
    }
}

extension Reading {
    fileprivate func key(ofRun id: Identifier) throws -> Int64 {
        guard let row = try first("SELECT seq FROM import_run WHERE id = :id", ["id": id.text]) else {
            throw Failure(.runNotFound, id.text)
        }
        return row[0]
    }

    fileprivate func run(_ key: Int64) throws -> ImportRun {
        let row = try first(
            """
            SELECT r.id, j.time, a.user, r.names, r.ledger, r.state, r.seen, r.stored, r.duplicate, r.already_imported,
                r.rejected, r.bytes, r.withdrawn_seq IS NOT NULL, r.withdrawn_why,
                (SELECT f.time FROM journal f WHERE f.seq = r.finished_seq)
            FROM import_run r JOIN journal j ON j.seq = r.seq JOIN actor a ON a.seq = j.actor WHERE r.seq = :key
            """, ["key": key])
        guard let row else { throw Failure(.catalogDamaged, "", detail: "no run in line \(key)") }
        let sources = try rows("SELECT path FROM import_source WHERE run = :key ORDER BY ordinal", ["key": key])
        let account: ImportRun.Account =
            (row[5] as String?) == nil
            ? try countedAccount(key)
            : ImportRun.Account(
                seen: row[6], stored: row[7], duplicate: row[8], alreadyImported: row[9], rejected: row[10], bytes: row[11])
        return ImportRun(
            id: try row.id(0), started: try row.instant(1), finished: row.text(14).flatMap { Instant($0) }, user: row[2],
            sources: sources.map { $0[0] }, names: row[3], ledger: row[4], state: row[5], account: account, withdrawn: row[12],
            withdrawnWhy: row[13])
    }

    /// What a run without an end has written so far.
    private func countedAccount(_ key: Int64) throws -> ImportRun.Account {
        let row = try first("SELECT count(*), coalesce(sum(size), 0) FROM document WHERE run = :key", ["key": key])
        let named = try count("SELECT count(*) FROM document_name WHERE run = :key", ["key": key])
        let rejected = try count("SELECT count(*) FROM import_rejected WHERE run = :key", ["key": key])
        let stored: Int64 = row?[0] ?? 0
        return ImportRun.Account(
            seen: named + rejected, stored: stored, duplicate: named - stored, alreadyImported: 0, rejected: rejected,
            bytes: row?[1] ?? 0)
    }

    fileprivate func items(_ run: Int64, _ outcome: ImportItem.Outcome?, start: Int64, limit: Int) throws -> [ImportItem] {
        let sql = """
            SELECT * FROM (
                SELECT n.from_seq AS seq, n.path, n.source, iif(n.from_seq = d.seq, 'stored', 'duplicate') AS outcome,
                    iif(n.from_seq = d.seq, NULL, 'same-content'), NULL, d.sha256, d.id, d.size, n.modified
                FROM document_name n JOIN document d ON d.seq = n.document WHERE n.run = :run AND n.from_seq > :start
                UNION ALL
                SELECT r.seq, r.path, r.source, 'rejected', r.reason, r.detail, r.sha256, NULL, r.size, NULL
                FROM import_rejected r WHERE r.run = :run AND r.seq > :start)
            WHERE :outcome IS NULL OR outcome = :outcome ORDER BY seq LIMIT :limit
            """
        let rows = try rows(sql, ["run": run, "start": start, "limit": limit, "outcome": outcome?.rawValue])
        return try rows.map { row in
            guard let outcome = ImportItem.Outcome(rawValue: row[3]) else { throw Failure(.catalogDamaged, "", detail: "\(row)") }
            return ImportItem(
                path: row[1], source: row[2], outcome: outcome, reason: row[4], detail: row[5],
                object: row.text(6).flatMap { ObjectID(hex: $0) }, document: try row.optionalID(7), size: row[8],
                note: row.text(9).flatMap { Instant($0) }.flatMap(ImportItem.note), seq: row[0])
        }
    }
}
