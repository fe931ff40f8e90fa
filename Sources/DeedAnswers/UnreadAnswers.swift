public import DeedCore
public import DeedMessages
public import Deedbox

extension TextLack {
    /// For programs.
    public var json: JSON {
        ["state": .string(state.rawValue), "reason": .string(reason), "pages": JSON(pages), "pagesForOCR": JSON(pagesForOCR)]
    }
}

extension ListUnread.Row {
    /// As `list` gives a document, with what its text lacks and what can be done.
    public func json(_ messages: Messages) -> JSON {
        let advice = messages.advice(forText: lack.reason)
        let lack = (lack.json.members ?? []) + [JSON.Member("advice", advice.isEmpty ? .null : .string(advice))]
        return .object(
            (document.json.members ?? []) + [JSON.Member("path", .string(path)), JSON.Member("unread", .object(lack))])
    }
}

extension DeedCatalog.Page<ListUnread.Row> {
    /// For programs.
    public func json(total: Int, _ messages: Messages) -> JSON {
        ["documents": .array(rows.map { $0.json(messages) }), "next": JSON(next), "total": JSON(total)]
    }
}
