import DeedAnswers
import DeedCore
import DeedMessages
import DeedTables
import Deedbox

/// A part of a list of documents whose words cannot be found: which, why, and what can be done.
struct UnreadListText: Report {
    let page: DeedCatalog.Page<ListUnread.Row>
    /// How many there are in all.
    let total: Int
    let messages: Messages

    var json: JSON { page.json(total: total, messages) }

    /// The same rows for a workbook.
    static func worksheet(_ rows: [ListUnread.Row], _ messages: Messages) -> Worksheet {
        let columns = [
            (messages[.title], 36), (messages[.path], 60), (messages[.reason], 36), (messages.say("what to do", "处理办法"), 60),
            (messages[.customer], 30), (messages[.document], 28),
        ]
        var sheet = Worksheet(messages[.documents], columns: columns.map { Worksheet.Column($0.0, width: $0.1) })
        sheet.rows = rows.map { row in
            [
                .text(row.document.title), .text(row.path), .text(messages.lack(row.lack)),
                Worksheet.Value(messages.advice(forText: row.lack.reason)), Worksheet.Value(row.document.customerNames(messages)),
                .text(row.document.id.text),
            ]
        }
        return sheet
    }

    func write(to output: inout Page) {
        var table = Table([
            Table.Column(messages[.document]), Table.Column(messages[.path], flexible: true),
            Table.Column(messages[.reason], flexible: true),
        ])
        for row in page.rows { table.row([row.document.id.text, row.path, messages.lack(row.lack)]) }
        output.table(table)
        if page.rows.isEmpty { return output.say("No documents.", "没有文档。") }
        var said: Set<String> = [""]
        for row in page.rows {
            let advice = messages.advice(forText: row.lack.reason)
            if said.insert(advice).inserted { output.line("→ \(messages.textReason(row.lack.reason)): \(advice)") }
        }
        output.say("\(total, "document", "documents").", "共 \(total) 份文档。", .faint)
        if let next = page.next { output.say("More: --after \(next)", "后续：--after \(next)", .faint) }
    }
}

extension Messages {
    /// What a text lacks: the reason, and how many of its pages need OCR where others have text.
    func lack(_ lack: TextLack) -> String {
        guard lack.pagesForOCR > 0, lack.pages > lack.pagesForOCR || lack.reason != "needs-ocr" else {
            return textReason(lack.reason)
        }
        let pages = say("\(lack.pagesForOCR) of \(lack.pages) pages need OCR", "\(lack.pages) 页中有 \(lack.pagesForOCR) 页需要文字识别")
        return lack.reason == "needs-ocr" ? pages : list([textReason(lack.reason), pages])
    }
}
