import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import DeedText
import Deedbox

/// `deedbox warranty …`
struct WarrantyCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "warranty",
            abstract: spoken(
                "Says whether a machine is covered, by what, for how long, and where the card says so.",
                "查询设备是否在保、保什么、还有多少天、依据在哪一页。"),
            discussion: spoken(
                "warranty SERIAL asks; add, set, end and remove change what is promised. A serial called add is asked as: warranty show add",
                "warranty 序列号 为查询；add、set、end、remove 更改保修内容。序列号恰为 add 等时，请用 warranty show add 查询。"),
            subcommands: [
                WarrantyShowCommand.self, WarrantyAddCommand.self, WarrantySetCommand.self, WarrantyEndCommand.self,
                WarrantyRemoveCommand.self,
            ],
            defaultSubcommand: WarrantyShowCommand.self)
    }
}

/// `deedbox warranty SERIAL`
struct WarrantyShowCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show", abstract: spoken("Asks about a machine (the default).", "查询一台设备（默认）。"))
    }

    @Argument(
        help: spoken(
            "The serial number; spaces, hyphens, O/0 and I/1 do not matter.", "序列号；空格、连字符、O/0、I/1 均可混写。", value: "serial"))
    var serial: String
    @OptionGroup var global: GlobalOptions
    @OptionGroup var dates: DateOptions
    @OptionGroup var empty: EmptyOptions

    func run() throws {
        let frame = try Frame(global, dates: dates)
        let session = try frame.session(.read, asKnown: dates.asKnown)
        let answer = try AskWarranty(serial).run(in: session)
        try frame.output.print(
            WarrantyText(
                card: WarrantyCard(serial: serial, answer: answer, today: session.today, asKnown: dates.asKnown)))
        try empty.check(isEmpty: answer.machines.isEmpty)
    }
}

/// The verdict on a machine.
struct WarrantyText: Report {
    let card: WarrantyCard

    private var serial: String { card.serial }
    private var answer: WarrantyAnswer { card.answer }
    private var today: CivilDate { card.today }
    private var machine: MachineRow? { card.machine }
    private var others: [MachineRow] { card.others }
    private var verdict: String { card.verdict }

    var json: JSON { card.json }

    func write(to page: inout Page) {
        let messages = page.messages
        guard let machine else { return writeUnknown(to: &page) }
        let tint: Tint = verdict == Verdict.covered.rawValue ? .green : verdict == Verdict.expired.rawValue ? .red : .yellow
        page.line("\(machine.number)  \(messages.verdict(verdict))", tint)
        page.pairs([
            (Heading.model, machine.model), (.customer, machine.customer?.name),
            (.contact, messages.list(machine.contacts.map { [$0.name, $0.phone].compactMap { $0 }.joined(separator: " ") })),
            (.sold, messages.list(machine.purchases.compactMap { sold($0, of: machine, messages) })),
            (.invoice, messages.list(machine.purchases.compactMap(\.invoice))), (.today, messages.date(today)),
        ])
        var table = Table([
            Table.Column(messages[.cover]), Table.Column(messages[.starts]), Table.Column(messages[.ends]),
            Table.Column(messages[.daysLeft]), Table.Column(messages[.document], flexible: true),
            Table.Column(messages[.page], number: true),
        ])
        for row in machine.covers {
            table.row([
                messages.cover(row.kind), messages.column(row.cover.starts), messages.column(row.cover.ends),
                row.cover.daysLeft(on: today).map { messages.days(until: $0) } ?? "–", row.title ?? "–",
                row.page.map { "\($0)" } ?? "–",
            ])
        }
        page.line()
        page.table(table)
        if machine.covers.isEmpty {
            page.say(
                "The machine is known, its warranty is not. Add it with: deedbox warranty add",
                "设备已登记，但没有它的保修信息。可新增：deedbox warranty add", .yellow)
        }
        guard !others.isEmpty else { return }
        page.say("Similar numbers:", "写法相近的序列号：", .faint)
        writeOthers(to: &page)
    }

    private func writeOthers(to page: inout Page) {
        for other in others {
            page.line(
                "  "
                    + [other.number, other.model ?? "", other.customer?.name ?? ""].filter { !$0.isEmpty }.joined(separator: "  ")
            )
        }
    }

    /// A day of sale; with the buyer where the machine was sold to several.
    private func sold(_ sale: PurchaseRow, of machine: MachineRow, _ messages: Messages) -> String? {
        guard let day = sale.date.map({ messages.date($0) }) else { return nil }
        guard let buyer = sale.customer, Set(machine.purchases.map { $0.customer?.id }).count > 1 else { return day }
        return messages.say("\(day) to \(buyer.name)", "\(day)（\(buyer.name)）")
    }

    private func writeUnknown(to page: inout Page) {
        if !others.isEmpty {
            page.say("Several machines fit \(serial): which one?", "有多台设备与 \(serial) 相近，请指明是哪一台：", .yellow)
            return writeOthers(to: &page)
        }
        page.say("No machine with the serial number \(serial).", "没有序列号为 \(serial) 的设备。", .yellow)
        guard !answer.near.isEmpty else { return }
        page.say("Nearest:", "相近的序列号：")
        for near in answer.near { page.line("  \(near.number)  \(near.model ?? "")") }
    }
}
