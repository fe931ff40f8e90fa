import DeedCore
import GRDB

extension Line {
    func apply(_ body: CustomerAdded) throws {
        try run("INSERT INTO customer (seq, id, source) VALUES (?, ?, ?)", [seq, body.customer.text, body.source])
        let fields = [("name", body.name), ("creditCode", body.creditCode), ("tier", body.tier), ("note", body.note)]
        for (field, value) in fields {
            if let value, !value.isEmpty { try hold(seq, field, value) }
        }
    }

    func apply(_ body: CustomerChanged) throws {
        let customer = try customer(body.customer)
        guard let changes = body.changes.members else { throw refusal(stamped, "changes are no object") }
        for change in changes {
            try run(
                "UPDATE customer_fact SET to_seq = ? WHERE customer = ? AND field = ? AND to_seq IS NULL",
                [seq, customer, change.name])
            switch change.value {
            case .string(let value): try hold(customer, change.name, value)
            case .null where change.name != "name" || stamped.isRedacted: break
            default: throw refusal(stamped, "\(change.value.text) is no \(change.name)")
            }
        }
    }

    private func hold(_ customer: Int64, _ field: String, _ value: String) throws {
        let key: String? =
            switch field {
            case "name": keys.name(value)
            case "creditCode": keys.number(value)
            default: nil
            }
        try run(
            "INSERT INTO customer_fact (customer, field, from_seq, value, value_key) VALUES (?, ?, ?, ?, ?)",
            [customer, field, seq, value, key])
    }

    func apply(_ body: ContactAdded) throws {
        let digits = body.phone.map { String(decoding: keys.number($0).utf8.filter { (48...57).contains($0) }, as: UTF8.self) }
        try run(
            """
            INSERT INTO contact (seq, id, customer, name, phone, phone_digits, email, address, source)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                seq, body.contact.text, try customer(body.customer), body.name, body.phone, digits, body.email, body.address,
                body.source,
            ])
    }

    func apply(_ body: SerialAdded) throws {
        try run(
            "INSERT INTO serial (seq, id, number, number_key, model, customer, source) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                seq, body.serial.text, body.number, keys.serial(body.number), body.model,
                try body.customer.map { try customer($0) }, body.source,
            ])
    }

    func apply(_ body: PurchaseAdded) throws {
        try run(
            "INSERT INTO purchase (seq, id, serial, customer, date, invoice, invoice_key, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                seq, body.purchase.text, try serial(body.serial), try body.customer.map { try customer($0) },
                body.date?.description, body.invoice, body.invoice.map(keys.number), body.source,
            ])
    }

    mutating func apply(_ body: CoverAdded, document: Int64?) throws {
        self.document = document
        try run(
            """
            INSERT INTO cover (from_seq, id, serial, covers, starts, months, ends, document, page, source)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                seq, body.cover.text, try serial(body.serial), body.covers, body.starts?.description, body.months,
                body.ends?.description, document, body.page, body.source,
            ])
    }

    private func serial(_ id: Identifier) throws -> Int64 {
        guard let seq = try seq("SELECT seq FROM serial WHERE id = ?", id) else { throw refusal(stamped, "no serial \(id)") }
        return seq
    }
}
