public import DeedCore
import GRDB

/// What takes back what journal lines said of customers and machines.
public struct TakingBack: Sendable {
    /// The records, in an order in which they can be applied; links of documents are to be untied before.
    public var records: [DeedCore.Record] = []
    /// Facts that somebody has changed since, or that others build on: they stay.
    public var kept = 0
}

extension Catalog {
    /// What takes back what these journal lines said of customers, contacts, machines, sales and covers, as far as nobody has changed it since:
    /// what they added is ended, what they changed gets the value it had before. A customer or a machine on which others build stays.
    ///
    /// - Parameter lines: lines of the journal, as those that one run of a ledger wrote.
    public func takingBack(_ lines: [ClosedRange<Int64>], source: String = "ledger", why: String? = nil) throws -> TakingBack {
        guard !lines.isEmpty else { return TakingBack() }
        return try read { try TakeBack(reading: $0, lines: lines, source: source, why: why).all() }
    }
}

/// Finds what is to be taken back.
private struct TakeBack {
    let reading: Reading
    let lines: [ClosedRange<Int64>]
    let source: String
    let why: String?

    /// The condition that a column holds one of the lines.
    private func said(_ column: String) -> String {
        "(" + lines.map { "\(column) BETWEEN \($0.lowerBound) AND \($0.upperBound)" }.joined(separator: " OR ") + ")"
    }

    func all() throws -> TakingBack {
        var answer = TakingBack()
        let machines = try machines(&answer)
        let customers = try customers(&answer)
        answer.records += try versions("cover", &answer, besides: "c.machine", machines.ended) { id, changes in
            changes.map { Record(CoverChanged(id, changes: $0, source: source)) }
                ?? Record(CoverEnded(id, source: source, why: why))
        }
        answer.records += try versions("purchase", &answer, besides: "c.machine", machines.ended) { id, changes in
            changes.map { Record(PurchaseChanged(id, changes: $0, source: source)) }
                ?? Record(PurchaseEnded(id, source: source, why: why))
        }
        answer.records += machines.records
        answer.records += try versions("contact", &answer, besides: "c.customer", customers.ended) { id, changes in
            changes.map { Record(ContactChanged(id, changes: $0, source: source)) }
                ?? Record(ContactEnded(id, source: source, why: why))
        }
        answer.records += try customerFacts() + customers.records
        return answer
    }

    // MARK: Contacts, sales, covers

    /// Columns of these tables that a change may have touched, with the member that carries them.
    private static let members: [String: [(column: String, member: String)]] = [
        "contact": [("name", "name"), ("phone", "phone"), ("email", "email"), ("address", "address")],
        "purchase": [("customer", "customer"), ("date", "date"), ("invoice", "invoice")],
        "cover": [
            ("covers", "covers"), ("starts", "starts"), ("months", "months"), ("ends", "ends"), ("document", "document"),
            ("page", "page"),
        ],
    ]

    /// A record for each row that the lines made and that still holds: `make` gets what to change back, or nothing where it is to be ended.
    private func versions(
        _ table: String, _ answer: inout TakingBack, besides owner: String, _ ended: Set<Int64>,
        _ make: (Identifier, JSON?) -> DeedCore.Record
    ) throws -> [DeedCore.Record] {
        answer.kept += Int(
            try reading.count(
                "SELECT count(*) FROM \(table) c WHERE \(said("c.from_seq")) AND c.to_seq IS NOT NULL AND NOT \(said("c.to_seq"))"
            ))
        let rows = try reading.rows(
            "SELECT c.*, \(owner) AS owner FROM \(table) c WHERE \(said("c.from_seq")) AND c.to_seq IS NULL ORDER BY c.from_seq")
        return try rows.compactMap { row in
            if ended.contains(row["owner"] as Int64) { return nil }
            guard let id = Identifier(row["id"] as String) else { return nil }
            let before = try reading.first(
                "SELECT c.* FROM \(table) c WHERE c.id = :id AND NOT \(said("c.from_seq")) ORDER BY c.from_seq DESC LIMIT 1",
                ["id": id.text])
            guard let before else { return make(id, nil) }
            let changes = try (TakeBack.members[table] ?? []).compactMap { column, member -> JSON.Member? in
                let (was, now): (DatabaseValue, DatabaseValue) = (before[column], row[column])
                return was == now ? nil : JSON.Member(member, try json(was, member))
            }
            return changes.isEmpty ? nil : make(id, .object(changes))
        }
    }

    private func json(_ value: DatabaseValue, _ member: String) throws -> JSON {
        switch value.storage {
        case .int64(let key) where ["customer", "document"].contains(member):
            return JSON(try reading.first("SELECT id FROM \(member) WHERE seq = :key", ["key": key])?.text(0))
        case .int64(let count): return .integer(count)
        case .string(let text): return .string(text)
        case .null, .double, .blob: return .null
        }
    }

