import DeedAnswers
import DeedCore
import DeedMessages
import DeedText
import Deedbox

/// What a ledger did: columns, sums, and what was left to a person, both ways.
struct LedgerText: Report {
    let answer: ApplyLedger.Answer
    let messages: Messages

    var report: LedgerReport { answer.report }
    var json: JSON { answer.json(messages) }

    /// Files and rows of one kind that are printed; `--report` has all of them.
    static let shown = 100

    func write(to page: inout Page) {
        page.heading(page.messages.say("Ledger", "台账"))
        writeColumns(to: &page)
        writeCompany(to: &page)
        writeSums(to: &page)
        writeRows(report.rowsWithoutFile, page.messages.say("Rows without a file", "有台账无文件"), to: &page)
        writeRows(
            report.ambiguous, page.messages.say("Left to you: several fit, or rows contradict each other", "留待人工：有多个可能，或多行互相矛盾"),
            to: &page)
        writeFiles(to: &page)
        writeConflicts(
            report.conflicts, page.messages.say("Differ from what is confirmed, nothing written", "与已确认的值不一致，未写入"), to: &page)
        writeConflicts(report.changes, page.messages.say("Values of an earlier ledger, replaced", "已更新以前台账写入的值"), to: &page)
        writeConflicts(
            report.similar.filter { $0.reason == "same-code" },
            page.messages.say("Another name with a known credit code, taken for that customer", "名称不同但统一社会信用代码相同，已按同一客户登记"),
            to: &page)
        writeConflicts(
            report.similar.filter { $0.reason != "same-code" },
            page.messages.say("Resemble another machine, taken as written", "序列号与另一台设备相近，已按原样登记为不同设备"), to: &page)
        writeFaults(to: &page)
        writeSkipped(to: &page)
        if answer.isAmongPapers {
            page.say("The ledger itself is a document of the archive; it needs no row.", "台账文件本身已在档案库中，不需要对应的行。", .faint)
        }
        if let run = answer.run {
            page.say(
                "Run \(run.text); all rows with: deedbox ledger show \(run.text)",
                "批次 \(run.text)；查看各行：deedbox ledger show \(run.text)", .faint)
        }
        if answer.dryRun { page.say("Nothing was written: it was a dry run.", "没有写入：这只是试运行。", .bold) }
    }

    private func writeColumns(to page: inout Page) {
        let messages = page.messages
        for sheet in answer.file.sheets {
            let form = answer.file.charset.map { messages.word($0.rawValue, in: .charsets) } ?? sheet.name ?? "XLSX"
            let columns =
                sheet.mapping.json.members?.map { "\($0.name) → \(LedgerText.word($0.value.string ?? "", messages))" } ?? []
            page.say("Columns (\(form)): \(list: columns)", "列（\(form)）：\(list: columns)", .faint)
            for twin in sheet.mapping.twins {
                let meaning = LedgerText.word(twin.column.rawValue, messages)
                page.say(
                    "Also read as \(meaning): \(twin.heading)", "同样作为\(meaning)：\(twin.heading)", .faint)
            }
            if !sheet.untaken.isEmpty {
                let names = sheet.untaken.map { column in
                    let values = column.values.map { Table.oneLine($0) }.joined(separator: messages.say("; ", "；"))
                    return column.heading + messages.say(" (\(values))", "（\(values)）")
                }
                page.say(
                    "Columns that no field takes: \(list: names); use --map to give them a meaning",
                    "没有对应字段的列：\(list: names)；可用 --map 指定含义", .yellow)
            }
            if sheet.hiddenRows > 0 {
                page.say(
                    "\(sheet.hiddenRows, "row", "rows") of \(sheet.name ?? "") hidden or filtered out; read like the others.",
                    "\(sheet.name ?? "") 中有 \(sheet.hiddenRows) 行被隐藏或筛选，已照常读取。", .yellow)
            }
            if let used = sheet.used { page.say("Saved mapping: \(used)", "采用已保存的对应关系：\(used)", .faint) }
        }
        if let name = answer.savedAs {
            page.say(
                "Mapping saved as ‘\(name)’: the same headings are read like this from now on.", "列对应关系已保存为“\(name)”，以后相同列名自动采用。")
        }
        for sheet in answer.file.otherSheets where sheet.reason != "not-chosen" {
            let why = messages.word(sheet.reason, in: .ledgerSheets)
            page.say("Sheet not read: \(sheet.name) (\(why))", "未读取的工作表：\(sheet.name)（\(why)）", .faint)
        }
    }

    /// Who was taken for the company itself: a wrong guess would make no customer of a customer.
    private func writeCompany(to page: inout Page) {
        guard let company = report.company else { return }
        switch company.by {
        case .setting: page.say("We are \(list: company.names).", "本公司：\(list: company.names)。", .faint)
        case .everyRow:
            page.say(
                "\(list: company.names) stands in every row and was taken for the company itself: no customer. Else say --we NAME.",
                "每一行都有 \(list: company.names)，已视为本公司，不作为客户。若不对，请用 --we 指明。")
        case .unknown:
            page.say(
                "Nobody was taken for the company itself: no one party stands in every row. Say it with --we NAME.",
                "未能判断哪一方是本公司（没有唯一出现在每一行的一方），各方均作为客户。可用 --we 指明。", .yellow)
        case .notAsked: break
        }
    }

