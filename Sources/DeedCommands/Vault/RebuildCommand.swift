import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox rebuild`: makes the catalog anew from the journal.
struct RebuildCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "rebuild",
            abstract: spoken("Makes the catalog anew from the journal.", "根据日志重建目录库。"),
            discussion: spoken(
                "It refuses while the journal lacks lines that the old catalog, the text index or a checkpoint knows of. Put those back with deedbox repair --from DIR.",
                "若旧目录库、文本索引或检查点表明日志缺少某些行，则拒绝重建。请先用 deedbox repair --from 目录 找回。"))
    }

    @Option(
        name: .long,
        help: spoken(
            "Give lines up that the journal lost: the last of them. The journal notes it; what still knows of them goes to quarantine/.",
            "放弃日志丢失的行：填写其中最后一行的行号。日志会记下此事，仍留有其痕迹的文件移到 quarantine/。", value: "line"))
    var acceptLoss: Int64?

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        var rebuild = RebuildCatalog()
        rebuild.acceptedLoss = acceptLoss
        let answer = try rebuild.run(at: frame.vaultPath(), settings: frame.sessionSettings())
        try frame.output.print(
            json: answer.json
        ) { page in
            if let loss = answer.loss {
                page.say(
                    "\(page.messages.lostLines(loss.end + 1, loss.known)) were given up; the journal notes it. What knew of them: \(list: answer.quarantined). Make the text index anew: deedbox text",
                    "已放弃\(page.messages.lostLines(loss.end + 1, loss.known))，日志已记下此事。仍留有其痕迹的文件：\(list: answer.quarantined)。请重建文本索引：deedbox text",
                    .yellow)
            }
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
