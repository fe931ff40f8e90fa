/// Header text with encoded words, as RFC 2047 has them and as mail programs write them: words of one charset are joined before
/// they are decoded (a Han character may be cut between two), raw bytes are taken for what they look like.
enum MailWords {
    /// More of a header than this is no text for people.
    private static let longest = 64 << 10

    /// The text of a raw header value, unfolded.
    static func text(_ raw: some Sequence<UInt8>) -> String {
        let bytes = Array(raw.prefix(longest))
        var reading = Reading(bytes: bytes)
        while reading.at < bytes.count { reading.step() }
        return reading.finished()
    }

    private struct Reading {
        let bytes: [UInt8]
        var at = 0
        private var text = ""
        private var plain: [UInt8] = []
        private var word: (label: String, bytes: [UInt8])?

        init(bytes: [UInt8]) { self.bytes = bytes }

        mutating func step() {
            if let found = MailWords.word(bytes, at) {
                // White space between two words only parts them (RFC 2047, 6.2).
                if word != nil, plain.allSatisfy({ $0 <= 32 }) { plain = [] } else { endPlain() }
                if word?.label == found.label {
                    word?.bytes += found.bytes
                } else {
                    endWord()
                    word = (found.label, found.bytes)
                }
                at = found.end
            } else {
                plain.append(bytes[at])
                at += 1
            }
        }

        private mutating func endWord() {
            if let word { text += MailCharset.text(word.bytes, label: word.label) }
            word = nil
        }

        private mutating func endPlain() {
            guard !plain.isEmpty else { return }
            endWord()
            // Folding: a line end before white space is no character.
            text += MailCharset.guess(plain.filter { $0 != 0x0D && $0 != 0x0A }.map { $0 == 9 ? 32 : $0 })
            plain = []
        }

        mutating func finished() -> String {
            endPlain()
            endWord()
            return text.trimmed
        }
    }

    /// The encoded word that begins at `start`, and where it ends.
    private static func word(_ bytes: [UInt8], _ start: Int) -> (label: String, bytes: [UInt8], end: Int)? {
        let question = UInt8(ascii: "?")
        guard start + 6 < bytes.count, bytes[start] == UInt8(ascii: "="), bytes[start + 1] == question else { return nil }
        guard let labelEnd = bytes[(start + 2)...].prefix(64).firstIndex(of: question), labelEnd + 3 < bytes.count,
            bytes[labelEnd + 2] == question
        else { return nil }
        let content = labelEnd + 3
        var end = content
        while end + 1 < bytes.count, !(bytes[end] == question && bytes[end + 1] == UInt8(ascii: "=")) { end += 1 }
        guard end + 1 < bytes.count else { return nil }
        // A language may stand behind the charset (RFC 2231, 5).
        let label = String(decoding: bytes[(start + 2)..<labelEnd].prefix { $0 != UInt8(ascii: "*") }, as: UTF8.self)
        switch bytes[labelEnd + 1] {
        case UInt8(ascii: "B"), UInt8(ascii: "b"): return (label.lowercased(), base64(bytes[content..<end]), end + 2)
        case UInt8(ascii: "Q"), UInt8(ascii: "q"): return (label.lowercased(), quoted(bytes[content..<end]), end + 2)
        default: return nil
        }
    }

    private static func base64(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for character in text {
            guard let value = sextet(character) else { continue }
            bits = bits << 6 | value
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }

    private static func sextet(_ character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character) + 4
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }

    private static func quoted(_ text: ArraySlice<UInt8>) -> [UInt8] {
        percent(text, mark: UInt8(ascii: "=")).map { $0 == UInt8(ascii: "_") ? 32 : $0 }
    }

    /// Bytes with two hexadecimal digits behind each mark decoded.
    static func percent(_ text: ArraySlice<UInt8>, mark: UInt8) -> [UInt8] {
        var bytes: [UInt8] = []
        var at = text.startIndex
        while at < text.endIndex {
            if text[at] == mark, at + 2 < text.endIndex, let high = nibble(text[at + 1]), let low = nibble(text[at + 2]) {
                bytes.append(high << 4 | low)
                at += 3
            } else {
                bytes.append(text[at])
                at += 1
            }
        }
        return bytes
    }

    private static func nibble(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - 48
        case UInt8(ascii: "A")...UInt8(ascii: "F"): character - 55
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - 87
        default: nil
        }
    }
}

extension String {
    /// Without white space and NUL around it.
    var trimmed: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace && $0 != "\0" }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace && $0 != "\0" })
        else { return "" }
        return String(scalars[first...last])
    }
}
