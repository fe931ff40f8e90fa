import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox customer list`
struct CustomerListCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: spoken("Lists customers.", "列出客户。"))
    }

    @Argument(help: CustomerArgument.help) var matching: String?
    @Option(name: .long, help: spoken("How many.", "显示多少条。", value: "n")) var limit = 100
    @Option(name: .long, help: spoken("Go on behind this: the next of the answer before.", "从上一次结果的 next 继续。", value: "next"))
    var after: String?
    @OptionGroup var global: GlobalOptions
    @OptionGroup var empty: EmptyOptions

    func run() throws {
        let frame = try Frame(global)
        let page = try ListCustomers(matching: matching, after: after, limit: max(1, limit)).run(in: frame.session(.read))
        let (rows, next) = (page.rows, page.next)
        try frame.output.print(json: page.json) { output in
            let messages = output.messages
            var table = Table([
                Table.Column(messages[.customer]), Table.Column(messages[.name], flexible: true),
                Table.Column(messages[.creditCode]),
                Table.Column(messages[.tier]), Table.Column(messages[.documents], number: true),
                Table.Column(messages[.serial], number: true),
            ])
            for row in rows {
                table.row([
                    row.id.text, row.name, row.creditCode ?? "", row.tier ?? "", messages.number(row.documents),
                    messages.number(row.serials),
                ])
            }
            output.table(table)
            if rows.isEmpty { output.say("No customers.", "没有客户。") }
            if let next { output.say("More: --after \(next)", "后续：--after \(next)", .faint) }
        }
        try empty.check(isEmpty: rows.isEmpty)
    }
}
