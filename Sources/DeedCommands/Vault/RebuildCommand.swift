import ArgumentParser
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox rebuild`: makes the catalog anew from the journal.
struct RebuildCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "rebuild",
            abstract: spoken("Makes the catalog anew from the journal.", "根据日志重建目录库。"))
    }

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let answer = try RebuildCatalog().run(at: frame.vaultPath(), settings: frame.sessionSettings())
        try frame.output.print(
            json: [
                "records": .integer(answer.records), "same": answer.same.map(JSON.bool) ?? .null,
                "seconds": .number(answer.seconds),
            ]
        ) { page in
            page.say("Rebuilt the catalog from \(answer.records) journal lines.", "已根据 \(answer.records) 行日志重建目录库。")
            switch answer.same {
            case true?: page.say("It equals the one that was there.", "与原来的完全一致。", .green)
            case false?:
                page.say("The one that was there differed.", "原来的与日志不一致。", .yellow)
            case nil: page.say("There was none that could be read.", "原来没有可读的目录库。", .yellow)
            }
        }
    }
}
