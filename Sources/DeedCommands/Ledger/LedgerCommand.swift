import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox ledger …`
struct LedgerCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "ledger",
            abstract: spoken("Applies a ledger to what is in the vault.", "把台账登记到档案库。"),
            discussion: spoken(
                """
                XLSX or CSV. Every row ends as applied, unchanged, conflict, waiting or skipped; the same ledger again changes nothing. \
                A file called like one of the subcommands is written ./list.
                """,
                "支持 XLSX 和 CSV。每一行的结果都是“已登记”“无变化”“有冲突”“待处理”或“跳过”；同一份台账再次登记不会改变任何内容。与子命令同名的文件请写作 ./list。"
            ),
            subcommands: [
                LedgerApplyCommand.self, LedgerListCommand.self, LedgerShowCommand.self, LedgerWithdrawCommand.self,
                LedgerMappingCommand.self,
            ],
            defaultSubcommand: LedgerApplyCommand.self)
    }
}

/// `deedbox ledger FILE`
struct LedgerApplyCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "apply", abstract: spoken("Applies a ledger (the default).", "登记一份台账（默认）。"))
    }

    @Argument(
        help: spoken("The ledger, XLSX or CSV.", "台账文件，XLSX 或 CSV。", value: "file"),
        completion: .file(extensions: ["xlsx", "csv"]))
    var file: String

    @Option(
        name: .customLong("run"),
        help: spoken(
            "Reconcile with the files of this import; else with all files that no ledger speaks of.",
            "只与这次导入的文件核对；默认与所有尚无台账的文件核对。",
            value: "run"))
    var importRun: String?

    @Flag(name: .long, help: spoken("Say what would happen; write nothing.", "只说明会发生什么，不写入。"))
    var dryRun = false

    @OptionGroup var options: LedgerOptions
    @OptionGroup var global: GlobalOptions
    @OptionGroup var walls: WallsOptions

    func run() throws {
        let frame = try Frame(global, walls: walls)
        var ledger = try options.ledger(file, in: frame)
        ledger.dryRun = dryRun
        ledger.reconcilesArchive = true
        let session = try frame.session(dryRun ? .read : .write)
        ledger.importRun = try importRun.map { try ImportReference($0).resolve(in: session).id }
        let extractor = try frame.extractor(eager: false)
        defer { extractor.close() }
        let answer = try ledger.run(ledger.read(in: session, extractor: extractor), in: session)
        try frame.output.print(LedgerText(answer: answer, messages: frame.messages))
        try options.writeReport(answer, frame)
        if answer.written > 0 { try frame.refreshIndex(session) }
        if answer.report.hasUnmatched { throw ExitCode(Failure.Code.ledgerUnmatched.exit) }
    }
}

/// `deedbox ledger mapping …`
struct LedgerMappingCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "mapping", abstract: spoken("Looks at saved column mappings.", "查看已保存的列对应关系。"),
            subcommands: [LedgerMappingList.self, LedgerMappingShow.self, LedgerMappingRemove.self],
            defaultSubcommand: LedgerMappingList.self)
    }
}

/// `deedbox ledger mapping list`
struct LedgerMappingList: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: spoken("Lists saved mappings (the default).", "列出已保存的对应关系（默认）。"))
    }

    @OptionGroup var global: GlobalOptions
    @OptionGroup var empty: EmptyOptions

    func run() throws {
        let frame = try Frame(global)
        let rows = try LedgerMappings().list(in: frame.session(.read))
        try frame.output.print(json: rows.json) { page in
            let messages = page.messages
            var table = Table([
                Table.Column(messages[.name], flexible: true), Table.Column(messages.say("columns", "列数"), number: true),
                Table.Column(messages.say("used", "已对应"), number: true), Table.Column(messages[.time]),
                Table.Column(messages[.actor]),
            ])
            for row in rows {
                table.row([
                    row.name, messages.number(row.headings.count), messages.number(row.mapping.members?.count ?? 0),
                    row.time.description.prefix(10).description, row.user ?? "",
                ])
            }
            page.table(table)
            if rows.isEmpty { page.say("No saved mappings.", "没有保存的对应关系。") }
        }
        try empty.check(isEmpty: rows.isEmpty)
    }
}

/// `deedbox ledger mapping show NAME`
struct LedgerMappingShow: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: spoken("Shows which heading means what.", "显示各列名对应的字段。"))
    }

    @Argument(help: spoken("The mapping's name.", "对应关系的名称。", value: "name")) var name: String
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let rows = try LedgerMappings().list(named: name, in: frame.session(.read))
        try frame.output.print(json: rows.json) { page in
            for row in rows {
                page.heading(row.name)
                page.pairs(
                    row.headings.map { heading in
                        let code = row.mapping[heading]?.string
                        return (heading, code.map { LedgerText.word($0, page.messages) } ?? "–")
                    })
            }
        }
    }
}

/// `deedbox ledger mapping remove NAME`
struct LedgerMappingRemove: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "remove", abstract: spoken("Forgets a saved mapping.", "删除已保存的对应关系。"))
    }

    @Argument(help: spoken("The mapping's name.", "对应关系的名称。", value: "name")) var name: String
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        try LedgerMappings().remove(name, in: frame.session(.write))
        try frame.output.print(json: Receipt.removed(name).json) { page in
            page.say("Forgotten: \(name)", "已删除：\(name)")
        }
    }
}
