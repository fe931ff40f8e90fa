import ArgumentParser
import DeedCore
import DeedMessages
import Deedbox

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
