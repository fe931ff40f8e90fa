public import DeedCore
import DeedText

/// Turns a ledger into records: who is who, which row is which file, and what is new. Writes nothing itself.
///
/// The same ledger again makes no record: everything is compared with what the archive knows, and with what this plan has added.
public struct LedgerPlan {
    /// What to write, in order.
    public private(set) var records: [Record] = []
    /// What was found.
    public private(set) var report = LedgerReport()

    private let lookup: any LedgerLookup
    private let own: Set<String>
    /// Goes on where the plan stopped.
    public private(set) var mint: IdentifierMint
    private var newCustomers: [String: Identifier] = [:]
    private var newSerials: [String: Identifier] = [:]
    private var minted: Set<Identifier> = []
    private var seenContacts: [Identifier: Set<LedgerContact>] = [:]
    private var seenPurchases: [Identifier: Set<LedgerPurchase>] = [:]
    private var seenCovers: [Identifier: Set<LedgerCover>] = [:]
    private var seenLinks: Set<String> = []

    /// Reads the ledger against what is known.
    ///
    /// - Parameters:
    ///   - ownNames: names of the company itself: a party with one of them is no customer. When empty, a party that stands
    ///     in more than half of the rows is taken for the company.
    /// - Throws: what the lookup throws.
    public init(_ file: LedgerFile, lookup: any LedgerLookup, ownNames: [String], mint: IdentifierMint) throws {
        self.lookup = lookup
        self.mint = mint
        own = Set(ownNames.isEmpty ? LedgerPlan.guessOwn(file.rows) : ownNames.map(Folding.nameKey))
        report.rows = file.rows.count
        var matches: [(row: LedgerRow, document: Identifier?, by: String)] = []
        for row in file.rows { matches.append(try match(row)) }
        let contradictions = LedgerPlan.contradictions(matches)
        for match in matches {
            if let document = match.document, contradictions.contains(document) {
                report.ambiguous.append(
                    LedgerReport.Row(line: match.row.line, subject: match.row.subject, candidates: [document]))
            } else {
                try plan(match.row, document: match.document, by: match.by)
            }
        }
    }

    /// The name that more than half of at least three rows have as a party.
    private static func guessOwn(_ rows: [LedgerRow]) -> [String] {
        guard rows.count >= 3 else { return [] }
        var counts: [String: Int] = [:]
        for row in rows {
            for name in Set([row.values[.partyA], row.values[.partyB]].compactMap { $0.map(Folding.nameKey) }) {
                counts[name, default: 0] += 1
            }
        }
        return counts.filter { $0.value * 2 > rows.count }.map(\.key)
    }

    // MARK: Which row is which file

    private mutating func match(_ row: LedgerRow) throws -> (row: LedgerRow, document: Identifier?, by: String) {
        for (by, candidates) in try candidates(of: row) where !candidates.isEmpty {
            if candidates.count == 1 { return (row, candidates[0], by) }
            report.ambiguous.append(LedgerReport.Row(line: row.line, subject: row.subject, candidates: candidates))
            return (row, nil, "ambiguous")
        }
        return (row, nil, "")
    }

    private func candidates(of row: LedgerRow) throws -> [(String, [Identifier])] {
        var found: [(String, [Identifier])] = []
        if let name = row.values[.fileName] {
            found.append(("file-name", try lookup.documents(fileName: ImportPath.lastComponent(name))))
        }
        guard found.allSatisfy({ $0.1.isEmpty }), let number = row.fields[.number] else { return found }
        found.append(("number", try lookup.documents(number: number)))
        if found.allSatisfy({ $0.1.isEmpty }) { found.append(("name", try lookup.documents(nameHas: number))) }
        if found.allSatisfy({ $0.1.isEmpty }) { found.append(("first-page", try lookup.documents(firstPageHas: number))) }
        return found
    }

    /// Documents that several rows name with different facts.
    private static func contradictions(_ matches: [(row: LedgerRow, document: Identifier?, by: String)]) -> Set<Identifier> {
        var first: [Identifier: [DocumentField: String]] = [:]
        var bad: Set<Identifier> = []
        for match in matches {
            guard let document = match.document else { continue }
            if let known = first[document] {
                if known != match.row.fields { bad.insert(document) }
            } else {
                first[document] = match.row.fields
            }
        }
        return bad
    }

    // MARK: What a row writes

