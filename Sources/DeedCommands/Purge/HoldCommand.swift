import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox hold …`
struct HoldCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "hold",
            abstract: spoken(
                "Holds documents: nothing on hold is purged.", "冻结文档：被冻结的一律不能销毁。"),
            subcommands: [HoldAddCommand.self, HoldReleaseCommand.self, HoldListCommand.self])
    }
}

/// `deedbox hold add NAME …`
struct HoldAddCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "add",
            abstract: spoken(
                "Places a hold on documents, customers or a kind; what is in the trash comes back.",
                "冻结文档、客户或某类文档；已在回收区的随即恢复。"))
    }

    @Argument(help: spoken("What people call it, such as Lawsuit 2026-07.", "冻结的名称，如“诉讼2026-07”。", value: "name")) var name:
        String
    @Argument(help: DocumentArgument.help) var documents: [String] = []
    @Option(name: .long, help: spoken("Every document of this customer; may be repeated.", "这个客户的全部文档；可重复给出。", value: "customer"))
    var customer: [String] = []
    @Option(
        name: .long,
        help: spoken(
            "Every document of this kind, and those without a kind; may be repeated.", "这一类型以及尚未定类型的全部文档；可重复给出。", value: "kind"))
    var kind: [DocumentKind] = []
    @Option(name: .long, help: spoken("The reason, kept in the journal.", "原因，记入日志。", value: "text")) var why: String
    @Option(name: .long, help: spoken("More about it.", "补充说明。", value: "text")) var note: String?
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let session = try frame.session(.write)
        let targets: [PlaceHold.Target] =
            try documents.map { .document(try DocumentReference($0).resolve(in: session)) }
            + customer.map { .customer(try CustomerReference($0).resolve(in: session).id) } + kind.map { .kind($0) }
        guard !targets.isEmpty else {
            throw Failure(.badUse, frame.messages.say("name documents, --customer or --kind", "请指定文档、--customer 或 --kind"))
        }
        let answer = try PlaceHold(name: name, targets: targets, why: why, note: note).run(in: session)
        if !answer.restored.isEmpty { try frame.refreshIndex(session) }
        try frame.output.print(
            json: answer.json(name: name)
        ) { page in
            if answer.placed.isEmpty {
                page.say("It was so already.", "原已如此，未作更改。")
            } else {
                page.say("\(answer.placed.count, "hold", "holds") placed.", "已冻结 \(answer.placed.count) 项。")
            }
            if !answer.restored.isEmpty {
                page.say(
                    "\(answer.restored.count, "document", "documents") came back from the trash.",
                    "已从回收区恢复 \(answer.restored.count) 份文档。")
            }
        }
    }
}

/// `deedbox hold release HOLD`
struct HoldReleaseCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "release", abstract: spoken("Releases a hold.", "解除冻结。"))
    }

    @Argument(
        help: spoken(
            "The name, which releases all holds of that name, or an id or its beginning.", "名称（解除同名的全部冻结），或冻结号及其开头。",
            value: "hold"))
    var hold: String
    @Option(name: .long, help: spoken("The reason, kept in the journal.", "原因，记入日志。", value: "text")) var why: String?
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let session = try frame.session(.write)
        let found = try HoldReference(hold).resolve(in: session)
        let count = try ReleaseHold(found.map(\.id), why: why).run(in: session)
        try frame.output.print(json: Receipt.released(found.map(\.id)).json) { page in
            page.say("\(count, "hold", "holds") released.", "已解除 \(count) 项冻结。")
        }
    }
}

/// `deedbox hold list`
struct HoldListCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: spoken("Lists the holds.", "列出冻结。"))
    }

    @Flag(name: .long, help: spoken("Also those that were released.", "也列出已解除的。")) var all = false
    @OptionGroup var global: GlobalOptions
    @OptionGroup var empty: EmptyOptions

    func run() throws {
        let frame = try Frame(global)
        let session = try frame.session(.read)
        let holds = try ListHolds(releasedToo: all).run(in: session)
        try frame.output.print(json: holds.json) { page in
            let messages = page.messages
            var table = Table([
                Table.Column(messages[.name]), Table.Column(messages.say("holds", "冻结对象"), flexible: true),
                Table.Column(messages[.reason], flexible: true), Table.Column(messages.say("since", "自")),
                Table.Column(messages[.actor]), Table.Column(messages.say("released", "解除")),
            ])
            for hold in holds {
                table.row([
                    hold.name, hold.target(messages),
                    [hold.why, hold.note].compactMap { $0 }.joined(separator: messages.say("; ", "；")),
                    messages.day(hold.placed, in: session.zone), hold.user ?? "",
                    hold.released.map { messages.day($0, in: session.zone) } ?? "",
                ])
            }
            page.table(table)
            if holds.isEmpty { page.say("Nothing is on hold.", "没有冻结。") }
        }
        try empty.check(isEmpty: holds.isEmpty)
    }
}

extension HoldRow {
    /// What it covers, in words.
    func target(_ messages: Messages) -> String {
        if let document { return document.title.isEmpty ? document.id.text : document.title }
        if let customer { return messages.say("all of \(customer.name)", "\(customer.name) 的全部文档") }
        let word = messages.word(kind ?? "", in: .kinds)
        return messages.say("every \(word)", "全部\(word)")
    }

}
