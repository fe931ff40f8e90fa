import DeedAnswers
import DeedCore
import DeedMessages
import DeedTables
import Deedbox

/// The reconciliation as tables: every row with what came of it, and what a person has to look at.
struct LedgerSheets {
    let answer: ApplyLedger.Answer
    let messages: Messages

    private var report: LedgerReport { answer.report }

    /// The tables of a workbook; combined, one table with every row and every file without one.
    func sheets(combined: Bool) throws -> [Worksheet] {
        var rows = Worksheet(messages.say("Rows", "台账行"), columns: rowColumns)
        rows.rows = try rowLines()
        if combined {
            rows.rows += fileLines().map { line in
                [.text(messages.word("unmatched-file", in: .ledgerFindings)), .empty, .empty] + line.prefix(4)
                    + [.empty, .empty, .empty, .empty, line[4], .empty, line[5]]
            }
            return [rows]
        }
        return [sums, rows, differences, faults, try files]
    }

    // MARK: rows

    private var rowColumns: [Worksheet.Column] {
        [
            .init(messages[.outcome], width: 14), .init(messages.say("sheet", "工作表"), width: 12),
            .init(messages.say("line", "行"), width: 6),
            .init(messages[.number], width: 20), .init(messages[.title], width: 32), .init(messages[.customer], width: 30),
            .init(messages[.serial], width: 18), .init(messages[.signed], width: 12), .init(messages[.effective], width: 12),
            .init(messages[.ends], width: 12), .init(messages[.amount], width: 16), .init(messages[.names], width: 36),
            .init(messages[.detail], width: 48), .init(messages[.document], width: 28),
        ]
    }

    private func rowLines() throws -> [[Worksheet.Value]] {
        let details = Details(report, messages)
        let lines = report.lines.map { line -> (place: Place, values: [Worksheet.Value]) in
            let row = line.row
            func day(_ field: DocumentField) -> Worksheet.Value { Worksheet.Value(row.fields[field].flatMap { CivilDate($0) }) }
            let place = Place(row.sheet, row.line)
            return (
                place,
                [
                    .text(messages.word(line.outcome.rawValue, in: .ledgerOutcomes)), Worksheet.Value(row.sheet),
                    .count(Int64(row.line)),
                    Worksheet.Value(row.values[.number]), Worksheet.Value(row.values[.title]),
                    Worksheet.Value(row.values[.customer] ?? row.values[.partyA]), Worksheet.Value(row.values[.serial]),
                    day(.signed),
                    day(.effective), day(.expires), row.fields[.amount].map(Worksheet.Value.amount) ?? .empty,
                    Worksheet.Value(row.values[.fileName]), Worksheet.Value(details[place]), Worksheet.Value(line.document?.text),
                ]
            )
        }
        let skipped = report.skipped.map { row -> (place: Place, values: [Worksheet.Value]) in
            let word = Worksheet.Value.text(messages.word("skipped", in: .ledgerOutcomes))
            let why = messages.word(row.reason, in: .ledgerSkips)
            let empty = [Worksheet.Value](repeating: .empty, count: 7)
            return (
                Place(row.sheet, row.line),
                [word, Worksheet.Value(row.sheet), .count(Int64(row.line)), .empty, .text(row.text)] + empty + [.text(why)]
            )
        }
        let order = Dictionary(
            answer.file.sheets.enumerated().map { ($1.name ?? "", $0) }, uniquingKeysWith: { first, _ in first })
        return (lines + skipped).sorted { one, other in
            let left = (order[one.place.sheet] ?? 0, one.place.line)
            return left < (order[other.place.sheet] ?? 0, other.place.line)
        }.map(\.values)
    }

    // MARK: what a person looks at

    private var sums: Worksheet {
        var sheet = Worksheet(
            messages.say("Summary", "汇总"), columns: [.init(messages[.field], width: 28), .init(messages[.value], width: 60)])
        sheet.rows = [
            [.text(messages[.source]), .text(answer.file.source)], [.text("SHA-256"), .text(answer.file.sha256.hex)],
            [.text(messages.say("rows read", "读取行数")), .count(Int64(report.rows))],
        ]
        for outcome in LedgerReport.Outcome.inOrder {
            sheet.rows.append([.text(messages.word(outcome.rawValue, in: .ledgerOutcomes)), .count(Int64(report.count(outcome)))])
        }
        sheet.rows.append([.text(messages.say("files without a row", "有文件无台账")), .count(Int64(report.filesWithoutRow.count))])
        sheet.rows.append([.text(messages.say("cells not read", "无法识别的单元格")), .count(Int64(report.faults.count))])
        if answer.dryRun {
            sheet.rows.append([.text(messages.say("dry run", "试运行")), .text(messages.say("nothing written", "未写入"))])
        }
        return sheet
    }

