import DeedCatalog
import DeedClock
public import DeedCore
public import DeedImport
import DeedSearch
import DeedSystem
import DeedText
import DeedVault

/// Legal staff give their 台账 along: its rows become customers, facts, machines and covers, and what does not fit is listed.
public struct ApplyLedger {
    /// The absolute path of the ledger.
    public var source: String
    /// The import that the ledger came with: its files are reconciled with the rows.
    public var importRun: Identifier?
    /// Columns given by hand, `expires=终止日`.
    public var assignments: [String] = []
    /// Looks and tells, but writes nothing.
    public var dryRun = false
    /// Files that a dry run would bring in: rows may name them.
    public var planned = PlannedFiles()

    /// A ledger at `source`.
    public init(_ source: String, importRun: Identifier?) {
        self.source = source
        self.importRun = importRun
    }

    /// What came of it.
    public struct Answer: Sendable {
        /// The ledger as it was read.
        public var file: LedgerFile
        /// Both-way reconciliation.
        public var report: LedgerReport
        /// Records written.
        public var written: Int
    }

    /// Reads the ledger, so that a broken one is known before anything is imported.
    ///
    /// - Throws: ``Failure`` `sourceNotFound`, `sourceUnreadable`, `ledgerUnreadable`, `badUse`.
    public func read() throws -> LedgerFile {
        let reader = try SourceReader(path: Array(source.utf8))
        defer { reader.close() }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try reader.fill($0) }
            if count == 0 { break }
            bytes.append(contentsOf: buffer[..<count])
            guard bytes.count <= 256 << 20 else { throw Failure(.ledgerUnreadable, source, detail: "larger than 256 MiB") }
        }
        return try LedgerFile(source: source, bytes: bytes, sha256: ObjectHash.of(bytes), assignments: assignments)
    }

    /// Applies a ledger that was read.
    ///
    /// - Throws: ``Failure`` of the commit.
    public func run(_ file: LedgerFile, in session: VaultSession) throws -> Answer {
        var report = LedgerReport()
        var written = 0
        let lookup = CatalogLookup(session, planned: planned)
        try session.commit {
            let plan = try LedgerPlan(file, lookup: lookup, ownNames: session.settings.ownNames, mint: session.mint)
            report = plan.report
            guard !plan.records.isEmpty, !dryRun else { return [] }
            written = plan.records.count + 1
            session.mint = plan.mint
            return [.ledgerImported(note(file, report))] + plan.records
        }
        report.filesWithoutRow = try filesWithoutRow(report, in: session)
        return Answer(file: file, report: report, written: written)
    }

    private func note(_ file: LedgerFile, _ report: LedgerReport) -> LedgerImported {
        LedgerImported(
            run: importRun, source: file.source, sha256: file.sha256, rows: Int64(report.rows),
            matched: Int64(report.matched.count),
            conflicts: Int64(report.conflicts.count), mapping: file.mapping.json)
    }

    /// Documents of the run that no row names.
    private func filesWithoutRow(_ report: LedgerReport, in session: VaultSession) throws -> [Identifier] {
        guard let importRun else { return [] }
        let named = Set(report.matched.map(\.document)).union(report.ambiguous.flatMap(\.candidates))
        return try session.catalog.ids(DocumentFilter(run: importRun)).filter { !named.contains($0) }
    }
}

/// Answers a ledger's questions from the catalog and the texts.
struct CatalogLookup: LedgerLookup {
    private let catalog: Catalog
    private let index: () throws -> SearchIndex
    private let planned: PlannedFiles

    init(_ session: VaultSession, planned: PlannedFiles) {
        catalog = session.catalog
        index = session.index
        self.planned = planned
    }

    func documents(fileName: String) throws -> [Identifier] {
        let known = try catalog.documents(fileName: fileName)
        return known.isEmpty ? planned.documents(fileName: fileName) : known
    }

    func documents(number: String) throws -> [Identifier] { try catalog.documents(number: number) }

    func documents(nameHas number: String) throws -> [Identifier] {
        let key = Folding.numberKey(number)
        let documents = try hits(number).map(\.document)
        return try catalog.summaries(of: documents).filter { document in
            document.names.contains { Folding.numberKey($0).contains(key) }
        }.map(\.id)
    }

    func documents(firstPageHas number: String) throws -> [Identifier] {
        let key = Folding.numberKey(number)
        return try hits(number).filter { hit in
            try index().pages(of: hit.object).first.map { Folding.numberKey($0.text).contains(key) } ?? false
        }.map(\.document)
    }

    /// Documents with the number as a whole, wherever it stands; one of a few characters would mean anything.
    private func hits(_ number: String) throws -> [FindHit] {
        guard Folding.numberKey(number).utf8.count >= 4 else { return [] }
        return try index().find("\"\(number)\"", filter: FindFilter(), order: .newest, limit: 20).hits
    }

    func facts(of document: Identifier) throws -> [DocumentField: (value: String, source: String)] {
        var facts: [DocumentField: (value: String, source: String)] = [:]
        if planned.contains(document) { return facts }
        for fact in try catalog.facts(of: document).values {
            if let field = DocumentField(rawValue: fact.field) { facts[field] = (fact.value, fact.source) }
        }
        return facts
    }

    func links(of document: Identifier) throws -> [(customer: Identifier, role: String)] {
        planned.contains(document) ? [] : try catalog.customers(of: document).map { ($0.id, $0.role) }
    }

    func customer(creditCode: String) throws -> Identifier? { try catalog.customer(creditCode: creditCode) }
    func customer(named name: String) throws -> Identifier? { try catalog.customers(named: name).first }

    func contacts(of customer: Identifier) throws -> [LedgerContact] {
        try catalog.contacts(of: customer).map {
            LedgerContact(name: $0.name, phone: $0.phone, email: $0.email, address: $0.address)
        }
    }

    func serial(number: String) throws -> Identifier? { try catalog.serials(number: number).first?.id }

    func purchases(of serial: Identifier) throws -> [LedgerPurchase] {
        try catalog.purchases(ofSerial: serial).map { LedgerPurchase(date: $0.date, invoice: $0.invoice) }
    }

    func covers(of serial: Identifier) throws -> [LedgerCover] {
        try catalog.covers(ofSerial: serial).map {
            LedgerCover(covers: $0.kind, starts: $0.cover.starts, months: $0.cover.months.map(Int64.init), ends: $0.cover.stated)
        }
    }

    func page(of document: Identifier, having text: String) throws -> Int64? {
        if planned.contains(document) { return nil }
        let object = try catalog.details(of: document).summary.object
        let key = Folding.serialKey(text)
        return try index().pages(of: object).first { Folding.serialKey($0.text).contains(key) }.map { Int64($0.number) }
    }
}
