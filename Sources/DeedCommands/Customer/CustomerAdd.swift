import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

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
        try frame.output.print(json: Receipt.customer(id).json) { $0.say("Added customer \(id.text).", "已新增客户 \(id.text)。") }
    }
}
