import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox redact …`: takes contents out of the journal.
struct RedactCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "redact",
            abstract: spoken(
                "Takes names, texts and values out of the journal for good; the chain stays whole, ids stay.",
                "从日志中永久抹除名称、文字和取值；链条保持完整，编号保留。"),
            discussion: spoken(
                "A backup made before still has them. Whoever was redacted, when and why stays in the journal.",
                "此前的备份中仍有这些内容。抹除了什么、何时、为何，都留在日志中。"))
    }

    @Argument(help: spoken("Numbers of journal records, as history shows them.", "日志记录的行号，见 history。", value: "line"))
    var records: [Int64] = []
    @Option(
        name: .long,
        help: spoken("What the journal says of a purged document.", "一份已销毁文档在日志中的内容。", value: "doc"))
    var document: String?
    @Option(name: .long, help: spoken("The contacts of a customer.", "一个客户的联系方式。", value: "customer")) var customer: String?
    @Flag(
        name: .long, help: spoken("With --customer: its name, code and note as well.", "与 --customer 同用：连同名称、信用代码和备注。"))
    var whole = false
    @Option(name: .long, help: spoken("The reason, kept in the journal.", "原因，记入日志。", value: "text")) var why: String?
    @Flag(name: .long, help: spoken("Go on with a redaction that was cut off.", "继续未完成的抹除。")) var resume = false
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let session = try frame.session(.write)
        if resume {
            let count = try RedactRecords.resume(in: session)
            return try frame.output.print(json: Receipt.resumed(count).json) { page in
                page.say("\(count, "redaction", "redactions") finished.", "已完成 \(count) 项抹除。")
            }
        }
        let subject = try subject(frame, session)
        guard let why else { throw Failure(.badUse, frame.messages.say("give the reason with --why", "请用 --why 说明原因")) }
        let answer = try RedactRecords(subject, why: why).run(in: session)
        try frame.output.print(
            json: answer.json
        ) { page in
            if answer.records.isEmpty {
                page.say("There is nothing to take out.", "没有可抹除的内容。")
            } else {
                page.say(
                    "\(answer.records.count, "record", "records") redacted. Backups made before still have them.",
                    "已抹除 \(answer.records.count) 条记录。此前的备份中仍有这些内容。")
            }
        }
    }

    private func subject(_ frame: Frame, _ session: VaultSession) throws -> RedactRecords.Subject {
        switch (records.isEmpty, document, customer) {
        case (false, nil, nil): return .records(records)
        case (true, let document?, nil): return .document(try DocumentReference(document).resolve(in: session))
        case (true, nil, let customer?):
            return .customer(try CustomerReference(customer).resolve(in: session).id, whole: whole)
        default:
            throw Failure(
                .badUse, frame.messages.say("name records, --document or --customer", "请指定记录行号、--document 或 --customer 之一"))
        }
    }
}
