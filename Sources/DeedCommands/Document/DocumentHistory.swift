import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox history DOC`
struct HistoryCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "history", abstract: spoken("Shows every record about a document.", "显示一份文档的全部记录。"))
    }

    @Argument(help: DocumentArgument.help) var document: String
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let session = try frame.session(.read)
        let id = try DocumentReference(document).resolve(in: session)
        let records = try Deedbox.DocumentHistory(id).run(in: session)
        try frame.output.print(
            json: records.json(id)
        ) { page in
            let messages = page.messages
            var table = Table([
                Table.Column(messages.say("line", "行"), number: true), Table.Column(messages[.time]),
                Table.Column(messages[.actor]),
                Table.Column(messages[.record]), Table.Column(messages[.detail], flexible: true),
            ])
            for line in records {
                let (record, user) = (line.record, line.user)
                table.row([
                    "\(record.seq)", messages.moment(record.time, in: session.zone), user ?? record.actor.text,
                    messages.word(record.record.kind, in: .records),
                    record.isRedacted
                        ? messages.say("redacted", "已抹除") : HistoryCommand.detail(record.record, messages),
                ])
            }
            page.table(table)
        }
    }

    /// What a record says beyond its kind.
    private static func detail(_ record: Record, _ messages: Messages) -> String {
        switch record.payload {
        case let body as DocumentAdded: return body.path
        case let body as DocumentNamed: return body.path
        case let body as DocumentSet:
            guard let field = DocumentField(rawValue: body.field) else { return "\(body.field) = \(body.value ?? "–")" }
            return "\(messages.field(field)) = \(body.value.map { messages.value($0, of: field) } ?? "–")"
        case let body as DocumentLinked: return "\(messages.word(body.role, in: .roles)) \(body.customer)"
        case let body as DocumentUnlinked: return "\(messages.word(body.role, in: .roles)) \(body.customer)"
        case let body as DocumentTagged: return body.tag
        case let body as DocumentUntagged: return body.tag
        case let body as ImportWithdrawn: return body.why ?? body.run.text
        case let body as HoldPlaced:
            return messages.say("\(body.name): \(body.why)", "\(body.name)：\(body.why)")
        case let body as HoldReleased: return body.why ?? ""
        case let body as PurgeRequested:
            return messages.say("\(body.why); from \(body.due) on", "\(body.why)；\(body.due)起可执行")
        case let body as PurgeCancelled: return body.why ?? ""
        case let body as PurgeIntended: return messages.say("until \(body.until)", "保留至\(body.until)")
        case let body as ObjectRestored: return messages.word(body.why, in: .purgeBlocks)
        case let body as ObjectPurged: return body.object.hex
        default: return record.body.text
        }
    }
}
