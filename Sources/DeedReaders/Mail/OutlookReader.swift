import DeedCore
import DeedText

/// The text of a mail in Outlook's format, in the form that ``MailReader`` gives to any.
enum OutlookReader {
    static func read(_ input: Input, into sink: any PageSink) throws(ReadError) {
        sink.unit = .whole
        sink.engine = "deedbox mail 1"
        let mail = try OutlookMail(input.bytes)
        let pages = TextPages(sink)
        MailReader.write(mail.fields, files: try mail.attachments(nameLimit: 4096).map(\.name), to: pages)
        switch try mail.body() {
        case .plain(let text): try MailReader.plain(text, pages)
        case .html(let html, let charset): try HtmlReader.add(html, declared: charset?.rawValue, to: pages)
        case .rtf(let rtf): try RtfReader.add(rtf, to: pages)
        case .none: break
        }
        try pages.endPart(keepingEmpty: pages.isEmpty)
    }
}
