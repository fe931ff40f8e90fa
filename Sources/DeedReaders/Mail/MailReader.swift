import DeedCore
import DeedText

/// The text of a mail: its fields, the names of the files it carries, and what it says.
enum MailReader {
    static func read(_ input: Input, into sink: any PageSink) throws(ReadError) {
        sink.unit = .whole
        sink.engine = "deedbox mail 2"
        guard let mail = MimeMail(input.bytes) else { throw .damaged("no mail") }
        if mail.signatures > 0 { sink.signatures = mail.signatures }
        let pages = TextPages(sink)
        let fields = MailField.allCases.map { ($0.rawValue, mail.fields[$0] ?? "") }
        write(fields, files: mail.attachments(nameLimit: 4096).map(\.name), to: pages)
        var guess: TextCharset?
        for body in mail.bodies {
            let bytes = body.bytes(limit: MimeMail.textLimit)
            if body.media == "text/html" {
                guess = try HtmlReader.add(bytes, declared: body.type["charset"], to: pages) ?? guess
            } else {
                guess = try plain(bytes, label: body.type["charset"], pages) ?? guess
            }
            pages.endLine()
        }
        try pages.endPart(keepingEmpty: pages.isEmpty)
        if let guess { throw .uncertainCharset(guess.rawValue) }
    }

    /// Writes the head that mails of both formats have.
    static func write(_ fields: [(name: String, text: String)], files: [String], to pages: TextPages) {
        for (name, text) in fields where !text.isEmpty { add("\(name): \(text)\n", pages) }
        if !files.isEmpty { add("Attachments: \(files.joined(separator: "; "))\n", pages) }
        add("\n", pages)
    }

    static func add(_ text: String, _ pages: TextPages) { pages.bytes.append(contentsOf: text.utf8) }

    /// Adds plain text; the charset where it is no more than a guess.
    private static func plain(_ bytes: [UInt8], label: String?, _ pages: TextPages) throws(ReadError) -> TextCharset? {
        var rest = bytes
        for found in UuText.find(in: bytes).reversed() { rest.removeSubrange(found.range) }
        let (text, guess) = MailCharset.judged(rest, label: label)
        try plain(text, pages)
        return guess
    }

    /// Adds plain text, line by line as ``PlainLines`` cleans it.
    static func plain(_ text: String, _ pages: TextPages) throws(ReadError) {
        let lines = PlainLines(pages, isCSV: false)
        var text = text
        let failure: ReadError? = text.withUTF8 { utf8 in
            var at = 0
            while at < utf8.count {
                var end = min(utf8.count, at + 256 << 10)
                while end < utf8.count, utf8[end] & 0xC0 == 0x80 { end += 1 }
                do throws(ReadError) {
                    try lines.add(UnsafeBufferPointer(rebasing: utf8[at..<end]))
                } catch {
                    return error
                }
                at = end
            }
            return nil
        }
        if let failure { throw failure }
    }
}
