import DeedClock
import DeedCore
import GRDB

extension Reading {
    /// The key of a document that was there at `:at`.
    func key(ofDocument id: Identifier) throws -> Int64? {
        try first("SELECT seq FROM document WHERE id = :id AND seq <= :at", ["id": id.text])?[0]
    }

    /// The key of a document, or `document-not-found`.
    func existing(_ id: Identifier) throws -> Int64 {
        guard let key = try key(ofDocument: id) else { throw Failure(.documentNotFound, id.text) }
        return key
    }

    /// What lists show of a document.
    func summary(_ key: Int64) throws -> DocumentSummary {
        let sql = "SELECT id, sha256, size, \(Reading.gone("seq")), purged_seq <= :at FROM document WHERE seq = :key"
        guard let row = try first(sql, ["key": key]) else {
            throw Failure(.catalogDamaged, "", detail: "no document in line \(key)")
        }
        let facts = try values(key)
        let (names, withdrawn) = try names(key)
        return DocumentSummary(
            id: try row.id(0), object: try row.object(1), size: row[2],
            title: facts["title"] ?? names.first.map(Keys.stem) ?? "", kind: facts["kind"].flatMap { DocumentKind(rawValue: $0) },
            number: facts["number"], expires: Reading.end(facts), renewedUntil: nil, amount: facts["amount"],
            currency: facts["currency"], owner: facts["owner"], customers: try customers(key), names: names,
            tags: try tags(key), withdrawn: withdrawn, damage: try damage(of: row[1]),
            gone: row[3] ? (row[4] ?? false ? .purged : .trash) : nil)
    }

    /// The stated end, else the one that the start and the term lead to.
    private static func end(_ facts: [String: String]) -> CivilDate? {
        if let stated = facts["expires"].flatMap({ CivilDate($0) }) { return stated }
        var terms = Terms()
        for field in [DocumentField.termMonths, .effective, .signed, .perpetual] {
            if let value = facts[field.rawValue] { terms.set(field, to: value) }
        }
        return Deadlines(terms).end
    }

    /// What is known to be wrong with an original, at `:at`.
    func damage(of sha256: String) throws -> String? {
        try first(
            "SELECT o.problem FROM object_damage o WHERE o.sha256 = :sha256 AND \(Reading.holds("o"))", ["sha256": sha256])?[0]
    }

    /// Field to value, for the facts that hold.
    func values(_ key: Int64) throws -> [String: String] {
        let rows = try rows(
            "SELECT f.field, f.value FROM document_fact f WHERE f.document = :key AND \(Reading.holds("f"))", ["key": key])
        return Dictionary(rows.map { ($0[0], $0[1]) }, uniquingKeysWith: { _, later in later })
    }

    /// The facts that hold, in the order of ``DocumentField``.
    func facts(_ key: Int64) throws -> [Fact] {
        let rows = try rows(
            """
            SELECT f.field, f.value, f.source, f.evidence, f.from_seq FROM document_fact f
            WHERE f.document = :key AND \(Reading.holds("f")) ORDER BY f.field
            """, ["key": key])
        let order = Dictionary(uniqueKeysWithValues: DocumentField.allCases.enumerated().map { ($1.rawValue, $0) })
        let facts = rows.map { row in
            Fact(
                field: row[0], value: row[1], source: row[2], evidence: row.text(3).flatMap { JSON(parsing: $0) }, seq: row[4])
        }
        return facts.sorted { (order[$0.field] ?? Int.max, $0.field) < (order[$1.field] ?? Int.max, $1.field) }
    }

    /// The title that was set, else the first name without its extension.
    func title(_ key: Int64) throws -> String {
        try values(key)["title"] ?? names(key).names.first.map(Keys.stem) ?? ""
    }

    /// Names, each once: those that hold, or all when none does, which means that the document is withdrawn.
    func names(_ key: Int64) throws -> (names: [String], withdrawn: Bool) {
        let rows = try rows(
            """
            SELECT n.name, \(Reading.holds("n")) FROM document_name n
            WHERE n.document = :key AND n.from_seq <= :at ORDER BY n.from_seq
            """, ["key": key])
        let holding = rows.filter { $0[1] }
        var seen: Set<String> = []
        let names = (holding.isEmpty ? rows : holding).map { $0[0] as String }.filter { !$0.isEmpty && seen.insert($0).inserted }
        return (names, holding.isEmpty)
    }

    /// The customers of a document, by role and name.
    func customers(_ key: Int64) throws -> [LinkedCustomer] {
        try rows(
            """
            SELECT c.id, (SELECT f.value FROM customer_fact f
                WHERE f.customer = c.seq AND f.field = 'name' AND \(Reading.holds("f"))) AS name, l.role, l.source
            FROM document_customer l JOIN customer c ON c.seq = l.customer
            WHERE l.document = :key AND \(Reading.holds("l")) ORDER BY l.role, name, c.seq
            """, ["key": key]
        ).map { LinkedCustomer(id: try $0.id(0), name: $0.text(1) ?? "", role: $0[2], source: $0[3]) }
    }

    func tags(_ key: Int64) throws -> [String] {
        try rows(
            "SELECT t.tag FROM document_tag t WHERE t.document = :key AND \(Reading.holds("t")) ORDER BY t.tag", ["key": key]
        ).map { $0[0] }
    }

    /// Every name that a document had.
    func allNames(_ key: Int64) throws -> [DocumentName] {
        try rows(
            """
            SELECT n.name, n.path, n.source, r.id, n.modified, n.from_seq, NOT (\(Reading.holds("n")))
            FROM document_name n LEFT JOIN import_run r ON r.seq = n.run
            WHERE n.document = :key AND n.from_seq <= :at ORDER BY n.from_seq
            """, ["key": key]
        ).map { row in
            DocumentName(
                name: row[0], path: row[1], source: row[2], run: try row.optionalID(3),
                modified: row.text(4).flatMap { Instant($0) }, seq: row[5], withdrawn: row[6])
        }
    }
}
