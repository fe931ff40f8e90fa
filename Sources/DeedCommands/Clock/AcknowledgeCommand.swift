import ArgumentParser
import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox acknowledge DOC…`
struct AcknowledgeCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "acknowledge",
            abstract: spoken(
                "Notes that a contract which renewed by itself was seen: it leaves that group of expiring.",
                "确认已知悉合同自动续期，此后不再列入“已自动续期”。"))
    }

    @Argument(help: DocumentArgument.help) var documents: [String]
    @OptionGroup var global: GlobalOptions
    @OptionGroup var today: TodayOptions

    func run() throws {
        let frame = try Frame(global, also: today.setting)
        let session = try frame.session(.write)
        let ids = try documents.map { try DocumentReference($0).resolve(in: session) }
        let terms = try ids.map { (id: $0, term: try AcknowledgeRenewal($0).run(in: session)) }
        try frame.output.print(
            json: Receipt.acknowledged(terms).json
        ) { page in
            for item in terms {
                if let term = item.term {
                    page.say("\(item.id.text): renewed after \(term), noted.", "\(item.id.text)：\(term) 后自动续期，已知悉。")
                } else {
                    page.say("\(item.id.text): nothing to acknowledge.", "\(item.id.text)：没有待知悉的续期。")
                }
            }
        }
    }
}
