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

/// What an import takes; also the options of `deedbox-import`.
struct ImportArguments: ParsableArguments {
    @Argument(
        help: spoken(
            "Files, folders, archives (zip, 7z, rar, tar, tar.gz, tar.xz, tar.zst).",
            "文件、文件夹、压缩包（zip、7z、rar、tar、tar.gz、tar.xz、tar.zst）。", value: "path"),
        completion: .file())
    var paths: [String]

    @Option(
        name: .long,
        help: spoken(
            "A ledger (CSV) with customers, numbers, dates, serials.", "随附的台账（CSV）：客户、编号、日期、序列号等。", value: "file"),
        completion: .file(extensions: ["csv"]))
    var ledger: String?

    @Option(
        name: .long,
        help: spoken(
            "A column of the ledger by hand, as expires=终止日; may be repeated.", "手工指定台账的列，如 expires=终止日；可多次使用。",
            value: "field=heading"))
    var column: [String] = []

    @Option(
        name: .long,
        help: spoken("Charset of names in archives: gbk, big5, utf-8.", "压缩包内文件名的编码：gbk、big5、utf-8。", value: "charset"))
    var names: String?

    @Flag(name: .long, help: spoken("Store the archives themselves too.", "同时保存压缩包本身。"))
    var keepArchive = false

    @Flag(name: .long, help: spoken("Look and tell, write nothing.", "只检查并报告，不写入任何内容。"))
    var dryRun = false

    @Flag(name: .long, help: spoken("Leave the texts for deedbox text.", "暂不读取文本，留待 deedbox text。"))
    var noText = false
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
