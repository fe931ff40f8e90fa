import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `SERIAL` of a machine that is there.
enum SerialArgument {
    static var help: ArgumentHelp { spoken("The serial number.", "序列号。", value: "serial") }
}

/// What a promise says, as options.
struct CoverFields: ParsableArguments {
    @Option(
        name: .long, help: spoken("whole, parts, labour, travel or on-site.", "保修内容：整机、零部件、人工、差旅或上门服务。", value: "kind"),
        completion: .list(ChangeCover.kinds))
    var covers: String?
    @Option(name: .long, help: spoken("The first day.", "起保日期。", value: "date")) var starts: String?
    @Option(name: .long, help: spoken("The length in months.", "保修月数。", value: "n")) var months: String?
    @Option(name: .long, help: spoken("The last day.", "到期日期。", value: "date")) var ends: String?
    @Option(name: .long, help: spoken("The card or contract that says so.", "依据的保修卡或合同。", value: "doc")) var document: String?
    @Option(name: .long, help: spoken("The page of it.", "依据在第几页。", value: "n")) var page: String?

    var fields: ChangeCover.Fields {
        var fields = ChangeCover.Fields()
        fields.covers = covers.map(CoverFields.code)
        fields.starts = starts
        fields.months = months
        fields.ends = ends
        fields.document = document
        fields.page = page
        return fields
    }

    /// 零部件 → `parts`.
    static func code(_ word: String) -> String {
        Vocabulary.covers.terms.first { [$0.code, $0.english, $0.chinese].contains(word) }?.code ?? word
    }
}

/// Which promise is meant.
struct CoverChoice: ParsableArguments {
    @Option(
        name: .long,
        help: spoken(
            "Which promise, where there are several: what it covers, or its id.", "有多项保修时指明哪一项：保修内容或编号。", value: "cover"))
    var cover: String?

    /// Changes of that promise.
    func change(_ serial: String) -> ChangeCover { ChangeCover(serial, cover: cover.map(CoverFields.code)) }
}

/// What every change of a machine does around the change itself: the answer is what is known afterwards.
enum MachineChange {
    static func run(_ global: GlobalOptions, _ body: (VaultSession) throws -> Identifier) throws {
        let frame = try Frame(global)
        let session = try frame.session(.write)
        let id = try body(session)
        try frame.refreshIndex(session)
        guard let machine = try ShowMachine(id).run(in: session) else {
            return try frame.output.print(json: Receipt.removed(id.text).json) { $0.say("Taken back.", "已撤销。") }
        }
        let answer = WarrantyAnswer(machines: [machine], near: [])
        try frame.output.print(
            WarrantyText(
                card: WarrantyCard(serial: machine.number, answer: answer, today: session.today, asKnown: nil)))
    }
}

/// `deedbox warranty add SERIAL`
struct WarrantyAddCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "add",
            abstract: spoken("Adds a promise; a machine that is not known becomes known.", "新增一项保修；设备尚未登记时一并登记。"))
    }

    @Argument(help: SerialArgument.help) var serial: String
    @OptionGroup var cover: CoverFields
    @Option(name: .long, help: spoken("The model of a new machine.", "新设备的型号。", value: "model")) var model: String?
    @Option(name: .long, help: spoken("Who has a new machine.", "新设备所属客户。", value: "customer")) var customer: String?
    @OptionGroup var global: GlobalOptions

    func run() throws {
        try MachineChange.run(global) { session in
            let owner = try customer.map { try CustomerReference($0).resolve(in: session).id }
            return try ChangeCover(serial).add(cover.fields, model: model, customer: owner, in: session)
        }
    }
}

/// `deedbox warranty set SERIAL`
struct WarrantySetCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "set",
            abstract: spoken("Corrects a promise; an empty value takes one away.", "更正一项保修；值为空则清除。"),
            discussion: spoken(
                "What is said last counts: --months takes the place of a stated end, --ends of a length.",
                "以最后所写为准：--months 取代已写明的到期日期，--ends 取代保修月数。"))
    }

    @Argument(help: SerialArgument.help) var serial: String
    @OptionGroup var choice: CoverChoice
    @OptionGroup var cover: CoverFields
    @OptionGroup var global: GlobalOptions

    func run() throws { try MachineChange.run(global) { try choice.change(serial).set(cover.fields, in: $0) } }
}

/// `deedbox warranty end SERIAL --on DATE`
struct WarrantyEndCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "end", abstract: spoken("Ends a promise on a day, that day included.", "使一项保修在某日终止（含当日）。"))
    }

    @Argument(help: SerialArgument.help) var serial: String
    @Option(name: .long, help: spoken("The last day.", "最后一天。", value: "date")) var on: String
    @OptionGroup var choice: CoverChoice
    @OptionGroup var global: GlobalOptions

    func run() throws {
        var fields = ChangeCover.Fields()
        fields.ends = on
        try MachineChange.run(global) { try choice.change(serial).set(fields, in: $0) }
    }
}

/// `deedbox warranty remove SERIAL`
struct WarrantyRemoveCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "remove", abstract: spoken("Takes a promise back that was a mistake.", "撤销一项误登的保修。"))
    }

    @Argument(help: SerialArgument.help) var serial: String
    @OptionGroup var choice: CoverChoice
    @Option(name: .long, help: spoken("The reason.", "原因。", value: "text")) var why: String?
    @OptionGroup var global: GlobalOptions

    func run() throws { try MachineChange.run(global) { try choice.change(serial).remove(why: why, in: $0) } }
}
