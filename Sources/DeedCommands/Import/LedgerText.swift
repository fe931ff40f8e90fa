import DeedCore
import DeedMessages
import DeedText
import Deedbox

/// What a ledger did: columns, sums, and what was left to a person, both ways.
struct LedgerText: Report {
    let answer: ApplyLedger.Answer
    let session: VaultSession

    private var report: LedgerReport { answer.report }

    var json: JSON {
        [
            "source": .string(answer.file.source), "charset": .string(answer.file.charset.rawValue),
            "columns": answer.file.mapping.json,
            "rows": JSON(report.rows), "written": JSON(answer.written),
            "added": [
                "customers": JSON(report.added.customers), "serials": JSON(report.added.serials),
                "covers": JSON(report.added.covers),
                "facts": JSON(report.added.facts),
            ],
            "matched": .array(
                report.matched.map { ["line": JSON($0.line), "document": JSON($0.document), "by": .string($0.by)] }),
            "rowsWithoutFile": .array(report.rowsWithoutFile.map { ["line": JSON($0.line), "subject": .string($0.subject)] }),
            "filesWithoutRow": .array(report.filesWithoutRow.map { ["document": JSON($0), "title": JSON(title($0))] }),
            "ambiguous": .array(
                report.ambiguous.map {
                    ["line": JSON($0.line), "subject": .string($0.subject), "documents": .array($0.candidates.map { JSON($0) })]
                }),
            "conflicts": .array(
                report.conflicts.map {
                    [
                        "line": JSON($0.line), "subject": .string($0.subject), "field": .string($0.field),
                        "known": .string($0.known),
                        "given": .string($0.given),
                    ]
                }),
            "faults": .array(
                report.faults.map { ["line": JSON($0.line), "column": .string($0.column), "text": .string($0.text)] }),
        ]
    }

    private func title(_ document: Identifier) -> String? { try? session.catalog.summaries(of: [document]).first?.title }

    func write(to page: inout Page) {
        let messages = page.messages
        page.heading(messages.say("Ledger", "台账"))
        let columns = answer.file.mapping.json.members?.map { "\($0.name) → \($0.value.string ?? "")" } ?? []
        page.say(
            "Columns (\(messages.word(answer.file.charset.rawValue, in: .charsets))): \(list: columns)",
            "列（\(messages.word(answer.file.charset.rawValue, in: .charsets))）：\(list: columns)", .faint)
        let added = report.added
        page.say(
            "\(report.rows) rows: \(report.matched.count) matched a file; new: \(added.customers) customers, \(added.facts) facts, \(added.serials) serials, \(added.covers) covers.",
            "\(report.rows) 行：\(report.matched.count) 行对应到文件；新增客户 \(added.customers)、字段 \(added.facts)、序列号 \(added.serials)、保修 \(added.covers)。"
        )
        rows(report.rowsWithoutFile, messages.say("Rows without a file", "有台账无文件"), to: &page)
        rows(
            report.ambiguous, messages.say("Left to you: several fit, or rows contradict each other", "留待人工：有多个可能，或多行互相矛盾"),
            to: &page)
        if !report.filesWithoutRow.isEmpty {
            page.say("Files without a row:", "有文件无台账：")
            for document in report.filesWithoutRow { page.line("  \(document)  \(Table.oneLine(title(document) ?? ""))") }
        }
        if !report.conflicts.isEmpty {
            page.say("Differ from what is confirmed (nothing written):", "与已确认的值不一致（未写入）：", .yellow)
            for conflict in report.conflicts {
                let field = DocumentField(rawValue: conflict.field).map(messages.field) ?? conflict.field
                page.line(
                    "  \(place(conflict.line, messages))  \(conflict.subject)  \(field): \(conflict.known) ≠ \(conflict.given)")
            }
        }
        if !report.faults.isEmpty {
            page.say("Cells that cannot be read:", "无法识别的单元格：", .yellow)
            for fault in report.faults {
                page.line("  \(place(fault.line, messages))  \(fault.column): \(Table.oneLine(fault.text))")
            }
        }
    }

    private func rows(_ rows: [LedgerReport.Row], _ label: String, to page: inout Page) {
        guard !rows.isEmpty else { return }
        page.say("\(label):", "\(label)：")
        for row in rows { page.line("  \(place(row.line, page.messages))  \(Table.oneLine(row.subject))") }
    }

    private func place(_ line: Int, _ messages: Messages) -> String { messages.say("line \(line)", "第 \(line) 行") }
}
