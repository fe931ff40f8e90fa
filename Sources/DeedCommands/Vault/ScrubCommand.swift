import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox scrub`: reads what nobody has read for the longest time.
struct ScrubCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "scrub",
            abstract: spoken(
                "Reads originals that were not read for the longest time, within a budget (exit 3 on damage).",
                "在限额内读取最久未核对的原件（发现损坏时退出码 3）。"),
            discussion: spoken(
                "Meant for every night: it goes on where the last one ended, gives way to all other work, and notes the result in the journal.",
                "适合每晚定时运行：从上次停下的地方继续，让其他任务优先，并把结果记入日志。"))
    }

    @Option(name: .long, help: spoken("The longest time, such as 90s, 10m, 2h.", "最长时间，如 90s、10m、2h。", value: "time"))
    var budget: TimeSpan?

    @Option(name: .long, help: spoken("Most bytes, such as 500M, 50G.", "最多读取的数据量，如 500M、50G。", value: "size"))
    var bytes: ByteCount?

    @Flag(name: .long, help: spoken("Do not note the result in the journal.", "不把结果记入日志。"))
    var noRecord = false

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let progress = frame.progress(frame.messages.say("Reading", "正在读取"))
        let scrub = ScrubVault(budget: ScrubBudget(seconds: budget?.seconds, bytes: bytes?.bytes))
        let answer = try scrub.run(
            at: frame.vaultPath(), settings: frame.sessionSettings(), record: !noRecord,
            tell: { now in
                progress.update { state in
                    state.files = Int(now.objects)
                    state.bytes = now.bytes
                }
            }, isStopped: { Stop.isRequested })
        progress.finish()
        let session = try frame.session(.read)
        try frame.output.print(ScrubText(answer: answer, zone: session.zone))
        if !answer.report.isClean { throw ExitCode(Failure.Code.damageFound.exit) }
        try Stop.check()
    }
}

/// What a scrub found.
struct ScrubText: Report {
    let answer: ScrubVault.Answer
    let zone: VaultZone

    var json: JSON { answer.json }

    func write(to page: inout Page) {
        let report = answer.report
        let bad = report.damaged.count + report.missing.count
        if bad == 0 {
            page.say(
                "Read \(report.objects) originals (\(bytes: report.bytes)): all are what they were.",
                "已读取 \(report.objects) 份原件（\(bytes: report.bytes)）：全部完好。", .green)
        } else {
            page.say(
                "Read \(report.objects) originals (\(bytes: report.bytes)): \(bad) damaged or missing.",
                "已读取 \(report.objects) 份原件（\(bytes: report.bytes)）：\(bad) 份损坏或缺失。", .red)
            DamageTable.write(report.damaged, missing: report.missing, to: &page)
            page.say("Put them back from a copy: deedbox repair --from DIR", "用副本修复：deedbox repair --from 目录")
        }
        UnsteadyText.write(report.unsteady, to: &page)
        if let since = answer.readSince {
            let day = page.messages.day(since, in: zone)
            page.say("Everything was read since \(day).", "自 \(day) 以来，全部原件都已读取过。", .faint)
        } else if !report.isComplete {
            page.say("The next scrub goes on from here.", "下次将从这里继续。", .faint)
        }
    }
}

/// Files that were wrong once and right the second time.
enum UnsteadyText {
    static func write(_ paths: [String], to page: inout Page) {
        guard !paths.isEmpty else { return }
        page.say(
            "\(paths.count) files were read wrongly once and rightly from the disk: have this machine's memory tested.",
            "有 \(paths.count) 个文件首次读取有误、从磁盘重读正确：请检测本机内存。", .yellow)
        for path in paths { page.line("  " + path) }
    }
}
