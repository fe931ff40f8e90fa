import DeedCore
import DeedMessages

/// The manual page of a program, as mdoc (`man 7 mdoc`): one definition gives parser, help, manual and completions.
struct Manual {
    let command: CommandInfo
    let messages: Messages

    /// The source text.
    var text: String {
        var lines = [".Dd \(DeedboxCommand.released)", ".Dt \(command.name.uppercased()) 1", ".Os Deedbox"]
        lines += [heading("NAME", "名称"), ".Nm \(command.name)", ".Nd \(Manual.escaped(command.abstract))"]
        lines += [heading("SYNOPSIS", "概要"), ".Nm", Manual.escaped(synopsis)]
        if !command.discussion.isEmpty { lines += [heading("DESCRIPTION", "说明"), Manual.escaped(command.discussion)] }
        if command.subcommands.isEmpty {
            lines += [heading("OPTIONS", "选项")] + arguments(of: command)
        } else {
            lines += [heading("COMMANDS", "命令")]
            lines += command.subcommands.flatMap { section(of: $0, path: [command.name]) }
            if !common.isEmpty { lines += [heading("OPTIONS OF EVERY COMMAND", "每个命令都有的选项")] + list(common) }
        }
        lines += environment + exitStatus + files + examples
        lines += [heading("SEE ALSO", "参见"), ".Xr deedbox 1 ,", ".Xr deedbox-import 1"]
        return lines.joined(separator: "\n")
    }

    private func heading(_ english: String, _ chinese: String) -> String {
        ".Sh " + (messages.language == .english ? english : chinese)
    }

    private var synopsis: String {
        let page = HelpPage(path: [command.name], command: command, messages: messages)
        return String(page.usage.dropFirst(command.name.count)).trimmedASCII
    }

    private func section(of command: CommandInfo, path: [String]) -> [String] {
        guard command.isShown else { return [] }
        let words = path + [command.name]
        let usage = HelpPage(path: words, command: command, messages: messages).usage
        var lines = [".Ss \(Manual.escaped(usage))", Manual.escaped(command.abstract)]
        if !command.discussion.isEmpty { lines += [".Pp", Manual.escaped(command.discussion)] }
        lines += arguments(of: command)
        for inner in command.subcommands where inner.name != command.defaultSubcommand {
            lines += section(of: inner, path: words)
        }
        return lines
    }

    private func arguments(of command: CommandInfo) -> [String] {
        list(command.ownArguments.filter { !common.contains($0) && !Manual.own.contains($0.label) })
    }

    private func list(_ arguments: [CommandInfo.Argument]) -> [String] {
        guard !arguments.isEmpty else { return [] }
        let page = HelpPage(path: [], command: command, messages: messages)
        let items = arguments.flatMap { [".It \(Manual.escaped($0.label))", Manual.escaped(page.describe($0))] }
        return [".Bl -tag -width Ds"] + items + [".El"]
    }

    /// Options that the parser adds by itself.
    private static let own: Set<String> = ["-h, --help", "--version"]

    /// Options that every command of a program with commands has; they are explained once.
    private var common: [CommandInfo.Argument] {
        let leaves = command.subcommands.flatMap(Manual.leaves)
        guard leaves.count > 1, let first = leaves.first else { return [] }
        return first.arguments.filter { option in
            !Manual.own.contains(option.label) && leaves.allSatisfy { $0.arguments.contains(option) }
        }
    }

    private static func leaves(of command: CommandInfo) -> [CommandInfo] {
        command.subcommands.isEmpty ? [command] : command.subcommands.flatMap(leaves)
    }

    private var environment: [String] {
        var lines = [heading("ENVIRONMENT", "环境变量"), ".Bl -tag -width Ds"]
        for setting in Setting.allCases {
            let key =
                setting.isInFile
                ? messages.say(" (in config.toml: \(setting.rawValue))", "（config.toml 中为 \(setting.rawValue)）") : ""
            let standard = setting.standard.map { messages.say(" [default: \($0)]", "［默认：\($0)］") } ?? ""
            lines += [".It Ev \(setting.variable)", Manual.escaped(setting.meaning(messages) + key + standard)]
        }
        return lines + [".El"]
    }

    private var exitStatus: [String] {
        var lines = [heading("EXIT STATUS", "退出码"), ".Bl -tag -width Ds"]
        for entry in ExitStatus.table {
            lines += [".It \(entry.code)", Manual.escaped(messages.language == .english ? entry.english : entry.chinese)]
        }
        return lines + [".El"]
    }

    private var files: [String] {
        [
            heading("FILES", "文件"), ".Bl -tag -width Ds", ".It Pa <vault>/config.toml",
            Manual.escaped(
                messages.say(
                    "Settings, as TOML: key = value and [section]. Flags and environment go before it.",
                    "设置，TOML 格式：键 = 值，以及 [节]。命令行选项和环境变量优先于它。")),
            ".It Pa <vault>/README.txt",
            Manual.escaped(
                messages.say("How an auditor checks the vault with coreutils alone.", "审计人员如何只用 coreutils 校验档案库。")),
            ".El",
        ]
    }

    private var examples: [String] {
        let calls = [
            "deedbox init archive", "deedbox --vault archive import contracts.zip --ledger ledger.csv",
            "deedbox --vault archive expiring --this-quarter", "deedbox --vault archive warranty SN20240031",
            "deedbox --vault archive find '违约金 NOT 草稿'", "deedbox --vault archive verify",
        ]
        return [heading("EXAMPLES", "示例"), ".Bd -literal -offset indent"] + calls.map(Manual.escaped) + [".Ed"]
    }

    /// Text that the formatter takes as it is: no line begins with a control character, backslashes and hyphens are kept.
    static func escaped(_ text: String) -> String {
        let safe = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
        return safe.split(separator: "\n").map { $0.hasPrefix(".") || $0.hasPrefix("'") ? "\\&\($0)" : String($0) }
            .joined(separator: "\n")
    }
}
