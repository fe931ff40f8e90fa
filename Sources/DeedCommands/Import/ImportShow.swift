import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox import show RUN`
struct ImportShowCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: spoken("Shows the account of an import.", "显示一次导入的清单。"))
    }

    @Argument(help: spoken("The run's id or its beginning.", "批次号或其开头部分。", value: "run"))
    var reference: String

    @Option(
        name: .long, help: spoken("Only stored, duplicate or rejected.", "只列出 stored、duplicate 或 rejected。", value: "outcome"))
    var outcome: String?

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let wanted = try outcome.map { text in
            guard let outcome = ImportItem.Outcome(rawValue: text) else {
                throw Failure(.badValue, text, candidates: ImportItem.Outcome.allCases.map(\.rawValue))
            }
            return outcome
        }
        let session = try frame.session(.read)
        let found = try ImportReference(reference).resolve(in: session)
        let answer = try ShowImport(found, outcome: wanted).run(in: session)
        try frame.output.print(ImportAccount(answer: answer, zone: session.zone))
    }
}

/// The account of one run, as kept in the vault.
struct ImportAccount: Report {
    let answer: ShowImport.Answer
    let zone: VaultZone

    private var run: ImportRun { answer.run }

    var json: JSON { answer.json }

    func write(to page: inout Page) {
        let messages = page.messages
        let account = run.account
        page.pairs([
            (Heading.run, run.id.text), (.state, messages.word(run.stateCode, in: .runStates)),
            (.started, messages.moment(run.started, in: zone)), (.finished, run.finished.map { messages.moment($0, in: zone) }),
            (.actor, run.user), (.source, messages.list(run.sources)),
        ])
        let duplicate = account.duplicate.plusOrNearest(account.alreadyImported)
        page.say(
            "\(account.seen) seen = \(account.stored) stored + \(duplicate) duplicate + \(account.rejected) rejected",
            "共 \(account.seen) 个文件 = 存入 \(account.stored) + 重复 \(duplicate) + 未收入 \(account.rejected)", .bold)
        if account.alreadyImported > 0 {
            page.say(
                "\(account.alreadyImported) of them were imported before; they are counted, not listed.",
                "其中 \(account.alreadyImported) 个以前已导入，只计数、不逐一列出。")
        }
        var table = Table([
            Table.Column(messages[.outcome]), Table.Column(messages[.path], flexible: true), Table.Column(messages[.document]),
            Table.Column(messages[.reason], flexible: true),
        ])
        for item in answer.items {
            table.row([
                messages.outcome(item.outcome.rawValue), item.path, item.document?.text ?? "–",
                [
                    item.reason.map(messages.reason), item.detail.map(messages.importDetail),
                    item.note.map { messages.word($0, in: .importNotes) },
                    item.object.flatMap { answer.lacks[$0] }.map(messages.lack),
                ].compactMap { $0 }.joined(separator: ": "),
            ])
        }
        page.table(table)
        page.archives(answer.archives.map { ($0.path, $0.format, $0.names, $0.entries, $0.state, $0.detail) })
    }
}
