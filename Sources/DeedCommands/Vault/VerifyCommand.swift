import ArgumentParser
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

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let progress = frame.progress(frame.messages.say("Verifying", "正在核对"))
        let answer = try VerifyVault().run(at: frame.vaultPath(), settings: frame.sessionSettings(), record: !noRecord) { now in
            progress.update { state in
                state.files = Int(now.objects)
                state.bytes = now.bytes
            }
        }
        progress.finish()
        try frame.output.print(VerifyText(answer: answer))
        if !answer.isClean { throw ExitCode(Failure.Code.damageFound.exit) }
    }
}

/// What a verification found.
struct VerifyText: Report {
    let answer: VerifyVault.Answer

    var json: JSON {
        let report = answer.report
        return [
            "objects": .integer(report.objects), "bytes": .integer(report.bytes),
            "damaged": .array(
                report.damaged.map {
                    ["sha256": .string($0.object.hex), "path": .string($0.path), "problem": .string($0.problem)]
                }),
            "missing": .array(report.missing.map { .string($0.hex) }),
            "stray": .array(report.stray.map { .string($0) }), "trash": .integer(report.trash),
            "unfinished": .array(answer.unfinished.map { .string($0.hex) }),
            "journal": [
                "lines": .integer(report.journal.lines), "redacted": .integer(report.journal.redacted),
                "ok": .bool(report.journal.isClean),
                "problems": .array(
                    report.journal.problems.map {
                        ["path": .string($0.path), "line": JSON($0.line), "seq": JSON($0.seq), "problem": .string($0.problem)]
                    }),
            ],
            "catalog": ["ok": .bool(answer.catalogOK), "problem": JSON(answer.catalogProblem)],
            "recorded": .bool(answer.recorded),
        ]
    }

    func write(to page: inout Page) {
        let report = answer.report
        let bad = report.damaged.count + report.missing.count
        let all = report.objects + Int64(report.missing.count)
        if bad == 0 {
            page.say(
                "Originals: all \(report.objects) are what they were (\(bytes: report.bytes)).",
                "原件：\(report.objects) 份全部完好（\(bytes: report.bytes)）。", .green)
        } else {
            page.say(
                "Originals: \(bad) of \(all) damaged or missing.", "原件：\(all) 份中有 \(bad) 份损坏或缺失。", .red)
        }
        var table = Table([Table.Column(page.messages[.problem]), Table.Column(page.messages[.path])])
        for damage in report.damaged { table.row([page.messages.word(damage.problem, in: .problems), damage.path]) }
        for id in report.missing {
            table.row([page.messages.word("missing", in: .problems), "objects/\(id.hex.prefix(2))/\(id.hex)"])
        }
        page.table(table)
        if report.journal.isClean {
            let lines = report.journal.lines
            page.say("Journal: \(lines) lines, chain and bodies intact.", "日志：\(lines) 行，链条与正文完整。", .green)
        } else {
            page.say("Journal: damaged.", "日志：已损坏。", .red)
            for problem in report.journal.problems {
                let place = problem.line > 0 ? "\(problem.path):\(problem.line)" : problem.path
                page.line("  \(place)  \(page.messages.word(problem.problem, in: .problems))")
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
        if !answer.unfinished.isEmpty {
            page.say(
                "A purge was cut off: \(answer.unfinished.count) originals are removed and not noted. Run deedbox purge run.",
                "有未完成的销毁：\(answer.unfinished.count) 份原件已删除但尚未记录。请运行 deedbox purge run。", .yellow)
        }
        if answer.catalogOK {
            page.say("Catalog: is what the journal says.", "目录库：与日志一致。", .green)
        } else {
            page.say(
                "Catalog: differs from the journal (\(answer.catalogProblem ?? "")). Run deedbox rebuild.",
                "目录库：与日志不一致（\(answer.catalogProblem ?? "")）。请运行 deedbox rebuild。", .red)
        }
        if !report.stray.isEmpty {
            page.say(
                "\(report.stray.count) files in objects/ belong to no record; they do no harm.",
                "objects/ 中有 \(report.stray.count) 个文件没有记录提到，不影响使用。", .faint)
        }
    }
}
