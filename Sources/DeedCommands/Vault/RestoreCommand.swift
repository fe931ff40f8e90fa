import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox restore COPY DIR`: makes a vault of a copy; with `--drill` only to see that it can be done.
struct RestoreCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "restore",
            abstract: spoken(
                "Makes a vault of a backup in a new folder; with --drill only to prove that it can be done.",
                "用备份在新目录中恢复档案库；加 --drill 则只做恢复演练。"),
            discussion: spoken(
                "Journal and bodies are checked, every original by its hash, and the catalog is made from the journal. A drill restores into a temporary folder, checks everything there, removes it, and notes the result in the vault that --vault names.",
                "恢复时检查日志与正文，按哈希核对每份原件，并由日志重建目录库。演练会恢复到临时目录，全部核对后删除，并把结果记入 --vault 指定的档案库。"))
    }

    @Argument(help: spoken("The backup, or any copy of a vault.", "备份，或档案库的任意副本。", value: "copy"), completion: .directory)
    var copy: String

    @Argument(help: spoken("The new folder; not with --drill.", "新目录；与 --drill 一起时不用。", value: "dir"), completion: .directory)
    var folder: String?

    @Flag(name: .long, help: spoken("Read everything back and compare.", "恢复后全部重新读取并比对。"))
    var verify = false

    @Flag(
        name: .long, help: spoken("Restore into a temporary folder, check, remove it, note the result.", "恢复到临时目录，核对后删除，并记录结果。"))
    var drill = false

    @Option(
        name: .customLong("in"),
        help: spoken(
            "Where the drill's temporary folder is made; else TMPDIR or /tmp.", "演练临时目录的位置；默认为 TMPDIR 或 /tmp。", value: "dir"),
        completion: .directory)
    var place: String?

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        guard drill == (folder == nil) else {
            throw Failure(
                .badUse,
                drill
                    ? frame.messages.say("a drill takes no folder", "演练不需要指定目录")
                    : frame.messages.say("name the folder to restore into", "请指定恢复到哪个目录"))
        }
        let progress = frame.progress(frame.messages.say("Restoring", "正在恢复"))
        let source = Frame.absolute(copy)
        let answer: RestoreVault.Answer?
        if let folder {
            var restore = RestoreVault(source)
            restore.verifies = verify
            answer = try restore.run(
                into: Frame.absolute(folder), settings: frame.sessionSettings(), tell: { progress.show($0) },
                isStopped: { Stop.isRequested })
        } else {
            var rehearsal = DrillRestore(source)
            rehearsal.folder = place.map(Frame.absolute)
            answer = try rehearsal.run(
                notingIn: try? frame.vaultPath(), settings: frame.sessionSettings(), tell: { progress.show($0) },
                isStopped: { Stop.isRequested })
        }
        progress.finish()
        try Stop.check()
        guard let answer else { throw Failure(.interrupted) }
        try frame.output.print(
            RestoreText(source: source, target: folder.map(Frame.absolute), answer: answer, verified: verify || drill))
        if !answer.problems.isEmpty { throw ExitCode(Failure.Code.damageFound.exit) }
    }
}

/// What a restore or a drill came to.
struct RestoreText: Report {
    let source: String
    /// `nil` for a drill.
    let target: String?
    let answer: RestoreVault.Answer
    let verified: Bool

    var json: JSON { answer.json(source: source, target: target, verified: verified) }

    func write(to page: inout Page) {
        let copy = answer.copy
        page.say(
            "\(copy.objects) originals (\(bytes: copy.bytes)), \(copy.position.seq) journal lines, \(answer.documents) documents.",
            "原件 \(copy.objects) 份（\(bytes: copy.bytes)），日志 \(copy.position.seq) 行，文档 \(answer.documents) 份。")
        for problem in answer.problems { page.line("  " + problem) }
        let isWell = answer.problems.isEmpty
        if let target {
            if isWell {
                page.say("Restored to \(target).", "已恢复到 \(target)。", .green)
                page.say(
                    "Texts and index are not part of a backup: deedbox text --vault \(target)",
                    "备份不含文本和索引：deedbox text --vault \(target)", .faint)
            } else {
                page.say("Restored to \(target), but not everything is well.", "已恢复到 \(target)，但存在上述问题。", .red)
            }
            return
        }
        if isWell {
            page.say("The drill succeeded: this backup can be restored.", "演练成功：该备份可以恢复。", .green)
        } else {
            page.say("The drill failed: this backup cannot be restored in full.", "演练失败：该备份无法完整恢复。", .red)
        }
        if answer.recordedIn == nil {
            page.say(
                "The result was not noted: name the vault with --vault.", "结果未记录：请用 --vault 指定档案库。", .yellow)
        }
    }
}
