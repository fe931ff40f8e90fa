import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox repair --from DIR`: puts back what is damaged.
struct RepairCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "repair",
            abstract: spoken(
                "Puts damaged and missing files back from a copy of the vault, and makes broken databases anew.",
                "用档案库的副本修复损坏和缺失的文件，并重建损坏的数据库。"),
            discussion: spoken(
                "Everything is read first. What was damaged goes to quarantine/, nothing is deleted. Exit 3 when something is still lost.",
                "先全部读取一遍。损坏的文件移到 quarantine/，不会删除任何东西。仍有无法修复的内容时退出码为 3。"))
    }

    @Option(
        name: .long,
        help: spoken("A backup or another copy of this vault; may be repeated.", "本档案库的备份或其他副本；可重复指定。", value: "dir"),
        completion: .directory)
    var from: [String] = []

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let progress = frame.progress(frame.messages.say("Looking for damage", "正在检查损坏"))
        let repair = RepairVault(from: from.map(Frame.absolute))
        let answer = try repair.run(at: frame.vaultPath(), settings: frame.sessionSettings()) { now in
            progress.update { state in
                state.files = Int(now.objects)
                state.bytes = now.bytes
            }
        }
        progress.finish()
        try frame.output.print(RepairText(answer: answer))
        if !answer.isClean { throw ExitCode(Failure.Code.damageFound.exit) }
    }
}

/// What a repair did, and what is lost.
struct RepairText: Report {
    let answer: RepairVault.Answer

    var json: JSON { answer.json }

    func write(to page: inout Page) {
        let report = answer.report
        if answer.foundNothing, answer.isClean {
            page.say(
                "Nothing is damaged: \(report.remaining.objects) originals, \(report.remaining.journal.lines) journal lines.",
                "没有损坏：原件 \(report.remaining.objects) 份，日志 \(report.remaining.journal.lines) 行。", .green)
        }
        var table = Table([Table.Column(page.messages.say("put back", "已修复")), Table.Column(page.messages.say("from", "来自"))])
        for file in report.files { table.row([file.path, file.source]) }
        for object in report.objects { table.row([object.path, object.source]) }
        page.table(table)
        if answer.catalogProblem != nil {
            page.say("The catalog was made anew from the journal.", "目录库已由日志重建。", .green)
        }
        if answer.indexProblem != nil {
            page.say(
                "The text index was broken and set aside. Make it anew: deedbox text",
                "文本索引已损坏并移开。请重建：deedbox text", .yellow)
        }
        writeLost(to: &page)
        if let loss = answer.loss { write(loss, to: &page) }
    }

    private func write(_ loss: JournalLoss, to page: inout Page) {
        if loss.known > loss.end {
            page.say(
                "No copy that was named has lines \(loss.end + 1) to \(loss.known) of the journal (\(loss.detail)):",
                "所给副本都没有日志第 \(loss.end + 1) 至 \(loss.known) 行（\(loss.detail)）：", .red)
        } else {
            page.say("The journal lost lines: \(loss.detail)", "日志丢失了内容：\(loss.detail)", .red)
        }
        for line in loss.lines { page.line("  \(line.seq)  \(line.time)  \(line.kind)") }
        page.say(
            "If no other copy has them, give them up by name: deedbox rebuild --accept-loss \(loss.known)",
            "若其他副本也没有，可写明放弃：deedbox rebuild --accept-loss \(loss.known)")
    }

    private func writeLost(to page: inout Page) {
        let remaining = answer.report.remaining
        guard !remaining.isClean else { return }
        let lost = remaining.damaged.count + remaining.missing.count
        if lost > 0 {
            page.say("Lost, no copy has them: \(lost) originals.", "已丢失（没有任何副本）：\(lost) 份原件。", .red)
            DamageTable.write(remaining.damaged, missing: remaining.missing, to: &page)
        }
        for file in remaining.files { page.line("  \(file.path)  \(page.messages.problem(file.what))", .red) }
        for problem in remaining.journal.problems {
            page.line("  \(problem.path):\(problem.line)  \(page.messages.problem(problem.what))", .red)
        }
        if answer.loss == nil || lost > 0 { page.say("Name another copy with --from.", "请用 --from 指定其他副本。") }
    }
}
