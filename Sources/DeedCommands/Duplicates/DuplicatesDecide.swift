public import ArgumentParser
public import DeedCore
import DeedAnswers
import DeedMessages
import Deedbox

extension DuplicateDecided.Decision: ExpressibleByArgument {}

/// `deedbox duplicates decide DOC OTHER --as same|version|different`
struct DuplicatesDecideCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "decide", abstract: spoken("Says what two documents are to each other.", "记下两份文档之间的关系。"))
    }

    @Argument(help: spoken("The document; the newer one where one is a new version.", "文档；若其一为新版本，请先写较新的一份。", value: "doc"))
    var document: String
    @Argument(help: spoken("The other document.", "另一份文档。", value: "other")) var other: String
    @Option(
        name: .customLong("as"),
        help: spoken(
            "same: two copies of one paper; version: a new version of the other; different: two papers.",
            "same：同一份文件的两个副本；version：另一份的新版本；different：两份不同的文件。", value: "decision"))
    var decision: DuplicateDecided.Decision
    @Option(name: .long, help: spoken("Why.", "理由。", value: "text")) var note: String?
    @OptionGroup var global: GlobalOptions

    func run() throws {
        let frame = try Frame(global)
        let session = try frame.session(.write)
        let one = try DocumentReference(document).resolve(in: session)
        let two = try DocumentReference(other).resolve(in: session)
        let changed = try DecideDuplicate(one, two, decision, note: note).run(in: session)
        try frame.refreshIndex(session)
        try frame.output.print(json: Receipt.decided(one, two, decision, changed: changed).json) { page in
            if changed {
                page.say("Written.", "已记下。")
            } else {
                page.say("It was so already.", "原已如此，未作更改。")
            }
        }
    }
}
