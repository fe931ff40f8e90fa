import ArgumentParser
import DeedCore

/// A command's definition as help and manual need it, read from what ArgumentParser dumps (`--experimental-dump-help`): one
/// definition gives parser, help, manual and completions.
struct CommandInfo: Sendable, Hashable {
    var name: String
    var aliases: [String]
    var abstract: String
    var discussion: String
    var isShown: Bool
    var defaultSubcommand: String?
    var subcommands: [CommandInfo]
    var arguments: [Argument]

    /// An argument, an option or a flag.
    struct Argument: Sendable, Hashable {
        /// `--kind <kind>`, `-q, --quiet`, `<path>`.
        var label: String
        /// As it stands in the synopsis: `[--kind <kind>]`, `<path> ...`.
        var synopsis: String
        var abstract: String
        var discussion: String
        var section: String?
        var values: [String]
        var standard: String?
        var isPositional: Bool
        var isOptional: Bool
    }

    /// The definition of a command and all below it.
    init(_ command: any ParsableCommand.Type) {
        let dump = JSON(parsing: Array(command._dumpHelp().utf8))
        self.init(dump?["command"] ?? .null)
    }

    init(_ json: JSON) {
        name = json["commandName"]?.string ?? ""
        aliases = json["aliases"]?.array?.compactMap(\.string) ?? []
        abstract = json["abstract"]?.string ?? ""
        discussion = json["discussion"]?.string ?? ""
        isShown = json["shouldDisplay"]?.bool ?? true
        defaultSubcommand = json["defaultSubcommand"]?.string
        subcommands = (json["subcommands"]?.array ?? []).map { CommandInfo($0) }.filter { $0.name != "help" }
        arguments = (json["arguments"]?.array ?? []).filter { $0["shouldDisplay"]?.bool ?? true }.map { Argument($0) }
    }

    /// The command that `arguments` lead to, with the names on the way: options are passed over, and the first word that is no
    /// subcommand ends the way.
    func reached(by arguments: [String]) -> (path: [String], command: CommandInfo) {
        var path = [name]
        var command = self
        for word in arguments where !word.hasPrefix("-") && !(word == "help" && path.count == 1) {
            guard let next = command.subcommands.first(where: { $0.name == word || $0.aliases.contains(word) }) else { break }
            path.append(next.name)
            command = next
        }
        return (path, command)
    }

    /// Options and arguments, those of the default subcommand included: `deedbox import PATH` needs no further word.
    var ownArguments: [Argument] {
        guard let name = defaultSubcommand, let inner = subcommands.first(where: { $0.name == name }) else { return arguments }
        return inner.arguments + arguments.filter { argument in !inner.arguments.contains { $0.label == argument.label } }
    }
}

extension CommandInfo.Argument {
    init(_ json: JSON) {
        let kind = json["kind"]?.string ?? "option"
        let value = json["valueName"]?.string ?? ""
        isPositional = kind == "positional"
        isOptional = json["isOptional"]?.bool ?? true
        let names = (json["names"]?.array ?? []).map { name in
            (name["kind"]?.string == "long" ? "--" : "-") + (name["name"]?.string ?? "")
        }
        let ordered = names.filter { !$0.hasPrefix("--") } + names.filter { $0.hasPrefix("--") }
        let suffix = kind == "option" ? " <\(value)>" : ""
        label = isPositional ? "<\(value)>" : ordered.joined(separator: ", ") + suffix
        let plain = isPositional ? "<\(value)>" : (ordered.last ?? "") + suffix
        let repeated = json["isRepeating"]?.bool ?? false ? plain + " ..." : plain
        synopsis = isOptional ? "[\(repeated)]" : repeated
        abstract = json["abstract"]?.string ?? ""
        discussion = json["discussion"]?.string ?? ""
        section = json["sectionTitle"]?.string
        let described = json["allValues"]?.array?.compactMap(\.string)
        values = described ?? json["allValueStrings"]?.array?.compactMap(\.string) ?? []
        standard = json["defaultValue"]?.string
    }
}
