import ArgumentParser
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox customer …`
struct CustomerCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "customer", abstract: spoken("Adds, changes, shows and lists customers.", "新增、修改、查看和列出客户。"),
            subcommands: [
                CustomerAddCommand.self, CustomerEditCommand.self, CustomerContactCommand.self, CustomerRemoveCommand.self,
                CustomerShowCommand.self, CustomerListCommand.self,
            ])
    }
}

/// `CUSTOMER`, wherever a command takes one.
enum CustomerArgument {
    static var help: ArgumentHelp {
        spoken(
            "An id or its beginning, a credit code, a part of the name, or a contact: its name, e-mail address, or phone's last four digits.",
            "客户号或其开头、统一社会信用代码、名称的一部分，或联系人的姓名、邮箱、电话后四位。", value: "customer")
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
