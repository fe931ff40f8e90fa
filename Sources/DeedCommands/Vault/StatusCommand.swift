import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox status`: how the vault stands.
struct StatusCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "status",
            abstract: spoken(
                "Shows counts, waiting text, pages for OCR and the last verification.", "显示各项数量、待读文本、待识别页和最近一次核对。"))
    }

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let session = try frame.session(.read)
        try frame.output.print(
            StatusText(answer: try VaultStatus().run(in: session), zone: session.zone, messages: frame.messages))
    }
}

/// Counts and dates of a vault.
struct StatusText: Report {
    let answer: VaultStatus.Answer
    let zone: VaultZone
    let messages: Messages

    var json: JSON { answer.json(messages) }

    func write(to page: inout Page) {
        let messages = page.messages
        let counts = answer.counts
        page.pairs([
            (Heading.vault, answer.path),
            (
                .documents,
                messages.say("\(counts.documents) (\(bytes: counts.bytes))", "\(counts.documents)（\(bytes: counts.bytes)）")
            ),
            (.kind, messages.list(kinds(messages))),
            (.customers, messages.number(counts.customers)),
            (.serial, messages.number(counts.serials)),
            (.text, text(messages)),
            (.lastVerify, verified(messages)),
            (.lastCheckpoint, signed(messages)),
            (.lastRead, upkeep.read(messages)),
            (.lastBackup, upkeep.backup(messages)),
            (.lastDrill, upkeep.drill(messages)),
        ])
        upkeep.warn(on: &page)
        if counts.withdrawn > 0 { page.say("\(counts.withdrawn) documents withdrawn.", "已撤回 \(counts.withdrawn) 份文档。", .faint) }
        writePurges(to: &page)
        if counts.unfinishedRuns > 0 {
            page.say(
                "\(counts.unfinishedRuns) imports without an end: run them again, nothing comes in twice.",
                "有 \(counts.unfinishedRuns) 次导入未结束：重新运行即可，不会重复存入。", .yellow)
        }
        if answer.waiting > 0 {
            page.say(
                "\(answer.waiting) documents wait for text: run deedbox text.", "有 \(answer.waiting) 份文档等待读取文本：请运行 deedbox text。",
                .yellow)
        }
        if !answer.withoutText.isEmpty {
            page.heading(messages.say("Stored, no text", "已存入，但没有文本"))
            var table = Table([Table.Column(messages[.reason], flexible: true), Table.Column(messages[.documents], number: true)])
            for (reason, count) in answer.withoutText { table.row([messages.textReason(reason), messages.number(count)]) }
            page.table(table)
            page.say("Which they are: deedbox list --no-text", "查看是哪些：deedbox list --no-text", .faint)
        }
        if answer.texts.objectsForOCR > 0 {
            page.say("Which need OCR: deedbox list --needs-ocr", "查看需要文字识别的：deedbox list --needs-ocr", .faint)
        }
    }

    private func writePurges(to page: inout Page) {
        let counts = answer.counts
        if counts.holds > 0 { page.say("\(counts.holds) holds are placed.", "有 \(counts.holds) 项冻结。", .faint) }
        if counts.purges + counts.trash + counts.purged > 0 {
            page.say(
                "Purge: \(counts.purges) asked for, \(counts.trash) in the trash, \(counts.purged) purged.",
                "销毁：申请中 \(counts.purges) 份，回收区 \(counts.trash) 份，已销毁 \(counts.purged) 份。", .faint)
        }
        if answer.purgesDue > 0 {
            page.say(
                "\(answer.purgesDue) of them are due: run deedbox purge run.",
                "其中 \(answer.purgesDue) 份已到执行日：请运行 deedbox purge run。",
                .yellow)
        }
        if counts.redacted > 0 {
            page.say("\(counts.redacted) journal records are redacted.", "有 \(counts.redacted) 条日志正文已抹除。", .faint)
        }
        if answer.openRedactions > 0 {
            page.say("A redaction was cut off: run deedbox redact --resume.", "有未完成的抹除：请运行 deedbox redact --resume。", .yellow)
        }
    }

    private var upkeep: UpkeepText { UpkeepText(answer: answer, zone: zone) }

    private func kinds(_ messages: Messages) -> [String] {
        answer.counts.kinds.sorted { ($1.value, $0.key?.rawValue ?? "~") < ($0.value, $1.key?.rawValue ?? "~") }.map {
            kind, count in
            "\(kind.map(messages.kind) ?? messages.say("not known", "未知")) \(messages.number(count))"
        }
    }

    private func text(_ messages: Messages) -> String {
        let texts = answer.texts
        let partly = texts.groups.reduce(0) { $0 + ($1.isPartly ? $1.count : 0) }
        let rest =
            partly == 0 ? "" : messages.say("; \(partly, "document", "documents") read in part", "；\(partly) 份只读取了一部分")
        return messages.say(
            "\(texts.count(.text)) documents, \(texts.pages) pages; \(texts.pagesForOCR) pages in \(texts.objectsForOCR) documents need OCR\(rest)",
            "\(texts.count(.text)) 份文档，\(texts.pages) 页；\(texts.objectsForOCR) 份文档中有 \(texts.pagesForOCR) 页需要文字识别\(rest)")
    }

    private func verified(_ messages: Messages) -> String {
        guard let last = answer.verified else { return messages.say("never", "从未核对") }
        let found = last.damaged.count + last.missing.count
        return found == 0
            ? messages.say("\(messages.day(last.time, in: zone)), all intact", "\(messages.day(last.time, in: zone))，全部完好")
            : messages.say(
                "\(messages.day(last.time, in: zone)), \(found) bad", "\(messages.day(last.time, in: zone))，\(found) 份有问题")
    }
    private func signed(_ messages: Messages) -> String {
        guard let last = answer.signed else { return messages.say("none: deedbox checkpoint", "没有：deedbox checkpoint") }
        let day = last.through.map { messages.day($0, in: zone) } ?? "–"
        let open = max(0, answer.counts.seq - last.lines)
        return messages.say(
            "through \(day), \(last.lines) lines; \(open) came after it", "截至 \(day)，覆盖 \(last.lines) 行；此后又有 \(open) 行")
    }
}
