import ArgumentParser
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox tag DOC TAG …`
struct TagCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "tag", abstract: spoken("Tags a document.", "给文档加标签。"))
    }

    @Argument(help: DocumentArgument.help) var document: String
    @Argument(help: spoken("Tags to add.", "要添加的标签。", value: "tag")) var tags: [String] = []
    @Option(name: .long, help: spoken("A tag to take away; may be repeated.", "要去掉的标签；可重复给出。", value: "tag")) var remove:
        [String] = []
    @OptionGroup var global: GlobalOptions

    func run() throws {
        try DocumentChange.run(document, global) { change, session in try change.tag(add: tags, remove: remove, in: session) }
    }
}
