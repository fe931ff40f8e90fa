import ArgumentParser
import DeedCore
import DeedMessages
import Deedbox

/// `deedbox set DOC field=value …`
struct SetCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "set",
            abstract: spoken("Sets fields of a document; an empty value takes one away.", "设置文档字段；值为空则清除。"),
            discussion: spoken(
                "Fields: \(list: DocumentField.allCases.map(\.rawValue)). Dates are written 2026-12-31.",
                "字段：\(list: DocumentField.allCases.map(\.rawValue))。也可写中文名，如 到期日期=2026-12-31。"))
    }

    @Argument(help: DocumentArgument.help) var document: String
    @Argument(help: spoken("What to set, as expires=2026-12-31.", "要设置的内容，如 expires=2026-12-31。", value: "field=value"))
    var assignments: [String]
    @OptionGroup var global: GlobalOptions

    func run() throws {
        try DocumentChange.run(document, global) { change, session in
            try change.set(assignments.map(FieldWords.coded), in: session)
        }
    }
}
