import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import DeedTables
import Deedbox

/// `deedbox ledger list`
struct LedgerListCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "list", abstract: spoken("Lists the ledgers that were applied, newest first.", "列出登记过的台账，最近的在前。"))
    }

    @Option(name: .long, help: spoken("How many.", "显示多少条。", value: "n")) var limit = 50
    @OptionGroup var global: GlobalOptions
    @OptionGroup var empty: EmptyOptions

    func run() throws {
        let frame = try Frame(global)
        let session = try frame.session(.read)
        let runs = try LedgerRuns().list(limit: max(1, limit), in: session)
        try frame.output.print(json: runs.json) { page in
            let messages = page.messages
            var table = Table([
                Table.Column(messages[.run]), Table.Column(messages[.time]),
                Table.Column(messages.say("rows", "行数"), number: true),
                Table.Column(messages.word("applied", in: .ledgerOutcomes), number: true),
                Table.Column(messages.word("conflict", in: .ledgerOutcomes), number: true),
                Table.Column(messages.word("waiting", in: .ledgerOutcomes), number: true), Table.Column(messages[.state]),
                Table.Column(messages[.source], flexible: true),
            ])
            for run in runs {
                func count(_ outcome: String) -> String {
                    run.outcomes.isEmpty ? "–" : messages.number(run.outcomes[outcome] ?? 0)
                }
                table.row([
                    run.id?.text ?? "–", messages.day(run.time, in: session.zone), messages.number(run.rows), count("applied"),
                    count("conflict"), count("waiting"),
                    run.withdrawn == nil ? "" : messages.word("withdrawn", in: .runStates), run.source,
                ])
            }
            page.table(table)
            if runs.isEmpty { page.say("No ledger has been applied.", "还没有登记过台账。") }
        }
        try empty.check(isEmpty: runs.isEmpty)
    }
}

/// `deedbox ledger show RUN`
struct LedgerShowCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show",
            abstract: spoken("Shows what came of every row of a ledger, and how to mend it.", "显示台账每一行的结果和处理办法。"))
    }

    @Argument(help: spoken("The run's id or its beginning.", "批次号或其开头部分。", value: "run")) var reference: String
    @Option(
        name: .long,
        help: spoken(
            "Only applied, unchanged, conflict, waiting or skipped.", "只列出 applied、unchanged、conflict、waiting 或 skipped。",
            value: "outcome"))
    var outcome: String?
    @OptionGroup var table: TableOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let known = LedgerReport.Outcome.inOrder.map(\.rawValue)
        if let outcome, !known.contains(outcome) { throw Failure(.badValue, outcome, candidates: known) }
        let file = try table.file()
        let session = try frame.session(.read)
        let run = try LedgerRuns().run(reference, in: session)
        let rows = try LedgerRuns().outcomes(of: run, in: session).filter { outcome == nil || $0.outcome == outcome }
        try frame.output.print(LedgerAccount(run: run, rows: rows, zone: session.zone, messages: frame.messages))
        if let file {
            try file.write([LedgerAccount.sheet(rows, frame.messages)])
            frame.note(frame.messages.say("Table written to \(file.path).", "表格已写入 \(file.path)。"))
        }
    }
}

/// The account of one run of a ledger, as kept in the vault.
struct LedgerAccount: Report {
    let run: LedgerRun
    let rows: [LedgerOutcome]
    let zone: VaultZone
    let messages: Messages

    var json: JSON { run.json(rows, messages) }

