import DeedCatalog
import DeedCore
import DeedImport
import DeedSearch
import DeedText

/// Answers a ledger's questions from the catalog and the texts.
struct CatalogLookup: LedgerLookup {
    private let catalog: Catalog
    private let index: () throws -> SearchIndex
    private let planned: PlannedFiles
    /// Documents that are ledgers: no row means them.
    private let ledgers: Set<Identifier>
    private let memory = Memory()

    /// What the texts have answered: the search is asked once for a number, and never under the vault's lock.
    private final class Memory {
        var hits: [String: [FindHit]] = [:]
        var firstPages: [ObjectID: String] = [:]
        var pages: [String: Int64?] = [:]
        var isLocked = false
        /// What the catalog has answered, while it is in one state.
        var state: State?
    }

    /// Answers of the catalog in one state: several rows, and each of them several times, ask the same.
    private final class State {
        var customers: [String: [CustomerIdentity.Known]] = [:]
        var owners: [Identifier: CustomerIdentity.Known?] = [:]
        var machines: [String: [LedgerMachine]] = [:]
        var covers: [Identifier: [LedgerKnown<LedgerCover>]] = [:]
    }

    init(_ session: VaultSession, planned: PlannedFiles, ledgers: Set<Identifier>) {
        catalog = session.catalog
        index = session.index
        self.planned = planned
        self.ledgers = ledgers
    }

    /// Runs questions that see one state of the catalog, whatever others write meanwhile. What is asked again is not looked up again.
    func inOneState<Answer>(_ body: () throws -> Answer) throws -> Answer {
        memory.state = State()
        defer { memory.state = nil }
        return try catalog.unchanging(body)
    }

    private func once<Key: Hashable, Value>(
        _ answers: ReferenceWritableKeyPath<State, [Key: Value]>, _ key: Key, _ ask: () throws -> Value
    ) rethrows -> Value {
        if let known = memory.state?[keyPath: answers][key] { return known }
        let value = try ask()
        memory.state?[keyPath: answers][key] = value
        return value
    }

    /// Asks the catalog only; of the texts what is known already. For a plan that is made again under the lock.
    func locked<Answer>(_ ask: () throws -> Answer) rethrows -> Answer {
        memory.isLocked = true
        defer { memory.isLocked = false }
        return try ask()
    }

    func documents(fileName: String) throws -> [Identifier] {
        let known = try papers(catalog.documents(fileName: fileName))
        return known.isEmpty ? planned.documents(fileName: fileName) : known
    }

    func documents(number: String) throws -> [Identifier] { try papers(catalog.documents(number: number)) }

    func documents(_ candidates: [Identifier], written number: String) throws -> [Identifier] {
        let written = Folding.folded(number)
        func isWritten(_ name: String) -> Bool { [name, PlannedFiles.stem(name)].contains { Folding.folded($0) == written } }
        let known = try catalog.summaries(of: candidates.filter { !planned.contains($0) }).filter { document in
            document.number.map { Folding.folded($0) == written } ?? document.names.contains(where: isWritten)
        }.map(\.id)
        return known + candidates.filter { planned.name(of: $0).map(isWritten) ?? false }
    }

    private func papers(_ documents: [Identifier]) -> [Identifier] {
        ledgers.isEmpty ? documents : documents.filter { !ledgers.contains($0) }
    }

    func documents(nameHas number: String) throws -> [Identifier] {
        let key = Folding.numberKey(number)
        let documents = try hits(number).map(\.document)
        return try catalog.summaries(of: documents).filter { document in
            document.names.contains { Folding.numberKey($0).contains(key) }
        }.map(\.id)
    }

    func documents(firstPageHas number: String) throws -> [Identifier] {
        let key = Folding.numberKey(number)
        return try hits(number).filter { try firstPage(of: $0.object).contains(key) }.map(\.document)
    }

