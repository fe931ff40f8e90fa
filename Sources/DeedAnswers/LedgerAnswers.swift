public import DeedCore
public import DeedMessages
import DeedText
public import Deedbox

extension ApplyLedger.Answer {
    /// For programs; the words for reasons are in the reader's language.
    public func json(_ messages: Messages) -> JSON {
        .object(
            [
                JSON.Member("source", .string(file.source)), .init("charset", JSON(file.charset?.rawValue)),
                .init("columns", file.mapping.json), .init("sheets", .array(file.sheets.map(Self.json))),
                .init(
                    "otherSheets",
                    .array(file.otherSheets.map { ["name": .string($0.name), "reason": .string($0.reason)] })),
                .init("savedAs", JSON(savedAs)), .init("dryRun", .bool(dryRun)), .init("rows", JSON(report.rows)),
                .init("outcomes", outcomes), .init("written", JSON(written)), .init("planned", JSON(planned)),
                .init("run", JSON(run)), .init("isAmongPapers", .bool(isAmongPapers)), .init("added", added),
            ] + findings(messages))
    }

    private var outcomes: JSON {
        // `unmatched` is what `waiting` was called first.
        .object(
            LedgerReport.Outcome.inOrder.map { JSON.Member($0.rawValue, JSON(report.count($0))) }
                + [JSON.Member("unmatched", JSON(report.count(.waiting)))])
    }

    private var added: JSON {
        [
            "customers": JSON(report.added.customers), "serials": JSON(report.added.serials), "covers": JSON(report.added.covers),
            "facts": JSON(report.added.facts),
        ]
    }

    private func findings(_ messages: Messages) -> [JSON.Member] {
        [
            JSON.Member(
                "we",
                [
                    "names": .array((report.company?.names ?? []).map(JSON.string)),
                    "by": report.company.map { .string($0.by.rawValue) } ?? .null,
                ]),
            JSON.Member("matched", .array(report.matched.map(Self.json))),
            .init("rowsWithoutFile", .array(report.rowsWithoutFile.map { Self.json($0, documents: false) })),
            .init("filesWithoutRow", .array(files.map { ["document": JSON($0.id), "title": .string($0.title)] })),
            .init("ambiguous", .array(report.ambiguous.map { Self.json($0, documents: true) })),
            .init("conflicts", .array(report.conflicts.map(Self.json))),
            .init("similar", .array(report.similar.map(Self.json))),
            .init("changes", .array(report.changes.map(Self.json))),
            .init("faults", .array(report.faults.map(Self.json))),
            .init("skippedRows", .array(report.skipped.map(Self.json))),
            .init("lines", .array(report.outcomes(sheets: file.sheets.map(\.name)).map { $0.answer(messages) })),
        ]
    }

    private static func json(_ sheet: LedgerSheet) -> JSON {
        [
            "name": JSON(sheet.name), "headingLine": JSON(sheet.headingLine), "columns": sheet.mapping.json,
            "otherColumns": .array(
                sheet.untaken.map { ["heading": .string($0.heading), "values": .array($0.values.map(JSON.string))] }),
            "sameColumns": .array(
                sheet.mapping.twins.map { ["heading": .string($0.heading), "column": .string($0.column.rawValue)] }),
            "hiddenRows": JSON(sheet.hiddenRows), "mapping": JSON(sheet.used),
            "rows": JSON(sheet.rows.count + sheet.skipped.count),
        ]
    }

    private static func json(_ match: LedgerReport.Match) -> JSON {
        ["sheet": JSON(match.sheet), "line": JSON(match.line), "document": JSON(match.document), "by": .string(match.by)]
    }

    private static func json(_ row: LedgerReport.Row, documents: Bool) -> JSON {
        let place: [JSON.Member] = [
            .init("sheet", JSON(row.sheet)), .init("line", JSON(row.line)), .init("subject", .string(row.subject)),
        ]
        return .object(documents ? place + [.init("documents", .array(row.candidates.map { JSON($0) }))] : place)
    }

