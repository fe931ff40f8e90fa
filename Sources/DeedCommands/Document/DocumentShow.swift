import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox show DOC`
struct ShowCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: spoken("Shows all that is known about a document.", "显示一份文档的全部信息。"))
    }

    @Argument(help: DocumentArgument.help) var document: String
    @OptionGroup var global: GlobalOptions
    @OptionGroup var dates: DateOptions

    func run() throws {
        let frame = try Frame(global, dates: dates)
        let session = try frame.session(.read, asKnown: dates.asKnown)
        let id = try DocumentReference(document).resolve(in: session)
        try frame.output.print(DocumentShowText(answer: try ShowDocument(id).run(in: session), zone: session.zone))
    }
}

/// `DOC`, wherever a command takes one.
enum DocumentArgument {
    static var help: ArgumentHelp {
        spoken(
            "An id or its beginning, the beginning of a SHA-256, a contract number or a file name.",
            "文档号或其开头、SHA-256 的开头、合同编号或文件名。", value: "doc")
    }
}

/// A document with its facts, names, customers and text.
struct DocumentShowText: Report {
    let answer: ShowDocument.Answer
    let zone: VaultZone

    private var details: DocumentDetails { answer.details }

    var json: JSON { answer.json }

    func write(to page: inout Page) {
        let messages = page.messages
        let summary = details.summary
        page.line(Table.oneLine(summary.title), .bold)
        page.pairs([
            (Heading.document, summary.id.text), (.kind, summary.kind.map(messages.kind)), (.number, summary.number),
            (
                .customers,
                messages.list(
                    summary.customers.map {
                        messages.say(
                            "\($0.name) (\(messages.word($0.role, in: .roles)))",
                            "\($0.name)（\(messages.word($0.role, in: .roles))）")
                    })
            ),
            (.ends, answer.deadlines.end.map { messages.date($0) }), (.actBy, answer.deadlines.actBy.map { messages.date($0) }),
            (.tags, messages.list(summary.tags)), (.names, messages.list(summary.names)),
            (.size, messages.size(summary.size)), (.sha256, summary.object.hex),
            (.text, summary.gone == .purged ? nil : text(messages)),
            (
                .added,
                [messages.day(details.added, in: zone), details.addedBy].compactMap { $0 }.joined(
                    separator: messages.say(", ", "，"))
            ),
        ])
        if summary.withdrawn { page.say("Withdrawn.", "已撤回。", .yellow) }
        answer.writeHolding(to: &page, zone: zone)
        if let damage = summary.damage {
            page.say(
                "The original: \(messages.word(damage, in: .problems)). Put it back from a copy: deedbox repair --from DIR",
                "原件：\(messages.word(damage, in: .problems))。用副本修复：deedbox repair --from 目录", .red)
        }
        if !details.facts.isEmpty {
            page.line()
            var table = Table([
                Table.Column(messages[.field]), Table.Column(messages[.value], flexible: true), Table.Column(messages[.origin]),
            ])
            for fact in details.facts {
                let field = DocumentField(rawValue: fact.field)
                table.row([
                    field.map(messages.field) ?? fact.field, field.map { messages.value(fact.value, of: $0) } ?? fact.value,
                    messages.word(fact.source, in: .sources),
                ])
            }
            page.table(table)
        }
        if !details.covers.isEmpty {
            page.line()
            var table = Table([
                Table.Column(messages[.serial]), Table.Column(messages[.cover]), Table.Column(messages[.starts]),
                Table.Column(messages[.ends]), Table.Column(messages[.page], number: true),
            ])
            for cover in details.covers {
                table.row([
                    cover.number, messages.cover(cover.kind), messages.column(cover.cover.starts),
                    messages.column(cover.cover.ends),
                    cover.page.map { "\($0)" } ?? "–",
                ])
            }
            page.table(table)
        }
        write(
            details.attachedTo, messages.say("Attached to the mail or PDF", "所属邮件或 PDF"), to: &page,
            { messages.say("\($0.title), as \($0.name)", "\($0.title)，附件名 \($0.name)") })
        let isPdf = answer.text?.media == "application/pdf"
        write(
            details.attachments,
            isPdf ? messages.say("Files inside this PDF", "PDF 内含文件") : messages.say("Attachments of this mail", "邮件附件"),
            to: &page,
            \.name)
        writeDecisions(to: &page)
    }

    /// What it is to documents that are alike, as somebody decided.
    private func writeDecisions(to page: inout Page) {
        guard !answer.decisions.isEmpty else { return }
        let messages = page.messages
        page.heading(messages.say("Compared with", "与相近文档的关系"))
        var table = Table([
            Table.Column(messages.say("this one is", "本文档是")), Table.Column(messages[.title], flexible: true),
            Table.Column(messages[.document]), Table.Column(messages.field(.note), flexible: true),
        ])
        for (decision, other) in answer.decisions {
            let words =
                switch decision.decision {
                case .same: messages.say("the same paper as", "与之相同的一份")
                case .different: messages.say("another paper than", "与之不同的文件")
                case .version where decision.document == other.id: messages.say("the older version of", "其旧版本")
                case .version: messages.say("a new version of", "其新版本")
                }
            table.row([words, other.title, other.id.text, decision.note ?? ""])
        }
        page.table(table)
    }

    /// Mails or attachments, each with the id that shows it.
    private func write(
        _ documents: [AttachedDocument], _ heading: String, to page: inout Page, _ words: (AttachedDocument) -> String
    ) {
        guard !documents.isEmpty else { return }
        page.heading(heading)
        var table = Table([Table.Column(page.messages[.name], flexible: true), Table.Column(page.messages[.document])])
        for document in documents { table.row([words(document), document.id.text]) }
        page.table(table)
    }

    private func text(_ messages: Messages) -> String {
        guard let text = answer.text else { return messages.textReason("waiting") }
        var parts: [String] = []
        let remarks = TextRemark.remarks(in: text.warnings)
        switch text.state {
        case .text:
            parts.append(messages.say("\(text.pages, "page", "pages"), \(text.engine)", "\(text.pages) 页，\(text.engine)"))
            if let reason = text.reason, !remarks.contains(where: { $0.code == reason }) {
                parts.append(messages.textReason(reason))
            }
        case .none, .failed:
            parts.append(
                messages.say(
                    "no text: \(messages.textReason(text.reason ?? "no-text"))",
                    "没有文本：\(messages.textReason(text.reason ?? "no-text"))"))
        }
        parts += remarks.map(messages.remark)
        if !text.pagesForOCR.isEmpty {
            parts.append(messages.say("\(text.pagesForOCR.count) pages need OCR", "\(text.pagesForOCR.count) 页需要文字识别"))
        }
        if let signatures = text.signatures, signatures > 0 {
            parts.append(
                messages.say("\(signatures, "signature", "signatures") present, not checked", "有 \(signatures) 个电子签名，未验证"))
        }
        return messages.list(parts)
    }
}
