import DeedCore
import DeedMessages
import Deedbox

extension LedgerOutcome {
    /// As JSON answers have it: every key is there, and the words for reasons and how to mend them in the reader's language.
    func answer(_ messages: Messages) -> JSON {
        [
            "sheet": JSON(sheet), "line": .integer(line), "outcome": .string(outcome), "subject": JSON(subject),
            "document": JSON(document), "findings": .array(findings.map { $0.answer(messages) }),
        ]
    }

    /// All that is to be said of the row, in one line.
    func detail(_ messages: Messages) -> String { findings.map { $0.text(messages) }.joined(separator: messages.say("; ", "；")) }
}

extension LedgerOutcome.Finding {
    fileprivate func answer(_ messages: Messages) -> JSON {
        [
            "column": JSON(column), "heading": JSON(heading), "value": JSON(value), "known": JSON(known),
            "reason": .string(reason),
            "could": .array(could.map(JSON.string)), "why": .string(why(messages)), "mend": JSON(mend(messages)),
        ]
    }

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

    /// Why, in the reader's words.
    func why(_ messages: Messages) -> String {
        for vocabulary in [Vocabulary.ledgerFaults, .ledgerConflicts, .ledgerFindings, .ledgerSkips] {
            if vocabulary[reason] != nil { return messages.word(reason, in: vocabulary) }
        }
        return reason
    }

    /// How to mend it; `nil` for what needs no mending.
    func mend(_ messages: Messages) -> String? {
        Vocabulary.ledgerMends[reason] == nil ? nil : messages.word(reason, in: .ledgerMends)
    }
}