    private mutating func plan(_ row: LedgerRow, document: Identifier?, by: String) throws {
        var row = row
        let purchase = LedgerPurchase(date: row.date(.saleDate), invoice: row.values[.invoice])
        let starts = row.date(.warrantyStarts)
        let months = row.count(.warrantyMonths)
        let ends = row.date(.warrantyEnds)
        for fault in row.faults {
            report.faults.append(LedgerReport.Fault(line: row.line, column: fault.column.rawValue, text: fault.text))
        }
        let parties = try parties(of: row)
        if let document {
            report.matched.append(LedgerReport.Match(line: row.line, document: document, by: by))
            try set(row, on: document, parties: parties)
        } else if by.isEmpty, row.values[.fileName] != nil || row.fields[.number] != nil {
            report.rowsWithoutFile.append(LedgerReport.Row(line: row.line, subject: row.subject, candidates: []))
        }
        guard let number = row.values[.serial] else { return }
        let serial = try serial(number, model: row.values[.model], customer: parties.first?.customer)
        try sell(serial, to: parties.first?.customer, purchase)
        guard months != nil || ends != nil else { return }
        let page = try document.flatMap { try lookup.page(of: $0, having: number) }
        for covers in LedgerValue.covers(row.values[.covers]) {
            let cover = LedgerCover(covers: covers, starts: starts ?? purchase.date, months: months, ends: ends)
            try promise(cover, on: serial, document: document, page: page, row: row)
        }
    }

    /// The customers of a row with their roles; new ones are added.
    private mutating func parties(of row: LedgerRow) throws -> [(customer: Identifier, role: String)] {
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
        var known = try seenContacts[customer] ?? Set(minted.contains(customer) ? [] : lookup.contacts(of: customer))
        guard known.insert(contact).inserted else { return }
        seenContacts[customer] = known
        records.append(
            .contactAdded(
                ContactAdded(
                    contact: mint.next(), customer: customer, name: contact.name, phone: contact.phone, email: contact.email,
                    address: contact.address, source: "ledger")))
    }

    private mutating func set(_ row: LedgerRow, on document: Identifier, parties: [(customer: Identifier, role: String)]) throws {
        let known = try lookup.facts(of: document)
        var given = row.fields
        if let text = row.values[.expires], LedgerValue.isPerpetual(text) { given[.perpetual] = "yes" }
        let ordered = DocumentField.allCases.compactMap { field in given[field].map { (field, $0) } }
        let conflicts = ordered.filter { field, value in known[field].map { $0.value != value } ?? false }
        for (field, value) in conflicts {
            report.conflicts.append(
                LedgerReport.Conflict(
                    line: row.line, subject: row.subject, field: field.rawValue, known: known[field]?.value ?? "", given: value))
        }
        guard conflicts.isEmpty else { return }
        for (field, value) in ordered where known[field] == nil && seenLinks.insert("\(document) \(field)").inserted {
            records.append(.documentSet(DocumentSet(document: document, field: field.rawValue, value: value, source: "ledger")))
            report.added.facts += 1
        }
        let links = try lookup.links(of: document)
        for party in parties where !links.contains(where: { $0.customer == party.customer }) {
            guard seenLinks.insert("\(document) \(party.customer)").inserted else { continue }
            records.append(
                .documentLinked(DocumentLinked(document: document, customer: party.customer, role: party.role, source: "ledger")))
        }
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

    private mutating func promise(
        _ cover: LedgerCover, on serial: Identifier, document: Identifier?, page: Int64?, row: LedgerRow
    ) throws {
        var known = try seenCovers[serial] ?? Set(minted.contains(serial) ? [] : lookup.covers(of: serial))
        if known.contains(cover) { return }
        // The same promise from the same day with another end contradicts what is there; another day is a further promise.
        if let other = known.first(where: { $0.covers == cover.covers && $0.starts == cover.starts }) {
            report.conflicts.append(
                LedgerReport.Conflict(
                    line: row.line, subject: row.values[.serial] ?? row.subject, field: "cover", known: other.summary,
                    given: cover.summary))
            return
        }
        known.insert(cover)
        seenCovers[serial] = known
        report.added.covers += 1
        records.append(
            .coverAdded(
                CoverAdded(
                    cover: mint.next(), serial: serial, covers: cover.covers, starts: cover.starts, months: cover.months,
                    ends: cover.ends, document: document, page: page, source: "ledger")))
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

extension LedgerRow {
    /// What a person knows the row by.
    var subject: String {
        values[.number] ?? values[.fileName] ?? values[.title] ?? values[.serial] ?? values[.customer] ?? ""
    }
}
