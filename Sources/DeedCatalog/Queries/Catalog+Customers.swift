public import DeedCore
import GRDB

extension Catalog {
    /// All customers, by folded name.
    ///
    /// - Throws: `bad-use` for an `after` that no page gave.
    public func customers(after: String? = nil, limit: Int = 100, asKnown: Int64? = nil) throws -> Page<CustomerSummary> {
        try read(asKnown: asKnown) { reading in
            let start = try reading.startOfCustomers(after)
            let keys = try reading.rows(
                """
                SELECT f.customer FROM customer_fact f WHERE f.field = 'name' AND f.value_key IS NOT NULL AND \(Reading.holds("f"))
                    AND (:startKey IS NULL OR (f.value_key, f.customer) > (:startKey, :start))
                ORDER BY f.value_key, f.customer LIMIT :limit
                """, ["startKey": start?.key, "start": start?.customer, "limit": limit.oneMore]
            ).map { $0[0] as Int64 }
            let rows = try keys.prefix(limit).map { try reading.customerSummary($0) }
            return Page(rows: rows, next: keys.count > limit ? rows.last?.id.text : nil)
        }
    }

    /// The customers that a text may mean. A whole id, credit code or folded name means those alone; else an id's prefix (from 4
    /// characters), a part of the name, or a contact: its name, its e-mail address, the last digits of its phone (from 4). By folded name,
    /// at most `limit`.
    public func customers(matching text: String, limit: Int = 50, asKnown: Int64? = nil) throws -> [CustomerSummary] {
        try read(asKnown: asKnown) { reading in
            try reading.customerKeys(matching: text).prefix(limit).map { try reading.customerSummary($0) }
        }
    }

    /// All that is known about a customer.
    ///
    /// - Throws: `customer-not-found`.
    public func customer(_ id: Identifier, asKnown: Int64? = nil) throws -> CustomerDetails {
        try read(asKnown: asKnown) { reading in
            let row = try reading.first(
                "SELECT c.seq FROM customer c WHERE c.id = :id AND \(Reading.isThere("c"))", ["id": id.text])
            guard let row else { throw Failure(.customerNotFound, id.text) }
            return CustomerDetails(
                summary: try reading.customerSummary(row[0]), contacts: try reading.contacts(id),
                machines: try reading.serialRows("c.id = :id", ["id": id.text]))
        }
    }

    /// The customers with this 统一社会信用代码, folded, oldest first: more than one only in vaults that took a code unchecked.
    public func customers(creditCode: String) throws -> [CustomerIdentity.Known] {
        try read { try $0.known(customers: $0.customerIDs(field: "creditCode", key: $0.keys.number(creditCode))) }
    }

    /// The customers with exactly this name, folded, oldest first, each with its code.
    public func knownCustomers(named name: String) throws -> [CustomerIdentity.Known] {
        try read { try $0.known(customers: $0.customerIDs(field: "name", key: $0.keys.name(name))) }
    }

    /// A customer with its code; `nil` when it is not there.
    public func knownCustomer(_ id: Identifier) throws -> CustomerIdentity.Known? {
        try read { try $0.known(customers: [id]).first }
    }

    /// The customers with exactly this name, folded, oldest first.
    public func customers(named name: String) throws -> [Identifier] {
        try read { try $0.customerIDs(field: "name", key: $0.keys.name(name)) }
    }

    /// What is tied to a customer, now: numbers or names of documents, serial numbers of machines, sales.
    public func ties(ofCustomer id: Identifier) throws -> [String] {
        try read { reading in
            guard let key: Int64 = try reading.first("SELECT seq FROM customer WHERE id = :id", ["id": id.text])?[0] else {
                return []
            }
            let documents = try reading.rows(
                "SELECT DISTINCT l.document FROM document_customer l WHERE l.customer = :key AND \(Reading.holds("l"))",
                ["key": key]
            ).map { try reading.title($0[0]) }
            let machines = try reading.rows(
                """
                SELECT s.number FROM serial s WHERE s.customer = :key AND \(Reading.holds("s"))
                UNION SELECT s.number FROM purchase p JOIN serial s ON s.machine = p.machine AND \(Reading.holds("s"))
                    WHERE p.customer = :key AND \(Reading.holds("p"))
                """, ["key": key]
            ).map { $0[0] as String }
            return documents + machines
        }
    }

    /// The ways to reach a customer, oldest first.
    public func contacts(of customer: Identifier, asKnown: Int64? = nil) throws -> [ContactRow] {
        try read(asKnown: asKnown) { try $0.contacts(customer) }
    }
}

extension Reading {
    /// Id and name of a customer by its key.
    func customerName(_ key: Int64?) throws -> CustomerName? {
        guard let key else { return nil }
        let row = try first(
            """
            SELECT c.id, f.value FROM customer c
            LEFT JOIN customer_fact f ON f.customer = c.seq AND f.field = 'name' AND \(Reading.holds("f")) WHERE c.seq = :key
            """, ["key": key])
        return try row.map { CustomerName(id: try $0.id(0), name: $0.text(1) ?? "") }
    }

    func contacts(_ customer: Identifier) throws -> [ContactRow] {
        try rows(
            """
            SELECT k.id, k.name, k.phone, k.email, k.address, k.source FROM contact k JOIN customer c ON c.seq = k.customer
            WHERE c.id = :id AND \(Reading.holds("k")) ORDER BY k.added_seq
            """, ["id": customer.text]
        ).map { ContactRow(id: try $0.id(0), name: $0[1], phone: $0[2], email: $0[3], address: $0[4], source: $0[5]) }
    }

