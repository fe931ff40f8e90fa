import ArgumentParser
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
        let page = try frame.session(.read).catalog.runs(after: after, limit: max(1, limit))
        try frame.output.print(json: ["imports": .array(page.rows.map(\.json)), "next": JSON(page.next)]) { output in
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
                    run.id.text, messages.date(run.started.day), messages.word(run.stateCode, in: .runStates),
                    messages.number(account.seen), messages.number(account.stored),
                    messages.number(account.duplicate + account.alreadyImported), messages.number(account.rejected),
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
        let archives = try session.catalog.archives(ofRun: found.id)
        var items: [ImportItem] = []
        var after: String?
        repeat {
            let page = try session.catalog.items(ofRun: found.id, outcome: wanted, after: after)
            items += page.rows
            after = page.next
        } while after != nil
        try frame.output.print(ImportAccount(run: found, archives: archives, items: items))
    }
}

/// What `RUN` on the command line means.
struct ImportReference {
    let text: String

    init(_ text: String) { self.text = text }

    func resolve(in session: VaultSession) throws -> ImportRun {
        let found = try session.catalog.runs(matching: text)
        guard let first = found.first else { throw Failure(.runNotFound, text) }
        guard found.count == 1 else { throw Failure(.documentAmbiguous, text, candidates: found.map(\.id.text)) }
        return first
    }
}

/// `deedbox import withdraw RUN`
struct ImportWithdrawCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "withdraw",
            abstract: spoken(
                "Takes what an import brought in out of the lists; the originals stay.", "撤回一次导入：文档退出列表，原件仍然保留。"))
    }

    @Argument(help: spoken("The run's id or its beginning.", "批次号或其开头部分。", value: "run"))
    var reference: String

    @Option(name: .long, help: spoken("The reason, kept in the journal.", "原因，记入日志。", value: "text"))
    var why: String?

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let session = try frame.session(.write)
        let found = try ImportReference(reference).resolve(in: session)
        let written = try WithdrawImport(found.id, why: why).run(in: session)
        try frame.output.print(json: ["run": JSON(found.id), "withdrawn": true, "changed": .bool(written)]) { page in
            if written {
                page.say("Withdrew import \(found.id.text).", "已撤回导入批次 \(found.id.text)。")
            } else {
                page.say("Import \(found.id.text) was withdrawn already.", "导入批次 \(found.id.text) 此前已撤回。")
            }
        }
    }
}

extension ImportRun {
    /// `complete`, `stopped`, `running` or `withdrawn`.
    var stateCode: String { withdrawn ? "withdrawn" : state ?? "running" }

    var json: JSON {
        [
            "run": JSON(id), "started": .string(started.description), "finished": JSON(finished?.description), "user": JSON(user),
            "state": .string(stateCode), "sources": .array(sources.map(JSON.string)), "names": JSON(names),
            "ledger": JSON(ledger),
            "seen": .integer(account.seen), "stored": .integer(account.stored),
            "duplicate": .integer(account.duplicate + account.alreadyImported),
            "alreadyImported": .integer(account.alreadyImported), "rejected": .integer(account.rejected),
            "bytes": .integer(account.bytes), "withdrawnWhy": JSON(withdrawnWhy),
        ]
    }
}

/// The account of one run, as kept in the vault.
struct ImportAccount: Report {
    let run: ImportRun
    let archives: [ImportArchiveRow]
    let items: [ImportItem]

    var json: JSON {
        var members = run.json.members ?? []
        members.append(
            JSON.Member(
                "archives",
                .array(
                    archives.map {
                        [
                            "path": .string($0.path), "sha256": JSON($0.sha256), "entries": .integer($0.entries),
                            "state": .string($0.state), "format": .string($0.format), "names": JSON($0.names),
                            "detail": JSON($0.detail), "kept": .bool($0.kept),
                        ]
                    })))
        members.append(
            JSON.Member(
                "items",
                .array(
                    items.map {
                        [
                            "path": .string($0.path), "outcome": .string($0.outcome.rawValue), "sha256": JSON($0.object),
                            "document": JSON($0.document), "reason": JSON($0.reason), "detail": JSON($0.detail),
                        ]
                    })))
        return .object(members)
    }

    func write(to page: inout Page) {
        let messages = page.messages
        let account = run.account
        page.pairs([
            (Heading.run, run.id.text), (.state, messages.word(run.stateCode, in: .runStates)),
            (.started, messages.moment(run.started)), (.finished, run.finished.map { messages.moment($0) }),
            (.actor, run.user), (.source, messages.list(run.sources)),
        ])
        let duplicate = account.duplicate + account.alreadyImported
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
        for item in items {
            table.row([
                messages.outcome(item.outcome.rawValue), item.path, item.document?.text ?? "–",
                [item.reason.map(messages.reason), item.detail].compactMap { $0 }.joined(separator: ": "),
            ])
        }
        page.table(table)
    }
}
