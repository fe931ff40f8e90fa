import DeedAnswers
import DeedCore
import DeedMessages
import Deedbox

extension LedgerOutcome {
    /// All that is to be said of the row, in one line.
    func detail(_ messages: Messages) -> String { findings.map { $0.text(messages) }.joined(separator: messages.say("; ", "；")) }
}

extension LedgerOutcome.Finding {
    /// `到期日期：26.3.4（日期有歧义，可能是 2026-03-04）→ 请把四位年份写在最前面`
    func text(_ messages: Messages) -> String {
        var text = ""
        if let name = name(messages) { text = messages.say("\(name): ", "\(name)：") }
        if let known { text += "\(Table.oneLine(messages.compared(known, column: column))) ≠ " }
        if let value, column != nil || known != nil { text += Table.oneLine(messages.compared(value, column: column)) + " " }
        let reason = ([why(messages)] + could.prefix(5)).joined(separator: " ")
        text += text.isEmpty ? reason : messages.say("(\(reason))", "（\(reason)）")
        if let mend = mend(messages) { text += " → " + mend }
        return text
    }

    /// The column in the reader's words.
    private func name(_ messages: Messages) -> String? {
        guard let column else { return nil }
        if column == "cover" { return messages[.cover] }
        if let heading, !heading.isEmpty, known == nil { return heading }
        return DocumentField(rawValue: column).map(messages.field) ?? LedgerText.word(column, messages)
    }

}
