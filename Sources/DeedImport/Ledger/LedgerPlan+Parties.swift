import DeedCore
import DeedText

extension LedgerPlan {
    // MARK: Customers

    /// The customers of a row with their roles; new ones are added.
    mutating func parties(of row: LedgerRow) throws -> [(customer: Identifier, role: String)] {
        var names: [(name: String, role: String)] = []
        for (column, role) in [(LedgerColumn.partyA, "party-a"), (.partyB, "party-b")] {
            if let name = row.values[column], !own.contains(Folding.nameKey(name)) { names.append((name, role)) }
        }
        if let name = row.values[.customer], !names.contains(where: { Folding.nameKey($0.name) == Folding.nameKey(name) }) {
            names.insert((name, "customer"), at: 0)
        }
        // The credit code and the contact of a row belong to its customer: the first that is not the company itself.
        return try names.enumerated().map { at, party in
            let customer = try customer(party.name, creditCode: at == 0 ? row.values[.creditCode] : nil)
            if at == 0 { try reach(customer, row) }
            return (customer, party.role)
        }
    }

    private mutating func customer(_ name: String, creditCode: String?) throws -> Identifier {
        let code = creditCode.map { Folding.folded($0).uppercased().filter { $0 != " " } }
        if let code {
            if let known = newCustomers["#" + code] { return known }
            if let known = try lookup.customer(creditCode: code) { return known }
        }
        let key = Folding.nameKey(name)
        if let known = newCustomers[key] { return known }
        if let known = try lookup.customer(named: name) { return known }
        let customer = mint.next()
        records.append(.customerAdded(CustomerAdded(customer: customer, name: name, creditCode: code, source: "ledger")))
        report.added.customers += 1
        newCustomers[key] = customer
        minted.insert(customer)
        if let code { newCustomers["#" + code] = customer }
        return customer
    }

    private mutating func reach(_ customer: Identifier, _ row: LedgerRow) throws {
        let contact = LedgerContact(
            name: row.values[.contact], phone: row.values[.phone], email: row.values[.email], address: row.values[.address])
        guard contact != LedgerContact(name: nil, phone: nil, email: nil, address: nil) else { return }
        var known = try seenContacts[customer] ?? Set(minted.contains(customer) ? [] : lookup.contacts(of: customer).map(\.key))
        guard known.insert(contact.key).inserted else { return }
        seenContacts[customer] = known
        records.append(
            .contactAdded(
                ContactAdded(
                    contact: mint.next(), customer: customer, name: contact.name, phone: contact.phone, email: contact.email,
                    address: contact.address, source: "ledger")))
    }

    // MARK: Machines

    /// What a row says of a machine: the machine, its sale, what is promised on it.
    mutating func writeMachine(_ row: LedgerRow, document: Identifier?, customer: Identifier?) throws {
        guard let number = row.values[.serial] else { return }
        let serial = try serial(number, model: row.values[.model], customer: customer)
        try sell(serial, to: customer, LedgerPurchase(date: row.days[.saleDate], invoice: row.values[.invoice]))
        let covers = row.covers
        guard !covers.isEmpty else { return }
        let page = try document.flatMap { try lookup.page(of: $0, having: number) }
        for cover in covers { try promise(cover, on: serial, document: document, page: page) }
    }

    /// The same promise from the same day with another end contradicts what is there; another day is a further promise.
    func coverConflicts(_ row: LedgerRow) throws -> [LedgerReport.Conflict] {
        let covers = row.covers
        guard let number = row.values[.serial], !covers.isEmpty else { return [] }
        guard let serial = try newSerials[Folding.serialKey(number)] ?? lookup.serial(number: number) else { return [] }
        let known = try self.covers(of: serial)
        return covers.compactMap { cover in
            guard !known.contains(cover),
                let other = known.first(where: { $0.covers == cover.covers && $0.starts == cover.starts })
            else { return nil }
            return LedgerReport.Conflict(
                sheet: row.sheet, line: row.line, subject: number, field: "cover", known: other.summary, given: cover.summary)
        }
    }

    private func covers(of serial: Identifier) throws -> Set<LedgerCover> {
        try seenCovers[serial] ?? Set(minted.contains(serial) ? [] : lookup.covers(of: serial))
    }

    private mutating func serial(_ number: String, model: String?, customer: Identifier?) throws -> Identifier {
        let key = Folding.serialKey(number)
        if let known = newSerials[key] { return known }
        if let known = try lookup.serial(number: number) { return known }
        let serial = mint.next()
        records.append(
            .serialAdded(SerialAdded(serial: serial, number: number, model: model, customer: customer, source: "ledger")))
        report.added.serials += 1
        newSerials[key] = serial
        minted.insert(serial)
        return serial
    }

    private mutating func sell(_ serial: Identifier, to customer: Identifier?, _ purchase: LedgerPurchase) throws {
        guard purchase != LedgerPurchase(date: nil, invoice: nil) else { return }
        var known = try seenPurchases[serial] ?? Set(minted.contains(serial) ? [] : lookup.purchases(of: serial))
        guard known.insert(purchase).inserted else { return }
        seenPurchases[serial] = known
        records.append(
            .purchaseAdded(
                PurchaseAdded(
                    purchase: mint.next(), serial: serial, customer: customer, date: purchase.date, invoice: purchase.invoice,
                    source: "ledger")))
    }

    private mutating func promise(_ cover: LedgerCover, on serial: Identifier, document: Identifier?, page: Int64?) throws {
        var known = try covers(of: serial)
        guard known.insert(cover).inserted else { return }
        seenCovers[serial] = known
        report.added.covers += 1
        records.append(
            .coverAdded(
                CoverAdded(
                    cover: mint.next(), serial: serial, covers: cover.covers, starts: cover.starts, months: cover.months,
                    ends: cover.ends, document: document, page: page, source: "ledger")))
    }
}

extension LedgerRow {
    /// What the row promises on its machine.
    var covers: [LedgerCover] {
        guard warrantyMonths != nil || days[.warrantyEnds] != nil else { return [] }
        return LedgerValue.covers(values[.covers]).map {
            LedgerCover(
                covers: $0, starts: days[.warrantyStarts] ?? days[.saleDate], months: warrantyMonths, ends: days[.warrantyEnds])
        }
    }
}

extension LedgerCover {
    /// `2025-03-01 P12M` or `2025-03-01..2026-03-01`: what a conflict shows.
    var summary: String {
        let start = starts.map(\.description) ?? "?"
        if let ends { return "\(start)..\(ends)" }
        return "\(start) P\(months ?? 0)M"
    }
}
