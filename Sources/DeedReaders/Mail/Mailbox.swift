import DeedExtract
import Glibc

/// The mails in a mailbox file (mbox): each begins behind a line `From …` that stands at the start or after an empty line. Source: RFC 4155,
/// appendix A; what programs write differs in the time and in the words around it.
enum Mailbox {
    /// Where the mails lie, the separating lines left out. What they hold stays as it is, with any `>From` in it.
    static func mails(in bytes: UnsafeRawBufferPointer, most: Int) -> [Range<Int>] {
        var mails: [Range<Int>] = []
        var start: Int?
        var at = MailLead.length(of: bytes)
        var afterEmpty = true
        while at < bytes.count, mails.count < most {
            let end = lineEnd(bytes, at)
            if afterEmpty, isSeparator(bytes, at..<end) {
                if let start { mails.append(start..<withoutEmptyLine(bytes, start, at)) }
                start = end
            }
            afterEmpty = end - at <= 2 && bytes[at..<end].allSatisfy { $0 == 0x0A || $0 == 0x0D }
            at = end
        }
        if let start, mails.count < most { mails.append(start..<withoutEmptyLine(bytes, start, bytes.count)) }
        return mails.filter { !$0.isEmpty }
    }

    /// Bytes of the line at the start of a mail that only mailboxes have, with which programs save a single mail too; 0 where there is none.
    static func envelope(of bytes: UnsafeRawBufferPointer) -> Int {
        // `>From`: quoted once too often.
        let quoted = bytes.first == UInt8(ascii: ">") ? 1 : 0
        guard bytes.count > quoted + 5, bytes[quoted...].starts(with: "From ".utf8) else { return 0 }
        let end = lineEnd(bytes, 0)
        return isSeparator(bytes, quoted..<end) ? end : 0
    }

    private static func lineEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
        guard let base = bytes.baseAddress, let found = memchr(base + start, 0x0A, bytes.count - start) else {
            return bytes.count
        }
        return base.distance(to: UnsafeRawPointer(found)) + 1
    }

    /// `From`, a sender, and a time with its colon and its year, before a line that is a header field: a sentence that begins with "From",
    /// or a mail that quotes such a line, has not all of that.
    private static func isSeparator(_ bytes: UnsafeRawBufferPointer, _ line: Range<Int>) -> Bool {
        guard line.count > 12, line.count < 1024, bytes[line].starts(with: "From ".utf8) else { return false }
        let words = bytes[line].dropFirst(5).split { $0 <= 32 }
        guard words.count >= 3, words.dropFirst().contains(where: isTime), words.dropFirst().contains(where: isYear) else {
            return false
        }
        let next = UnsafeRawBufferPointer(rebasing: bytes[line.upperBound...].prefix(998))
        if next.starts(with: ">From ".utf8) { return true }
        let name = next.prefix { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: ":") }
        return !name.isEmpty && name.count < next.count && next[name.count] == UInt8(ascii: ":")
    }

    /// `1:01`, `01:01:07`
    private static func isTime(_ word: Slice<UnsafeRawBufferPointer>) -> Bool {
        let parts = word.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        return (2...3).contains(parts.count) && parts.allSatisfy { (1...2).contains($0.count) && $0.allSatisfy(isDigit) }
    }

    /// `1970` … `2099`
    private static func isYear(_ word: Slice<UnsafeRawBufferPointer>) -> Bool {
        word.count == 4 && word.allSatisfy(isDigit) && (word.starts(with: "19".utf8) || word.starts(with: "20".utf8))
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func withoutEmptyLine(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Int {
        guard end - 1 > start, bytes[end - 1] == 0x0A else { return end }
        let before = bytes[end - 2] == 0x0D ? end - 2 : end - 1
        // The mail keeps the end of its own last line.
        return before > start && bytes[before - 1] == 0x0A ? before : end
    }
}
