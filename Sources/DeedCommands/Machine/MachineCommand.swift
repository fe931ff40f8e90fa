import ArgumentParser
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox machine …`
struct MachineCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "machine",
            abstract: spoken(
                "Adds and corrects machines and their sales; deedbox warranty shows them.", "登记和更正设备及其销售；查看请用 deedbox warranty。"),
            subcommands: [
                MachineAddCommand.self, MachineSetCommand.self, MachineRemoveCommand.self, MachineSellCommand.self,
                MachineSaleCommand.self,
            ])
    }
}

/// `deedbox machine add SERIAL`
struct MachineAddCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "add",
            abstract: spoken("Adds a machine, also one whose number resembles another's.", "登记一台设备，序列号与其他设备相近也可以。"))
    }

    @Argument(help: spoken("The serial number as it stands on the label.", "铭牌上的序列号。", value: "serial")) var serial: String
    @Option(name: .long, help: spoken("The model.", "型号。", value: "model")) var model: String?
    @Option(name: .long, help: spoken("Who has it.", "所属客户。", value: "customer")) var customer: String?
    @OptionGroup var global: GlobalOptions

    func run() throws {
        try MachineChange.run(global) { session in
            let owner = try customer.map { try CustomerReference($0).resolve(in: session).id }
            return try ChangeMachine(serial).add(model: model, customer: owner, in: session)
        }
    }
}

/// `deedbox machine set SERIAL`
struct MachineSetCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "set", abstract: spoken("Corrects number, model or owner.", "更正序列号、型号或所属客户。"))
    }

    @Argument(help: SerialArgument.help) var serial: String
    @Option(name: .long, help: spoken("The number as it stands on the label.", "铭牌上的序列号。", value: "serial")) var number: String?
    @Option(name: .long, help: spoken("The model.", "型号。", value: "model")) var model: String?
    @Option(name: .long, help: spoken("Who has it.", "所属客户。", value: "customer")) var customer: String?
    @OptionGroup var global: GlobalOptions

    func run() throws {
        var fields = ChangeMachine.Fields()
        fields.number = number
        fields.model = model
        fields.customer = customer
        try MachineChange.run(global) { try ChangeMachine(serial).set(fields, in: $0) }
    }
}

/// `deedbox machine remove SERIAL`
struct MachineRemoveCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "remove",
            abstract: spoken("Takes a machine back, with its sales and promises.", "撤销一台设备及其销售和保修。"))
    }

    @Argument(help: SerialArgument.help) var serial: String
    @Option(name: .long, help: spoken("The reason.", "原因。", value: "text")) var why: String?
    @OptionGroup var global: GlobalOptions

    func run() throws { try MachineChange.run(global) { try ChangeMachine(serial).remove(why: why, in: $0) } }
}

/// A sale, as options.
struct SaleFields: ParsableArguments {
    @Option(name: .long, help: spoken("Who bought it.", "购买方。", value: "customer")) var to: String?
    @Option(name: .long, help: spoken("The day of sale.", "销售日期。", value: "date")) var on: String?
    @Option(name: .long, help: spoken("The invoice number.", "发票号。", value: "number")) var invoice: String?

    var sale: ChangeMachine.Sale {
        var sale = ChangeMachine.Sale()
        sale.customer = to
        sale.date = on
        sale.invoice = invoice
        return sale
    }
}

/// `deedbox machine sell SERIAL`
struct MachineSellCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "sell",
            abstract: spoken("Notes a sale; the last one moves the machine to its buyer.", "登记一次销售；最后一次销售的购买方即为所属客户。"))
    }

    @Argument(help: SerialArgument.help) var serial: String
    @OptionGroup var fields: SaleFields
    @OptionGroup var global: GlobalOptions

    func run() throws { try MachineChange.run(global) { try ChangeMachine(serial).sell(fields.sale, in: $0) } }
}

/// `deedbox machine sale SERIAL`
struct MachineSaleCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "sale", abstract: spoken("Corrects a sale, or takes it back.", "更正或撤销一次销售。"))
    }

    @Argument(help: SerialArgument.help) var serial: String
    @Option(
        name: .long,
        help: spoken("Which one, where there are several: its day, invoice or id.", "有多次销售时指明哪一次：日期、发票号或编号。", value: "sale"))
    var sale: String?
    @OptionGroup var fields: SaleFields
    @Flag(name: .long, help: spoken("Take it back.", "撤销。")) var remove = false
    @OptionGroup var global: GlobalOptions

    func run() throws {
        try MachineChange.run(global) {
            try ChangeMachine(serial).change(sale: sale, fields.sale, removes: remove, in: $0)
        }
    }
}
