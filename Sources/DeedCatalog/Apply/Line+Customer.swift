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
        try touchPapers(ofCustomer: customer)
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

    func apply(_ body: FactEnded<CustomerSubject>) throws {
        let customer = try customer(body.id)
        try run(
            "UPDATE customer SET to_seq = ?, ended_source = ? WHERE seq = ? AND to_seq IS NULL", [seq, body.source, customer])
        guard db.changesCount == 1 else { throw refusal(stamped, "customer \(body.id) was taken back before") }
        try run("UPDATE customer_fact SET to_seq = ? WHERE customer = ? AND to_seq IS NULL", [seq, customer])
        try run(
            "UPDATE contact SET to_seq = ?, ended_source = ? WHERE customer = ? AND to_seq IS NULL", [seq, body.source, customer])
        try touchPapers(ofCustomer: customer)
    }

    /// The number of a customer.
    func customer(_ id: Identifier) throws -> Int64 {
        guard let seq = try seq("SELECT seq FROM customer WHERE id = ?", id) else {
            throw refusal(stamped, "no customer \(id)")
        }
        return seq
    }
}

// MARK: Contacts

extension Line {
    func apply(_ body: ContactAdded) throws {
        let customer = try customer(body.customer)
        let row = VersionedRow(
            table: "contact", id: body.contact.text, added: seq,
            values: [
                "customer": customer, "name": body.name, "phone": body.phone,
                "phone_digits": body.phone.map(keys.digits), "email": body.email, "address": body.address, "source": body.source,
            ])
        try insert(row)
        try touchPapers(ofCustomer: customer)
    }

    func apply(_ body: FactChanged<ContactSubject>) throws {
        try change("contact", body.id, body.changes, source: body.source) { row, member, value in
            guard ["name", "phone", "email", "address"].contains(member) else { return false }
            row.values[member] = try text(value, member)
            if member == "phone" { row.values["phone_digits"] = value.string.map(keys.digits) }
            return true
        }
        try touchPapers(ofContact: body.id)
    }

    func apply(_ body: FactEnded<ContactSubject>) throws {
        try touchPapers(ofContact: body.id)
        try end("contact", body.id, source: body.source)
    }

    private func touchPapers(ofCustomer customer: Int64) throws {
        try touch("SELECT document FROM document_customer WHERE customer = ?2", customer)
    }

    private func touchPapers(ofContact id: Identifier) throws {
        try touch(
            "SELECT document FROM document_customer WHERE customer = (SELECT customer FROM contact WHERE id = ?2 AND to_seq IS NULL)",
            id.text)
    }
}

// MARK: Machines and their sales

