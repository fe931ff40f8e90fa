import ArgumentParser
import DeedCore
import DeedMessages
import Deedbox

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
        try frame.refreshIndex(session)
        try frame.output.print(CustomerText(answer: try ShowCustomer(id, documents: 0).run(in: session)))
    }
}
