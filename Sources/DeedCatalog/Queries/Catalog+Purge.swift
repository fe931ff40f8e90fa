import DeedClock
public import DeedCore
import GRDB

extension Catalog {
    /// The holds that are placed, oldest first; with `releasedToo` all that ever were.
    public func holds(releasedToo: Bool = false, asKnown: Int64? = nil) throws -> [HoldRow] {
        try read(asKnown: asKnown) { reading in
            try reading.holds(releasedToo ? "h.from_seq <= :at" : Reading.holds("h"), [:])
        }
    }

    /// The holds on a document: its own, those on its customers, those on its kind. A document without a kind is held by holds on any kind.
    ///
    /// - Throws: `document-not-found`.
    public func holds(on document: Identifier, asKnown: Int64? = nil) throws -> [HoldRow] {
        try read(asKnown: asKnown) { try $0.holds(onDocument: $0.existing(document)) }
    }

    /// The holds on a customer itself.
    public func holds(onCustomer customer: Identifier) throws -> [HoldRow] {
        try read { try $0.holds("c.id = :id AND \(Reading.holds("h"))", ["id": customer.text]) }
    }

    /// The holds that a text means: an id or its prefix (from 4 characters), or a name, folded. Only those that are placed.
    public func holds(matching text: String) throws -> [HoldRow] {
        try read { reading in
            let prefix = text.lowercased()
            return try reading.holds(
                """
                \(Reading.holds("h")) AND (h.id = :id OR (h.name_key <> '' AND h.name_key = :name)
                    OR (length(:id) >= 4 AND substr(h.id, 1, length(:id)) = :id))
                """, ["id": prefix, "name": reading.keys.name(text)])
        }
    }

    /// The rules of retention, by kind; the one for every kind first.
    public func retentionRules(asKnown: Int64? = nil) throws -> [RetentionRow] {
        try read(asKnown: asKnown) { try $0.retentionRules() }
    }

    /// What decides whether a document may be purged.
    ///
    /// - Throws: `document-not-found`.
    public func purgeGrounds(of id: Identifier, asKnown: Int64? = nil) throws -> PurgeGrounds {
        try read(asKnown: asKnown) { try $0.purgeGrounds($0.existing(id)) }
    }

    /// Open requests, oldest first; with `endedToo` all.
    ///
    /// - Parameters:
    ///   - document: only this document's.
    ///   - after: the journal line of the last row of the part before.
    public func purges(of document: Identifier? = nil, endedToo: Bool = false, after: Int64 = 0, limit: Int = Int.max) throws
        -> [PurgeRow]
    {
        try read { reading in
            try reading.purges(
                "p.seq > :after AND (:document IS NULL OR d.id = :document) AND (:ended OR p.ended_seq IS NULL)",
                ["after": after, "document": document?.text, "ended": endedToo, "limit": limit])
        }
    }

    /// Open requests that have not begun and are due on a day.
    public func purgesDue(on day: CivilDate, after: Int64 = 0, limit: Int = Int.max) throws -> [PurgeRow] {
        try read { reading in
            try reading.purges(
                "p.seq > :after AND p.ended_seq IS NULL AND x.from_seq IS NULL AND p.due <= :day",
                ["after": after, "day": day.description, "limit": limit])
        }
    }

    /// Requests whose objects lie in the trash, or are on their way there.
    public func purgesInTrash(after: Int64 = 0, limit: Int = Int.max) throws -> [PurgeRow] {
        try read { reading in
            try reading.purges(
                "p.seq > :after AND p.ended_seq IS NULL AND x.from_seq IS NOT NULL", ["after": after, "limit": limit])
        }
    }

    /// Containers that are kept and hold the document too.
    public func keptContainers(of document: Identifier) throws -> [String] {
        try read { reading in
            try reading.rows(
                """
                SELECT DISTINCT a.path FROM document_name n JOIN import_archive a ON a.run = n.run AND a.source = n.source
                WHERE n.document = :key AND a.kept AND substr(n.path, 1, length(a.path) + 2) = a.path || '!/' ORDER BY 1
                """, ["key": try reading.existing(document)]
            ).map { $0[0] }
        }
    }
}

