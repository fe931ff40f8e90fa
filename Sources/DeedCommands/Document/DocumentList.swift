import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import DeedTables
import Deedbox

/// `deedbox list`
struct ListCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: spoken("Lists documents, narrowed by filters.", "按条件列出文档。"))
    }

    @Option(name: .long, help: spoken("Only this kind.", "只列出这种类型。", value: "kind")) var kind: DocumentKind?
    @Option(name: .long, help: spoken("Only this customer's.", "只列出这个客户的。", value: "customer")) var customer: String?
    @Option(name: .long, help: spoken("Only with this tag.", "只列出有这个标签的。", value: "tag")) var tag: String?
    @Option(name: .long, help: spoken("Only numbers that contain this.", "只列出编号包含它的。", value: "text")) var number: String?
    @Option(name: .long, help: spoken("Only this person's.", "只列出这位责任人的。", value: "name")) var owner: String?
    @Option(name: .long, help: spoken("The current term ends on this day or later.", "当前一期的到期日不早于这一天。", value: "date"))
    var expiresFrom: CivilDate?
    @Option(name: .long, help: spoken("The current term ends on this day or before.", "当前一期的到期日不晚于这一天。", value: "date"))
    var expiresTo: CivilDate?
    @Option(name: .customLong("run"), help: spoken("Only what this import brought.", "只列出这次导入的。", value: "run")) var importRun:
        String?
    @Option(name: .long, help: FolderWords.help) var folder: String?
    @Option(
        name: .customLong("no-text"), defaultAsFlag: "",
        help: spoken(
            "Only without text, or not all of it; with a reason, only those that lack it for that.", "只列出没有文本或文本不全的；可再指明原因。",
            value: "reason"))
    var noText: String?
    @Flag(name: .customLong("needs-ocr"), help: spoken("Only with pages that need OCR.", "只列出有待识别页的。")) var needsOCR = false
    @Flag(name: .long, help: spoken("Only behind a password.", "只列出有密码保护、读不了的。")) var locked = false
    @Flag(name: .long, help: spoken("Only files that are broken.", "只列出文件已损坏、读不了的。")) var damaged = false
    @Flag(name: .long, help: spoken("Also what was withdrawn.", "也列出已撤回的。")) var withdrawn = false
    @Flag(name: .long, help: spoken("Also what lies in the trash or was purged.", "也列出回收区内和已销毁的。")) var purged = false
    @Option(
        name: .long,
        help: spoken("How many; else 100, and all in a report.", "多少条；默认显示 100 条，写入表格的为全部。", value: "n")) var limit: Int?
    @Option(name: .long, help: spoken("Go on behind this: the next of the answer before.", "从上一次结果的 next 继续。", value: "next"))
    var after: String?

    @OptionGroup var global: GlobalOptions
    @OptionGroup var dates: DateOptions
    @OptionGroup var empty: EmptyOptions
    @OptionGroup var table: TableOptions

    func run() throws {
        let frame = try Frame(global, dates: dates)
        let file = try table.file()
        if let from = expiresFrom, let to = expiresTo, to < from {
            throw Failure(.badValue, "\(from) … \(to)", detail: "end-before-start")
        }
        let session = try frame.session(.read, asKnown: dates.asKnown)
        let filter = DocumentFilter(
            kind: kind, customer: try customer.map { try CustomerReference($0).resolve(in: session).id }, tag: tag,
            number: number,
            owner: owner, expiresFrom: expiresFrom, expiresTo: expiresTo, today: session.today,
            run: try importRun.map { try ImportReference($0).resolve(in: session).id }, folder: folder, withdrawnToo: withdrawn,
            goneToo: purged)
        if let lack = try lack() {
            return try printUnread(ListUnread(lack, filter, after: after, limit: max(1, limit ?? 100)), in: session, frame, file)
        }
        var list = ListDocuments(filter, after: after, limit: max(1, limit ?? 100))
        let page = try list.run(in: session)
        let endless = expiresFrom == nil && expiresTo == nil ? 0 : try list.countRenewedForUnknown(in: session)
        try frame.output.print(DocumentListText(page: page, renewedForUnknown: endless))
        if let file {
            var rows = page.rows
            list.after = limit == nil ? page.next : nil
            list.limit = 5000
            while list.after != nil {
                let more = try list.run(in: session)
                rows += more.rows
                list.after = more.next
            }
            try file.write([DocumentListText.worksheet(rows, frame.messages)])
        }
        try empty.check(isEmpty: page.rows.isEmpty)
    }

    /// What the documents must lack; `nil` where nothing was said about texts.
    private func lack() throws -> TextLack.Filter? {
        var asked: [TextLack.Filter] = []
        if let noText { asked.append(.noText(reason: noText.isEmpty ? nil : try reason(noText))) }
        if needsOCR { asked.append(.needsOCR) }
        if locked { asked.append(.locked) }
        if damaged { asked.append(.damaged) }
        guard asked.count <= 1 else {
            throw Failure(.badUse, "--no-text, --needs-ocr, --locked, --damaged", detail: "choose-one")
        }
        return asked.first
    }

    private func reason(_ text: String) throws -> String {
        let known = Vocabulary.textReasons.terms
        let found = known.first { [$0.code, $0.english, $0.chinese].contains(text) }
        guard let found else { throw Failure(.badValue, text, candidates: known.map(\.code)) }
        return found.code
    }

    private func printUnread(_ list: ListUnread, in session: VaultSession, _ frame: Frame, _ file: TableFile?) throws {
        var list = list
        let (page, total) = try list.run(in: session)
        try frame.output.print(UnreadListText(page: page, total: total, messages: frame.messages))
        if let file {
            var rows = page.rows
            list.after = limit == nil ? page.next : nil
            list.limit = 5000
            while list.after != nil {
                let more = try list.run(in: session).page
                rows += more.rows
                list.after = more.next
            }
            try file.write([UnreadListText.worksheet(rows, frame.messages)])
        }
        try empty.check(isEmpty: page.rows.isEmpty)
    }
}

