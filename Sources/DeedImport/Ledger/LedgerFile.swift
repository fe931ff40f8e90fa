public import DeedCore
import DeedExtract
public import DeedText

/// What a person chose for a ledger, and what was remembered.
public struct LedgerChoices: Sendable {
    /// Columns given by hand, `expires=终止日`.
    public var assignments: [String] = []
    /// Sheets to read; all that look like ledgers when empty.
    public var sheets: [String] = []
    /// The name of the mapping to use, and to save under.
    public var mapping: String?
    /// Mappings that were saved, the newest last.
    public var saved: [SavedMapping] = []

    /// Nothing chosen.
    public init() {}
}

/// A ledger as it was read: sheets with headings and rows. Nothing is compared with the archive yet.
public struct LedgerFile: Sendable {
    /// The absolute path.
    public var source: String
    /// SHA-256 of the file's bytes.
    public var sha256: ObjectID
    /// What the text was decoded from; `nil` for a workbook.
    public var charset: TextCharset?
    /// The sheets that are ledgers, in the file's order; one for CSV.
    public var sheets: [LedgerSheet]
    /// Sheets that were passed over, and why: `hidden`, `empty`, `no-headings`, `not-chosen`.
    public var otherSheets: [(name: String, reason: String)]

    /// Which column means what, in the first sheet.
    public var mapping: LedgerMapping { sheets[0].mapping }
    /// The rows below the headings of all sheets.
    public var rows: [LedgerRow] { sheets.flatMap(\.rows) }

    /// Reads a CSV file in GBK, UTF-8 or whatever charset its bytes show.
    ///
    /// - Throws: ``Failure`` `ledgerUnreadable` when there is no heading row that says anything.
    public init(source: String, bytes: [UInt8], sha256: ObjectID, assignments: [String] = []) throws {
        let charset = TextCharset.detect(bytes)
        let table = LedgerTable(csv: bytes.withUnsafeBufferPointer { charset.decode($0) })
        var choices = LedgerChoices()
        choices.assignments = assignments
        try self.init(source: source, sha256: sha256, charset: charset, tables: [table], choices: choices)
    }

    /// Finds headings and rows in the sheets of a file.
    ///
    /// - Throws: ``Failure`` `ledgerUnreadable` when no sheet has a heading row that says anything; `badUse`, `badValue` for
    ///   columns or sheets that are not there.
    public init(source: String, sha256: ObjectID, charset: TextCharset?, tables: [LedgerTable], choices: LedgerChoices) throws {
        self.source = source
        self.sha256 = sha256
        self.charset = charset
        sheets = []
        otherSheets = []
        let chosen = try LedgerFile.chosen(choices.sheets, of: tables)
        var found = Set<String>()
        for (at, table) in tables.enumerated() {
            let name = table.name ?? ""
            if let chosen, !chosen.contains(at) {
                otherSheets.append((name, "not-chosen"))
            } else if !table.isRead {
                otherSheets.append((name, "hidden"))
            } else if table.rows.isEmpty, table.name != nil {
                otherSheets.append((name, "empty"))
            } else if let headings = try LedgerReading(table, choices).headings(found: &found) {
                sheets.append(LedgerSheet(table, headings))
            } else {
                otherSheets.append((name, "no-headings"))
            }
        }
        if let lost = choices.assignments.first(where: { !found.contains($0) }), let first = sheets.first {
            throw Failure(.badUse, lost, candidates: first.mapping.headings.filter { !$0.isEmpty })
        }
        guard !sheets.isEmpty else { throw LedgerFile.unreadable(source, tables) }
    }

    /// The tables that were chosen by name; `nil` where all count.
    private static func chosen(_ names: [String], of tables: [LedgerTable]) throws -> Set<Int>? {
        guard !names.isEmpty else { return nil }
        return Set(
            try names.map { name in
                let key = Folding.nameKey(name)
                let at = tables.firstIndex { $0.name == name } ?? tables.firstIndex { Folding.nameKey($0.name ?? "") == key }
                guard let at else { throw Failure(.badValue, name, detail: "--sheet", candidates: tables.compactMap(\.name)) }
                return at
            })
    }

    private static func unreadable(_ source: String, _ tables: [LedgerTable]) -> Failure {
        let first = tables.first { !$0.rows.isEmpty }?.rows.first?.cells.compactMap { $0?.text } ?? []
        return Failure(
            .ledgerUnreadable, source,
            detail: "no-heading-row", candidates: [String(first.joined(separator: " | ").prefix(200))].filter { !$0.isEmpty })
    }
}

/// Decides where the headings of one sheet are and what they mean.
private struct LedgerReading {
    let table: LedgerTable
    let choices: LedgerChoices
    let places: [LedgerHeadings.Place]

    init(_ table: LedgerTable, _ choices: LedgerChoices) {
        self.table = table
        self.choices = choices
        places = LedgerHeadings.places(in: table)
    }

    /// A mapping by name, else one that was saved for these very headings, else a guess; what was given by hand is on top.
    ///
    /// - Parameter found: gets the assignments whose heading is in this sheet.
    func headings(found: inout Set<String>) throws -> (LedgerHeadings.Place, LedgerMapping, used: String?)? {
        var best: (place: LedgerHeadings.Place, mapping: LedgerMapping, used: String?, score: Double)?
        for place in places {
            guard var candidate = try mapping(at: place) else { continue }
            if place.hasGroups { candidate.score += 0.5 }
            if candidate.score > best?.score ?? 0 {
                best = (place, candidate.mapping, candidate.used, candidate.score)
            }
        }
        guard let best else { return nil }
        for assignment in choices.assignments {
            var copy = best.mapping
            if try copy.assignIfThere(assignment) { found.insert(assignment) }
        }
        return (best.place, best.mapping, best.used)
    }

    private func mapping(at place: LedgerHeadings.Place) throws -> (mapping: LedgerMapping, used: String?, score: Double)? {
        var mapping = LedgerMapping(guessing: place.headings)
        var used: String?
        var score = 0.0
        if let name = choices.mapping, choices.saved.contains(where: { $0.name == name }) {
            let named = choices.saved.filter { $0.name == name }
            guard let saved = named.last(where: { $0.fits(mapping) }) ?? named.last else { return nil }
            guard saved.apply(to: &mapping) > 0 else { return nil }
            used = name
        } else if choices.mapping == nil, let saved = choices.saved.last(where: { $0.fits(mapping) }) {
            _ = saved.apply(to: &mapping)
            used = saved.name
            // Nothing that is guessed elsewhere weighs as much as headings that a person has seen before.
            score = 1000
        }
        for assignment in choices.assignments where try mapping.assignIfThere(assignment) { score += 1 }
        return mapping.isUsable ? (mapping, used, score + Double(mapping.columns.count)) : nil
    }
}