    private func writeSums(to page: inout Page) {
        let messages = page.messages
        let parts = LedgerReport.Outcome.inOrder.map {
            "\(messages.number(report.count($0))) \(messages.word($0.rawValue, in: .ledgerOutcomes))"
        }
        .joined(separator: " + ")
        page.say("\(report.rows, "row", "rows") = \(parts)", "\(report.rows) 行 = \(parts)", .bold)
        let added = report.added
        page.say(
            "\(report.matched.count) matched a file; new: \(added.customers) customers, \(added.facts) facts, \(added.serials) serials, \(added.covers) covers.",
            "\(report.matched.count) 行对应到文件；新增客户 \(added.customers)、字段 \(added.facts)、序列号 \(added.serials)、保修 \(added.covers)。"
        )
    }

    private func writeRows(_ rows: [LedgerReport.Row], _ label: String, to page: inout Page) {
        list(rows, label, to: &page) { row, messages in
            "\(place(row.sheet, row.line, messages))  \(Table.oneLine(row.subject))"
        }
    }

    private func writeFiles(to page: inout Page) {
        list(
            answer.files, of: report.filesWithoutRow.count, page.messages.say("Files without a row", "有文件无台账"), to: &page
        ) { document, _ in
            "\(document.id)  \(Table.oneLine(document.title))"
        }
    }

    private func writeConflicts(_ conflicts: [LedgerReport.Conflict], _ label: String, to page: inout Page) {
        list(conflicts, label, .yellow, to: &page) { conflict, messages in
            let known = messages.compared(conflict.known, column: conflict.field)
            let given = conflict.given.isEmpty ? "–" : messages.compared(conflict.given, column: conflict.field)
            let field =
                DocumentField(rawValue: conflict.field).map(messages.field)
                ?? (conflict.field == "cover" ? messages[.cover] : LedgerText.word(conflict.field, messages))
            return "\(place(conflict.sheet, conflict.line, messages))  \(Table.oneLine(conflict.subject))  "
                + messages.say("\(field): \(known) ≠ \(given)", "\(field)：\(known) ≠ \(given)")
                + (conflict.reason == "differs"
                    ? "" : LedgerText.bracketed(messages.word(conflict.reason, in: .ledgerConflicts), messages))
        }
    }

    private func writeFaults(to page: inout Page) {
        list(report.faults, page.messages.say("Cells that cannot be read", "无法识别的单元格"), .yellow, to: &page) { fault, messages in
            let column = LedgerText.word(fault.column, messages)
            let text = Table.oneLine(fault.text)
            return "\(place(fault.sheet, fault.line, messages))  "
                + messages.say("\(column): \(text)", "\(column)：\(text)") + "  " + LedgerText.why(fault, messages)
        }
    }

    private func writeSkipped(to page: inout Page) {
        list(report.skipped, page.messages.say("Passed over", "已跳过"), to: &page) { row, messages in
            "\(place(row.sheet, row.line, messages))  \(Table.oneLine(row.text))  \(messages.word(row.reason, in: .ledgerSkips))"
        }
    }

    private func list<Item>(
        _ items: [Item], of total: Int? = nil, _ label: String, _ tint: Tint? = nil, to page: inout Page,
        _ line: (Item, Messages) -> String
    ) {
        guard !items.isEmpty else { return }
        let messages = page.messages
        let total = total ?? items.count
        page.say("\(label) (\(total)):", "\(label)（\(total)）：", tint)
        for item in items.prefix(LedgerText.shown) { page.line("  " + line(item, messages)) }
        if total > LedgerText.shown {
            page.say(
                "  … and \(total - LedgerText.shown) more; all of them with --report FILE.xlsx",
                "  …… 另有 \(total - LedgerText.shown) 项；用 --report 文件.xlsx 可全部写出")
        }
    }

    private func place(_ sheet: String?, _ line: Int, _ messages: Messages) -> String {
        let several = answer.file.sheets.count > 1
        let name = several ? sheet.map { $0 + " " } ?? "" : ""
        return name + messages.say("line \(line)", "第 \(line) 行")
    }

    /// The word for a column's meaning.
    static func word(_ code: String, _ messages: Messages) -> String {
        messages.language == .english ? code : LedgerColumn(rawValue: code)?.chinese ?? code
    }

    static func bracketed(_ text: String, _ messages: Messages) -> String { messages.say(" (\(text))", "（\(text)）") }

    /// Why a cell cannot be read, with the days that it could mean.
    static func why(_ fault: LedgerReport.Fault, _ messages: Messages) -> String {
        let reason = messages.word(fault.reason, in: .ledgerFaults)
        guard !fault.could.isEmpty else { return messages.say("(\(reason))", "（\(reason)）") }
        let days = fault.could.map(\.description)
        return messages.say("(\(reason): \(list: days)?)", "（\(reason)：\(list: days)？）")
    }
}
