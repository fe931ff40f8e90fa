/// The mails in a mailbox file (mbox): each begins behind a line `From …` that stands at the start or after an empty line.
enum Mailbox {
    /// Where the mails lie, the separating lines left out. What they hold stays as it is, with any `>From` in it.
    static func mails(in bytes: UnsafeRawBufferPointer, most: Int) -> [Range<Int>] {
        var mails: [Range<Int>] = []
        var start: Int?
        var at = 0
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

    private static func lineEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
        bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
    }

    /// `From`, a sender and a time with its colons: a sentence that begins with "From" has none.
    private static func isSeparator(_ bytes: UnsafeRawBufferPointer, _ line: Range<Int>) -> Bool {
        guard bytes[line].starts(with: "From ".utf8), line.count < 1024 else { return false }
        return bytes[line].split(separator: UInt8(ascii: ":")).count >= 3
    }

    private static func withoutEmptyLine(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Int {
        guard end - 1 > start, bytes[end - 1] == 0x0A else { return end }
        let before = bytes[end - 2] == 0x0D ? end - 2 : end - 1
        // The mail keeps the end of its own last line.
        return before > start && bytes[before - 1] == 0x0A ? before : end
    }
}
