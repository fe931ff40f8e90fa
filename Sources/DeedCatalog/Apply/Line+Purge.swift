import DeedCore
import GRDB

extension Line {
    mutating func apply(_ body: HoldPlaced) throws {
        let document = try body.document.map { try about($0) }
        try run(
            """
            INSERT INTO hold (from_seq, id, name, name_key, document, customer, kind, why, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                seq, body.hold.text, body.name, keys.name(body.name), document, try body.customer.map { try customer($0) },
                body.documentKind, body.why, body.note,
            ])
    }

    mutating func apply(_ body: HoldReleased) throws {
        document = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT document FROM hold WHERE id = ?"), arguments: [body.hold.text])
        try run("UPDATE hold SET to_seq = ?, released_why = ? WHERE id = ? AND to_seq IS NULL", [seq, body.why, body.hold.text])
        guard db.changesCount == 1 else { throw refusal(stamped, "hold \(body.hold) is not placed") }
    }

    func apply(_ body: RetentionSet) throws {
        try run(
            "UPDATE retention SET to_seq = ? WHERE coalesce(kind, '') = ? AND to_seq IS NULL", [seq, body.documentKind ?? ""])
        guard let years = body.years else {
            guard db.changesCount == 1 else { throw refusal(stamped, "there is no rule to take away") }
            return
        }
        try run(
            "INSERT INTO retention (from_seq, kind, years, counted_from, why) VALUES (?, ?, ?, ?, ?)",
            [seq, body.documentKind, years, body.from, body.why])
    }

    mutating func apply(_ body: PurgeRequested) throws {
        let document = try about(body.document)
        guard try !isGone(document) else { throw refusal(stamped, "document \(body.document) is gone") }
        try run(
            "UPDATE purge SET ended_seq = ?, ended = 'renewed' WHERE document = ? AND ended_seq IS NULL", [seq, document])
        try run(
            "INSERT INTO purge (seq, id, document, why, due) VALUES (?, ?, ?, ?, ?)",
            [seq, body.purge.text, document, body.why, body.due.description])
    }

    mutating func apply(_ body: PurgeCancelled) throws {
        let found = try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT document FROM purge WHERE id = ? AND ended_seq IS NULL"), arguments: [body.purge.text]
        )
        guard let found, try !isGone(found) else { throw refusal(stamped, "purge \(body.purge) is not open") }
        document = found
        try end(body.purge, "cancelled", body.why, of: found)
    }

    mutating func apply(_ body: PurgeIntended) throws {
        let document = try about(body.document)
        let sql = "SELECT p.seq FROM purge p JOIN document d ON d.seq = p.document WHERE p.id = ? AND d.seq = ? AND d.sha256 = ?"
        let purge = try Int64.fetchOne(
            db.cachedStatement(sql: sql + " AND p.ended_seq IS NULL"),
            arguments: [body.purge.text, document, body.object.hex])
        guard let purge, try !isGone(document) else { throw refusal(stamped, "purge \(body.purge) is not open") }
        try run(
            "INSERT INTO disposal (from_seq, purge, document, trash, until) VALUES (?, ?, ?, ?, ?)",
            [seq, purge, document, body.trash.description, body.until.description])
    }

    mutating func apply(_ body: ObjectPurged) throws {
        let document = try about(body.document)
        guard try isGone(document) else { throw refusal(stamped, "document \(body.document) is not in the trash") }
        try run(
            "UPDATE document SET purged_seq = ? WHERE seq = ? AND sha256 = ? AND purged_seq IS NULL",
            [seq, document, body.object.hex])
        guard db.changesCount == 1 else { throw refusal(stamped, "document \(body.document) was purged before") }
        try end(body.purge, "purged", nil, of: document)
    }

    mutating func apply(_ body: ObjectRestored) throws {
        let document = try about(body.document)
        try run(
            """
            UPDATE disposal SET to_seq = ? WHERE document = ? AND to_seq IS NULL
                AND NOT EXISTS (SELECT 1 FROM document d WHERE d.seq = disposal.document AND d.purged_seq IS NOT NULL)
            """, [seq, document])
        guard db.changesCount == 1 else { throw refusal(stamped, "document \(body.document) is not in the trash") }
        try end(body.purge, "restored", body.why, of: document)
    }

    /// Closes a request.
    private func end(_ purge: Identifier, _ how: String, _ why: String?, of document: Int64) throws {
        try run(
            "UPDATE purge SET ended_seq = ?, ended = ?, ended_why = ? WHERE id = ? AND document = ? AND ended_seq IS NULL",
            [seq, how, why, purge.text, document])
        guard db.changesCount == 1 else { throw refusal(stamped, "purge \(purge) is not open") }
    }

    /// Whether a document lies in the trash, or was purged.
    private func isGone(_ document: Int64) throws -> Bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM disposal WHERE document = ? AND to_seq IS NULL)"
        return try Bool.fetchOne(db.cachedStatement(sql: sql), arguments: [document]) ?? false
    }

    func apply(_ body: RedactionOrdered) throws {
        try run("INSERT INTO redaction (seq, id, why) VALUES (?, ?, ?)", [seq, body.redaction.text, body.why])
        for line in body.lines.members ?? [] {
            guard let number = Int64(line.name), number < seq, let hash = line.value.string else {
                throw refusal(stamped, "\(line.name) is no line before it")
            }
            try run("INSERT INTO redaction_line (redaction, line, sha256) VALUES (?, ?, ?)", [seq, number, hash])
            try touch(
                """
                SELECT document FROM journal WHERE seq = ?2 AND document IS NOT NULL
                UNION SELECT document FROM document_customer WHERE customer = ?2
                    OR customer IN (SELECT customer FROM contact WHERE from_seq = ?2)
                    OR customer IN (SELECT customer FROM customer_fact WHERE from_seq = ?2 OR to_seq = ?2)
                """, number)
        }
    }

    func apply(_ body: RedactionDone) throws {
        try run("UPDATE redaction SET done_seq = ? WHERE id = ? AND done_seq IS NULL", [seq, body.redaction.text])
        guard db.changesCount == 1 else { throw refusal(stamped, "redaction \(body.redaction) is not open") }
    }
}
