import DeedCore

/// The text of a mail in TNEF (`winmail.dat`), in the form that ``MailReader`` gives to any.
enum TnefReader {
    static func read(_ input: Input, into sink: any PageSink) throws(ReadError) {
        sink.unit = .whole
        sink.engine = "deedbox tnef 1"
        let mail = try TnefMail(input.bytes)
        let pages = TextPages(sink)
        MailReader.write(mail.fields, files: mail.attachments(nameLimit: 4096).map(\.name), to: pages)
        try OutlookReader.add(mail.body(), to: pages)
        try pages.endPart(keepingEmpty: pages.isEmpty)
        if let fault = mail.fault { throw .damaged(fault) }
    }
}