    fileprivate func customerSummary(_ key: Int64) throws -> CustomerSummary {
        guard let row = try first("SELECT id, source FROM customer WHERE seq = :key", ["key": key]) else {
            throw Failure(.catalogDamaged, "", detail: "no customer in line \(key)")
        }
        let facts = try rows(
            "SELECT f.field, f.value FROM customer_fact f WHERE f.customer = :key AND \(Reading.holds("f"))", ["key": key])
        let values = Dictionary(facts.map { ($0[0] as String, $0[1] as String) }, uniquingKeysWith: { _, later in later })
        let documents = try count(
            """
            SELECT count(DISTINCT l.document) FROM document_customer l JOIN document d ON d.seq = l.document
            WHERE l.customer = :key AND \(Reading.holds("l")) AND \(Reading.listed("d"))
            """, ["key": key])
        let serials = try count(
            "SELECT count(*) FROM serial s WHERE s.customer = :key AND \(Reading.holds("s"))", ["key": key])
        return CustomerSummary(
            id: try row.id(0), name: values["name"] ?? "", creditCode: values["creditCode"], tier: values["tier"],
            note: values["note"], source: row[1], documents: Int(documents), serials: Int(serials))
    }

    fileprivate func customerIDs(field: String, key: String) throws -> [Identifier] {
        guard !key.isEmpty else { return [] }
        return try rows(
            """
            SELECT c.id FROM customer_fact f JOIN customer c ON c.seq = f.customer
            WHERE f.field = :field AND f.value_key = :key AND \(Reading.holds("f")) ORDER BY c.seq
            """, ["field": field, "key": key]
        ).map { try $0.id(0) }
    }

    fileprivate func known(customers ids: [Identifier]) throws -> [CustomerIdentity.Known] {
        try ids.compactMap { id in
            let row = try first(
                """
                SELECT max(f.value) FILTER (WHERE f.field = 'name'), max(f.value) FILTER (WHERE f.field = 'creditCode')
                FROM customer c LEFT JOIN customer_fact f ON f.customer = c.seq AND \(Reading.holds("f"))
                WHERE c.id = :id AND \(Reading.isThere("c")) GROUP BY c.seq
                """, ["id": id.text])
            return row.map { CustomerIdentity.Known(id: id, name: $0.text(0) ?? "", creditCode: $0.text(1)) }
        }
    }

    fileprivate func startOfCustomers(_ after: String?) throws -> (key: String, customer: Int64)? {
        guard let after else { return nil }
        let row = try first(
            """
            SELECT f.value_key, c.seq FROM customer c JOIN customer_fact f ON f.customer = c.seq
            WHERE c.id = :id AND f.field = 'name' AND \(Reading.holds("f"))
            """, ["id": after])
        guard let row else { throw Failure(.badUse, after, detail: "no page ends there") }
        return (row[0], row[1])
    }

    fileprivate func customerKeys(matching text: String) throws -> [Int64] {
        let name = keys.name(text)
        let code = keys.number(text)
        let exact = try rows(
            """
            SELECT c.seq FROM customer c WHERE \(Reading.isThere("c")) AND (c.id = :id OR c.seq IN
                (SELECT f.customer FROM customer_fact f WHERE \(Reading.holds("f")) AND f.value_key <> ''
                    AND ((f.field = 'name' AND f.value_key = :name) OR (f.field = 'creditCode' AND f.value_key = :code))))
            ORDER BY c.seq
            """, ["id": text.lowercased(), "name": name, "code": code])
        guard exact.isEmpty else { return exact.map { $0[0] } }
        let owners = try customers(withPhone: text) + customers(withContact: text)
        let isPrefix = text.utf8.count >= 4 && text.utf8.allSatisfy { $0 < 128 }
        return try rows(
            """
            SELECT f.customer FROM customer_fact f JOIN customer c ON c.seq = f.customer
            WHERE f.field = 'name' AND \(Reading.holds("f")) AND (
                (:name <> '' AND instr(f.value_key, :name) > 0)
                OR (:isPrefix AND substr(c.id, 1, length(:prefix)) = :prefix)
                OR c.seq IN (SELECT value FROM json_each(:owners)))
            ORDER BY f.value_key, f.customer
            """,
            [
                "name": name, "isPrefix": isPrefix, "prefix": text.lowercased(),
                "owners": "[\(owners.map(String.init).joined(separator: ","))]",
            ]
        ).map { $0[0] }
    }

    /// The customers of whom a contact is called so or has this address.
    private func customers(withContact text: String) throws -> [Int64] {
        try rows("SELECT k.customer, k.name, k.email FROM contact k WHERE \(Reading.holds("k"))", [:]).filter { row in
            [row.text(1), row.text(2)].contains { $0.map { keys.isContact($0, text) } ?? false }
        }.map { $0[0] }
    }

    /// The customers of whom a contact has this number, or one that ends so; a cell may have several, and each counts.
    private func customers(withPhone text: String) throws -> [Int64] {
        guard let tail = keys.phoneTail(text) else { return [] }
        return try rows(
            "SELECT k.customer, k.phone FROM contact k WHERE \(Reading.holds("k")) AND instr(k.phone_digits, :tail) > 0",
            ["tail": tail]
        ).filter { keys.phoneEnds($0[1] ?? "", tail) }.map { $0[0] }
    }
}
