import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// Prints the account of an import. JSON lines are written as they come, so that an account of a million files needs no memory;
/// for people only what was not taken in is kept.
struct ImportPrinter {
    private static let shown = 200

    let frame: Frame
    var files: ImportFiles.Answer?
    var texts: ReadTexts.Answer?
    var ledger: ApplyLedger.Answer?

    private var archives: [ImportedArchive] = []
    private var rejected: [ImportFiles.Line] = []
    private var rejectedCount = 0
    /// Files that were taken in and of which something is to be said.
    private var noted: [ImportFiles.Line] = []
    private var notedCount = 0
    private var lines = 0
    private var isOpen = false
    /// One line a run, held until the run is over: for runs that follow each other.
    private let isOneLine: Bool
    private var held = ""

    init(frame: Frame, isOneLine: Bool = false) {
        self.frame = frame
        self.isOneLine = isOneLine
    }

    private mutating func put(_ text: String) throws {
        if isOneLine { held += text } else { try frame.output.raw(text) }
    }

    /// Takes what the import tells.
    mutating func take(_ event: ImportFiles.Event) throws {
        switch event {
        case .began(let run):
            if frame.output.isJSON {
                try put("{\"run\":\(JSON.string(run.text).text),\"items\":[")
                isOpen = true
            }
        case .archive(let archive): archives.append(archive)
        case .line(let line):
            if frame.output.isJSON {
                try put((lines > 0 ? "," : "") + (isOneLine ? "" : "\n") + line.json.text)
            } else if line.outcome == .rejected {
                if rejected.count < ImportPrinter.shown { rejected.append(line) }
                rejectedCount += 1
            } else if line.note != nil {
                if noted.count < ImportPrinter.shown { noted.append(line) }
                notedCount += 1
            }
            lines += 1
        case .committed: break
        }
    }

    /// Closes the JSON that was begun, when the import failed.
    func abandon() throws { if isOpen, !isOneLine { try frame.output.raw("]}\n") } }

    /// Prints the sums.
    func finish() throws {
        guard let files else { return }
        if isOneLine { return try finishLine(files) }
        if frame.output.isJSON {
            let rest = files.json(archives: archives, texts: texts, ledger: ledger, frame.messages).text
            try frame.output.raw("\n]," + String(rest.dropFirst()) + "\n")
        } else {
            try frame.output.print(json: .null) { page in write(files, to: &page) }
        }
    }

    /// A run that met nothing new is not told: the vault does not keep it either.
    private func finishLine(_ files: ImportFiles.Answer) throws {
        guard files.isKept else { return }
        if frame.output.isJSON {
            return try frame.output.raw(
                held + "],"
                    + String(files.json(archives: archives, texts: texts, ledger: ledger, frame.messages).text.dropFirst()) + "\n"
            )
        }
        try frame.output.print(json: .null) { page in
            page.line("\(Instant.now.description)  " + sums(files, page.messages))
            for line in rejected { page.line("  \(line.path): " + reason(line, page.messages)) }
            for line in noted { page.line("  \(line.path): " + note(line, page.messages)) }
            if rejectedCount > rejected.count { sayMore(rejectedCount - rejected.count, files, to: &page) }
            for unread in texts?.first ?? [] { page.line("  \(unread.path): " + page.messages.lack(unread.lack)) }
        }
    }

    private func reason(_ line: ImportFiles.Line, _ messages: Messages) -> String {
        [messages.reason(line.reason ?? ""), line.detail.map(messages.importDetail)].compactMap { $0 }.joined(separator: ": ")
    }

    private func sums(_ files: ImportFiles.Answer, _ messages: Messages) -> String {
        let account = files.account
        let duplicate = account.duplicate.plusOrNearest(account.alreadyImported)
        return messages.say(
            "\(files.run.text)  \(account.seen) seen = \(account.stored) stored + \(duplicate) duplicate + \(account.rejected) rejected",
            "\(files.run.text)  共 \(account.seen) 个文件 = 存入 \(account.stored) + 重复 \(duplicate) + 未收入 \(account.rejected)")
    }

    private func sayMore(_ count: Int, _ files: ImportFiles.Answer, to page: inout Page) {
        page.say(
            "… and \(count) more: deedbox import show \(files.run.text)", "…… 另有 \(count) 项：deedbox import show \(files.run.text)"
        )
    }

    private func note(_ line: ImportFiles.Line, _ messages: Messages) -> String {
        messages.word(line.note ?? "", in: .importNotes)
    }

    private func writeNotes(_ files: ImportFiles.Answer, to page: inout Page) {
        guard notedCount > 0 else { return }
        page.heading(page.messages.say("Taken in, with a remark", "已收入，但请注意"))
        var table = Table([Table.Column(page.messages[.path], flexible: true), Table.Column(page.messages.say("remark", "说明"))])
        for line in noted { table.row([line.path, note(line, page.messages)]) }
        page.table(table)
        if notedCount > noted.count { sayMore(notedCount - noted.count, files, to: &page) }
    }

    private func write(_ files: ImportFiles.Answer, to page: inout Page) {
        let messages = page.messages
        let account = files.account
        page.archives(archives.map { ($0.path, $0.format, $0.names, Int64($0.entries), $0.state, $0.detail) })
        if rejectedCount > 0 {
            page.heading(messages.say("Not taken in", "未收入"))
            var table = Table([Table.Column(messages[.path], flexible: true), Table.Column(messages[.reason])])
            for line in rejected {
                table.row([line.path, reason(line, messages)])
            }
            page.table(table)
            writeAdvice(to: &page)
            if rejectedCount > rejected.count { sayMore(rejectedCount - rejected.count, files, to: &page) }
        }
        writeNotes(files, to: &page)
        page.heading(messages.say("Import \(files.run.text)", "导入批次 \(files.run.text)"))
        let duplicate = account.duplicate.plusOrNearest(account.alreadyImported)
        page.say(
            "\(account.seen) seen = \(account.stored) stored + \(duplicate) duplicate + \(account.rejected) rejected  (\(bytes: account.bytes))",
            "共 \(account.seen) 个文件 = 存入 \(account.stored) + 重复 \(duplicate) + 未收入 \(account.rejected)（\(bytes: account.bytes)）",
            .bold)
        if account.alreadyImported > 0 {
            page.say(
                "\(account.alreadyImported) of the duplicates were imported before.", "重复项中有 \(account.alreadyImported) 个以前已导入。")
        }
        if !files.isKept {
            page.say("Nothing was written: there is nothing new, or it was a dry run.", "没有写入：没有新内容，或只是试运行。")
        }
        if files.stopped {
            page.say("Stopped: run it again to go on.", "已停止：再次运行即可继续。", .yellow)
        }
        if let texts { TextCommand.write(texts, to: &page) }
        if let ledger { LedgerText(answer: ledger, messages: page.messages).write(to: &page) }
    }

    /// What can be done, each piece of advice once.
    private func writeAdvice(to page: inout Page) {
        var said: Set<String> = [""]
        for line in rejected {
            let advice = page.messages.advice(forRejection: line.reason ?? "", detail: line.detail)
            if said.insert(advice).inserted { page.line("→ " + advice) }
        }
    }

    /// Ends with 4 when something was not taken in, or could not be read though its format is, or a row of the ledger was left to a person.
    func checkOutcome() throws {
        if (files?.account.rejected ?? 0) > 0 || (texts?.unreadable ?? 0) > 0 { throw ExitCode(Failure.Code.inputsRejected.exit) }
        if ledger?.report.hasUnmatched ?? false { throw ExitCode(Failure.Code.ledgerUnmatched.exit) }
    }
}
