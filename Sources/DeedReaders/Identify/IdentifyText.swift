import DeedExtract
import DeedText

/// Kinds of text: mail, HTML, CSV, plain text in any charset, or no text at all.
enum IdentifyText {
    /// As much as is looked at.
    private static let window = 64 << 10

    /// The media type; `application/octet-stream` for bytes that are no text.
    static func media(of bytes: UnsafeRawBufferPointer, magic: String) -> String {
        let head = UnsafeRawBufferPointer(rebasing: bytes.prefix(window))
        if let mail = mail(head) {
            // A mail that was saved with the line of a mailbox before it is a mail.
            return mail == Media.mailbox && Mailbox.mails(in: bytes, most: 2).count < 2 ? Media.mail : mail
        }
        guard let text = decoded(head) else { return magic.hasPrefix("text/") ? Media.plain : Media.unknown }
        if magic == Media.html || startsLikeHTML(text) { return Media.html }
        if isCSV(text) { return Media.csv }
        return Media.plain
    }

    /// Whether it is a short text in UTF-8 of which libmagic could only say that it is text, and takes 0.7 milliseconds of regular
    /// expressions to say so: its first line has Chinese in it and begins with a letter, a digit or a character beyond ASCII, as
    /// `合同编号：HT-2024-0031` and `HT-2024-0031 采购合同` do; no `<` may make it a page, no control character a file of a program.
    static func isChineseProse(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count <= window else { return false }
        let begin = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let line = bytes[begin...].prefix(256).prefix { $0 != 0x0A }
        guard let first = line.first, first >= 0x80 || isLetterOrDigit(first), hasHan(line) else { return false }
        let isProse = bytes.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "<") && $0 != 0x7F || $0 == 9 || $0 == 10 || $0 == 13 }
        return isProse && String(validating: bytes.bindMemory(to: UInt8.self), as: UTF8.self) != nil
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }

    /// Whether a character from U+4000 to U+9FFF stands in it, in UTF-8: three bytes, the first of them from 0xE4 to 0xE9.
    private static func hasHan(_ line: Slice<UnsafeRawBufferPointer>) -> Bool {
        line.indices.dropLast(2).contains {
            (0xE4...0xE9).contains(line[$0]) && line[$0 + 1] & 0xC0 == 0x80 && line[$0 + 2] & 0xC0 == 0x80
        }
    }

    /// The head as UTF-8, `nil` when it is no text in any of our charsets.
    private static func decoded(_ head: UnsafeRawBufferPointer) -> [UInt8]? {
        if let text = strictly(head) { return text }
        // DOS ends a text with 0x1A, and what stands behind may be anything.
        guard let end = dosEnd(head) else { return nil }
        return strictly(UnsafeRawBufferPointer(rebasing: head[..<end]))
    }

    /// Where a text of DOS ends: the first 0x1A behind some text that has no other control characters.
    private static func dosEnd(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard let end = bytes.firstIndex(of: 0x1A), end >= 16 else { return nil }
        return bytes[..<end].allSatisfy { $0 >= 0x20 || $0 == 9 || $0 == 10 || $0 == 12 || $0 == 13 } ? end : nil
    }

    /// How many bytes of a text are to be read: behind the 0x1A of DOS only what is text itself.
    static func length(of bytes: UnsafeRawBufferPointer) -> Int {
        guard let end = dosEnd(bytes) else { return bytes.count }
        let rest = UnsafeRawBufferPointer(rebasing: bytes[end...].drop { $0 == 0x1A || $0 == 0 })
        if rest.isEmpty { return end }
        return strictly(UnsafeRawBufferPointer(rebasing: rest.prefix(window))) == nil ? end : bytes.count
    }

    /// A charset can be put on any bytes; text has few control characters in it, and few that cannot be decoded. Where the charset leaves no
    /// doubt, one in ten may be: tables separate columns with them.
    private static func strictly(_ head: UnsafeRawBufferPointer) -> [UInt8]? {
        let (charset, isSure) = PlainCharset.of(head.bindMemory(to: UInt8.self))
        let text = Array(charset.decode(head.bindMemory(to: UInt8.self)).utf8)
        guard !text.isEmpty else { return nil }
        var controls = 0
        var lost = 0
        var zeros = 0
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte == 0 { zeros += 1 } else if byte < 0x20, byte != 9, byte != 10, byte != 12, byte != 13 { controls += 1 }
            if byte == 0xEF, index + 2 < text.count, text[index + 1] == 0xBF, text[index + 2] == 0xBD { lost += 1 }
            index += 1
        }
        if (controls + lost + zeros) * 100 <= text.count { return text }
        let isPlain = charset == .utf8 || isSure && charset != .windows1252
        let length = text.count - zeros
        guard isPlain, lost == 0, length >= 16, controls <= 1 + length / 10 else { return nil }
        // Some programs fill lines or the end up with zeros; what has other control characters besides is a file of a program.
        return zeros == 0 || controls == 0 && zeros <= 9 * length ? text.filter { $0 != 0 } : nil
    }

    /// Whether it begins as HTML does, after white space, a byte order mark, an XML declaration and comments.
    private static func startsLikeHTML(_ text: [UInt8]) -> Bool {
        var rest = text.prefix(4096)[...]
        while true {
            rest = rest.drop { $0 <= 32 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
            if rest.starts(with: "<?xml".utf8) || rest.starts(with: "<!--".utf8) {
                guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
                rest = rest[(end + 1)...]
                continue
            }
            break
        }
        let start = String(decoding: rest.prefix(14), as: UTF8.self).lowercased()
        let marks = ["<!doctype html", "<html", "<head", "<body", "<title", "<meta", "<table", "<div"]
        return marks.contains { start.hasPrefix($0) }
    }

    /// Whether the first lines have the same number of commas, at least one, outside quotes.
    private static func isCSV(_ text: [UInt8]) -> Bool {
        var counts: [Int] = []
        var commas = 0
        var quoted = false
        for byte in text {
            switch byte {
            case UInt8(ascii: "\""): quoted.toggle()
            case UInt8(ascii: ",") where !quoted: commas += 1
            case 0x0A where !quoted:
                counts.append(commas)
                commas = 0
            default: break
            }
            if counts.count == 10 { break }
        }
        guard counts.count >= 2, let first = counts.first, first >= 1 else { return false }
        return counts.allSatisfy { $0 == first }
    }

    /// RFC 5322: a mail begins with its header fields; two of those that mails have decide, one of them a field that no memorandum
    /// has, or a line of mailboxes before them.
    static func mail(_ whole: UnsafeRawBufferPointer) -> String? {
        let head = UnsafeRawBufferPointer(rebasing: whole[MailLead.length(of: whole)...])
        let envelope = Mailbox.envelope(of: head)
        var found: Set<String> = []
        for line in head.dropFirst(envelope).prefix(8192).split(separator: 0x0A, maxSplits: 64, omittingEmptySubsequences: false)
        {
            guard let first = line.first, first != 0x0D else { break }
            if first == 32 || first == 9 || line.starts(with: ">From ".utf8) { continue }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
                line[..<colon].allSatisfy({ $0 > 32 && $0 < 127 })
            else { break }
            let field = String(decoding: line[..<colon], as: UTF8.self).lowercased()
            if mailFields.contains(field) { found.insert(field) }
        }
        guard found.count >= 2, envelope > 0 || !found.isDisjoint(with: carrierFields) else { return nil }
        return envelope > 0 ? Media.mailbox : Media.mail
    }

    /// Fields that programs write and people do not: "From", "To", "Date" and "Subject" head a memorandum too.
    private static let carrierFields: Set<String> = [
        "received", "message-id", "mime-version", "return-path", "delivered-to", "content-type",
    ]
    private static let mailFields = carrierFields.union(["from", "to", "subject", "date"])
}
