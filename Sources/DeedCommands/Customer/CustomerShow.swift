import ArgumentParser
import DeedCore
import DeedMessages
import Deedbox

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
        try frame.output.print(CustomerText(answer: try ShowCustomer(id).run(in: session)))
    }
}
