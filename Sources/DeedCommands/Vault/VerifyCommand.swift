import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox verify`: proves that nothing was lost or changed.
struct VerifyCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "verify",
            abstract: spoken(
                "Checks every original, the journal and the catalog; names every bad file (exit 3).",
                "核对每份原件、日志和目录库，逐一指出损坏的文件（退出码 3）。"))
    }

    @Flag(name: .long, help: spoken("Do not note the result in the journal.", "不把结果记入日志。"))
    var noRecord = false

    @Option(
        name: .long,
        help: spoken("Read only so many of the originals, by chance, such as 5%.", "只随机抽查这一比例的原件，如 5%。", value: "share"))
    var sample: Share?

    @Option(
        name: .long, help: spoken("Read only originals that were put in on or after this day.", "只读取这一天及以后存入的原件。", value: "date"))
    var since: CivilDate?

    @Flag(name: .long, help: spoken("Check the text index too, word by word.", "同时逐词核对文本索引。"))
    var index = false

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        guard sample == nil || since == nil else { throw Failure(.badUse, "--sample --since") }
        var verify = VerifyVault()
        verify.checksIndex = index
        if let sample { verify.objects = .sample(sample.share) }
        if let since {
            let session = try frame.session(.read)
            verify.objects = .since(session.zone.start(of: since))
        }
        let progress = frame.progress(frame.messages.say("Verifying", "正在核对"))
        let answer = try verify.run(at: frame.vaultPath(), settings: frame.sessionSettings(), record: !noRecord) { now in
            progress.update { state in
                state.files = Int(now.objects)
                state.bytes = now.bytes
            }
        }
        progress.finish()
        try frame.output.print(VerifyText(answer: answer, checkedIndex: index, isPartial: sample != nil || since != nil))
        if !answer.isClean { throw ExitCode(Failure.Code.damageFound.exit) }
    }
}

/// What a verification found.
struct VerifyText: Report {
    let answer: VerifyVault.Answer
    /// Whether the text index was looked at.
    let checkedIndex: Bool
    /// Whether only a part of the originals was read.
    let isPartial: Bool

    var json: JSON { answer.json(checkedIndex: checkedIndex) }

    func write(to page: inout Page) {
        let report = answer.report
        let bad = report.damaged.count + report.missing.count
        let all = report.objects + Int64(report.missing.count)
        if bad == 0, isPartial {
            page.say(
                "Originals: \(report.objects) were read (\(bytes: report.bytes)), all of them are what they were.",
                "原件：抽查 \(report.objects) 份（\(bytes: report.bytes)），全部完好。", .green)
        } else if bad == 0 {
            page.say(
                "Originals: all \(report.objects) are what they were (\(bytes: report.bytes)).",
                "原件：\(report.objects) 份全部完好（\(bytes: report.bytes)）。", .green)
        } else {
            page.say(
                "Originals: \(bad) of \(all) damaged or missing.", "原件：\(all) 份中有 \(bad) 份损坏或缺失。", .red)
        }
        DamageTable.write(report.damaged, missing: report.missing, to: &page)
        UnsteadyText.write(report.unsteady, to: &page)
        for file in report.files { page.line("\(file.path)  \(page.messages.problem(file.what))", .red) }
        if report.journal.isClean {
            let lines = report.journal.lines
            page.say("Journal: \(lines) lines, chain and bodies intact.", "日志：\(lines) 行，链条与正文完整。", .green)
        } else {
            page.say("Journal: damaged.", "日志：已损坏。", .red)
            for problem in report.journal.problems {
                let place = problem.line > 0 ? "\(problem.path):\(problem.line)" : problem.path
                page.line("  \(place)  \(page.messages.problem(problem.what))")
            }
        }
        if report.journal.redacted > 0 {
            page.say(
                "\(report.journal.redacted) bodies were taken out lawfully, each with a record of who and why.",
                "有 \(report.journal.redacted) 条正文已依规抹除，每条都记有经办人和原因。", .faint)
        }
        if report.trash > 0 {
            page.say("\(report.trash) of the originals lie in the trash.", "其中 \(report.trash) 份原件在回收区。", .faint)
        }
        for loss in answer.losses {
            page.say(
                "\(page.messages.lostLines(loss.first, loss.last)) were lost once and given up: line \(loss.seq) says by whom and when.",
                "\(page.messages.lostLines(loss.first, loss.last))曾经丢失并已放弃：经办人和时间见第 \(loss.seq) 行。", .yellow)
        }
        if !answer.unfinished.isEmpty {
            page.say(
                "A purge was cut off: \(answer.unfinished.count) originals are removed and not noted. Run deedbox purge run.",
                "有未完成的销毁：\(answer.unfinished.count) 份原件已删除但尚未记录。请运行 deedbox purge run。", .yellow)
        }
        writeCheckpoints(to: &page)
        if answer.catalogOK {
            page.say("Catalog: is what the journal says.", "目录库：与日志一致。", .green)
        } else if !report.journal.isClean {
            page.say("Catalog: not compared, as the journal is damaged.", "目录库：日志已损坏，未作比对。", .yellow)
        } else if let refused = answer.catalogRefused {
            page.say(
                "Catalog: not compared, as it may not be read (\(refused.detail)).", "目录库：无权读取，未作比对（\(refused.detail)）。", .red)
            page.line(page.messages.advice(for: refused))
        } else {
            page.say(
                "Catalog: differs from the journal (\(answer.catalogProblem ?? "")). Run deedbox rebuild.",
                "目录库：与日志不一致（\(answer.catalogProblem ?? "")）。请运行 deedbox rebuild。", .red)
        }
        if checkedIndex, answer.indexProblem == nil {
            page.say("Text index: holds the words of the texts.", "文本索引：与文本一致。", .green)
        } else if let refused = answer.indexRefused {
            page.say(
                "Text index: not compared, as it may not be read (\(refused.detail)).", "文本索引：无权读取，未作核对（\(refused.detail)）。", .red
            )
            page.line(page.messages.advice(for: refused))
        } else if let problem = answer.indexProblem {
            page.say(
                "Text index: damaged (\(problem)). Run deedbox repair.", "文本索引：已损坏（\(problem)）。请运行 deedbox repair。", .red)
        }
        writeTaken(to: &page)
        if report.underWay > 0 {
            page.say(
                "\(report.underWay) files in objects/ are under way: a process that writes now has not named them yet.",
                "objects/ 中有 \(report.underWay) 个文件尚在途中：正在写入的进程还没有记录它们。", .faint)
        }
        // Beside a damaged journal nobody knows what belongs to a record.
        if !report.stray.isEmpty, report.journal.isClean {
            page.say(
                "\(report.stray.count) files in objects/ belong to no record; they do no harm.",
                "objects/ 中有 \(report.stray.count) 个文件没有记录提到，不影响使用。", .faint)
        }
        if !isWhole {
            page.say("To put back what is damaged from a copy: deedbox repair --from DIR", "用副本修复损坏的内容：deedbox repair --from 目录")
        }
    }

    /// Whether nothing is to be put back from a copy.
    private var isWhole: Bool {
        var answer = answer
        answer.taken = []
        // What may not be read is not known to be damaged.
        if answer.catalogRefused != nil { answer.catalogOK = true }
        if answer.indexRefused != nil { answer.indexProblem = nil }
        return answer.isClean
    }

    private func writeTaken(to page: inout Page) {
        guard !answer.taken.isEmpty else { return }
        page.say(
            "\(answer.taken.count, "document is", "documents are") no paper but part of a vault, taken in by an earlier version:",
            "有 \(answer.taken.count) 份文档并非文件，而是旧版本误收的档案库内容：", .red)
        var table = Table([
            Table.Column(page.messages[.problem]), Table.Column(page.messages[.document]),
            Table.Column(page.messages[.path], flexible: true),
        ])
        for taken in answer.taken {
            table.row([
                page.messages.word(taken.what.rawValue, in: .takenFiles), taken.document?.text ?? taken.object.hex,
                taken.path ?? "",
            ])
        }
        page.table(table)
        page.say(
            "Purge them, with their texts: deedbox purge request DOC … --why TEXT, then deedbox purge run.",
            "请连同文字一并销毁：deedbox purge request 文档 … --why 原因，然后 deedbox purge run。")
        if answer.taken.contains(where: { $0.what == .ownKey }) {
            page.say(
                "The vault's own key was readable as a document: move keys/checkpoint.pem away and make a new one: deedbox checkpoint init",
                "档案库自己的密钥曾可作为文档被读取：请移走 keys/checkpoint.pem，并生成新密钥：deedbox checkpoint init")
        }
    }

    private func writeCheckpoints(to page: inout Page) {
        let report = answer.checkpoints
        guard !report.findings.isEmpty else { return }
        if report.isClean {
            page.say(
                "Checkpoints: the journal is what was signed, \(report.covered) lines.", "检查点：日志与签名时一致，已覆盖 \(report.covered) 行。",
                .green)
            return
        }
        page.say("Checkpoints: they do not agree with the journal.", "检查点：与日志不一致。", .red)
        for found in report.findings {
            guard let problem = found.problem else { continue }
            page.line("  \(found.path)  \(page.messages.word(problem.rawValue, in: .checkpointStates))")
        }
    }
}
