public import DeedCore
import DeedText

/// Turns a ledger into records: who is who, which row is which file, and what is new. Writes nothing itself.
///
/// The same ledger again makes no record: everything is compared with what the archive knows, and with what this plan has added.
public struct LedgerPlan {
    /// What to write, in order.
    public internal(set) var records: [Record] = []
    /// What was found.
    public internal(set) var report = LedgerReport()

    let lookup: any LedgerLookup
    /// Whether values that an earlier ledger gave are replaced.
    let updates: Bool
    let own: Set<String>
    /// Goes on where the plan stopped.
    public internal(set) var mint: IdentifierMint
    var newCustomers: [String: Identifier] = [:]
    var newSerials: [String: Identifier] = [:]
    var minted: Set<Identifier> = []
    var seenContacts: [Identifier: Set<LedgerContact>] = [:]
    var seenPurchases: [Identifier: Set<LedgerPurchase>] = [:]
    var seenCovers: [Identifier: Set<LedgerCover>] = [:]
    var seenLinks: Set<String> = []

    /// Reads the ledger against what is known.
    ///
    /// - Parameters:
    ///   - ownNames: names of the company itself: a party with one of them is no customer. When empty, a party that stands
    ///     in more than half of the rows is taken for the company.
    ///   - updates: whether a value that an earlier ledger gave is replaced by this one's; what a person said never is.
    /// - Throws: what the lookup throws.
    public init(
        _ file: LedgerFile, lookup: any LedgerLookup, ownNames: [String], updates: Bool = false, mint: IdentifierMint
    ) throws {
        self.lookup = lookup
        self.updates = updates
        self.mint = mint
        let rows = file.rows
        own = Set(ownNames.isEmpty ? LedgerPlan.guessOwn(rows) : ownNames.map(Folding.nameKey))
        let matches = try rows.map { try match($0) }
        let contradictions = LedgerPlan.contradictions(matches)
        for match in matches { try plan(match, isContradicted: match.document.map(contradictions.contains) ?? false) }
        for sheet in file.sheets {
            report.skipped += sheet.skipped.map {
                LedgerReport.Skipped(sheet: sheet.name, line: $0.line, text: $0.text, reason: $0.reason)
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
            let found = try lookup.documents(fileName: ImportPath.lastComponent(name))
            if !found.isEmpty { return Match(row: row, by: "file-name", candidates: found) }
        }
        guard let number = row.fields[.number] else { return Match(row: row, by: "", candidates: []) }
        let ways: [(String, (String) throws -> [Identifier])] = [
            ("number", lookup.documents(number:)), ("name", lookup.documents(fileName:)), ("name", lookup.documents(nameHas:)),
            ("first-page", lookup.documents(firstPageHas:)),
        ]
        for (by, ask) in ways {
            let found = try ask(number)
            if !found.isEmpty { return Match(row: row, by: by, candidates: found) }
        }
        return Match(row: row, by: "", candidates: [])
    }

    /// Documents of which several rows say different things. Rows that say more than others of the same file are no contradiction.
    private static func contradictions(_ matches: [Match]) -> Set<Identifier> {
        var said: [Identifier: [DocumentField: String]] = [:]
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
        }
        return bad
    }

    // MARK: What a row writes

    private mutating func plan(_ match: Match, isContradicted: Bool) throws {
        let row = match.row
        for fault in row.faults {
            report.faults.append(
                LedgerReport.Fault(
                    sheet: row.sheet, line: row.line, column: fault.column?.rawValue ?? fault.heading, heading: fault.heading,
                    text: fault.text, reason: fault.reason, could: fault.could))
        }
        let outcome: LedgerReport.Outcome
        if isContradicted {
            report.ambiguous.append(row.entry(match.candidates))
            outcome = .conflict
        } else {
            outcome = try write(match)
        }
        report.lines.append(LedgerReport.Line(row: row, outcome: outcome, document: match.document))
    }

    /// Writes what is new of a row, or nothing of it where something contradicts what is confirmed.
    private mutating func write(_ match: Match) throws -> LedgerReport.Outcome {
        let row = match.row
        if let document = match.document {
            report.matched.append(
                LedgerReport.Match(sheet: row.sheet, line: row.line, document: document, by: match.by))
        }
        let comparison = try LedgerComparison(
            row, known: match.document.map { try lookup.facts(of: $0) } ?? [:], updates: updates)
        let conflicts = try row.contradictions + comparison.conflicts + coverConflicts(row)
        guard conflicts.isEmpty else {
            report.conflicts += conflicts
            return .conflict
        }
        let before = records.count
        let parties = try parties(of: row)
        if let document = match.document { try set(comparison, on: document, parties: parties) }
        try writeMachine(row, document: match.document, customer: parties.first?.customer)
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

    private mutating func set(
        _ comparison: LedgerComparison, on document: Identifier, parties: [(customer: Identifier, role: String)]
    ) throws {
        report.changes += comparison.changes
        for (field, value) in comparison.writes where seenLinks.insert("\(document) \(field)").inserted {
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
}

extension LedgerRow {
    func entry(_ candidates: [Identifier]) -> LedgerReport.Row {
        LedgerReport.Row(sheet: sheet, line: line, subject: subject, candidates: candidates)
    }
}