    // MARK: Machines

    private func machines(_ answer: inout TakingBack) throws -> (records: [DeedCore.Record], ended: Set<Int64>) {
        var (records, ended): ([DeedCore.Record], Set<Int64>) = ([], [])
        let rows = try reading.rows(
            """
            SELECT m.seq, m.id, \(said("m.seq")), s.model, s.customer, s.number,
                EXISTS (SELECT 1 FROM cover c WHERE c.machine = m.seq AND c.to_seq IS NULL AND NOT \(said("c.from_seq")))
                OR EXISTS (SELECT 1 FROM purchase p WHERE p.machine = m.seq AND p.to_seq IS NULL AND NOT \(said("p.from_seq")))
            FROM serial s JOIN machine m ON m.seq = s.machine
            WHERE \(said("s.from_seq")) AND s.to_seq IS NULL AND m.to_seq IS NULL ORDER BY s.from_seq
            """)
        for row in rows {
            let id = try row.id(1)
            if row[2] as Bool {
                guard !(row[6] as Bool) else {
                    answer.kept += 1
                    continue
                }
                ended.insert(row[0])
                records.append(Record(SerialEnded(id, source: source, why: why)))
                continue
            }
            let before = try reading.first(
                """
                SELECT s.model, s.customer, s.number FROM serial s
                WHERE s.machine = :machine AND NOT \(said("s.from_seq")) ORDER BY s.from_seq DESC LIMIT 1
                """, ["machine": row[0] as Int64])
            guard let before else { continue }
            var changes: [JSON.Member] = []
            for (at, member) in [(0, "model"), (1, "customer"), (2, "number")] {
                let (was, now): (DatabaseValue, DatabaseValue) = (before[at], row[3 + at])
                if was != now { changes.append(JSON.Member(member, try json(was, member))) }
            }
            if !changes.isEmpty { records.append(Record(SerialChanged(id, changes: .object(changes), source: source))) }
        }
        return (records, ended)
    }

    // MARK: Customers

    private func customers(_ answer: inout TakingBack) throws -> (records: [DeedCore.Record], ended: Set<Int64>) {
        var (records, ended): ([DeedCore.Record], Set<Int64>) = ([], [])
        let rows = try reading.rows(
            """
            SELECT c.seq, c.id,
                EXISTS (SELECT 1 FROM document_customer l WHERE l.customer = c.seq AND l.to_seq IS NULL AND NOT \(said("l.from_seq")))
                OR EXISTS (SELECT 1 FROM contact k WHERE k.customer = c.seq AND k.to_seq IS NULL AND NOT \(said("k.from_seq")))
                OR EXISTS (SELECT 1 FROM customer_fact f WHERE f.customer = c.seq AND f.to_seq IS NULL AND NOT \(said("f.from_seq")))
                OR EXISTS (SELECT 1 FROM purchase p WHERE p.customer = c.seq AND p.to_seq IS NULL AND NOT \(said("p.from_seq")))
                OR EXISTS (SELECT 1 FROM serial s WHERE s.customer = c.seq AND s.to_seq IS NULL AND (NOT \(said("s.from_seq"))
                    OR EXISTS (SELECT 1 FROM cover v WHERE v.machine = s.machine AND v.to_seq IS NULL AND NOT \(said("v.from_seq")))
                    OR EXISTS (SELECT 1 FROM purchase p WHERE p.machine = s.machine AND p.to_seq IS NULL
                        AND NOT \(said("p.from_seq")))))
            FROM customer c WHERE \(said("c.seq")) AND c.to_seq IS NULL ORDER BY c.seq
            """)
        for row in rows {
            guard !(row[2] as Bool) else {
                answer.kept += 1
                continue
            }
            ended.insert(row[0])
            records.append(Record(CustomerEnded(try row.id(1), source: source, why: why)))
        }
        return (records, ended)
    }

    /// Codes and names that the lines gave customers who were there before.
    private func customerFacts() throws -> [DeedCore.Record] {
        try reading.rows(
            """
            SELECT c.id, f.field, (SELECT b.value FROM customer_fact b WHERE b.customer = f.customer AND b.field = f.field
                AND NOT \(said("b.from_seq")) ORDER BY b.from_seq DESC LIMIT 1)
            FROM customer_fact f JOIN customer c ON c.seq = f.customer
            WHERE \(said("f.from_seq")) AND f.to_seq IS NULL AND c.to_seq IS NULL AND NOT \(said("c.seq")) ORDER BY f.from_seq
            """
        ).map { row in
            Record(
                CustomerChanged(customer: try row.id(0), changes: .object([JSON.Member(row[1], JSON(row.text(2)))])))
        }
    }
}
