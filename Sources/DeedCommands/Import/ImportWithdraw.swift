import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox import withdraw RUN`
struct ImportWithdrawCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "withdraw",
            abstract: spoken(
                "Takes what an import brought in out of the lists; the originals stay.", "撤回一次导入：文档退出列表，原件仍然保留。"))
    }

    @Argument(help: spoken("The run's id or its beginning.", "批次号或其开头部分。", value: "run"))
    var reference: String

    @Option(name: .long, help: spoken("The reason, kept in the journal.", "原因，记入日志。", value: "text"))
    var why: String?

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let session = try frame.session(.write)
        let found = try ImportReference(reference).resolve(in: session)
        let written = try WithdrawImport(found.id, why: why).run(in: session)
        var refresh = RefreshIndex()
        refresh.limit = .max  // the search must not find what was taken back, however much it was
        try refresh.run(in: session)
        try frame.output.print(json: Receipt.withdrawn(found.id, changed: written).json) { page in
            if written {
                page.say("Withdrew import \(found.id.text).", "已撤回导入批次 \(found.id.text)。")
            } else {
                page.say("Import \(found.id.text) was withdrawn already.", "导入批次 \(found.id.text) 此前已撤回。")
            }
        }
    }
}
