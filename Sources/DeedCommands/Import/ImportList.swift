import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox import list`
struct ImportListCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: spoken("Lists the imports, newest first.", "列出历次导入，最近的在前。"))
    }

    @Option(name: .long, help: spoken("How many.", "显示多少条。", value: "n"))
    var limit = 50

    @Option(name: .long, help: spoken("Go on behind this: the next of the answer before.", "从上一次结果的 next 继续。", value: "next"))
    var after: String?

    @OptionGroup var global: GlobalOptions
    @OptionGroup var empty: EmptyOptions

    func run() throws {
        let frame = try Frame(global)
        let session = try frame.session(.read)
        let page = try ListImports(after: after, limit: max(1, limit)).run(in: session)
        try frame.output.print(json: page.json) { output in
            let messages = output.messages
            var table = Table([
                Table.Column(messages[.run]), Table.Column(messages[.started]), Table.Column(messages[.state]),
                Table.Column(messages[.seen], number: true), Table.Column(messages[.stored], number: true),
                Table.Column(messages[.duplicate], number: true), Table.Column(messages[.rejected], number: true),
                Table.Column(messages[.source], flexible: true),
            ])
            for run in page.rows {
                let account = run.account
                table.row([
                    run.id.text, messages.day(run.started, in: session.zone), messages.word(run.stateCode, in: .runStates),
                    messages.number(account.seen), messages.number(account.stored),
                    messages.number(account.duplicate.plusOrNearest(account.alreadyImported)), messages.number(account.rejected),
                    messages.list(run.sources),
                ])
            }
            output.table(table)
            if page.rows.isEmpty { output.say("Nothing has been imported.", "还没有导入过文件。") }
            if let next = page.next { output.say("More: --after \(next)", "后续：--after \(next)", .faint) }
        }
        try empty.check(isEmpty: page.rows.isEmpty)
    }
}
