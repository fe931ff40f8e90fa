import ArgumentParser
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox import`: puts files, folders and archives into the vault, and looks at past imports.
struct ImportCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "import",
            abstract: spoken("Puts files, folders and archives into the vault.", "把文件、文件夹和压缩包存入档案库。"),
            discussion: spoken(
                """
                Every file ends as stored, duplicate or rejected with a reason; the account stays in the vault. After a kill run it again: \
                nothing comes in twice, nothing is left out. A folder called list, show or withdraw is written ./list.
                """,
                "每个文件的结果都是“已存入”“重复”或“未收入”并附原因，清单保存在档案库中。中途被终止后重新运行即可：不会重复，也不会遗漏。名为 list、show 或 withdraw 的文件夹请写作 ./list。"
            ),
            subcommands: [ImportRunCommand.self, ImportListCommand.self, ImportShowCommand.self, ImportWithdrawCommand.self],
            defaultSubcommand: ImportRunCommand.self)
    }
}

/// `deedbox import PATH…`
struct ImportRunCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "run", abstract: spoken("Runs an import (the default).", "执行导入（默认）。"))
    }

    @OptionGroup var arguments: ImportArguments
    @OptionGroup var global: GlobalOptions
    @OptionGroup var walls: WallsOptions

    func run() throws { try ImportJob(arguments: arguments, global: global, walls: walls).run() }
}
