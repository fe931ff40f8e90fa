import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox purge …`
struct PurgeCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "purge",
            abstract: spoken(
                "Removes originals for good: asked for, after a grace, by way of the trash.", "销毁原件：先申请，过等待期，再经回收区删除。"),
            subcommands: [PurgeRequestCommand.self, PurgeCancelCommand.self, PurgeListCommand.self, PurgeRunCommand.self])
    }
}

/// `deedbox purge request DOC …`
struct PurgeRequestCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "request",
            abstract: spoken("Asks that documents be purged; nothing goes before the grace is over.", "申请销毁文档；等待期满之前不作任何改动。"))
    }

    @Argument(help: DocumentArgument.help) var documents: [String] = []
    @Option(name: .customLong("run"), help: spoken("All that this import brought.", "这次导入的全部文档。", value: "run")) var importRun:
        String?
    @Option(name: .long, help: spoken("The reason, kept in the journal.", "原因，记入日志。", value: "text")) var why: String
    @OptionGroup var global: GlobalOptions
    @OptionGroup var day: TodayOptions

    func run() throws {
        let frame = try Frame(global, also: day.setting)
        let session = try frame.session(.write)
        var ids = try documents.map { try DocumentReference($0).resolve(in: session) }
        if let importRun {
            let run = try ImportReference(importRun).resolve(in: session).id
            ids += try RequestPurge.documents(of: run, in: session)
        }
        guard !ids.isEmpty else { throw Failure(.badUse, frame.messages.say("name documents or --run", "请指定文档或 --run")) }
        let answer = try RequestPurge(ids, why: why).run(in: session)
        try frame.output.print(
            json: answer.json
        ) { page in
            page.say(
                "\(answer.requested.count, "document", "documents") asked for. The purge may begin on \(answer.due).",
                "已申请销毁 \(answer.requested.count) 份文档，\(answer.due)起可执行。")
            if !answer.unchanged.isEmpty {
                page.say("\(answer.unchanged.count) were asked for before.", "另有 \(answer.unchanged.count) 份此前已申请。", .faint)
            }
            if !answer.containers.isEmpty {
                page.say(
                    "Kept archives hold them too and stay: \(list: answer.containers).",
                    "留存的压缩包中仍有这些文档，不会一并销毁：\(list: answer.containers)。", .yellow)
            }
        }
    }
}

/// `deedbox purge cancel DOC …`
struct PurgeCancelCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "cancel",
            abstract: spoken("Takes a request back; a document in the trash comes back.", "取消销毁申请；已在回收区的随即恢复。"))
    }

    @Argument(help: DocumentArgument.help) var documents: [String]
    @Option(name: .long, help: spoken("The reason, kept in the journal.", "原因，记入日志。", value: "text")) var why: String?
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let session = try frame.session(.write)
        let ids = try documents.map { try DocumentReference($0).resolve(in: session) }
        let answer = try CancelPurge(ids, why: why).run(in: session)
        if !answer.restored.isEmpty { try frame.refreshIndex(session) }
        try frame.output.print(
            json: Receipt.cancelled(answer.cancelled, restored: answer.restored).json
        ) { page in
            let count = answer.cancelled.count + answer.restored.count
            page.say("\(count, "request", "requests") taken back.", "已取消 \(count) 份销毁申请。")
            if !answer.restored.isEmpty {
                page.say(
                    "\(answer.restored.count, "document", "documents") came back from the trash.",
                    "已从回收区恢复 \(answer.restored.count) 份文档。")
            }
        }
    }
}

/// `deedbox purge list`
struct PurgeListCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "list",
            abstract: spoken("Lists what was asked for, from when it may go, and what keeps it.", "列出销毁申请、可执行日期，以及不能执行的原因。"))
    }

    @Flag(name: .long, help: spoken("Also what was purged, cancelled or brought back.", "也列出已销毁、已取消和已恢复的。")) var all = false
    @OptionGroup var global: GlobalOptions
    @OptionGroup var day: TodayOptions
    @OptionGroup var empty: EmptyOptions

    func run() throws {
        let frame = try Frame(global, also: day.setting)
        let session = try frame.session(.read)
        var list = ListPurges()
        list.endedToo = all
        let rows = try list.run(in: session)
        try frame.output.print(
            json: rows.json(on: session.today)
        ) { page in
            let messages = page.messages
            var table = Table([
                Table.Column(messages[.state]), Table.Column(messages.say("from", "日期")), Table.Column(messages[.document]),
                Table.Column(messages[.number]), Table.Column(messages[.title], flexible: true),
                Table.Column(messages[.reason], flexible: true), Table.Column(messages.say("kept by", "不能执行的原因"), flexible: true),
            ])
            for row in rows {
                let summary = row.purge.document
                table.row([
                    messages.word(row.state.rawValue, in: .purgeStates), messages.column(row.purge.until ?? row.purge.due),
                    summary.id.text,
                    summary.number ?? "", summary.title, row.purge.why, messages.list(row.blocks.map { $0.text(messages) }),
                ])
            }
            page.table(table)
            if rows.isEmpty { page.say("Nobody asked for a purge.", "没有销毁申请。") }
        }
        try empty.check(isEmpty: rows.isEmpty)
    }
}

/// `deedbox purge run`
struct PurgeRunCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "run",
            abstract: spoken(
                "Does what is due: moves originals to the trash, and removes what has lain there long enough.",
                "执行到期的销毁：把原件移入回收区，并删除已在其中放够天数的。"))
    }

    @Flag(name: .long, help: spoken("Only say what would be done.", "只说明将要做什么，不作改动。")) var dryRun = false
    @OptionGroup var global: GlobalOptions
    @OptionGroup var day: TodayOptions

    func run() throws {
        let frame = try Frame(global, also: day.setting)
        let session = try frame.session(dryRun ? .read : .write)
        var purge = RunPurge()
        purge.isDry = dryRun
        if !dryRun { try RedactRecords.resume(in: session) }
        let answer = try purge.run(in: session)
        if !dryRun { try frame.forget(in: session) }
        try frame.output.print(PurgeRunText(answer: answer, isDry: dryRun, today: session.today))
    }
}

extension Frame {
    /// Takes what is gone out of the index. The purge itself is durable; where the index cannot be written now, the next command tells it.
    func forget(in session: VaultSession) throws {
        do {
            var refresh = RefreshIndex()
            refresh.limit = .max
            try refresh.run(in: session)
        } catch let failure as Failure where [.diskFull, .vaultBusy].contains(failure.code) {
            let why = messages.message(for: failure)
            note(
                messages.say(
                    "The search will forget it with the next deedbox purge run. \(why)",
                    "下次运行 deedbox purge run 时检索库会清除相应文字。\(why)"))
        }
    }
}

/// What a run did, or would do.
struct PurgeRunText: Report {
    let answer: RunPurge.Answer
    let isDry: Bool
    let today: CivilDate

    var json: JSON { answer.json(on: today, isDry: isDry) }

    func write(to page: inout Page) {
        let messages = page.messages
        var table = Table([
            Table.Column(messages[.outcome]), Table.Column(messages[.document]), Table.Column(messages[.number]),
            Table.Column(messages[.title], flexible: true), Table.Column(messages[.detail], flexible: true),
        ])
        func row(_ what: String, _ purge: PurgeRow, _ detail: String) {
            table.row([what, purge.document.id.text, purge.document.number ?? "", purge.document.title, detail])
        }
        for purge in answer.purged { row(messages.say("removed", "删除"), purge, purge.why) }
        for purge in answer.trashed { row(messages.say("to the trash", "移入回收区"), purge, purge.why) }
        for (purge, why) in answer.restored {
            row(messages.say("brought back", "恢复"), purge, messages.word(why.rawValue, in: .purgeBlocks))
        }
        for (purge, blocks) in answer.blocked {
            row(messages.say("stays", "不执行"), purge, messages.list(blocks.map { $0.text(messages) }))
        }
        page.table(table)
        if table.count == 0 {
            page.say("Nothing is due.", "没有到期的销毁。")
        } else if isDry {
            page.say("Nothing was changed.", "未作任何改动。", .faint)
        }
        if answer.freed > 0, !isDry { page.say("\(bytes: answer.freed) became free.", "释放了 \(bytes: answer.freed)。", .faint) }
    }
}
