import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import DeedTables
import Deedbox

/// `deedbox expiring`
struct ExpiringCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "expiring",
            abstract: spoken("Lists what ends, or must be decided, in a range of days.", "列出一段时间内到期或须处理的文档。"),
            discussion: spoken(
                "Without a range: this quarter. Contracts, service agreements and warranties count; --kind narrows.",
                "不指定范围时为本季度。合同、服务协议和保修都计入；可用 --kind 缩小范围。"))
    }

    @Flag(name: .long, help: spoken("The quarter that contains today.", "本季度。")) var thisQuarter = false
    @Flag(name: .long, help: spoken("The quarter after it.", "下季度。")) var nextQuarter = false
    @Option(name: .long, help: spoken("From today on, as 90d or 3m.", "从今天起多久，如 90d、3个月。", value: "length")) var within: String?
    @Option(name: .long, help: spoken("From this day …", "从这一天……", value: "date")) var from: CivilDate?
    @Option(name: .long, help: spoken("… to this day.", "……到这一天。", value: "date")) var to: CivilDate?
    @Option(
        name: .long, help: spoken("Which date counts: end, act or either.", "以哪个日期为准：end 到期、act 通知截止、either 任一。", value: "date"),
        completion: .list(["end", "act", "either"]))
    var by = "either"
    @Option(name: .long, help: spoken("Only these kinds; may be repeated.", "只列出这些类型；可重复给出。", value: "kind")) var kind:
        [DocumentKind] = []

    @OptionGroup var global: GlobalOptions
    @OptionGroup var dates: DateOptions
    @OptionGroup var empty: EmptyOptions
    @OptionGroup var table: TableOptions

    func run() throws {
        let frame = try Frame(global, dates: dates)
        let file = try table.file()
        let session = try frame.session(.read, asKnown: dates.asKnown)
        guard let measure = Selection.Measure(rawValue: by) else {
            throw Failure(.badValue, by, candidates: Selection.Measure.allCases.map(\.rawValue))
        }
        let range = try range(session)
        let use = ListExpiring(range, by: measure, kinds: kind.isEmpty ? nil : Set(kind))
        let answer = try use.run(in: session)
        let text = ExpiringText(answer: answer, range: range, today: session.today, asKnown: dates.asKnown)
        try frame.output.print(text)
        try file?.write([text.worksheet(frame.messages)])
        try empty.check(isEmpty: answer.rows.isEmpty)
    }

    /// The range of days that the options name; one way only.
    private func range(_ session: VaultSession) throws -> DateRange {
        let ways = [thisQuarter, nextQuarter, within != nil, from != nil || to != nil].count { $0 }
        guard ways <= 1 else { throw Failure(.badUse, "--this-quarter --next-quarter --within --from --to") }
        let today = session.today
        if let within {
            guard let range = ListExpiring.within(within, of: today) else {
                throw Failure(.badValue, within, candidates: ["90d", "2w", "3m", "1y"])
            }
            return range
        }
        if from != nil || to != nil {
            let first = from ?? today
            guard let last = to, let range = DateRange(from: first, to: last) else {
                throw Failure(.badUse, "--from \(first) --to \(to.map(\.description) ?? "?")")
            }
            return range
        }
        return .quarter(containing: today, fiscalYearStart: session.settings.fiscalYearStart, offset: nextQuarter ? 1 : 0)
    }
}

/// What ends, for people and programs.
struct ExpiringText: Report {
    let answer: ExpiringAnswer
    let range: DateRange
    let today: CivilDate
    let asKnown: CivilDate?

    var json: JSON { answer.json(range, on: today, asKnown: asKnown) }

