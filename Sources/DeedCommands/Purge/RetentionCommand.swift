import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox retention …`
struct RetentionCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "retention",
            abstract: spoken("Says how long documents of a kind are kept at least.", "设定各类文档的最短保管期限。"),
            subcommands: [RetentionSetCommand.self, RetentionRemoveCommand.self, RetentionListCommand.self])
    }
}

/// `KIND`, or `all`.
struct RetentionKind: ExpressibleByArgument {
    var kind: DocumentKind?

    init?(argument: String) {
        if ["all", "全部"].contains(argument) { return }
        guard let kind = DocumentKind(argument: argument) else { return nil }
        self.kind = kind
    }

    static var help: ArgumentHelp {
        spoken("A kind, or all for every kind without a rule of its own.", "文档类型；all（全部）指没有单独规则的所有类型。", value: "kind")
    }
}

/// `deedbox retention set KIND --years N`
struct RetentionSetCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "set", abstract: spoken("Sets the rule of a kind.", "设定一类文档的规则。"))
    }

    @Argument(help: RetentionKind.help) var kind: RetentionKind
    @Option(name: .long, help: spoken("Whole years.", "年数。", value: "n")) var years: Int
    @Option(
        name: .long,
        help: spoken("Where they begin: end, or import.", "起算日：end 为到期日，import 为入库日。", value: "day"),
        completion: .list(["end", "import"]))
    var from = "end"
    @Option(name: .long, help: spoken("The law or the policy that asks for it.", "依据的法规或制度。", value: "text")) var why: String?
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        guard (0...1000).contains(years) else { throw Failure(.badValue, "\(years)") }
        let word = Vocabulary.retentionStarts.terms.first { [$0.code, $0.english, $0.chinese].contains(from) }
        guard let start = word.flatMap({ Retention.Start(rawValue: $0.code) }) else {
            throw Failure(.badValue, from, candidates: Retention.Start.allCases.map(\.rawValue))
        }
        try RetentionCommand.set(kind.kind, .init(years: years, from: start), why, frame)
    }
}

/// `deedbox retention remove KIND`
struct RetentionRemoveCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "remove", abstract: spoken("Takes the rule of a kind away.", "去掉一类文档的规则。"))
    }

    @Argument(help: RetentionKind.help) var kind: RetentionKind
    @Option(name: .long, help: spoken("The reason, kept in the journal.", "原因，记入日志。", value: "text")) var why: String?
    @OptionGroup var global: GlobalOptions

    func run() throws { try RetentionCommand.set(kind.kind, nil, why, Frame(global)) }
}

extension RetentionCommand {
    static func set(_ kind: DocumentKind?, _ rule: Retention.Rule?, _ why: String?, _ frame: Frame) throws {
        let session = try frame.session(.write)
        let changed = try SetRetention(kind, rule: rule, why: why).run(in: session)
        try frame.output.print(json: Receipt.retention(kind, changed: changed).json) { page in
            if changed {
                page.say("The rule is written.", "规则已写入。")
            } else {
                page.say("It was so already.", "原已如此，未作更改。")
            }
        }
    }
}

/// `deedbox retention list`
struct RetentionListCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: spoken("Lists the rules.", "列出规则。"))
    }

    @OptionGroup var global: GlobalOptions
    @OptionGroup var empty: EmptyOptions

    func run() throws {
        let frame = try Frame(global)
        let rules = try ListRetention().run(in: frame.session(.read))
        try frame.output.print(
            json: rules.json
        ) { page in
            let messages = page.messages
            var table = Table([
                Table.Column(messages[.kind]), Table.Column(messages.say("years", "年数"), number: true),
                Table.Column(messages.say("counted from", "起算日")), Table.Column(messages[.reason], flexible: true),
            ])
            for rule in rules {
                table.row([
                    rule.kind.map { messages.word($0, in: .kinds) } ?? messages.say("all others", "其余全部"), "\(rule.rule.years)",
                    messages.word(rule.rule.from.rawValue, in: .retentionStarts), rule.why ?? "",
                ])
            }
            page.table(table)
            if rules.isEmpty { page.say("No rule is set.", "没有设定规则。") }
        }
        try empty.check(isEmpty: rules.isEmpty)
    }
}
