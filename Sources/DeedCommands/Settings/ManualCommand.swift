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

    @Argument(help: spoken("deedbox or deedbox-import.", "deedbox 或 deedbox-import。", value: "program"))
    var program = "deedbox"

    @Flag(name: .long, help: spoken("Print the programs that have one.", "列出有手册页的程序。"))
    var list = false

    @OptionGroup var global: GlobalOptions

    private static let programs: [String: any ParsableCommand.Type] = [
        "deedbox": DeedboxCommand.self, "deedbox-import": DeedboxImportCommand.self,
    ]

    func run() throws {
        let frame = try Frame(global)
        if list {
            let names = ManualCommand.programs.keys.sorted()
            return try frame.output.print(json: .array(names.map(JSON.string))) { page in names.forEach { page.line($0) } }
        }
        guard let root = ManualCommand.programs[program] else {
            throw Failure(.badValue, program, candidates: ManualCommand.programs.keys.sorted())
        }
        let manual = Manual(command: CommandInfo(root), messages: frame.messages)
        try frame.output.print(json: .string(manual.text)) { $0.line(manual.text) }
    }
}
