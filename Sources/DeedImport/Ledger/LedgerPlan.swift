public import DeedCore
import DeedText

/// Turns a ledger into records: who is who, which row is which file, and what is new. Writes nothing itself.
///
/// The same ledger again makes no record: everything is compared with what the archive knows, and with what this plan has added.
public struct LedgerPlan {
    /// What to write, in order.
    public internal(set) var records: [Record] = []
    /// How many records there are behind each row: a step ends behind a row.
    public internal(set) var marks: [Int] = []
    /// What was found.
    public internal(set) var report = LedgerReport()

    /// The rows, and documents of which several of them say different things.
    private var rows: [LedgerRow] = []
    private var contradicted: Set<Identifier> = []
    /// The plan before the first row.
    private var before: [LedgerPlan] = []

    let lookup: any LedgerLookup
    /// Whether values that an earlier ledger gave are replaced.
    let updates: Bool
    let company: LedgerCompany
    /// What the rows say of machines and customers, taken together: rows that contradict each other, or could be about another machine.
    let claims: LedgerClaims
    /// Goes on where the plan stopped.
    public internal(set) var mint: IdentifierMint
    /// Customers that this plan adds, by folded name, and all whose code it knows, by code.
    var newCustomers: [String: [CustomerIdentity.Known]] = [:]
    var newCodes: [String: [CustomerIdentity.Known]] = [:]
    /// Codes that this plan has found out about customers.
    var learned: [Identifier: String] = [:]
    /// Machines that this plan adds or has changed, by folded number.
    var seenMachines: [String: [LedgerMachine]] = [:]
    var minted: Set<Identifier> = []
    var seenContacts: [Identifier: [LedgerKnown<LedgerContact>]] = [:]
    var seenPurchases: [Identifier: [LedgerKnown<LedgerPurchase>]] = [:]
    var seenCovers: [Identifier: [LedgerKnown<LedgerCover>]] = [:]
    var seenLinks: Set<String> = []

    /// Reads the ledger against what is known.
    ///
    /// - Parameters:
    ///   - ownNames: names of the company itself: a party with one of them is no customer. When empty, the one party that stands
    ///     in every row is taken for the company.
    ///   - updates: whether a value that an earlier ledger gave is replaced by this one's; what a person said never is.
    /// - Throws: what the lookup throws.
    public init(
        _ file: LedgerFile, lookup: any LedgerLookup, ownNames: [String], updates: Bool = false, mint: IdentifierMint,
        proceed: () throws -> Void = {}
    ) throws {
        self.lookup = lookup
        self.updates = updates
        self.mint = mint
        let rows = file.rows
        company = LedgerCompany(rows, said: ownNames)
        claims = try LedgerClaims(rows, company: company, lookup: lookup, updates: updates)
        report.company = company
        report.similar = claims.similar
        let matches = try rows.map { row in
            try proceed()
            return try match(row)
        }
        contradicted = LedgerPlan.contradictions(matches)
        self.rows = rows
        before = [self]
        for match in matches {
            try proceed()
            try plan(match)
        }
        for sheet in file.sheets {
            report.skipped += sheet.skipped.map {
                LedgerReport.Skipped(sheet: sheet.name, line: $0.line, text: $0.text, reason: $0.reason)
            }
        }
    }

    /// Plans some of the rows anew, against what the archive knows now: others have written since, and the rows before these are
    /// written.
    public func again(_ range: Range<Int>, mint: IdentifierMint) throws -> LedgerPlan {
        guard var plan = before.first else { return self }
        plan.mint = mint
        for row in rows[range] { try plan.plan(try plan.match(row)) }
        return plan
    }

    // MARK: Which row is which file

    /// A row with the documents that it fits.
    struct Match {
        let row: LedgerRow
        let by: String
        let candidates: [Identifier]
        /// The document, where only one fits.
        var document: Identifier? { candidates.count == 1 ? candidates[0] : nil }
    }

    private func match(_ row: LedgerRow) throws -> Match {
        if let name = row.values[.fileName] {
            // D:\合同\HT-1.pdf, as a ledger from Windows has it.
            for name in [ImportPath.lastComponent(name), name.split(separator: "\\").last.map(String.init) ?? name] {
                let found = try lookup.documents(fileName: name)
                if !found.isEmpty { return Match(row: row, by: "file-name", candidates: found) }
            }
        }
        guard let number = row.fields[.number] else { return Match(row: row, by: "", candidates: []) }
        let ways: [(String, (String) throws -> [Identifier])] = [
            ("number", lookup.documents(number:)), ("name", lookup.documents(fileName:)), ("name", lookup.documents(nameHas:)),
            ("first-page", lookup.documents(firstPageHas:)),
        ]
        for (by, ask) in ways {
            let found = try ask(number)
            if found.isEmpty { continue }
            // HT-1.pdf beside HT1.pdf: the one that is written like the number.
            let exact = found.count > 1 ? try lookup.documents(found, written: number) : []
            return Match(row: row, by: by, candidates: exact.count == 1 ? exact : found)
        }
        return Match(row: row, by: "", candidates: [])
    }

