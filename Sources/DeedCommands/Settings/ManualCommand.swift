import ArgumentParser
import DeedCore
import DeedMessages

/// `deedbox manual`: the manual page of a program as mdoc source, from the same definitions as the help. Hidden: `tools/manual` calls it.
struct ManualCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "manual", abstract: spoken("Prints the manual page as mdoc source.", "输出手册页的 mdoc 源文件。"),
            shouldDisplay: false)
    }

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let manual = Manual(command: CommandInfo(DeedboxCommand.self), messages: frame.messages)
        try frame.output.print(json: .string(manual.text)) { $0.line(manual.text) }
    }
}