    func write(to page: inout Page) {
        let messages = page.messages
        page.pairs([
            (Heading.run, run.id?.text), (.time, messages.moment(run.time, in: zone)), (.actor, run.user), (.source, run.source),
            (.state, run.withdrawn.map { messages.word("withdrawn", in: .runStates) + " " + messages.moment($0, in: zone) }),
        ])
        let parts = LedgerReport.Outcome.inOrder.map {
            "\(messages.number(run.outcomes[$0.rawValue] ?? 0)) \(messages.word($0.rawValue, in: .ledgerOutcomes))"
        }.joined(separator: " + ")
        let count = Int(clamping: run.rows)
        page.say("\(count, "row", "rows") = \(parts)", "\(count) 行 = \(parts)", .bold)
        let several = Set(rows.map(\.sheet)).count > 1
        var table = Table([
            Table.Column(messages.say("line", "行")), Table.Column(messages[.outcome]),
            Table.Column(messages[.number], flexible: true),
            Table.Column(messages[.detail], flexible: true),
        ])
        for row in rows {
            let place = several ? (row.sheet.map { $0 + " " } ?? "") : ""
            table.row([
                place + String(row.line), messages.word(row.outcome, in: .ledgerOutcomes), row.subject ?? "–",
                row.detail(messages),
            ])
        }
        page.table(table)
    }

    /// The rows as a table for a spreadsheet: one line a finding, one a row without any.
    static func sheet(_ rows: [LedgerOutcome], _ messages: Messages) -> Worksheet {
        var sheet = Worksheet(
            messages.say("Rows", "台账行"),
            columns: [
                .init(messages.say("sheet", "工作表"), width: 12), .init(messages.say("line", "行"), width: 6),
                .init(messages[.outcome], width: 10), .init(messages[.number], width: 24), .init(messages[.column], width: 16),
                .init(messages[.value], width: 28), .init(messages.say("in the archive", "档案中的值"), width: 24),
                .init(messages[.reason], width: 40), .init(messages.say("how to mend it", "处理办法"), width: 48),
                .init(messages[.document], width: 28),
            ])
        for row in rows {
            let head: [Worksheet.Value] = [
                Worksheet.Value(row.sheet), .count(row.line), .text(messages.word(row.outcome, in: .ledgerOutcomes)),
                Worksheet.Value(row.subject),
            ]
            let document = Worksheet.Value(row.document?.text)
            if row.findings.isEmpty { sheet.rows.append(head + [.empty, .empty, .empty, .empty, .empty, document]) }
            for finding in row.findings {
                let why = ([finding.why(messages)] + finding.could.prefix(5)).joined(separator: " ")
                sheet.rows.append(
                    head + [
                        Worksheet.Value(finding.heading ?? finding.column),
                        Worksheet.Value(finding.value.map { messages.compared($0, column: finding.column) }),
                        Worksheet.Value(finding.known.map { messages.compared($0, column: finding.column) }), .text(why),
                        Worksheet.Value(finding.mend(messages)), document,
                    ])
            }
        }
        return sheet
    }
}

/// `deedbox ledger withdraw RUN`
struct LedgerWithdrawCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "withdraw",
            abstract: spoken(
                "Takes back what a ledger said; what somebody has changed since stays.", "撤回一次台账登记；此后被人修改过的内容保持不变。"))
    }

    @Argument(help: spoken("The run's id or its beginning.", "批次号或其开头部分。", value: "run")) var reference: String
    @Option(name: .long, help: spoken("The reason, kept in the journal.", "原因，记入日志。", value: "text")) var why: String?
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let session = try frame.session(.write)
        let found = try LedgerRuns().run(reference, in: session)
        let answer = try WithdrawLedger(found, why: why).run(in: session)
        if answer.changed { try frame.refreshIndex(session) }
        let id = found.id?.text ?? ""
        try frame.output.print(json: answer.json(found)) { page in
            guard answer.changed else { return page.say("Ledger \(id) was withdrawn already.", "台账批次 \(id) 此前已撤回。") }
            page.say(
                "Withdrew ledger \(id): \(answer.takenBack, "fact", "facts") taken back.",
                "已撤回台账批次 \(id)：收回 \(answer.takenBack) 项。")
            if answer.kept > 0 {
                page.say(
                    "\(answer.kept, "value", "values") changed since; left as they are.", "其中 \(answer.kept) 项此后有过修改，保持不变。")
            }
        }
    }
}
