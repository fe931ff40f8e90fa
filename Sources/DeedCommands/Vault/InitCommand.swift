import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox
import Foundation

/// `deedbox init DIR`: makes a vault.
struct InitCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "init", abstract: spoken("Makes a vault in a new or empty folder.", "在新目录或空目录中建立档案库。"))
    }

    @Argument(
        help: spoken("The folder; else --vault or DEEDBOX_VAULT.", "目录；默认取 --vault 或 DEEDBOX_VAULT。", value: "dir"),
        completion: .directory)
    var folder: String?

    @Option(
        name: .long,
        help: spoken(
            "Zone whose days the vault reckons with, such as Asia/Shanghai; else the system's.",
            "档案库按哪个时区的日期计算，如 Asia/Shanghai；默认取系统时区。", value: "zone"))
    var timeZone: String?

    @OptionGroup var global: GlobalOptions

    func run() throws {
        var global = global
        if let folder { global.vault = folder }
        let frame = try Frame(global)
        let zone = timeZone ?? TimeZone.current.identifier
        guard TimeZone(identifier: zone) != nil else { throw Failure(.badValue, zone) }
        let session = try VaultSession.create(
            at: frame.vaultPath(), timeZone: zone, program: DeedboxCommand.version, settings: frame.sessionSettings())
        let path = session.path
        try frame.output.print(
            json: Receipt.vault(session.vaultID, path: path, timeZone: zone).json
        ) { page in
            page.say("Made the vault \(path).", "已建立档案库 \(path)。")
            page.say(
                "Name it to every command with --vault or DEEDBOX_VAULT. Next: deedbox import PATH…",
                "以后用 --vault 或 DEEDBOX_VAULT 指明它。下一步：deedbox import 路径…")
        }
    }
}
