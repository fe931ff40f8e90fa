import DeedCore
import GRDB

/// What a run of a ledger added and changed beside documents: customers, contacts, machines, sales, promises.
extension Reading {
    /// Whether a line is one of those that the run made: one of the step before it. Steps follow each other, so no other can have made it.
    static func isOfRun(_ column: String) -> String {
        """
        coalesce((SELECT \(column) <= s.seq + s.records FROM ledger_step s WHERE s.ledger = :seq AND s.seq < \(column)
            ORDER BY s.seq DESC LIMIT 1), 0)
        """
    }

    /// What it added, that stands, and on which nothing stands that somebody else said; in the order in which it can be taken back.
    func added(by ledger: Int64) throws -> [(subject: LedgerTraces.Subject, id: Identifier)] {
        let ofRun = Reading.isOfRun
        let machine = """
            SELECT m.id FROM machine m JOIN serial n ON n.machine = m.seq AND n.to_seq IS NULL
            WHERE m.to_seq IS NULL AND \(ofRun("m.seq")) AND \(ofRun("n.from_seq"))
                AND NOT EXISTS (SELECT 1 FROM cover c WHERE c.machine = m.seq AND c.to_seq IS NULL AND NOT \(ofRun("c.added_seq")))
                AND NOT EXISTS (SELECT 1 FROM cover c WHERE c.machine = m.seq AND c.to_seq IS NULL AND NOT \(ofRun("c.from_seq")))
                AND NOT EXISTS (SELECT 1 FROM purchase p WHERE p.machine = m.seq AND p.to_seq IS NULL AND NOT \(ofRun("p.from_seq")))
            ORDER BY m.seq
            """
        let customer = """
            SELECT k.id FROM customer k WHERE k.to_seq IS NULL AND \(ofRun("k.seq"))
                AND NOT EXISTS (SELECT 1 FROM customer_fact f WHERE f.customer = k.seq AND f.to_seq IS NULL AND NOT \(ofRun("f.from_seq")))
                AND NOT EXISTS (SELECT 1 FROM contact c WHERE c.customer = k.seq AND c.to_seq IS NULL AND NOT \(ofRun("c.from_seq")))
                AND NOT EXISTS (SELECT 1 FROM document_customer l WHERE l.customer = k.seq AND l.to_seq IS NULL
                    AND NOT \(ofRun("l.from_seq")))
                AND NOT EXISTS (SELECT 1 FROM serial n WHERE n.customer = k.seq AND n.to_seq IS NULL AND NOT \(ofRun("n.from_seq")))
                AND NOT EXISTS (SELECT 1 FROM purchase p WHERE p.customer = k.seq AND p.to_seq IS NULL AND NOT \(ofRun("p.from_seq")))
                AND NOT EXISTS (SELECT 1 FROM hold h WHERE h.customer = k.seq AND h.to_seq IS NULL)
            ORDER BY k.seq
            """
        func plain(_ table: String) -> String {
            """
            SELECT t.id FROM \(table) t WHERE t.to_seq IS NULL AND \(ofRun("t.added_seq")) AND \(ofRun("t.from_seq"))
            ORDER BY t.added_seq
            """
        }
        let questions: [(LedgerTraces.Subject, String)] = [
            (.cover, plain("cover")), (.purchase, plain("purchase")), (.contact, plain("contact")), (.serial, machine),
            (.customer, customer),
        ]
        return try questions.flatMap { subject, sql in
            try rows(sql, ["seq": ledger]).map { (subject, try $0.id(0)) }
        }
    }

    /// What it changed and nobody has changed since, with the members as they were before.
    func changes(by ledger: Int64) throws -> [(subject: LedgerTraces.Subject, id: Identifier, before: JSON)] {
        let owner = "(SELECT k.id FROM customer k WHERE k.seq = b.customer)"
        let paper = "(SELECT d.id FROM document d WHERE d.seq = b.document)"
        let members: [(LedgerTraces.Subject, [(name: String, sql: String)])] = [
            (
                .cover,
                [
                    ("covers", "b.covers"), ("starts", "b.starts"), ("months", "b.months"), ("ends", "b.ends"),
                    ("document", paper),
                    ("page", "b.page"),
                ]
            ),
            (.purchase, [("date", "b.date"), ("invoice", "b.invoice"), ("customer", owner)]),
            (.contact, [("name", "b.name"), ("phone", "b.phone"), ("email", "b.email"), ("address", "b.address")]),
        ]
        var found: [(subject: LedgerTraces.Subject, id: Identifier, before: JSON)] = []
        for (subject, members) in members {
            let table = subject.rawValue
            let rows = try rows(
                """
                SELECT t.id, \(members.map(\.sql).joined(separator: ", ")) FROM \(table) t
                JOIN \(table) b ON b.id = t.id AND b.to_seq = t.from_seq
                WHERE t.to_seq IS NULL AND \(Reading.isOfRun("t.from_seq")) AND NOT \(Reading.isOfRun("t.added_seq"))
                """, ["seq": ledger])
            for row in rows { found.append((subject, try row.id(0), Reading.object(row, members.map(\.name)))) }
        }
        let machines = try rows(
            """
            SELECT m.id, b.number, b.model, \(owner) FROM serial t JOIN machine m ON m.seq = t.machine
            JOIN serial b ON b.machine = t.machine AND b.to_seq = t.from_seq
            WHERE t.to_seq IS NULL AND m.to_seq IS NULL AND \(Reading.isOfRun("t.from_seq")) AND NOT \(Reading.isOfRun("m.seq"))
            """, ["seq": ledger])
        for row in machines { found.append((.serial, try row.id(0), Reading.object(row, ["number", "model", "customer"]))) }
        let customers = try rows(
            """
            SELECT k.id, f.field, b.value FROM customer_fact f JOIN customer k ON k.seq = f.customer
            LEFT JOIN customer_fact b ON b.customer = f.customer AND b.field = f.field AND b.to_seq = f.from_seq
            WHERE f.to_seq IS NULL AND k.to_seq IS NULL AND \(Reading.isOfRun("f.from_seq")) AND NOT \(Reading.isOfRun("k.seq"))
            """, ["seq": ledger])
        for row in customers {
            let value = (row[2] as String?).map(JSON.string) ?? .null
            found.append((.customer, try row.id(0), .object([JSON.Member(row[1], value)])))
        }
        return found
    }

    /// The columns behind the first as members of an object.
    private static func object(_ row: Row, _ names: [String]) -> JSON {
        .object(
            names.enumerated().map { at, name in
                let value: DatabaseValue = row[at + 1]
                switch value.storage {
                case .int64(let number): return JSON.Member(name, .integer(number))
                case .string(let text): return JSON.Member(name, .string(text))
                default: return JSON.Member(name, .null)
                }
            })
    }
}
