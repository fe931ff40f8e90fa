public import DeedCore

extension LedgerReport {
    /// What came of every row, in the order of sheets and lines, with all that is to be said of it.
    ///
    /// - Parameter sheets: the sheets in the file's order.
    public func outcomes(sheets: [String?]) -> [LedgerOutcome] {
        let order = Dictionary(sheets.enumerated().map { ($1 ?? "", $0) }, uniquingKeysWith: { first, _ in first })
        return (lineOutcomes + skippedOutcomes).sorted { one, other in
            (order[one.sheet ?? ""] ?? 0, one.line) < (order[other.sheet ?? ""] ?? 0, other.line)
        }
    }

    /// What came of ``lines``, in their order.
    public var lineOutcomes: [LedgerOutcome] {
        let findings = findings
        return lines.map { line in
            LedgerOutcome(
                sheet: line.row.sheet, line: Int64(line.row.line), outcome: line.outcome.rawValue,
                subject: line.row.subject.isEmpty ? nil : String(line.row.subject.prefix(200)), document: line.document,
                findings: findings[Place(line.row.sheet, line.row.line)] ?? [])
        }
    }

    /// What came of ``skipped``.
    public var skippedOutcomes: [LedgerOutcome] {
        skipped.map { row in
            LedgerOutcome(
                sheet: row.sheet, line: Int64(row.line), outcome: Outcome.skipped.rawValue,
                subject: row.text.isEmpty ? nil : row.text, findings: [LedgerOutcome.Finding(reason: row.reason)])
        }
    }

    private var findings: [Place: [LedgerOutcome.Finding]] {
        var findings: [Place: [LedgerOutcome.Finding]] = [:]
        func add(_ sheet: String?, _ line: Int, _ finding: LedgerOutcome.Finding) {
            findings[Place(sheet, line), default: []].append(finding)
        }
        for fault in faults {
            add(
                fault.sheet, fault.line,
                LedgerOutcome.Finding(
                    column: fault.column, heading: fault.heading, value: fault.text, reason: fault.reason,
                    could: fault.could.map(\.description)))
        }
        for (list, isChange) in [(conflicts, false), (changes, true)] {
            for conflict in list {
                add(
                    conflict.sheet, conflict.line,
                    LedgerOutcome.Finding(
                        column: conflict.field, value: conflict.given, known: conflict.known,
                        reason: isChange ? "replaced" : conflict.reason))
            }
        }
        for row in rowsWithoutFile {
            add(row.sheet, row.line, LedgerOutcome.Finding(value: row.subject, reason: "unmatched-row"))
        }
        for row in ambiguous {
            add(
                row.sheet, row.line,
                LedgerOutcome.Finding(value: row.subject, reason: row.reason, could: row.candidates.map(\.text)))
        }
        return findings
    }

    /// The report of the first rows alone.
    public func prefix(rows count: Int) -> LedgerReport {
        var part = LedgerReport()
        part.lines = Array(lines.prefix(count))
        let places = Set(part.lines.map { Place($0.row.sheet, $0.row.line) })
        func has(_ sheet: String?, _ line: Int) -> Bool { places.contains(Place(sheet, line)) }
        part.matched = matched.filter { has($0.sheet, $0.line) }
        part.rowsWithoutFile = rowsWithoutFile.filter { has($0.sheet, $0.line) }
        part.ambiguous = ambiguous.filter { has($0.sheet, $0.line) }
        part.conflicts = conflicts.filter { has($0.sheet, $0.line) }
        part.changes = changes.filter { has($0.sheet, $0.line) }
        part.faults = faults.filter { has($0.sheet, $0.line) }
        part.skipped = skipped
        part.added = added
        return part
    }

    /// Adds the report of further rows.
    public mutating func append(_ more: LedgerReport) {
        lines += more.lines
        matched += more.matched
        rowsWithoutFile += more.rowsWithoutFile
        ambiguous += more.ambiguous
        conflicts += more.conflicts
        changes += more.changes
        faults += more.faults
        skipped += more.skipped
    }

    private struct Place: Hashable {
        let sheet: String?
        let line: Int

        init(_ sheet: String?, _ line: Int) {
            self.sheet = sheet
            self.line = line
        }
    }
}
