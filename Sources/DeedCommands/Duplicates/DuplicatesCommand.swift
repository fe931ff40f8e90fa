import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox duplicates …`
struct DuplicatesCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "duplicates",
            abstract: spoken(
                "Lists documents that are alike, compares them, and keeps what you decide.", "列出相近的文档，逐对比较，并记下您的判断。"),
            subcommands: [DuplicatesListCommand.self, DuplicatesShowCommand.self, DuplicatesDecideCommand.self],
            defaultSubcommand: DuplicatesListCommand.self)
    }
}

/// `deedbox duplicates list`
struct DuplicatesListCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "list",
            abstract: spoken("Lists pairs with the same number, or with similar text, side by side.", "成对列出编号相同或文本相近的文档。"))
    }

    @Option(name: .long, help: spoken("Percent of the text that is the same, 70 to 100.", "文本相同的百分比，70 至 100。", value: "percent"))
    var least = 80
    @Flag(
        name: .long,
        help: spoken("Also what was decided, and papers from one form with different numbers.", "也列出已判断的，以及编号不同的同一范本文档。"))
    var all = false
    @Option(name: .long, help: spoken("How many pairs.", "显示多少对。", value: "n")) var limit = 100
    @OptionGroup var global: GlobalOptions
    @OptionGroup var empty: EmptyOptions

    func run() throws {
        let frame = try Frame(global)
        guard (70...100).contains(least) else { throw Failure(.badUse, "--least \(least)", detail: "70…100") }
        var list = ListDuplicates()
        list.least = least
        list.everything = all
        list.limit = max(1, limit)
        let answer = try list.run(in: try frame.session(.read))
        try frame.output.print(DuplicatesText(answer: answer))
        try empty.check(isEmpty: answer.pairs.isEmpty)
    }
}

/// Pairs of documents that may be one.
struct DuplicatesText: Report {
    let answer: ListDuplicates.Answer

    var json: JSON { answer.json }

    func write(to page: inout Page) {
        let messages = page.messages
        for (at, pair) in answer.pairs.enumerated() {
            if at > 0 { page.line() }
            page.line(reason(pair, messages), .bold)
            var table = Table([
                Table.Column(""), Table.Column("", flexible: true), Table.Column(""), Table.Column("", flexible: true),
                Table.Column("", flexible: true),
            ])
            for document in [pair.one, pair.other] {
                table.row([
                    document.id.text, document.title, document.number ?? "–", document.customerNames(messages),
                    messages.list(document.names),
                ])
            }
            page.table(table)
        }
        if answer.pairs.isEmpty { page.say("No documents are alike.", "没有相近的文档。") }
        if answer.capped { page.say("There are more: --limit", "还有更多：--limit", .faint) }
        if answer.decided > 0 {
            page.say(
                "\(answer.decided, "pair", "pairs") decided already: --all", "另有 \(answer.decided) 对已判断：--all", .faint)
        }
        if answer.numbersDiffer > 0 {
            page.say(
                "\(answer.numbersDiffer, "pair", "pairs") from one form, with different numbers: --all",
                "另有 \(answer.numbersDiffer) 对文本相近但编号不同：--all", .faint)
        }
        if answer.waiting > 0 {
            page.say(
                "\(answer.waiting, "document waits", "documents wait") for text: deedbox text",
                "\(answer.waiting) 份文档待提取文本：deedbox text", .yellow)
        }
    }

    private func reason(_ pair: ListDuplicates.Pair, _ messages: Messages) -> String {
        var parts: [String] = []
        if pair.sameNumber { parts.append(messages.say("same number", "编号相同")) }
        if let share = pair.share { parts.append(messages.say("\(share) % of the text is the same", "文本 \(share)% 相同")) }
        if pair.numbersDiffer { parts.append(messages.say("different numbers", "编号不同")) }
        if let decision = pair.decision { parts.append(messages.word(decision.decision.rawValue, in: .duplicateDecisions)) }
        return messages.list(parts)
    }
}