    /// Documents of which several rows say different things. Rows that say more than others of the same file are no contradiction.
    private static func contradictions(_ matches: [Match]) -> Set<Identifier> {
        var said: [Identifier: [DocumentField: String]] = [:]
        var customers: [Identifier: String] = [:]
        var bad: Set<Identifier> = []
        for match in matches {
            guard let document = match.document else { continue }
            for (field, value) in match.row.fields {
                if let known = said[document]?[field] {
                    if !LedgerComparison.isSame(field, known, value) { bad.insert(document) }
                } else {
                    said[document, default: [:]][field] = value
                }
            }
            // Two customers for one contract; a warranty card may serve several machines of several customers.
            guard match.row.fields[.kind] != DocumentKind.warrantyCard.rawValue, match.row.serials.isEmpty,
                let customer = match.row.values[.customer].map(Folding.nameKey)
            else { continue }
            if let known = customers[document], known != customer { bad.insert(document) }
            customers[document] = customer
        }
        return bad
    }

    // MARK: What a row writes

    private mutating func plan(_ match: Match) throws {
        let row = match.row
        let isContradicted = match.document.map(contradicted.contains) ?? false
        for fault in row.faults {
            report.faults.append(
                LedgerReport.Fault(
                    sheet: row.sheet, line: row.line, column: fault.column?.rawValue ?? fault.heading, heading: fault.heading,
                    text: fault.text, reason: fault.reason, could: fault.could))
        }
        if let code = row.values[.creditCode], row.validCreditCode == nil {
            report.faults.append(
                LedgerReport.Fault(
                    sheet: row.sheet, line: row.line, column: LedgerColumn.creditCode.rawValue, heading: row.heading(.creditCode),
                    text: code, reason: CreditCode.isWritten(code) ? "bad-credit-code" : "not-a-credit-code", could: []))
        }
        let outcome: LedgerReport.Outcome
        if isContradicted {
            report.ambiguous.append(row.entry(match.candidates, reason: "contradicted"))
            outcome = .conflict
        } else {
            outcome = try write(match)
        }
        marks.append(records.count)
        report.lines.append(LedgerReport.Line(row: row, outcome: outcome, document: match.document))
    }

    /// Writes what is new of a row, or nothing of it where something contradicts what is confirmed.
    private mutating func write(_ match: Match) throws -> LedgerReport.Outcome {
        let row = match.row
        if let document = match.document {
            report.matched.append(
                LedgerReport.Match(sheet: row.sheet, line: row.line, document: document, by: match.by))
        }
        let facts = try match.document.map { try lookup.facts(of: $0) } ?? [:]
        let links = try match.document.map { try lookup.links(of: $0) } ?? []
        let comparison = LedgerComparison(row, known: facts, updates: updates)
        let parties = try parties(of: row)
        let works = try row.machines.map { try work(on: $0, row, parties) }
        let conflicts =
            row.contradictions + comparison.conflicts + claims.conflicts(row) + partyConflicts(row, parties)
            + linkConflicts(match, parties, links, kind: facts[.kind]?.value) + works.flatMap(\.conflicts)
        guard conflicts.isEmpty else {
            report.conflicts += conflicts
            return .conflict
        }
        let before = records.count
        let customers = try settle(parties, row)
        if let document = match.document {
            set(comparison, on: document)
            link(document, parties, customers, links, row)
        }
        for work in works { try perform(work, row, document: match.document, customer: customers.first) }
        if match.candidates.count > 1 {
            report.ambiguous.append(row.entry(match.candidates))
            return .unmatched
        }
        if match.document == nil, row.values[.fileName] != nil || row.fields[.number] != nil {
            report.rowsWithoutFile.append(row.entry([]))
            return .unmatched
        }
        return records.count > before ? .applied : .unchanged
    }

    private mutating func set(_ comparison: LedgerComparison, on document: Identifier) {
        report.changes += comparison.changes
        for (field, value) in comparison.writes where seenLinks.insert("\(document) \(field)").inserted {
            records.append(Record(DocumentSet(document: document, field: field.rawValue, value: value, source: "ledger")))
            report.added.facts += 1
        }
    }
}

extension LedgerRow {
    func entry(_ candidates: [Identifier], reason: String = "ambiguous") -> LedgerReport.Row {
        LedgerReport.Row(sheet: sheet, line: line, subject: subject, candidates: candidates, reason: reason)
    }
}