    func write(to page: inout Page) {
        let messages = page.messages
        page.say("\(range.first) to \(range.last), today \(today)", "\(range.first) 至 \(range.last)，今天 \(today)", .bold)
        if let asKnown { page.say("As known on \(asKnown).", "按 \(asKnown) 所知。") }
        var group: Selection.Group?
        var table = ExpiringText.table(messages)
        for row in answer.rows {
            if row.group != group {
                page.table(table)
                table = ExpiringText.table(messages)
                page.heading(messages.group(row.group.rawValue))
                group = row.group
            }
            table.row(cells(row, messages), row.group == .missed ? .yellow : nil)
        }
        page.table(table)
        if answer.rows.isEmpty { page.say("Nothing ends in that time.", "这段时间内没有到期的文档。") }
        page.line()
        let count = answer.unknownEnds.map(\.value).reduce(0, +)
        page.say(
            "Confirmed \(answer.rows.count), proposed \(0), end not known \(count).",
            "已确认 \(answer.rows.count)，建议 \(0)，到期日未知 \(count)。")
        for (reason, count) in answer.unknownEnds.sorted(by: { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }) {
            page.line("  \(messages.number(count))  \(messages.word(reason.rawValue, in: .unknownEnds))", .faint)
        }
        if let count = answer.unknown[.perpetual] {
            page.line("  \(messages.number(count))  \(messages.unknownEnd("perpetual"))", .faint)
        }
        if answer.rows.contains(where: { $0.group == .renewed }) {
            page.say("Seen? deedbox acknowledge DOC", "已知悉续期：deedbox acknowledge 文档", .faint)
        }
    }

    private static func table(_ messages: Messages) -> Table {
        Table([
            Table.Column(messages[.ends]), Table.Column(messages[.actBy]), Table.Column(messages[.daysLeft], number: true),
            Table.Column(messages[.number]), Table.Column(messages[.title], flexible: true),
            Table.Column(messages[.customer], flexible: true), Table.Column(messages[.amount], number: true),
            Table.Column(messages[.renewal]), Table.Column(messages[.owner]),
        ])
    }

    private func cells(_ row: ExpiringRow, _ messages: Messages) -> [String] {
        let end = row.deadlines.end
        let title = row.machine.map { machine in
            "\(machine.number) \(machine.model ?? "") \(messages.list(machine.covers.map(messages.cover)))"
        }
        return [
            messages.column(end), messages.column(row.deadlines.actBy), end.map { "\($0.days(since: today))" } ?? "–",
            row.document?.number ?? "", title ?? row.document?.title ?? "",
            row.machine?.customer?.name ?? row.document?.customerNames(messages) ?? "", row.document?.money(messages) ?? "",
            row.terms.renewal.map { messages.value($0.rawValue, of: .renewal) } ?? "", row.document?.owner ?? "",
        ]
    }
}

extension ExpiringText {
    /// The same rows with dates as dates and amounts as numbers, in the order in which they are printed.
    func worksheet(_ messages: Messages) -> Worksheet {
        let columns = [
            (messages[.group], 14), (messages[.ends], 12), (messages[.actBy], 12), (messages[.daysLeft], 10),
            (messages[.number], 20),
            (messages[.title], 36), (messages[.customer], 30), (messages[.amount], 16), (messages[.currency], 8),
            (messages[.renewal], 12),
            (messages[.owner], 12), (messages[.decision], 12), (messages[.kind], 12), (messages[.serial], 18),
            (messages[.document], 28),
        ]
        var sheet = Worksheet("\(range.first)–\(range.last)", columns: columns.map { Worksheet.Column($0.0, width: $0.1) })
        sheet.rows = answer.rows.map { row in
            let end = row.deadlines.end
            let kind = row.machine == nil ? row.document?.kind : .warrantyCard
            return [
                .text(messages.group(row.group.rawValue)), Worksheet.Value(end), Worksheet.Value(row.deadlines.actBy),
                end.map { .count(Int64($0.days(since: today))) } ?? .empty, Worksheet.Value(row.document?.number),
                Worksheet.Value(row.document?.title ?? row.machine?.model),
                Worksheet.Value(row.machine?.customer?.name ?? row.document?.customerNames(messages)),
                row.document?.amount.map(Worksheet.Value.amount) ?? .empty, Worksheet.Value(row.document?.currency),
                Worksheet.Value(row.terms.renewal.map { messages.value($0.rawValue, of: .renewal) }),
                Worksheet.Value(row.document?.owner),
                Worksheet.Value(row.deadlines.decision.map { messages.value($0.rawValue, of: .decision) }),
                Worksheet.Value(kind.map(messages.kind)), Worksheet.Value(row.machine?.number),
                Worksheet.Value(row.document?.id.text),
            ]
        }
        return sheet
    }
}