    /// Documents with the number as a whole, wherever it stands; one of a few characters would mean anything.
    private func hits(_ number: String) throws -> [FindHit] {
        guard Folding.numberKey(number).utf8.count >= 4 else { return [] }
        if let known = memory.hits[number] { return known }
        guard !memory.isLocked else { return [] }
        let plain = number.replacing("\"", with: " ")
        let found = try index().find("\"\(plain)\"", filter: FindFilter(), order: .newest, limit: 20).hits.filter {
            !ledgers.contains($0.document)
        }
        memory.hits[number] = found
        return found
    }

    /// The folded text of a document's first page.
    private func firstPage(of object: ObjectID) throws -> String {
        if let known = memory.firstPages[object] { return known }
        guard !memory.isLocked else { return "" }
        let text = try index().pages(of: object).first.map { Folding.numberKey($0.text) } ?? ""
        if memory.firstPages.count < 1000 { memory.firstPages[object] = text }
        return text
    }

    func facts(of document: Identifier) throws -> [DocumentField: (value: String, source: String)] {
        var facts: [DocumentField: (value: String, source: String)] = [:]
        if planned.contains(document) { return facts }
        for fact in try catalog.facts(of: document).values {
            if let field = DocumentField(rawValue: fact.field) { facts[field] = (fact.value, fact.source) }
        }
        if facts[.title] == nil { facts[.title] = (try catalog.title(of: document), LedgerComparison.byName) }
        return facts
    }

    func links(of document: Identifier) throws -> [LedgerLink] {
        if planned.contains(document) { return [] }
        return try catalog.customers(of: document).map {
            LedgerLink(customer: $0.id, name: $0.name, role: $0.role, source: $0.source)
        }
    }

    func customers(creditCode: String) throws -> [CustomerIdentity.Known] { try catalog.customers(creditCode: creditCode) }
    func customers(named name: String) throws -> [CustomerIdentity.Known] {
        try once(\.customers, name) { try catalog.knownCustomers(named: name) }
    }

    func contacts(of customer: Identifier) throws -> [LedgerKnown<LedgerContact>] {
        try catalog.contacts(of: customer).map {
            LedgerKnown(
                id: $0.id, fact: LedgerContact(name: $0.name, phone: $0.phone, email: $0.email, address: $0.address),
                source: $0.source)
        }
    }

    func machines(folding number: String) throws -> [LedgerMachine] {
        try once(\.machines, number) {
            try catalog.serials(number: number).map { row in
                let owner = try row.customer.flatMap { id in try once(\.owners, id) { try catalog.knownCustomer(id) } }
                return LedgerMachine(id: row.id, number: row.number, model: row.model, owner: owner, source: row.source)
            }
        }
    }

    func isMachineTakenBack(_ number: String) throws -> Bool { try catalog.isMachineTakenBack(number: number) }

    func purchases(of serial: Identifier) throws -> [LedgerKnown<LedgerPurchase>] {
        try catalog.purchases(ofSerial: serial).map {
            LedgerKnown(
                id: $0.id, fact: LedgerPurchase(date: $0.date, invoice: $0.invoice, customer: $0.customer?.id), source: $0.source)
        }
    }

    func covers(of serial: Identifier) throws -> [LedgerKnown<LedgerCover>] {
        try once(\.covers, serial) {
            try catalog.covers(ofSerial: serial).map { LedgerKnown(id: $0.id, fact: LedgerCover($0), source: $0.source) }
        }
    }

    func coversTakenBack(of serial: Identifier) throws -> [LedgerCover] {
        try catalog.coversTakenBack(ofSerial: serial).map { LedgerCover($0) }
    }

    func page(of document: Identifier, having text: String) throws -> Int64? {
        if planned.contains(document) { return nil }
        let key = Folding.serialKey(text)
        let place = "\(document) \(key)"
        if let known = memory.pages[place] { return known }
        guard !memory.isLocked else { return nil }
        let page = try index().pages(of: catalog.object(of: document)).first { Folding.serialKey($0.text).contains(key) }.map {
            Int64($0.number)
        }
        memory.pages[place] = .some(page)
        return page
    }
}

extension LedgerCover {
    init(_ row: CoverRow) {
        self.init(covers: row.kind, starts: row.cover.starts, months: row.cover.months.map(Int64.init), ends: row.cover.stated)
    }
}
