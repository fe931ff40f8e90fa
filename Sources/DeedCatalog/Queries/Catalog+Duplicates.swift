public import DeedCore
import GRDB

/// What somebody said of two documents that are alike.
public struct DuplicateDecision: Sendable, Hashable {
    /// The document; the newer one where one is a new version.
    public var document: Identifier
    /// The other document.
    public var other: Identifier
    /// What they are to each other.
    public var decision: DuplicateDecided.Decision
    /// What the person wrote about it.
    public var note: String?
}

extension Catalog {
    /// Listed documents that carry the same contract number, folded: each with the oldest that carries it.
    public func documentsOfOneNumber(asKnown: Int64? = nil) throws -> [(one: Identifier, other: Identifier)] {
        try read(asKnown: asKnown) { reading in
            let rows = try reading.rows(
                """
                SELECT a.id, b.id FROM
                    (SELECT f.value_key AS number, min(d.seq) AS first FROM document_fact f JOIN document d ON d.seq = f.document
                     WHERE f.field = 'number' AND \(Reading.holds("f")) AND \(Reading.listed("d"))
                     GROUP BY f.value_key HAVING count(*) > 1) g
                JOIN document_fact f ON f.field = 'number' AND f.value_key = g.number AND \(Reading.holds("f"))
                JOIN document a ON a.seq = g.first
                JOIN document b ON b.seq = f.document AND b.seq <> a.seq
                WHERE \(Reading.listed("b")) ORDER BY b.seq DESC
                """)
            return try rows.map { (try $0.id(0), try $0.id(1)) }
        }
    }

    /// What was said of documents that are alike; with `document`, of this one only.
    public func duplicateDecisions(of document: Identifier? = nil, asKnown: Int64? = nil) throws -> [DuplicateDecision] {
        try read(asKnown: asKnown) { reading in
            let rows = try reading.rows(
                """
                SELECT a.id, b.id, c.decision, c.note FROM duplicate_decision c
                JOIN document a ON a.seq = c.document JOIN document b ON b.seq = c.other
                WHERE \(Reading.holds("c")) AND (:id IS NULL OR a.id = :id OR b.id = :id) ORDER BY c.from_seq DESC
                """, ["id": document?.text])
            return try rows.compactMap { row in
                guard let decision = row.text(2).flatMap(DuplicateDecided.Decision.init(rawValue:)) else { return nil }
                return DuplicateDecision(document: try row.id(0), other: try row.id(1), decision: decision, note: row.text(3))
            }
        }
    }
}
