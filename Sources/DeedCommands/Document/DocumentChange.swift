import ArgumentParser
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox set DOC field=value …`
struct SetCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "set",
            abstract: spoken("Sets fields of a document; an empty value takes one away.", "设置文档字段；值为空则清除。"),
            discussion: spoken(
                "Fields: \(list: DocumentField.allCases.map(\.rawValue)). Dates are written 2026-12-31.",
                "字段：\(list: DocumentField.allCases.map(\.rawValue))。日期写作 2026-12-31。"))
    }

    @Argument(help: DocumentArgument.help) var document: String
    @Argument(help: spoken("What to set, as expires=2026-12-31.", "要设置的内容，如 expires=2026-12-31。", value: "field=value"))
    var assignments: [String]
    @OptionGroup var global: GlobalOptions

    func run() throws {
        try DocumentChange.run(document, global) { change, session in try change.set(assignments, in: session) }
    }
}

/// `deedbox tag DOC TAG …`
struct TagCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "tag", abstract: spoken("Tags a document.", "给文档加标签。"))
    }

    @Argument(help: DocumentArgument.help) var document: String
    @Argument(help: spoken("Tags to add.", "要添加的标签。", value: "tag")) var tags: [String] = []
    @Option(name: .long, help: spoken("A tag to take away; may be repeated.", "要去掉的标签；可重复给出。", value: "tag")) var remove:
        [String] = []
    @OptionGroup var global: GlobalOptions

    func run() throws {
        try DocumentChange.run(document, global) { change, session in try change.tag(add: tags, remove: remove, in: session) }
    }
}

/// `deedbox link DOC CUSTOMER`
struct LinkCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "link", abstract: spoken("Ties a document to a customer.", "把文档关联到客户。"))
    }

    @Argument(help: DocumentArgument.help) var document: String
    @Argument(help: CustomerArgument.help) var customer: String
    @Option(
        name: .long,
        help: spoken("customer, party-a, party-b …", "角色：customer 客户、party-a 甲方、party-b 乙方……", value: "role"))
    var role = "customer"
    @Flag(name: .long, help: spoken("Untie them.", "取消关联。")) var remove = false
    @OptionGroup var global: GlobalOptions

    func run() throws {
        try DocumentChange.run(document, global) { change, session in
            try change.link(CustomerReference(customer).resolve(in: session).id, role: role, remove: remove, in: session)
        }
    }
}

/// What every change of a document does around the change itself.
enum DocumentChange {
    static func run(_ reference: String, _ global: GlobalOptions, _ body: (ChangeDocument, VaultSession) throws -> Int) throws {
        let frame = try Frame(global)
        let session = try frame.session(.write)
        let id = try DocumentReference(reference).resolve(in: session)
        let count = try body(ChangeDocument(id), session)
        // Titles, numbers and customers are searched too: the index follows at once; a text that waits goes on waiting.
        try RefreshIndex().run(in: session)
        try frame.output.print(json: ["document": JSON(id), "changed": JSON(count)]) { page in
            if count == 0 {
                page.say("It was so already.", "原已如此，未作更改。")
            } else {
                page.say("\(count, "change", "changes") written.", "已写入 \(count) 处更改。")
            }
        }
    }
}
