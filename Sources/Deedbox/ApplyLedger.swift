public import DeedCatalog
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
    /// Polled between rows while they are planned, and between steps while they are written.
    public var shouldStop: @Sendable () -> Bool = { false }
    /// The most files without a row that the answer describes: who prints a few needs no more.
    public var describes = Int.max
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
        /// The run, as `ledger show` and `ledger withdraw` take it; `nil` where nothing was written.
        public var run: Identifier?
        /// Records that its rows ask for, those of a dry run too.
        public var planned = 0
        /// Whether the ledger itself is a document of the archive.
        public var isAmongPapers = false
        /// The first files without a row, as lists show them: see ``ApplyLedger/describes``.
        public var files: [DocumentSummary] = []
    }

    /// The most bytes of a ledger.
    private static let limit = 256 << 20

    /// Reads the ledger, so that a broken one is known before anything is imported. A workbook is read by a worker, behind walls.
    ///
    /// - Throws: ``Failure`` `sourceNotFound`, `sourceUnreadable`, `ledgerUnreadable`, `badUse`, `badValue`.
    public func read(in session: VaultSession, extractor: Extractor) throws -> LedgerFile {
        try session.require(.bringIn)
        guard VaultSigns.around(Array(source.utf8)) == nil else { throw Failure(.sourceInVault, source) }
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
            if error.reason == Extractor.stopped { throw ExtractionStopped() }
            let detail = [error.reason, error.detail].filter { !$0.isEmpty }.joined(separator: ": ")
            throw Failure(.ledgerUnreadable, source, detail: detail)
        }
    }

    /// Applies a ledger that was read.
    ///
    /// All of it is planned before anything is written, on what the archive knows then, and without the vault's lock. Then it is
    /// written in steps: see ``LedgerSteps``. A dry run takes no lock at all.
    ///
    /// - Throws: ``Failure`` of the commits; ``ExtractionStopped`` when the person wanted to stop. What was written before stays, and the
    ///   same ledger again does the rest.
    public func run(_ file: LedgerFile, in session: VaultSession) throws -> Answer {
        try session.require(.bringIn)
        let ledgers = try ledgerDocuments(file, in: session)
        let lookup = CatalogLookup(session, planned: planned, ledgers: ledgers)
        // What others write meanwhile is behind `place`.
        let (place, plan) = try lookup.inOneState {
            let place = try session.catalog.position()?.seq
            let plan = try LedgerPlan(
                file, lookup: lookup, ownNames: ownNames.isEmpty ? session.settings.ownNames : ownNames, updates: updates,
                mint: session.mint, proceed: proceed)
            return (place, plan)
        }
        var answer = Answer(file: file, report: plan.report, written: 0, savedAs: nil, dryRun: dryRun)
        answer.planned = plan.records.count
        if !dryRun {
            let mappings = try newMappings(file, in: session)
            answer.savedAs = mappings.first?.name
            var steps = LedgerSteps(plan, at: place, session: session, lookup: lookup)
            answer.written = try steps.write(mappings, proceed: proceed) { run, report in
                LedgerImported(
                    ledger: run, run: importRun, source: file.source, sha256: file.sha256, rows: Int64(report.rows),
                    matched: Int64(report.matched.count), conflicts: Int64(report.conflicts.count), mapping: file.mapping.json)
            }
            answer.run = steps.run
            answer.report = steps.report
        }
        answer.report.filesWithoutRow = try filesWithoutRow(answer.report, ledgers, in: session)
        answer.files = try session.catalog.summaries(of: Array(answer.report.filesWithoutRow.prefix(describes)))
        answer.isAmongPapers = try session.catalog.document(for: file.sha256) != nil
        return answer
    }

    private func proceed() throws {
        if shouldStop() { throw ExtractionStopped() }
    }

    /// Documents that are ledgers themselves, this one and earlier ones: they often lie among the papers, and name every one of them.
    private func ledgerDocuments(_ file: LedgerFile, in session: VaultSession) throws -> Set<Identifier> {
        var objects = try session.catalog.ledgerObjects()
        objects.insert(file.sha256)
        return Set(try objects.compactMap { try session.catalog.document(for: $0) })
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
    private func filesWithoutRow(_ report: LedgerReport, _ ledgers: Set<Identifier>, in session: VaultSession) throws
        -> [Identifier]
    {
        let all: [Identifier]
        if let importRun {
            all = try session.catalog.ids(DocumentFilter(run: importRun))
        } else if reconcilesArchive {
            all = try session.catalog.documentsWithoutLedger()
        } else {
            return []
        }
        let named = Set(report.matched.map(\.document)).union(report.ambiguous.flatMap(\.candidates)).union(ledgers)
        return all.filter { !named.contains($0) }
    }
}
