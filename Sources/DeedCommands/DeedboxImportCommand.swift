public import ArgumentParser
import DeedMessages

/// The program `deedbox-import`: the same import as `deedbox import`, for cron and spool folders.
public struct DeedboxImportCommand: ParsableCommand {
    public static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "deedbox-import",
            abstract: spoken(
                "Puts files, folders and archives into a vault: the same as deedbox import, for cron and spool folders.",
                "把文件、文件夹和压缩包存入档案库：与 deedbox import 相同，适合定时任务和投递目录。"),
            version: "deedbox-import \(DeedboxCommand.version)")
    }

    @OptionGroup var arguments: ImportArguments
    @OptionGroup var global: GlobalOptions
    @OptionGroup var walls: WallsOptions

    public init() {}

    public func run() throws { try ImportJob(arguments: arguments, global: global, walls: walls).run() }
}
