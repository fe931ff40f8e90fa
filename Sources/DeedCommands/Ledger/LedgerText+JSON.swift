import DeedCore
import DeedText
import Deedbox

extension LedgerText {
    var json: JSON {
        .object(
            [
                JSON.Member("source", .string(answer.file.source)), .init("charset", JSON(answer.file.charset?.rawValue)),
                .init("columns", answer.file.mapping.json), .init("sheets", .array(answer.file.sheets.map(LedgerText.json))),
                .init(
                    "otherSheets",
                    .array(answer.file.otherSheets.map { ["name": .string($0.name), "reason": .string($0.reason)] })),
                .init("savedAs", JSON(answer.savedAs)), .init("dryRun", .bool(answer.dryRun)), .init("rows", JSON(report.rows)),
                .init("outcomes", outcomes), .init("written", JSON(answer.written)), .init("planned", JSON(answer.planned)),
                .init("run", JSON(answer.run)), .init("isAmongPapers", .bool(answer.isAmongPapers)), .init("added", added),
            ] + findings)
    }

    private var outcomes: JSON {
        // `unmatched` is what `waiting` was called first.
        .object(
            LedgerText.order.map { JSON.Member($0.rawValue, JSON(report.count($0))) }
                + [JSON.Member("unmatched", JSON(report.count(.waiting)))])
    }

    private var added: JSON {
        [
            "customers": JSON(report.added.customers), "serials": JSON(report.added.serials), "covers": JSON(report.added.covers),
            "facts": JSON(report.added.facts),
        ]
    }

    private var findings: [JSON.Member] {
        [
            JSON.Member(
                "we",
                [
                    "names": .array((report.company?.names ?? []).map(JSON.string)),
                    "by": report.company.map { .string($0.by.rawValue) } ?? .null,
                ]),
            JSON.Member("matched", .array(report.matched.map(LedgerText.json))),
            .init("rowsWithoutFile", .array(report.rowsWithoutFile.map { LedgerText.json($0, documents: false) })),
            .init("filesWithoutRow", .array(answer.files.map { ["document": JSON($0.id), "title": .string($0.title)] })),
            .init("ambiguous", .array(report.ambiguous.map { LedgerText.json($0, documents: true) })),
            .init("conflicts", .array(report.conflicts.map(LedgerText.json))),
            .init("similar", .array(report.similar.map(LedgerText.json))),
            .init("changes", .array(report.changes.map(LedgerText.json))),
            .init("faults", .array(report.faults.map(LedgerText.json))),
            .init("skippedRows", .array(report.skipped.map(LedgerText.json))),
            .init("lines", .array(report.outcomes(sheets: answer.file.sheets.map(\.name)).map { $0.answer(messages) })),
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
