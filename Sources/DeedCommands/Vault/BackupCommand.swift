import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox backup DIR`: brings a second copy of the vault up to date.
struct BackupCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "backup",
            abstract: spoken(
                "Copies what is new to another folder, which is a vault itself; reads it all from there any day.",
                "把新增内容复制到另一个目录；该目录本身就是一个可直接使用的档案库。"),
            discussion: spoken(
                "The vault stays in use meanwhile. Every original is checked by its hash on the way. An interrupted backup goes on with the same command. Nothing is deleted in the copy.",
                "备份期间档案库可照常使用。每份原件在复制时都会按哈希校验。中断后再次执行同一命令即可继续。不会删除副本中的任何内容。"))
    }

    @Argument(
        help: spoken("The folder of the copy: new, empty, or an earlier backup.", "副本目录：新目录、空目录或以前的备份。", value: "dir"),
        completion: .directory)
    var folder: String

    @Flag(
        name: .long,
        help: spoken(
            "Read every original in the copy too, and replace what is damaged there.", "同时读取副本中的每份原件，并替换其中损坏的文件。"))
    var check = false

    @Flag(
        name: .long,
        help: spoken(
            "Also take out of the copy what the vault purged, and what it redacted.", "同时从副本中去掉档案库已清除的原件和已隐去的正文。"))
    var dropRemoved = false

    @Option(
        name: .long,
        help: spoken(
            "With --drop-removed: only what was purged so many days ago; else 30.", "与 --drop-removed 同用：只去掉清除已满若干天的；默认 30。",
            value: "days"))
    var graceDays: Int64 = 30

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let progress = frame.progress(frame.messages.say("Backing up", "正在备份"))
        var backup = BackUpVault(to: Frame.absolute(folder))
        backup.checksCopy = check
        guard graceDays >= 0 else { throw Failure(.badValue, "\(graceDays)") }
        if dropRemoved { backup.removesAfterDays = graceDays }
        let answer = try backup.run(
            at: frame.vaultPath(), settings: frame.sessionSettings(), tell: { progress.show($0) },
            isStopped: { Stop.isRequested })
        progress.finish()
        try Stop.check()
        guard let answer else { throw Failure(.interrupted) }
        try frame.output.print(BackupText(target: backup.target, answer: answer))
        if !answer.report.isComplete { throw ExitCode(Failure.Code.damageFound.exit) }
    }
}

extension Progress {
    /// How far a copy is.
    func show(_ now: CopyProgress) {
        update { state in
            state.files = now.objects
            state.totalFiles = now.totalObjects
            state.bytes = now.bytes
            state.totalBytes = now.totalBytes
        }
    }
}

/// What a backup did.
struct BackupText: Report {
    let target: String
    let answer: BackUpVault.Answer

    var json: JSON { answer.json(target: target) }

    func write(to page: inout Page) {
        let report = answer.report
        let line = report.position.seq
        if report.copied == 0, report.isComplete {
            page.say(
                "\(target) is up to date: \(report.objects) originals, journal up to line \(line).",
                "\(target) 已是最新：原件 \(report.objects) 份，日志至第 \(line) 行。", .green)
        } else {
            page.say(
                "Copied \(report.copied) originals (\(bytes: report.bytes)) to \(target): it has \(report.objects) now, and the journal up to line \(line).",
                "已复制 \(report.copied) 份原件（\(bytes: report.bytes)）到 \(target)：副本现有 \(report.objects) 份，日志至第 \(line) 行。",
                report.isComplete ? .green : nil)
        }
        if !report.repaired.isEmpty {
            page.say(
                "\(report.repaired.count) originals were damaged in the copy; they are good now.",
                "副本中有 \(report.repaired.count) 份原件损坏，现已修复。", .yellow)
        }
        if !answer.removed.objects.isEmpty || !answer.removed.bodies.isEmpty {
            page.say(
                "Taken out of the copy: \(answer.removed.objects.count) purged originals, redactions in \(answer.removed.bodies.count) files.",
                "已从副本去掉：清除的原件 \(answer.removed.objects.count) 份，\(answer.removed.bodies.count) 个文件中的隐去内容。")
        }
        let bad = report.damaged.count + report.missing.count
        if bad > 0 {
            page.say(
                "\(bad) originals of the vault are damaged or missing and were not copied:",
                "档案库中有 \(bad) 份原件损坏或缺失，未能复制：", .red)
            DamageTable.write(report.damaged, missing: report.missing, to: &page)
            page.say(
                "If the copy, or another one, still has them: deedbox repair --from \(target)",
                "如果这个或其他副本中还有：deedbox repair --from \(target)")
        }
        guard !report.journal.isEmpty else { return }
        page.say(
            "The vault's journal is damaged; the copy's journal was left as it was. Repair it first: deedbox repair --from \(target)",
            "档案库的日志已损坏，副本的日志保持原样。请先修复：deedbox repair --from \(target)", .red)
    }
}