    private var differences: Worksheet {
        var sheet = Worksheet(
            messages.say("Conflicts", "冲突"),
            columns: [
                .init(messages.say("sheet", "工作表"), width: 12), .init(messages.say("line", "行"), width: 6),
                .init(messages[.number], width: 24), .init(messages[.field], width: 14),
                .init(messages.say("in the archive", "档案中的值"), width: 24),
                .init(messages.say("in the ledger", "台账中的值"), width: 24),
                .init(messages[.outcome], width: 24),
            ])
        func line(_ conflict: LedgerReport.Conflict, _ outcome: String) -> [Worksheet.Value] {
            let field = DocumentField(rawValue: conflict.field)
            return [
                Worksheet.Value(conflict.sheet), .count(Int64(conflict.line)), .text(conflict.subject),
                .text(field.map(messages.field) ?? messages[.cover]),
                value(messages.compared(conflict.known, column: conflict.field), field),
                value(messages.compared(conflict.given, column: conflict.field), field),
                .text(outcome),
            ]
        }
        sheet.rows = report.conflicts.map { line($0, messages.say("not written", "未写入")) }
        sheet.rows += report.changes.map { line($0, messages.say("replaced", "已更新")) }
        return sheet
    }

    private func value(_ text: String, _ field: DocumentField?) -> Worksheet.Value {
        switch field {
        case .signed, .effective, .expires: CivilDate(text).map(Worksheet.Value.date) ?? Worksheet.Value(text)
        case .amount: .amount(text)
        case let field?: Worksheet.Value(messages.value(text, of: field))
        case nil: Worksheet.Value(text)
        }
    }

    private var faults: Worksheet {
        var sheet = Worksheet(
            messages.say("Cells not read", "无法识别的单元格"),
            columns: [
                .init(messages.say("sheet", "工作表"), width: 12), .init(messages.say("line", "行"), width: 6),
                .init(messages[.column], width: 16),
                .init(messages[.value], width: 30), .init(messages[.reason], width: 60),
            ])
        sheet.rows = report.faults.map { fault in
            [
                Worksheet.Value(fault.sheet), .count(Int64(fault.line)), .text(LedgerText.word(fault.column, messages)),
                .text(fault.text),
                .text(Details.text(fault, messages)),
            ]
        }
        return sheet
    }

    private var files: Worksheet {
        get throws {
            Worksheet(
                messages.say("Files without a row", "有文件无台账"),
                columns: [
                    .init(messages[.number], width: 20), .init(messages[.title], width: 36),
                    .init(messages[.customer], width: 30),
                    .init(messages[.kind], width: 12), .init(messages[.names], width: 44), .init(messages[.document], width: 28),
                ], rows: fileLines().map { Array($0.prefix(3)) + [$0[6], $0[4], $0[5]] })
        }
    }

    /// Number, title, customers, nothing, names, id, kind.
    private func fileLines() -> [[Worksheet.Value]] {
        answer.files.map { row in
            [
                Worksheet.Value(row.number), .text(row.title), Worksheet.Value(row.customerNames(messages)), .empty,
                Worksheet.Value(row.names.joined(separator: "\n")), .text(row.id.text),
                Worksheet.Value(row.kind.map(messages.kind)),
            ]
        }
    }
}

/// Where a row stands.
private struct Place: Hashable {
    let sheet: String
    let line: Int

    init(_ sheet: String?, _ line: Int) {
        self.sheet = sheet ?? ""
        self.line = line
    }
}

/// What is to be said of each row, gathered by its place.
private struct Details {
    private var texts: [Place: [String]] = [:]

    init(_ report: LedgerReport, _ messages: Messages) {
        for row in report.rowsWithoutFile { add(row.sheet, row.line, messages.word("unmatched-row", in: .ledgerFindings)) }
        for row in report.ambiguous {
            let documents = row.candidates.map(\.text).joined(separator: " ")
            add(row.sheet, row.line, messages.word("ambiguous", in: .ledgerFindings) + " " + documents)
        }
        for conflict in report.conflicts + report.changes {
            let field = DocumentField(rawValue: conflict.field).map(messages.field) ?? messages[.cover]
            let values = [conflict.known, conflict.given].map { messages.compared($0, column: conflict.field) }
            add(conflict.sheet, conflict.line, "\(field) \(values.joined(separator: " ≠ "))")
        }
        for fault in report.faults {
            add(
                fault.sheet, fault.line,
                "\(LedgerText.word(fault.column, messages)) \(fault.text) \(LedgerText.why(fault, messages))")
        }
    }

    subscript(place: Place) -> String? { texts[place]?.joined(separator: "; ") }

    /// The reason alone, with the days that a cell could mean.
    static func text(_ fault: LedgerReport.Fault, _ messages: Messages) -> String {
        ([messages.word(fault.reason, in: .ledgerFaults)] + fault.could.map(\.description)).joined(separator: " ")
    }

    private mutating func add(_ sheet: String?, _ line: Int, _ text: String) {
        texts[Place(sheet, line), default: []].append(text)
    }
}
