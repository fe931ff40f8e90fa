import DeedCore
import DeedMessages
import DeedText

/// The help of one command, in the user's language and with Han counted as two columns wide, neither of which
/// ArgumentParser's own renderer does.
struct HelpPage {
    let path: [String]
    let command: CommandInfo
    let messages: Messages

    private static let labelWidth = 26

    /// The page for a terminal `columns` wide.
    func text(columns: Int) -> String {
        var lines = Wrapping.lines(command.abstract, columns: columns)
        if !command.discussion.isEmpty { lines += [""] + Wrapping.lines(command.discussion, columns: columns) }
        lines += ["", messages.say("Usage: ", "用法：") + usage]
        let arguments = command.ownArguments
        lines += section(messages.say("Arguments:", "参数："), arguments.filter(\.isPositional), columns)
        let options = arguments.filter { !$0.isPositional && ($0.label != "--version" || path.count == 1) }
        var titles: [String] = []
        for title in options.compactMap(\.section) where !titles.contains(title) { titles.append(title) }
        for title in titles {
            lines += section(title + messages.say(":", "："), options.filter { $0.section == title }, columns)
        }
        lines += section(messages.say("Options:", "选项："), options.filter { $0.section == nil }, columns)
        lines += subcommands(columns)
        return lines.joined(separator: "\n") + "\n"
    }

    /// `deedbox list [<options>] <path> ...`
    var usage: String {
        let arguments = command.ownArguments
        var words = path
        let required = arguments.filter { !$0.isPositional && !$0.isOptional }
        words += required.map(\.synopsis)
        if arguments.contains(where: { !$0.isPositional && $0.isOptional }) { words.append(messages.say("[options]", "[选项]")) }
        words += arguments.filter(\.isPositional).map(\.synopsis)
        if !command.subcommands.isEmpty, command.defaultSubcommand == nil { words.append(messages.say("<command>", "<命令>")) }
        return words.joined(separator: " ")
    }

    private func section(_ title: String, _ arguments: [CommandInfo.Argument], _ columns: Int) -> [String] {
        guard !arguments.isEmpty else { return [] }
        return ["", title] + arguments.flatMap { entry($0.label, describe($0), columns) }
    }

    private func subcommands(_ columns: Int) -> [String] {
        let shown = command.subcommands.filter { $0.isShown && $0.name != command.defaultSubcommand }
        guard !shown.isEmpty else { return [] }
        var lines = ["", messages.say("Commands:", "命令：")]
        for command in shown { lines += entry(command.name, command.abstract, columns) }
        let name = path.joined(separator: " ")
        return lines + ["", messages.say("More about one: \(name) <command> --help", "查看某个命令的用法：\(name) <命令> --help")]
    }

    /// The text of an argument with its values and default.
    func describe(_ argument: CommandInfo.Argument) -> String {
        var text = HelpPage.own(argument.label, messages) ?? argument.abstract
        if !argument.values.isEmpty {
            let values = argument.values.joined(separator: ", ")
            text += messages.say(" [one of: \(values)]", "［可选：\(values)］")
        }
        if let standard = argument.standard, !standard.isEmpty {
            text += messages.say(" [default: \(standard)]", "［默认：\(standard)］")
        }
        if !argument.discussion.isEmpty { text += "\n" + argument.discussion }
        return text
    }

    /// The words for the two options that ArgumentParser adds by itself.
    private static func own(_ label: String, _ messages: Messages) -> String? {
        switch label {
        case "-h, --help": messages.say("Show this help.", "显示本帮助。")
        case "--version": messages.say("Show the version.", "显示版本。")
        default: nil
        }
    }

    private func entry(_ label: String, _ text: String, _ columns: Int) -> [String] {
        let indent = String(repeating: " ", count: HelpPage.labelWidth)
        let lines = Wrapping.lines(text, columns: max(24, columns - HelpPage.labelWidth))
        let first = "  " + label
        let room = HelpPage.labelWidth - 2 - DisplayWidth.of(first)
        let body = lines.map { $0.isEmpty ? "" : indent + $0 }
        guard room >= 0, let head = lines.first else { return [first] + (text.isEmpty ? [] : body) }
        return [DisplayWidth.fit(first, columns: HelpPage.labelWidth) + head] + body.dropFirst()
    }
}
