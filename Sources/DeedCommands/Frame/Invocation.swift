import ArgumentParser
import DeedCore

/// A command line before it is parsed: what must be known even if it cannot be parsed.
struct Invocation {
    /// The program's command.
    let root: any ParsableCommand.Type
    /// The arguments, with options that came before the command moved behind it.
    let arguments: [String]

    /// Options of ``GlobalOptions`` that take a value, and those that take none.
    private static let withValue: Set<String> = ["--vault", "--lang"]
    private static let flags: Set<String> = ["--json", "--quiet", "-q"]

    init(_ arguments: [String], root: any ParsableCommand.Type) {
        self.root = root
        self.arguments = root.configuration.subcommands.isEmpty ? arguments : Invocation.reordered(arguments)
    }

    /// `--vault DIR list --kind contract` becomes `list --kind contract --vault DIR`: options of all commands may stand in
    /// front, where many people write them, although the parser wants them behind the command.
    static func reordered(_ arguments: [String]) -> [String] {
        var front: [String] = []
        var rest = arguments[...]
        while let first = rest.first {
            if flags.contains(first) || withValue.contains(where: { first.hasPrefix($0 + "=") }) {
                front.append(first)
                rest = rest.dropFirst()
            } else if withValue.contains(first), rest.count > 1 {
                front += rest.prefix(2)
                rest = rest.dropFirst(2)
            } else {
                break
            }
        }
        guard !front.isEmpty, let command = rest.first, !command.hasPrefix("-") else { return arguments }
        let end = rest.firstIndex(of: "--") ?? rest.endIndex
        return Array(rest[..<end]) + front + Array(rest[end...])
    }

    /// What stands before `--`, behind which nothing is an option.
    private var options: ArraySlice<String> { arguments[..<(arguments.firstIndex(of: "--") ?? arguments.endIndex)] }

    /// Whether help is wanted: `--help`, `-h`, `help` as the command, or nothing at all given to a program of commands.
    var asksForHelp: Bool {
        if arguments.isEmpty { return !root.configuration.subcommands.isEmpty }
        return options.contains("--help") || options.contains("-h")
            || (options.first == "help" && !root.configuration.subcommands.isEmpty)
    }

    /// Whether errors are to be told as JSON.
    var wantsJSON: Bool { options.contains("--json") }
}
