public import DeedCore
import GRDB

extension Catalog {
    /// The numbers of the records about a document whose bodies are still there.
    ///
    /// - Throws: `document-not-found`.
    public func lines(about document: Identifier) throws -> [Int64] {
        try read { reading in
            try reading.rows(
                "SELECT seq FROM journal WHERE document = :key AND redacted IS NULL ORDER BY seq",
                ["key": try reading.existing(document)]
            ).map { $0[0] }
        }
    }

    /// The numbers of the records about a customer whose bodies are still there: its contacts, and with `whole` the customer itself.
    public func lines(aboutCustomer customer: Identifier, whole: Bool) throws -> [Int64] {
        try read { reading in
            try reading.rows(
                """
                SELECT j.seq FROM journal j JOIN (
                    SELECT k.from_seq AS line FROM contact k JOIN customer c ON c.seq = k.customer WHERE c.id = :id
                    UNION SELECT k.to_seq FROM contact k JOIN customer c ON c.seq = k.customer WHERE c.id = :id
                    UNION SELECT c.to_seq FROM customer c WHERE :whole AND c.id = :id
                    UNION SELECT c.seq FROM customer c WHERE :whole AND c.id = :id
                    UNION SELECT f.from_seq FROM customer_fact f JOIN customer c ON c.seq = f.customer WHERE :whole AND c.id = :id
                    UNION SELECT f.to_seq FROM customer_fact f JOIN customer c ON c.seq = f.customer WHERE :whole AND c.id = :id)
                ON line = j.seq WHERE j.redacted IS NULL ORDER BY j.seq
                """, ["id": customer.text, "whole": whole]
            ).map { $0[0] }
        }
    }

    /// The document and the customer that a record is about.
    public func subjects(ofLine seq: Int64) throws -> (document: Identifier?, customer: Identifier?) {
        try read { reading in
            let document = try reading.first(
                "SELECT d.id FROM journal j JOIN document d ON d.seq = j.document WHERE j.seq = :seq", ["seq": seq])?.id(0)
            let customer = try reading.first(
                """
                SELECT c.id FROM customer c WHERE c.seq = :seq
                    OR c.seq IN (SELECT k.customer FROM contact k WHERE k.from_seq = :seq OR k.to_seq = :seq)
                    OR c.seq IN (SELECT f.customer FROM customer_fact f WHERE f.from_seq = :seq OR f.to_seq = :seq)
                """, ["seq": seq])?.id(0)
            return (document, customer)
        }
    }

    /// Redactions that were ordered and are not done, oldest first; also those whose bodies are there again, because an older copy of the vault
    /// was restored.
    public func openRedactions() throws -> [OpenRedaction] {
        try read { reading in
            try reading.rows(
                """
                SELECT r.seq, r.id, r.done_seq IS NOT NULL FROM redaction r
                WHERE r.done_seq IS NULL OR EXISTS (SELECT 1 FROM redaction_line l JOIN journal j ON j.seq = l.line
                    WHERE l.redaction = r.seq AND j.redacted IS NULL) ORDER BY r.seq
                """
            ).map { row in
                let lines = try reading.rows(
                    "SELECT line, sha256 FROM redaction_line WHERE redaction = :seq", ["seq": row[0] as Int64])
                return OpenRedaction(
                    id: try row.id(1), seq: row[0], isDone: row[2],
                    lines: Dictionary(try lines.map { ($0[0] as Int64, try $0.object(1)) }, uniquingKeysWith: { $1 }))
            }
        }
    }
}