extension Line {
    func apply(_ body: SerialAdded) throws {
        try run("INSERT INTO machine (seq, id) VALUES (?, ?)", [seq, body.serial.text])
        try run(
            "INSERT INTO serial (from_seq, machine, number, number_key, model, customer, source) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                seq, seq, body.number, keys.serial(body.number), body.model, try body.customer.map { try customer($0) },
                body.source,
            ])
    }

    func apply(_ body: FactChanged<SerialSubject>) throws {
        let machine = try machine(body.id)
        let sql = "SELECT number, model, customer FROM serial WHERE machine = ? AND to_seq IS NULL"
        guard let old = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [machine]) else {
            throw refusal(stamped, "machine \(body.id) was taken back before")
        }
        var (number, model, owner) = (old[0] as String, old[1] as String?, old[2] as Int64?)
        for change in body.changes.members ?? [] {
            switch change.name {
            case "number":
                guard let text = change.value.string, !text.isEmpty else { throw refusal(stamped, "a machine without a number") }
                number = text
            case "model": model = try text(change.value, change.name)
            case "customer": owner = try text(change.value, change.name).map { try customer(identifier($0)) }
            default: break
            }
        }
        try run("UPDATE serial SET to_seq = ? WHERE machine = ? AND to_seq IS NULL", [seq, machine])
        try run(
            "INSERT INTO serial (from_seq, machine, number, number_key, model, customer, source) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [seq, machine, number, keys.serial(number), model, owner, body.source])
        try touchPapers(ofMachine: machine)
    }

    private func touchPapers(ofMachine machine: Int64) throws {
        try touch("SELECT document FROM cover WHERE machine = ?2 AND document IS NOT NULL", machine)
    }

    /// With a machine its sales and covers are taken back.
    func apply(_ body: FactEnded<SerialSubject>) throws {
        let machine = try machine(body.id)
        try run("UPDATE machine SET to_seq = ?, ended_source = ? WHERE seq = ? AND to_seq IS NULL", [seq, body.source, machine])
        guard db.changesCount == 1 else { throw refusal(stamped, "machine \(body.id) was taken back before") }
        try run("UPDATE serial SET to_seq = ? WHERE machine = ? AND to_seq IS NULL", [seq, machine])
        try touchPapers(ofMachine: machine)
        for table in ["purchase", "cover"] {
            try run(
                "UPDATE \(table) SET to_seq = ?, ended_source = ? WHERE machine = ? AND to_seq IS NULL",
                [seq, body.source, machine])
        }
    }

    func apply(_ body: PurchaseAdded) throws {
        let row = VersionedRow(
            table: "purchase", id: body.purchase.text, added: seq,
            values: [
                "machine": try machine(body.serial), "customer": try body.customer.map { try customer($0) },
                "date": body.date?.description, "invoice": body.invoice, "invoice_key": body.invoice.map(keys.number),
                "source": body.source,
            ])
        try insert(row)
    }

    func apply(_ body: FactChanged<PurchaseSubject>) throws {
        try change("purchase", body.id, body.changes, source: body.source) { row, member, value in
            switch member {
            case "customer": row.values[member] = try text(value, member).map { try customer(identifier($0)) }
            case "date": row.values[member] = try day(value, member)
            case "invoice":
                row.values[member] = try text(value, member)
                row.values["invoice_key"] = value.string.map(keys.number)
            default: return false
            }
            return true
        }
    }

    func apply(_ body: FactEnded<PurchaseSubject>) throws { try end("purchase", body.id, source: body.source) }

    /// The number of a machine.
    private func machine(_ id: Identifier) throws -> Int64 {
        guard let seq = try seq("SELECT seq FROM machine WHERE id = ?", id) else { throw refusal(stamped, "no serial \(id)") }
        return seq
    }
}

// MARK: Covers

extension Line {
    mutating func apply(_ body: CoverAdded) throws {
        let document = try body.document.map { try about($0) }
        let row = VersionedRow(
            table: "cover", id: body.cover.text, added: seq,
            values: [
                "machine": try machine(body.serial), "covers": body.covers, "starts": body.starts?.description,
                "months": body.months, "ends": body.ends?.description, "document": document, "page": body.page,
                "source": body.source,
            ])
        try insert(row)
    }

    mutating func apply(_ body: FactChanged<CoverSubject>) throws {
        document = try paper(of: body.id)
        var paper = document
        try change("cover", body.id, body.changes, source: body.source) { row, member, value in
            switch member {
            case "covers":
                guard let kind = value.string, !kind.isEmpty else { throw refusal(stamped, "a cover of nothing") }
                row.values[member] = kind
            case "starts", "ends": row.values[member] = try day(value, member)
            case "months", "page":
                guard value == .null || value.integer != nil else { throw refusal(stamped, "\(value.text) is no \(member)") }
                row.values[member] = value.integer
            case "document":
                let id = try text(value, member).map { try identifier($0) }
                let key = try id.map { id -> Int64 in
                    guard let key = try seq(ofDocument: id) else { throw refusal(stamped, "no document \(id)") }
                    return key
                }
                row.values[member] = key
                paper = key ?? paper
            default: return false
            }
            return true
        }
        document = paper
    }

    mutating func apply(_ body: FactEnded<CoverSubject>) throws {
        document = try paper(of: body.id)
        try end("cover", body.id, source: body.source)
    }

    /// The paper that a cover stands on: the line belongs to its history.
    private func paper(of cover: Identifier) throws -> Int64? {
        let sql = "SELECT document FROM cover WHERE id = ? AND to_seq IS NULL"
        return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [cover.text])?[0]
    }
}
