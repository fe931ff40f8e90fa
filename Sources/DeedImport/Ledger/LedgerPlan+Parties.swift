import DeedCore
import DeedText

extension LedgerPlan {
    /// A customer that a row names.
    struct Party {
        var name: String
        var role: String
        /// A valid code, where the row gives one: it belongs to the first customer of the row.
        var creditCode: String?
        var identity: CustomerIdentity
        /// The customer, where it is known already.
        var known: Identifier? { if case .known(let id, _) = identity { id } else { nil } }
    }

    /// The customers of a row with their roles, as far as they are known. Nothing is written yet.
    func parties(of row: LedgerRow) throws -> [Party] {
        var names: [(name: String, role: String)] = []
        for (column, role) in [(LedgerColumn.partyA, "party-a"), (.partyB, "party-b")] {
            if let name = row.values[column], !company.has(name) { names.append((name, role)) }
        }
        if let name = row.values[.customer], !names.contains(where: { Folding.nameKey($0.name) == Folding.nameKey(name) }) {
            names.insert((name, "customer"), at: 0)
        }
        // The credit code and the contact of a row belong to its customer: the first that is not the company itself.
        return try names.enumerated().map { at, party in
            let code = at == 0 ? row.validCreditCode : nil
            return Party(
                name: party.name, role: party.role, creditCode: code, identity: try identity(party.name, creditCode: code))
        }
    }

    /// Who a name and a code mean, with what this plan has added.
    func identity(_ name: String, creditCode: String?) throws -> CustomerIdentity {
        let key = Folding.nameKey(name)
        func current(_ known: CustomerIdentity.Known) -> CustomerIdentity.Known {
            var known = known
            known.creditCode = learned[known.id] ?? known.creditCode
            return known
        }
        let byName = try lookup.customers(named: name).map(current) + newCustomers[key, default: []].map(current)
        var byCode: [CustomerIdentity.Known] = []
        if let creditCode {
            byCode = try lookup.customers(creditCode: creditCode)
            for one in newCodes[creditCode, default: []] + byName
            where one.creditCode == creditCode && !byCode.contains(where: { $0.id == one.id }) { byCode.append(one) }
        }
        return CustomerIdentity(creditCode: creditCode, byCode: byCode, byName: byName)
    }

    /// Why the customers of a row are not sure: the row waits.
    func partyConflicts(_ row: LedgerRow, _ parties: [Party]) -> [LedgerReport.Conflict] {
        parties.compactMap { party in
            switch party.identity {
            case .known, .new: nil
            case .differs(let others):
                row.conflict(
                    "creditCode", others.compactMap(\.creditCode).joined(separator: ", "), party.creditCode ?? "", "other-code")
            case .several(let others):
                row.conflict("customer", others.map(\.summary).joined(separator: "; "), party.name, "several-customers")
            }
        }
    }

    /// Another customer than the document has contradicts it. A warranty card may serve several.
    ///
    /// - Parameter kind: what the document is known to be.
    func linkConflicts(_ match: Match, _ parties: [Party], _ links: [LedgerLink], kind: String?) -> [LedgerReport.Conflict] {
        let card = DocumentKind.warrantyCard.rawValue
        guard match.document != nil, match.row.fields[.kind] != card, kind != card else { return [] }
        return parties.compactMap { party in
            guard let other = replaced(by: party, parties, links), !(updates && other.source == "ledger") else { return nil }
            return match.row.conflict("customer", other.name, party.name, "differs")
        }
    }

    /// The known customer whose place a party would take: in the same role, or in any role where the row names one customer only.
    private func replaced(by party: Party, _ parties: [Party], _ links: [LedgerLink]) -> LedgerLink? {
        if let known = party.known, links.contains(where: { $0.customer == known }) { return nil }
        let rest = links.filter { link in !parties.contains { $0.known == link.customer } }
        return rest.first { $0.role == party.role || parties.count == 1 }
    }

    /// Ties the customers of a row to its document; with `updates` they take the place of those that an earlier ledger named.
    mutating func link(
        _ document: Identifier, _ parties: [Party], _ customers: [Identifier], _ links: [LedgerLink], _ row: LedgerRow
    ) {
        for (party, customer) in zip(parties, customers) where !links.contains(where: { $0.customer == customer }) {
            guard seenLinks.insert("\(document) \(customer)").inserted else { continue }
            if updates, let other = replaced(by: party, parties, links), other.source == "ledger",
                seenLinks.insert("\(document) not \(other.customer)").inserted
            {
                report.changes.append(row.conflict("customer", other.name, party.name, "differs"))
                records.append(
                    Record(
                        DocumentUnlinked(document: document, customer: other.customer, role: other.role, source: "ledger")))
            }
            records.append(
                Record(DocumentLinked(document: document, customer: customer, role: party.role, source: "ledger")))
        }
    }

    /// Writes what is new about the customers of a row.
    mutating func settle(_ parties: [Party], _ row: LedgerRow) throws -> [Identifier] {
        try parties.enumerated().map { at, party in
            // Asked again: the same name may stand in the row twice.
            let customer = try settle(party, row)
            if at == 0 { try reach(customer, row) }
            return customer
        }
    }