/// What `--folder` says of itself.
enum FolderWords {
    static var help: ArgumentHelp {
        spoken("Only what lay in a folder, archive or mail whose path contains this.", "只查路径（文件夹、压缩包、邮件）包含它的。", value: "text")
    }
}

/// A part of a list of documents.
struct DocumentListText: Report {
    let page: DeedCatalog.Page<DocumentSummary>
    /// Documents that no range of ends has, as nobody knows for how long they renewed.
    var renewedForUnknown = 0

    var json: JSON { page.json(renewedForUnknown: renewedForUnknown) }

    /// The same rows with dates as dates and amounts as numbers.
    static func worksheet(_ rows: [DocumentSummary], _ messages: Messages) -> Worksheet {
        let columns = [
            (messages[.number], 20), (messages[.title], 36), (messages[.customer], 30), (messages[.kind], 12),
            (messages[.ends], 12),
            (messages[.amount], 16), (messages[.currency], 8), (messages[.owner], 12), (messages[.tags], 16),
            (messages[.names], 44),
            (messages[.document], 28),
        ]
        var sheet = Worksheet(messages[.documents], columns: columns.map { Worksheet.Column($0.0, width: $0.1) })
        sheet.rows = rows.map { row in
            [
                Worksheet.Value(row.number), .text(row.title), Worksheet.Value(row.customerNames(messages)),
                Worksheet.Value(row.kind.map(messages.kind)), Worksheet.Value(row.expires),
                row.amount.map(Worksheet.Value.amount) ?? .empty,
                Worksheet.Value(row.currency), Worksheet.Value(row.owner), Worksheet.Value(row.tags.joined(separator: ", ")),
                Worksheet.Value(row.names.joined(separator: "\n")), .text(row.id.text),
            ]
        }
        return sheet
    }

    func write(to output: inout Page) {
        let messages = output.messages
        var table = Table([
            Table.Column(messages[.document]), Table.Column(messages[.kind]), Table.Column(messages[.number]),
            Table.Column(messages[.title], flexible: true), Table.Column(messages[.customer], flexible: true),
            Table.Column(messages[.ends]),
        ])
        for row in page.rows {
            table.row([
                row.id.text, row.kind.map(messages.kind) ?? "", row.number ?? "", row.title, row.customerNames(messages),
                row.expires.map { messages.column($0) } ?? "",
            ])
        }
        output.table(table)
        for row in page.rows {
            guard let damage = row.damage else { continue }
            output.say(
                "\(row.title): the original is lost (\(messages.word(damage, in: .problems)))",
                "\(row.title)：原件已丢失（\(messages.word(damage, in: .problems))）", .red)
        }
        for row in page.rows {
            guard let end = row.renewedUntil else { continue }
            output.say(
                "\(row.title): has renewed by itself; the current term ends \(end)", "\(row.title)：已自动续期，当前一期到 \(end) 止", .faint)
        }
        if page.rows.isEmpty { output.say("No documents.", "没有文档。") }
        if renewedForUnknown > 0 {
            output.say(
                "\(renewedForUnknown) more renewed by themselves for nobody knows how long: set renewalMonths; see them with deedbox expiring",
                "另有 \(renewedForUnknown) 份已自动续期但续期时长不明：请设置 renewalMonths；可用 deedbox expiring 查看")
        }
        if let next = page.next { output.say("More: --after \(next)", "后续：--after \(next)", .faint) }
    }
}
