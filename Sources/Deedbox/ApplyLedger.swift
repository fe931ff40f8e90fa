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
    /// Without an import: all documents that no ledger speaks of are reconciled with the rows.
    public var reconcilesArchive = false
    /// Columns and sheets chosen by hand, and the name of a saved mapping.
    public var choices = LedgerChoices()
    /// Whether values that an earlier ledger gave are replaced by this one's.
    public var updates = false
    /// Names of the company itself, as somebody gave them with this ledger; none: those of the setting.
    public var ownNames: [String] = []
    /// Looks and tells, but writes nothing.
    public var dryRun = false
    /// Files that a dry run would bring in: rows may name them.
    public var planned = PlannedFiles()

    /// A ledger at `source`.
    public init(_ source: String, importRun: Identifier? = nil) {
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
        /// The name under which the columns were saved, when they were.
        public var savedAs: String?
        /// Whether it was only looked at.
        public var dryRun: Bool
    }

    /// The most bytes of a ledger.
    private static let limit = 256 << 20

    /// Reads the ledger, so that a broken one is known before anything is imported. A workbook is read by a worker, behind walls.
    ///
    /// - Throws: ``Failure`` `sourceNotFound`, `sourceUnreadable`, `ledgerUnreadable`, `badUse`, `badValue`.
    public func read(in session: VaultSession, extractor: Extractor) throws -> LedgerFile {
        let reader = try SourceReader(path: Array(source.utf8))
        defer { reader.close() }
        let head = try reader.head(4)
        let bytes = try reader.bytes(upTo: min(Int(clamping: reader.size()), ApplyLedger.limit) + 1)
        guard bytes.count <= ApplyLedger.limit else { throw Failure(.ledgerUnreadable, source, detail: "larger than 256 MiB") }
        var choices = choices
        choices.saved = try session.catalog.ledgerMappings().map {
            SavedMapping(name: $0.name, headings: $0.headings, columns: $0.mapping)
        }
        let hash = ObjectHash.of(bytes)
        // ZIP, or the container of old and of encrypted workbooks: only the worker looks into them.
        if head.starts(with: [0x50, 0x4B]) || head == [0xD0, 0xCF, 0x11, 0xE0] {
            let book = try workbook(reader, extractor)
            let tables = book.sheets.map { LedgerTable($0, uses1904: book.uses1904) }
            return try LedgerFile(source: source, sha256: hash, charset: nil, tables: tables, choices: choices)
        }
        let charset = TextCharset.detect(bytes)
        let table = LedgerTable(csv: charset.decode(bytes))
        return try LedgerFile(source: source, sha256: hash, charset: charset, tables: [table], choices: choices)
    }

    private func workbook(_ reader: SourceReader, _ extractor: Extractor) throws -> TableBook {
        // A kernel without walls is known before the file is opened in a worker.
        try extractor.start()
        let name = source.split(separator: "/").last.map(String.init) ?? source
        do throws(TableFault) {
            return try extractor.table(of: reader.descriptor, name: name, sheets: choices.sheets)
        } catch {
            let detail = [error.reason, error.detail].filter { !$0.isEmpty }.joined(separator: ": ")
            throw Failure(.ledgerUnreadable, source, detail: detail)
        }
    }

    /// Applies a ledger that was read.
    ///
    /// - Throws: ``Failure`` of the commit.
    public func run(_ file: LedgerFile, in session: VaultSession) throws -> Answer {
        var report = LedgerReport()
        var written = 0
        var savedAs: String?
        let lookup = CatalogLookup(session, planned: planned)
        try session.commit {
            let plan = try LedgerPlan(
                file, lookup: lookup, ownNames: ownNames.isEmpty ? session.settings.ownNames : ownNames, updates: updates,
                mint: session.mint)
            report = plan.report
            guard !dryRun else { return [] }
            let mappings = try newMappings(file, in: session)
            savedAs = mappings.first?.name
            let records = mappings.map(Record.ledgerMapped) + plan.records
            guard !records.isEmpty else { return [] }
            session.mint = plan.mint
            let all = plan.records.isEmpty ? records : [.ledgerImported(note(file, report))] + records
            written = all.count
            return all
        }
        report.filesWithoutRow = try filesWithoutRow(report, in: session)
        return Answer(file: file, report: report, written: written, savedAs: savedAs, dryRun: dryRun)
    }

    private func note(_ file: LedgerFile, _ report: LedgerReport) -> LedgerImported {
        LedgerImported(
            run: importRun, source: file.source, sha256: file.sha256, rows: Int64(report.rows),
            matched: Int64(report.matched.count),
            conflicts: Int64(report.conflicts.count), mapping: file.mapping.json)
    }

    /// What a person decided about columns and is not remembered yet: under the name given, else under the ledger's own.
    private func newMappings(_ file: LedgerFile, in session: VaultSession) throws -> [LedgerMapped] {
        let base = source.split(separator: "/").last.map(String.init) ?? source
        let stem = base.lastIndex(of: ".").map { String(base[..<$0]) } ?? base
        guard let name = choices.mapping ?? (choices.assignments.isEmpty ? nil : stem), !name.isEmpty else { return [] }
        let known = try session.catalog.ledgerMappings(named: name)
        var made: [LedgerMapped] = []
        for sheet in file.sheets {
            let body = LedgerMapped(
                name: name, headings: sheet.mapping.headings.filter { !$0.isEmpty }, mapping: sheet.mapping.json)
            let isKnown = known.contains { $0.headings == body.headings && $0.mapping == body.mapping }
            if !isKnown, !made.contains(where: { $0.headings == body.headings }) { made.append(body) }
        }
        return made
    }

    /// Documents that no row names: of the import, else of the archive.
    private func filesWithoutRow(_ report: LedgerReport, in session: VaultSession) throws -> [Identifier] {
        let all: [Identifier]
        if let importRun {
            all = try session.catalog.ids(DocumentFilter(run: importRun))
        } else if reconcilesArchive {
            all = try session.catalog.documentsWithoutLedger()
        } else {
            return []
        }
        let named = Set(report.matched.map(\.document)).union(report.ambiguous.flatMap(\.candidates))
        return all.filter { !named.contains($0) }
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

    func links(of document: Identifier) throws -> [LedgerLink] {
        if planned.contains(document) { return [] }
        return try catalog.customers(of: document).map {
            LedgerLink(customer: $0.id, name: $0.name, role: $0.role, source: $0.source)
        }
    }

    func customers(creditCode: String) throws -> [CustomerIdentity.Known] { try catalog.customers(creditCode: creditCode) }
    func customers(named name: String) throws -> [CustomerIdentity.Known] { try catalog.knownCustomers(named: name) }

    func contacts(of customer: Identifier) throws -> [LedgerKnown<LedgerContact>] {
        try catalog.contacts(of: customer).map {
            LedgerKnown(
                id: $0.id, fact: LedgerContact(name: $0.name, phone: $0.phone, email: $0.email, address: $0.address),
                source: $0.source)
        }
    }

    func machines(folding number: String) throws -> [LedgerMachine] {
        try catalog.serials(number: number).map { row in
            let owner = try row.customer.flatMap { try catalog.knownCustomer($0) }
            return LedgerMachine(id: row.id, number: row.number, model: row.model, owner: owner, source: row.source)
        }
    }

    func purchases(of serial: Identifier) throws -> [LedgerKnown<LedgerPurchase>] {
        try catalog.purchases(ofSerial: serial).map {
            LedgerKnown(
                id: $0.id, fact: LedgerPurchase(date: $0.date, invoice: $0.invoice, customer: $0.customer?.id), source: $0.source)
        }
    }

    func covers(of serial: Identifier) throws -> [LedgerKnown<LedgerCover>] {
        try catalog.covers(ofSerial: serial).map { LedgerKnown(id: $0.id, fact: LedgerCover($0), source: $0.source) }
    }

    func coversTakenBack(of serial: Identifier) throws -> [LedgerCover] {
        try catalog.coversTakenBack(ofSerial: serial).map { LedgerCover($0) }
    }

    func page(of document: Identifier, having text: String) throws -> Int64? {
        if planned.contains(document) { return nil }
        let object = try catalog.details(of: document).summary.object
        let key = Folding.serialKey(text)
        return try index().pages(of: object).first { Folding.serialKey($0.text).contains(key) }.map { Int64($0.number) }
    }
}

extension LedgerCover {
    init(_ row: CoverRow) {
        self.init(covers: row.kind, starts: row.cover.starts, months: row.cover.months.map(Int64.init), ends: row.cover.stated)
    }
}