    private mutating func settle(_ party: Party, _ row: LedgerRow) throws -> Identifier {
        switch try identity(party.name, creditCode: party.creditCode) {
        case .known(let customer, let code?):
            learned[customer] = code
            note(CustomerIdentity.Known(id: customer, name: party.name, creditCode: code))
            records.append(Record(CustomerChanged(customer: customer, changes: ["creditCode": .string(code)])))
            return customer
        case .known(let customer, nil):
            try sayOtherName(of: customer, party, row)
            return customer
        case .new, .differs, .several:
            let customer = mint.next()
            records.append(
                Record(
                    CustomerAdded(customer: customer, name: party.name, creditCode: party.creditCode, source: "ledger")))
            report.added.customers += 1
            let known = CustomerIdentity.Known(id: customer, name: party.name, creditCode: party.creditCode)
            newCustomers[Folding.nameKey(party.name), default: []].append(known)
            note(known)
            minted.insert(customer)
            return customer
        }
    }

    /// A code decides who is meant; where the name is another one, the row says so: somebody may have copied the code from the row above.
    private mutating func sayOtherName(of customer: Identifier, _ party: Party, _ row: LedgerRow) throws {
        guard let code = party.creditCode else { return }
        let all = try newCodes[code, default: []] + lookup.customers(creditCode: code)
        guard let known = all.first(where: { $0.id == customer }), Folding.nameKey(known.name) != Folding.nameKey(party.name)
        else { return }
        report.similar.append(row.conflict("customer", known.name, party.name, "same-code"))
    }

    private mutating func note(_ known: CustomerIdentity.Known) {
        if let code = known.creditCode { newCodes[code, default: []].append(known) }
    }

    // MARK: Contacts

    /// Writes how a customer can be reached. What adds to a contact of the same person completes it; with `updates` what an earlier ledger said of
    /// that person is replaced.
    private mutating func reach(_ customer: Identifier, _ row: LedgerRow) throws {
        let contact = LedgerContact(
            name: row.values[.contact], phone: row.values[.phone], email: row.values[.email], address: row.values[.address])
        guard contact != LedgerContact(name: nil, phone: nil, email: nil, address: nil) else { return }
        var known = try seenContacts[customer] ?? (minted.contains(customer) ? [] : lookup.contacts(of: customer))
        defer { seenContacts[customer] = known }
        if known.contains(where: { $0.fact.says(contact) }) { return }
        let same = known.firstIndex { other in
            guard let name = contact.key.name, other.fact.key.name == name, other.source == "ledger" else { return false }
            return contact.completes(other.fact) || updates
        }
        guard let same else {
            let id = mint.next()
            known.append(LedgerKnown(id: id, fact: contact, source: "ledger"))
            records.append(
                Record(
                    ContactAdded(
                        contact: id, customer: customer, name: contact.name, phone: contact.phone, email: contact.email,
                        address: contact.address, source: "ledger")))
            return
        }
        let changes = known[same].fact.changes(to: contact)
        if !contact.completes(known[same].fact) {
            report.changes.append(row.conflict("contact", known[same].fact.summary, contact.summary, "differs"))
        }
        known[same].fact = known[same].fact.with(contact)
        records.append(Record(ContactChanged(known[same].id, changes: .object(changes), source: "ledger")))
    }
}

extension LedgerRow {
    /// The row's credit code, where it checks.
    var validCreditCode: String? {
        values[.creditCode].map(CreditCode.written).flatMap { CreditCode.isValid($0) ? $0 : nil }
    }
}

extension CustomerIdentity.Known {
    /// `上海样例机电有限公司 (91310117MAXX20016A)`.
    var summary: String { "\(name) (\(creditCode ?? "–"))" }
}

extension LedgerContact {
    private static var members: [(String, WritableKeyPath<LedgerContact, String?>)] {
        [("name", \.name), ("phone", \.phone), ("email", \.email), ("address", \.address)]
    }

    /// Whether all of another contact is said here.
    func says(_ other: LedgerContact) -> Bool {
        LedgerContact.members.allSatisfy { other.key[keyPath: $0.1] == nil || other.key[keyPath: $0.1] == key[keyPath: $0.1] }
    }

    /// Whether nothing here contradicts another contact.
    func completes(_ other: LedgerContact) -> Bool {
        LedgerContact.members.allSatisfy { _, member in
            key[keyPath: member] == nil || other.key[keyPath: member] == nil || key[keyPath: member] == other.key[keyPath: member]
        }
    }

    /// The members in which another contact says something else.
    func changes(to other: LedgerContact) -> [JSON.Member] {
        LedgerContact.members.compactMap { name, member in
            guard let value = other[keyPath: member], other.key[keyPath: member] != key[keyPath: member] else { return nil }
            return JSON.Member(name, .string(value))
        }
    }

    /// This contact with what another one says.
    func with(_ other: LedgerContact) -> LedgerContact {
        var contact = self
        for (_, member) in LedgerContact.members {
            if let value = other[keyPath: member] { contact[keyPath: member] = value }
        }
        return contact
    }

    /// What a change shows.
    var summary: String { [name, phone, email, address].compactMap { $0 }.joined(separator: " ") }
}
