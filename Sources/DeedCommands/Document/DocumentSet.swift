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
        var notes: [SetNote] = []
        try DocumentChange.run(document, global) { change, session in
            let before = try ShowDocument(change.document).run(in: session)
            let count = try change.set(assignments.map(FieldWords.coded), in: session)
            notes = SetNote.all(before, try ShowDocument(change.document).run(in: session))
            return count
        }
        let frame = try Frame(global)
        for note in notes { frame.note(note.text(frame.messages)) }
    }
}

/// What a person who sets fields may not expect.
private enum SetNote {
    /// The decision was for a term that is not the current one any more.
    case decisionEnded
    /// The end of a paper is not the end of the warranty that it gives.
    case coversStay([String])

    static func all(_ before: ShowDocument.Answer, _ after: ShowDocument.Answer) -> [SetNote] {
        var notes: [SetNote] = []
        if before.deadlines.decision != nil, after.deadlines.decision == nil, after.details.value(.decision) != nil {
            notes.append(.decisionEnded)
        }
        if before.details.value(.expires) != after.details.value(.expires), !after.details.covers.isEmpty {
            notes.append(.coversStay(Set(after.details.covers.map(\.number)).sorted()))
        }
        return notes
    }

    func text(_ messages: Messages) -> String {
        switch self {
        case .decisionEnded:
            messages.say(
                "What was decided was for the term before; the new one is undecided: deedbox set DOC decision=…",
                "原决定针对上一期；新的一期尚未决定：deedbox set 文档 decision=……")
        case .coversStay(let serials):
            messages.say(
                "The warranty of \(list: serials) is not changed by this: deedbox warranty set SERIAL --ends DATE",
                "此操作不改变 \(list: serials) 的保修：请用 deedbox warranty set 序列号 --ends 日期")
        }
    }
}
