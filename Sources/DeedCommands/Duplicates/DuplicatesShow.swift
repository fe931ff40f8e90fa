import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox duplicates show DOC OTHER`
struct DuplicatesShowCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show",
            abstract: spoken(
                "Compares two documents: what is known of each, and where their texts differ.", "比较两份文档：各自的信息，以及文本的不同之处。"))
    }

    @Argument(help: DocumentArgument.help) var document: String
    @Argument(help: spoken("The other document.", "另一份文档。", value: "other")) var other: String
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let session = try frame.session(.read)
        let one = try DocumentReference(document).resolve(in: session)
        let two = try DocumentReference(other).resolve(in: session)
        let answer = try CompareDocuments(one, two).run(in: session)
        try frame.output.print(ComparisonText(answer: answer, zone: session.zone))
    }
}

/// Two documents side by side.
struct ComparisonText: Report {
    let answer: CompareDocuments.Answer
    let zone: VaultZone

    var json: JSON { answer.json }

    func write(to page: inout Page) {
        let messages = page.messages
        var table = Table([Table.Column(""), Table.Column("", flexible: true), Table.Column("", flexible: true)])
        func row(_ label: String, _ value: (DocumentDetails) -> String) {
            let values = answer.documents.map(value)
            // What differs stands out.
            if values.contains(where: { !$0.isEmpty }) { table.row([label] + values, values[0] == values[1] ? nil : .yellow) }
        }
        row(messages[.document]) { $0.summary.id.text }
        row(messages[.title]) { $0.summary.title }
        row(messages[.kind]) { $0.summary.kind.map(messages.kind) ?? "" }
        row(messages[.customers]) { $0.summary.customerNames(messages) }
        for field in DocumentField.allCases where field != .title && field != .kind {
            row(messages.field(field)) { $0.value(field).map { messages.value($0, of: field) } ?? "" }
        }
        row(messages[.names]) { messages.list($0.summary.names) }
        row(messages[.size]) { messages.size($0.summary.size) }
        row(messages[.added]) { messages.day($0.added, in: zone) }
        table.row([messages[.page]] + answer.pages.map { "\($0)" }, answer.pages[0] == answer.pages[1] ? nil : .yellow)
        page.table(table)
        page.line()
        if let decision = answer.decision {
            page.line(
                messages.list(
                    [messages.word(decision.decision.rawValue, in: .duplicateDecisions), decision.note].compactMap { $0 }),
                .bold)
        }
        if let share = answer.share {
            page.say("\(share) % of the text is the same.", "文本 \(share)% 相同。")
        } else {
            page.say("Too little text to compare.", "文本太少，无法比较。")
        }
        for difference in answer.differences {
            page.line(
                (difference.isAdded ? "+ " : "- ") + "\(difference.page)  " + Table.oneLine(difference.text),
                difference.isAdded ? .green : .red)
        }
        if answer.capped { page.say("Not all differences are listed.", "未列出全部不同之处。", .faint) }
    }
}
