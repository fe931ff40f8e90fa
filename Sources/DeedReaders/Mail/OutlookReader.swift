import DeedCore
import DeedText

/// The text of a mail in Outlook's format, in the form that ``MailReader`` gives to any.
enum OutlookReader {
    static func read(_ input: Input, into sink: any PageSink) throws(ReadError) {
        sink.unit = .whole
        sink.engine = "deedbox mail 2"
        let mail = try OutlookMail(input.bytes)
        let pages = TextPages(sink)
        MailReader.write(mail.fields, files: try mail.attachments(nameLimit: 4096).map(\.name), to: pages)
        try add(mail.body(), to: pages)
        try pages.endPart(keepingEmpty: pages.isEmpty)
    }

    /// Adds what a mail says, in whatever form it is.
    static func add(_ body: OutlookMail.Body, to pages: TextPages) throws(ReadError) {
        switch body {
        case .plain(let text): try MailReader.plain(text, pages)
        case .html(let html, let charset): try HtmlReader.add(html, declared: charset?.rawValue, to: pages)
        case .rtf(let rtf): try RtfReader.add(rtf, to: pages)
        case .none: break
        }
    }
}
