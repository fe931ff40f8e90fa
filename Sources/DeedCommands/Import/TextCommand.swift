import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox text`: reads the documents that wait for it.
struct TextCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "text",
            abstract: spoken("Reads the texts of documents that wait for it.", "读取等待处理的文档文本。"))
    }

    @Flag(name: .long, help: spoken("Read again what failed before.", "重新读取以前失败的文档。"))
    var retryFailed = false

    @OptionGroup var global: GlobalOptions
    @OptionGroup var walls: WallsOptions

    func run() throws {
        let frame = try Frame(global, walls: walls)
        let session = try frame.session(.write)
        let extractor = try frame.extractor()
        defer { extractor.close() }
        var use = ReadTexts()
        use.retryFailed = retryFailed
        let answer = try TextCommand.read(use, in: session, extractor, frame)
        try frame.output.print(json: answer.json) { TextCommand.write(answer, to: &$0) }
        try Stop.check()
        if answer.unreadable > 0 { throw ExitCode(Failure.Code.inputsRejected.exit) }
    }

    /// Reads with a progress line.
    static func read(_ use: ReadTexts, in session: VaultSession, _ extractor: Extractor, _ frame: Frame) throws
        -> ReadTexts.Answer
    {
        let progress = frame.progress(frame.messages.say("Reading texts", "正在读取文本"))
        defer { progress.finish() }
        return try use.run(in: session, extractor: extractor, shouldStop: { Stop.isRequested }) { now in
            progress.update { state in
                state.files = now.done
                state.totalFiles = now.total
                state.current = now.current
            }
        }
    }

    static func write(_ answer: ReadTexts.Answer, to page: inout Page) {
        guard answer.read > 0 else {
            page.say("Text: nothing was waiting.", "文本：没有等待读取的文档。")
            return
        }
        page.say(
            "Text: \(answer.withText) of \(answer.read) documents, \(answer.pages) pages; \(answer.needOCR) pages need OCR.",
            "文本：\(answer.read) 份文档中 \(answer.withText) 份有文本，共 \(answer.pages) 页；\(answer.needOCR) 页需要文字识别。")
        for (reason, count) in answer.without.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            page.say(
                "  stored, no text: \(count) – \(page.messages.textReason(reason))",
                "  已存入，没有文本：\(count) 份，\(page.messages.textReason(reason))")
        }
        for (name, remark) in answer.partly {
            page.say(
                "  read in part: \(Table.oneLine(name)) – \(page.messages.remark(remark))",
                "  只读取了一部分：\(Table.oneLine(name))，\(page.messages.remark(remark))", .yellow)
        }
        if answer.partlyCount > answer.partly.count {
            page.say("  read in part: \(answer.partlyCount) documents in all", "  只读取了一部分的文档共 \(answer.partlyCount) 份")
        }
        writeUnread(answer, to: &page)
    }

    /// The first documents whose text is not all there, what can be done, and the command for all of them.
    private static func writeUnread(_ answer: ReadTexts.Answer, to page: inout Page) {
        guard answer.lacking > 0 else { return }
        let messages = page.messages
        page.heading(messages.say("Stored, but not all of the text can be found", "已存入，但文字不能（全部）查到"))
        var table = Table([Table.Column(messages[.path], flexible: true), Table.Column(messages[.reason], flexible: true)])
        for unread in answer.first { table.row([unread.path, messages.lack(unread.lack)]) }
        page.table(table)
        var said: Set<String> = [""]
        for unread in answer.first {
            let advice = messages.advice(forText: unread.lack.reason)
            if said.insert(advice).inserted { page.line("→ " + advice) }
        }
        let more = answer.lacking - answer.first.count
        if more > 0 { page.say("… and \(more) more", "…… 另有 \(more) 份") }
        page.say(
            "All of the vault's: deedbox list --no-text, deedbox list --needs-ocr",
            "查看全库：deedbox list --no-text，deedbox list --needs-ocr", .faint)
    }
}