extension Reading {
    func holds(_ condition: String, _ arguments: [String: (any DatabaseValueConvertible)?]) throws -> [HoldRow] {
        try rows(
            """
            SELECT h.id, h.name, d.id, h.document, h.customer, h.kind, h.why, h.note, j.time, a.user,
                (SELECT r.time FROM journal r WHERE r.seq = h.to_seq AND h.to_seq <= :at), h.released_why
            FROM hold h JOIN journal j ON j.seq = h.from_seq JOIN actor a ON a.seq = j.actor
            LEFT JOIN document d ON d.seq = h.document LEFT JOIN customer c ON c.seq = h.customer
            WHERE \(condition) ORDER BY h.from_seq
            """, arguments
        ).map { row in
            let released = row.text(10).flatMap { Instant($0) }
            return HoldRow(
                id: try row.id(0), name: row[1],
                document: try row.optionalID(2).map { HeldDocument(id: $0, title: try title(row[3])) },
                customer: try customerName(row[4]), kind: row[5], why: row[6], note: row[7], placed: try row.instant(8),
                user: row[9],
                released: released, releasedWhy: released == nil ? nil : row[11])
        }
    }

    func holds(onDocument key: Int64) throws -> [HoldRow] {
        let kind = try values(key)["kind"]
        return try holds(
            """
            \(Reading.holds("h")) AND (h.document = :key
                OR h.customer IN (SELECT l.customer FROM document_customer l WHERE l.document = :key AND \(Reading.holds("l")))
                OR (h.kind IS NOT NULL AND (:kind IS NULL OR h.kind = :kind)))
            """, ["key": key, "kind": kind])
    }

    func retentionRules() throws -> [RetentionRow] {
        try rows(
            """
            SELECT r.kind, r.years, r.counted_from, r.why, j.time, a.user
            FROM retention r JOIN journal j ON j.seq = r.from_seq JOIN actor a ON a.seq = j.actor
            WHERE \(Reading.holds("r")) ORDER BY r.kind
            """
        ).map { row in
            RetentionRow(
                kind: row[0], rule: .init(years: row[1], from: Retention.Start(rawValue: row[2]) ?? .end), why: row[3],
                set: try row.instant(4), user: row[5])
        }
    }

    fileprivate func purgeGrounds(_ key: Int64) throws -> PurgeGrounds {
        let facts = try values(key)
        let row = try first(
            """
            SELECT j.time,
                EXISTS (SELECT 1 FROM document_name n JOIN purge p ON p.document = n.document AND p.ended_seq IS NULL
                    WHERE n.document = d.seq AND n.from_seq > p.seq AND \(Reading.holds("n"))),
                EXISTS (SELECT 1 FROM import_archive a WHERE a.kept AND a.sha256 = d.sha256)
            FROM document d JOIN journal j ON j.seq = d.seq WHERE d.seq = :key
            """, ["key": key])
        guard let row else { throw Failure(.catalogDamaged, "", detail: "no journal line \(key)") }
        return PurgeGrounds(
            holds: try holds(onDocument: key), rules: try rules(forKind: facts["kind"]),
            stated: facts[DocumentField.retention.rawValue].flatMap { CivilDate($0) }, terms: try terms(key),
            added: try row.instant(0), cameAgain: row[1], isKeptArchive: row[2])
    }

    /// A kind has its own rule, or the one for every kind. A document without a kind may be of any, so every rule applies to it.
    private func rules(forKind kind: String?) throws -> [Retention.Rule] {
        let all = try retentionRules()
        guard let kind else { return all.map(\.rule) }
        let own = all.filter { $0.kind == kind }
        return (own.isEmpty ? all.filter { $0.kind == nil } : own).map(\.rule)
    }

    fileprivate func purges(_ condition: String, _ arguments: [String: (any DatabaseValueConvertible)?]) throws -> [PurgeRow] {
        try rows(
            """
            SELECT p.id, p.seq, p.document, p.why, p.due, j.time, a.user, x.trash, x.until, p.ended, p.ended_why,
                (SELECT e.time FROM journal e WHERE e.seq = p.ended_seq)
            FROM purge p JOIN document d ON d.seq = p.document JOIN journal j ON j.seq = p.seq JOIN actor a ON a.seq = j.actor
            LEFT JOIN disposal x ON x.purge = p.seq
            WHERE \(condition) ORDER BY p.seq LIMIT :limit
            """, arguments
        ).map { row in
            guard let due = try row.date(4) else { throw Failure(.catalogDamaged, "", detail: "\(row)") }
            return PurgeRow(
                id: try row.id(0), seq: row[1], document: try summary(row[2]), why: row[3], due: due,
                requested: try row.instant(5),
                user: row[6], trash: try row.date(7), until: try row.date(8), ended: row[9], endedWhy: row[10],
                endedOn: row.text(11).flatMap { Instant($0) })
        }
    }
}
