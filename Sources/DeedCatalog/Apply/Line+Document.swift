import DeedClock
import DeedCore
import GRDB

extension Line {
    mutating func apply(_ body: DocumentSet) throws {
        let document = try about(body.document)
        let field = DocumentField(rawValue: body.field)
        if let field, let value = body.value, field.canonical(value) != value {
            throw refusal(stamped, "\(value) is no \(body.field)")
        }
        // "+field": with two indexes on single fields SQLite would otherwise plan anew for every value bound.
        try run(
            "UPDATE document_fact SET to_seq = ? WHERE document = ? AND +field = ? AND to_seq IS NULL",
            [seq, document, body.field])
        guard let value = body.value else {
            guard try db.changesCount == 1 || mayBeUnknown() else {
                throw refusal(stamped, "there is no \(body.field) to take away")
            }
            return
        }
        try run(
            """
            INSERT INTO document_fact (document, field, from_seq, value, value_key, source, evidence, term)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                document, body.field, seq, value, key(field, value), body.source, body.evidence?.text,
                field == .decision ? try term(of: body, document)?.description : nil,
            ])
    }

    /// The term that a decision is for. A record of version 0.1 does not say it: then it is the term that was current on that day, as far as the
    /// terms were known before it.
    private func term(of body: DocumentSet, _ document: Int64) throws -> CivilDate? {
        if let term = body.term { return term }
        let reading = Reading(db: db, at: seq - 1, keys: keys)
        return Deadlines(try reading.terms(document), on: try reading.zone().day(of: stamped.time)).end
    }

    mutating func apply(_ body: RenewalAcknowledged) throws {
        let document = try about(body.document)
        try run(
            "INSERT INTO renewal_acknowledgement (from_seq, document, term) VALUES (?, ?, ?)",
            [seq, document, body.term.description])
    }

    private func key(_ field: DocumentField?, _ value: String) -> String? {
        switch field {
        case .number: keys.number(value)
        case .owner, .title: keys.name(value)
        default: nil
        }
    }

    /// Ties a document to a customer; tying it again in the same role changes nothing.
    mutating func apply(_ body: DocumentLinked) throws {
        let document = try about(body.document)
        let customer = try customer(body.customer)
        try run(
            """
            INSERT INTO document_customer (document, customer, role, from_seq, source)
            SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS
                (SELECT 1 FROM document_customer WHERE document = ?1 AND customer = ?2 AND role = ?3 AND to_seq IS NULL)
            """,
            [document, customer, body.role, seq, body.source])
    }

    mutating func apply(_ body: DocumentUnlinked) throws {
        let document = try about(body.document)
        try run(
            "UPDATE document_customer SET to_seq = ? WHERE document = ? AND customer = ? AND role = ? AND to_seq IS NULL",
            [seq, document, try customer(body.customer), body.role])
        guard db.changesCount == 1 else { throw refusal(stamped, "it is not tied to \(body.customer) as \(body.role)") }
    }

    /// Gives a document a tag; giving it again changes nothing.
    mutating func apply(_ body: DocumentTagged) throws {
        let document = try about(body.document)
        guard !stamped.isRedacted else { return }
        try run(
            """
            INSERT INTO document_tag (document, tag, from_seq)
            SELECT ?1, ?2, ?3 WHERE NOT EXISTS
                (SELECT 1 FROM document_tag WHERE document = ?1 AND tag = ?2 AND to_seq IS NULL)
            """,
            [document, body.tag, seq])
    }

    mutating func apply(_ body: DocumentUntagged) throws {
        let document = try about(body.document)
        guard !stamped.isRedacted else { return }
        try run(
            "UPDATE document_tag SET to_seq = ? WHERE document = ? AND tag = ? AND to_seq IS NULL", [seq, document, body.tag])
        guard try db.changesCount == 1 || mayBeUnknown() else { throw refusal(stamped, "it has no tag \(body.tag)") }
    }

    /// Whether what the line takes away may have been taken out of the journal: by this line, or by one before it.
    private func mayBeUnknown() throws -> Bool {
        if stamped.isRedacted { return true }
        let sql = "SELECT EXISTS (SELECT 1 FROM journal WHERE document = ? AND redacted IS NOT NULL)"
        return try Bool.fetchOne(db.cachedStatement(sql: sql), arguments: [document]) ?? false
    }
}
