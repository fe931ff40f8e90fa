import ArgumentParser
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox warranty SERIAL`
struct WarrantyCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "warranty",
            abstract: spoken(
                "Says whether a machine is covered, by what, for how long, and where the card says so.",
                "查询设备是否在保、保什么、还有多少天、依据在哪一页。"))
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
        try frame.output.print(WarrantyText(serial: serial, answer: answer, today: session.today, asKnown: dates.asKnown))
        try empty.check(isEmpty: answer.machines.isEmpty)
    }
}

/// The verdict on a machine.
struct WarrantyText: Report {
    let serial: String
    let answer: WarrantyAnswer
    let today: CivilDate
    let asKnown: CivilDate?

    /// Machines whose numbers differ in spelling alone: the one written exactly so comes first and is the one that is meant.
    private var machine: MachineRow? { answer.machines.first }
    private var verdict: Verdict { machine?.verdict(on: today) ?? .unknown }

    var json: JSON {
        [
            "today": JSON(today), "asKnown": JSON(asKnown), "serial": .string(machine?.number ?? serial),
            "verdict": .string(verdict.rawValue), "model": JSON(machine?.model),
            "customer": machine?.customer.map { ["id": JSON($0.id), "name": .string($0.name)] } ?? .null,
            "covers": .array((machine?.covers ?? []).map { WarrantyText.json($0, today) }),
            "purchases": .array(
                (machine?.purchases ?? []).map { ["date": JSON($0.date), "invoice": JSON($0.invoice)] }),
            "near": .array(
                answer.near.map { ["serial": .string($0.number), "model": JSON($0.model), "distance": JSON($0.distance)] }),
            "others": .array(answer.machines.dropFirst().map { .string($0.number) }),
        ]
    }

    private static func json(_ row: CoverRow, _ today: CivilDate) -> JSON {
        [
            "kind": .string(row.kind), "starts": JSON(row.cover.starts), "ends": JSON(row.cover.ends),
            "daysLeft": JSON(row.cover.daysLeft(on: today)), "document": JSON(row.document), "page": JSON(row.page),
            "title": JSON(row.title), "months": JSON(row.cover.months), "stated": JSON(row.cover.stated),
        ]
    }

    func write(to page: inout Page) {
        let messages = page.messages
        guard let machine else { return writeUnknown(to: &page) }
        let tint: Tint = [.covered, .partly].contains(verdict) ? .green : verdict == .expired ? .red : .yellow
        page.line("\(machine.number)  \(messages.verdict(verdict.rawValue))", tint)
        page.pairs([
            (Heading.model, machine.model), (.customer, machine.customer?.name),
            (.contact, messages.list(machine.contacts.map { [$0.name, $0.phone].compactMap { $0 }.joined(separator: " ") })),
            (.sold, messages.list(machine.purchases.compactMap { $0.date.map { messages.date($0) } })),
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
        if machine.covers.isEmpty { page.say("Nothing is known of its warranty.", "没有它的保修信息。", .yellow) }
    }

    private func writeUnknown(to page: inout Page) {
        page.say("No machine with the serial number \(serial).", "没有序列号为 \(serial) 的设备。", .yellow)
        guard !answer.near.isEmpty else { return }
        page.say("Nearest:", "相近的序列号：")
        for near in answer.near { page.line("  \(near.number)  \(near.model ?? "")") }
    }
}
