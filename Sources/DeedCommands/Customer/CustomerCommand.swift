import ArgumentParser
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox customer …`
struct CustomerCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "customer", abstract: spoken("Adds, changes, shows and lists customers.", "新增、修改、查看和列出客户。"),
            subcommands: [CustomerAddCommand.self, CustomerEditCommand.self, CustomerShowCommand.self, CustomerListCommand.self])
    }
}

/// `CUSTOMER`, wherever a command takes one.
enum CustomerArgument {
    static var help: ArgumentHelp {
        spoken(
            "An id or its beginning, a credit code, a part of the name, or a phone's last four digits.",
            "客户号或其开头、统一社会信用代码、名称的一部分，或电话后四位。", value: "customer")
    }
}

/// What is known of a customer, as options.
struct CustomerFields: ParsableArguments {
    @Option(name: .long, help: spoken("The 18 characters of the credit code.", "统一社会信用代码（18 位）。", value: "code")) var creditCode:
        String?
    @Option(name: .long, help: spoken("VIP, regular, potential …", "等级：VIP、普通、潜在……", value: "tier")) var tier: String?
    @Option(name: .long, help: spoken("Free text.", "备注。", value: "text")) var note: String?
    @Option(name: .long, help: spoken("A contact's name.", "联系人。", value: "name")) var contact: String?
    @Option(name: .long, help: spoken("A contact's phone.", "联系电话。", value: "phone")) var phone: String?
    @Option(name: .long, help: spoken("A contact's e-mail address.", "电子邮箱。", value: "email")) var email: String?
    @Option(name: .long, help: spoken("A contact's address.", "地址。", value: "address")) var address: String?

    func fields(name: String?) -> ChangeCustomer.Fields {
        var fields = ChangeCustomer.Fields()
        fields.name = name
        fields.creditCode = creditCode
        fields.tier = tier
        fields.note = note
        fields.contact = contact
        fields.phone = phone
        fields.email = email
        fields.address = address
        return fields
    }
}

/// `deedbox customer add NAME`
struct CustomerAddCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "add", abstract: spoken("Adds a customer.", "新增客户。"))
    }

    @Argument(help: spoken("The full name.", "全称。", value: "name")) var name: String
    @OptionGroup var fields: CustomerFields
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let session = try frame.session(.write)
        let id = try ChangeCustomer(fields.fields(name: name)).add(in: session)
        try frame.output.print(json: ["customer": JSON(id)]) { $0.say("Added customer \(id.text).", "已新增客户 \(id.text)。") }
    }
}

/// `deedbox customer edit CUSTOMER`
struct CustomerEditCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "edit", abstract: spoken("Changes a customer; a contact that is given is added.", "修改客户；给出的联系方式会追加。"))
    }

    @Argument(help: CustomerArgument.help) var customer: String
    @Option(name: .long, help: spoken("The new name.", "新名称。", value: "name")) var name: String?
    @OptionGroup var fields: CustomerFields
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let session = try frame.session(.write)
        let id = try CustomerReference(customer).resolve(in: session).id
        try ChangeCustomer(fields.fields(name: name)).edit(id, in: session)
        try RefreshIndex().run(in: session)
        try frame.output.print(CustomerText(details: try session.catalog.customer(id), documents: []))
    }
}

/// `deedbox customer show CUSTOMER`
struct CustomerShowCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show", abstract: spoken("Shows a customer with contacts, machines and documents.", "显示客户及其联系方式、设备和文档。"))
    }

    @Argument(help: CustomerArgument.help) var customer: String
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let session = try frame.session(.read)
        let id = try CustomerReference(customer).resolve(in: session).id
        let documents = try ListDocuments(DocumentFilter(customer: id), limit: 500).run(in: session).rows
        try frame.output.print(CustomerText(details: try session.catalog.customer(id), documents: documents))
    }
}

/// `deedbox customer list`
struct CustomerListCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "list", abstract: spoken("Lists customers.", "列出客户。"))
    }

    @Argument(help: CustomerArgument.help) var matching: String?
    @Option(name: .long, help: spoken("How many.", "显示多少条。", value: "n")) var limit = 100
    @Option(name: .long, help: spoken("Go on behind this: the next of the answer before.", "从上一次结果的 next 继续。", value: "next"))
    var after: String?
    @OptionGroup var global: GlobalOptions
    @OptionGroup var empty: EmptyOptions

    func run() throws {
        let frame = try Frame(global)
        let catalog = try frame.session(.read).catalog
        let rows: [CustomerSummary]
        var next: String?
        if let matching {
            rows = try catalog.customers(matching: matching, limit: max(1, limit))
        } else {
            let page = try catalog.customers(after: after, limit: max(1, limit))
            (rows, next) = (page.rows, page.next)
        }
        try frame.output.print(json: ["customers": .array(rows.map(\.json)), "next": JSON(next)]) { output in
            let messages = output.messages
            var table = Table([
                Table.Column(messages[.customer]), Table.Column(messages[.name], flexible: true),
                Table.Column(messages[.creditCode]),
                Table.Column(messages[.tier]), Table.Column(messages[.documents], number: true),
                Table.Column(messages[.serial], number: true),
            ])
            for row in rows {
                table.row([
                    row.id.text, row.name, row.creditCode ?? "", row.tier ?? "", messages.number(row.documents),
                    messages.number(row.serials),
                ])
            }
            output.table(table)
            if rows.isEmpty { output.say("No customers.", "没有客户。") }
            if let next { output.say("More: --after \(next)", "后续：--after \(next)", .faint) }
        }
        try empty.check(isEmpty: rows.isEmpty)
    }
}

extension CustomerSummary {
    var json: JSON {
        [
            "id": JSON(id), "name": .string(name), "creditCode": JSON(creditCode), "tier": JSON(tier), "note": JSON(note),
            "source": .string(source), "documents": JSON(documents), "serials": JSON(serials),
        ]
    }
}

/// A customer with what belongs to it.
struct CustomerText: Report {
    let details: CustomerDetails
    let documents: [DocumentSummary]

    var json: JSON {
        var members = details.summary.json.members ?? []
        members += [
            JSON.Member(
                "contacts",
                .array(
                    details.contacts.map {
                        [
                            "contact": JSON($0.id), "name": JSON($0.name), "phone": JSON($0.phone), "email": JSON($0.email),
                            "address": JSON($0.address),
                        ]
                    })),
            JSON.Member(
                "machines",
                .array(details.machines.map { ["serial": .string($0.number), "model": JSON($0.model)] })),
            JSON.Member("list", .array(documents.map(\.json))),
        ]
        return .object(members)
    }

    func write(to page: inout Page) {
        let messages = page.messages
        let summary = details.summary
        page.line(Table.oneLine(summary.name), .bold)
        page.pairs([
            (Heading.customer, summary.id.text), (.creditCode, summary.creditCode), (.tier, summary.tier), (.note, summary.note),
        ])
        var contacts = Table([
            Table.Column(messages[.contact]), Table.Column(messages[.phone]), Table.Column(messages[.email]),
            Table.Column(messages[.address], flexible: true),
        ])
        for contact in details.contacts {
            contacts.row([contact.name ?? "", contact.phone ?? "", contact.email ?? "", contact.address ?? ""])
        }
        if contacts.count > 0 { page.line() }
        page.table(contacts)
        var machines = Table([Table.Column(messages[.serial]), Table.Column(messages[.model])])
        for machine in details.machines { machines.row([machine.number, machine.model ?? ""]) }
        if machines.count > 0 { page.line() }
        page.table(machines)
        if !documents.isEmpty {
            page.line()
            DocumentListText(page: DeedCatalog.Page(rows: documents, next: nil)).write(to: &page)
        }
    }
}
