import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox customer contact CUSTOMER CONTACT`
struct CustomerContactCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "contact",
            abstract: spoken("Corrects a contact, or takes it away; an empty value takes one away.", "更正或删除一个联系方式；值为空则清除。"))
    }

    @Argument(help: CustomerArgument.help) var customer: String
    @Argument(
        help: spoken(
            "Its name or a part of it, a phone's last four digits, its e-mail address, or its id.", "联系人姓名、电话后四位、邮箱或编号。",
            value: "contact"))
    var contact: String
    @Option(name: .long, help: spoken("The person.", "联系人。", value: "name")) var name: String?
    @Option(name: .long, help: spoken("The phone.", "电话。", value: "phone")) var phone: String?
    @Option(name: .long, help: spoken("The e-mail address.", "电子邮箱。", value: "email")) var email: String?
    @Option(name: .long, help: spoken("The address.", "地址。", value: "address")) var address: String?
    @Flag(name: .long, help: spoken("Take it away.", "删除。")) var remove = false
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let session = try frame.session(.write)
        let id = try CustomerReference(customer).resolve(in: session).id
        let change = ChangeContact(of: id, contact)
        var fields = ChangeContact.Fields()
        (fields.name, fields.phone, fields.email, fields.address) = (name, phone, email, address)
        if remove { try change.remove(why: nil, in: session) } else { try change.set(fields, in: session) }
        try frame.refreshIndex(session)
        try frame.output.print(CustomerText(answer: try ShowCustomer(id, documents: 0).run(in: session)))
    }
}

/// `deedbox customer remove CUSTOMER`
struct CustomerRemoveCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "remove",
            abstract: spoken("Takes a customer back that was a mistake and has nothing.", "撤销一个误建且名下没有内容的客户。"))
    }

    @Argument(help: CustomerArgument.help) var customer: String
    @Option(name: .long, help: spoken("The reason.", "原因。", value: "text")) var why: String?
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let session = try frame.session(.write)
        let found = try CustomerReference(customer).resolve(in: session)
        try RemoveCustomer(found.id, why: why).run(in: session)
        try frame.output.print(json: Receipt.removed(found.id.text).json) { page in
            page.say("Taken back: \(found.name)", "已撤销：\(found.name)")
        }
    }
}