    private static func json(_ conflict: LedgerReport.Conflict) -> JSON {
        [
            "sheet": JSON(conflict.sheet), "line": JSON(conflict.line), "subject": .string(conflict.subject),
            "field": .string(conflict.field), "known": .string(conflict.known), "given": .string(conflict.given),
            "reason": .string(conflict.reason),
        ]
    }

    private static func json(_ fault: LedgerReport.Fault) -> JSON {
        [
            "sheet": JSON(fault.sheet), "line": JSON(fault.line), "column": .string(fault.column),
            "heading": .string(fault.heading), "text": .string(fault.text),
            "reason": .string(fault.reason), "could": .array(fault.could.map { JSON($0) }),
        ]
    }

    private static func json(_ row: LedgerReport.Skipped) -> JSON {
        ["sheet": JSON(row.sheet), "line": JSON(row.line), "text": .string(row.text), "reason": .string(row.reason)]
    }
}

extension LedgerReport.Outcome {
    /// The order in which a person reads what became of the rows.
    public static let inOrder: [LedgerReport.Outcome] = [.applied, .unchanged, .conflict, .waiting, .skipped]
}

extension LedgerOutcome {
    /// As JSON answers have it: every key is there, and the words for reasons and how to mend them in the reader's language.
    public func answer(_ messages: Messages) -> JSON {
        [
            "sheet": JSON(sheet), "line": .integer(line), "outcome": .string(outcome), "subject": JSON(subject),
            "document": JSON(document), "findings": .array(findings.map { $0.answer(messages) }),
        ]
    }
}

extension LedgerOutcome.Finding {
    /// For programs.
    func answer(_ messages: Messages) -> JSON {
        [
            "column": JSON(column), "heading": JSON(heading), "value": JSON(value), "known": JSON(known),
            "reason": .string(reason),
            "could": .array(could.map(JSON.string)), "why": .string(why(messages)), "mend": JSON(mend(messages)),
        ]
    }

    /// Why, in the reader's words.
    public func why(_ messages: Messages) -> String {
        for vocabulary in [Vocabulary.ledgerFaults, .ledgerConflicts, .ledgerFindings, .ledgerSkips] {
            if vocabulary[reason] != nil { return messages.word(reason, in: vocabulary) }
        }
        return reason
    }

    /// How to mend it; `nil` for what needs no mending.
    public func mend(_ messages: Messages) -> String? {
        Vocabulary.ledgerMends[reason] == nil ? nil : messages.word(reason, in: .ledgerMends)
    }
}

extension LedgerRun {
    /// For programs.
    public var json: JSON {
        [
            "run": JSON(id), "time": .string(time.description), "user": JSON(user), "source": .string(source),
            "sha256": JSON(sha256),
            "import": JSON(importRun), "rows": .integer(rows),
            "outcomes": .object(
                LedgerReport.Outcome.inOrder.map {
                    JSON.Member($0.rawValue, outcomes.isEmpty ? .null : .integer(outcomes[$0.rawValue] ?? 0))
                }
            ),
            "withdrawn": JSON(withdrawn?.description), "withdrawnWhy": JSON(withdrawnWhy),
        ]
    }

    /// With what came of its rows.
    public func json(_ rows: [LedgerOutcome], _ messages: Messages) -> JSON {
        .object((json.members ?? []) + [JSON.Member("lines", .array(rows.map { $0.answer(messages) }))])
    }
}

extension LedgerMappingRow {
    /// For programs.
    public var json: JSON {
        [
            "name": .string(name), "headings": .array(headings.map(JSON.string)), "columns": mapping,
            "time": .string(time.description), "user": JSON(user),
        ]
    }
}

extension [LedgerMappingRow] {
    /// For programs.
    public var json: JSON {
        ["mappings": .array(map(\.json))]
    }
}

extension [LedgerRun] {
    /// For programs.
    public var json: JSON {
        ["ledgers": .array(map(\.json))]
    }
}

extension WithdrawLedger.Answer {
    /// For programs.
    public func json(_ run: LedgerRun) -> JSON {
        [
            "run": JSON(run.id), "withdrawn": true, "changed": .bool(changed), "takenBack": JSON(takenBack),
            "kept": JSON(kept),
        ]
    }
}
