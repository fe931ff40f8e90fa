/// Whether the text of a page means anything: fonts without a map to Unicode give characters that stand for nothing, or the numbers of
/// their glyphs.
public enum TextLayer {
    /// So many characters without a meaning are no accident.
    private static let fewest = 8

    /// Whether the text is of no use: more than 30 % of its characters have no meaning. `visible`: all that are no white space.
    public static func isUnreadable(visible: Int, meaningless: Int) -> Bool {
        meaningless >= fewest && meaningless > visible * 3 / 10
    }

    /// The same of a whole text.
    public static func isUnreadable(_ text: String) -> Bool {
        var (visible, meaningless) = (0, 0)
        for scalar in text.unicodeScalars where scalar.value > 0x20 && scalar != "\u{A0}" && scalar != "\u{3000}" {
            visible += 1
            if isMeaningless(scalar.value) { meaningless += 1 }
        }
        var text = text
        meaningless += text.withUTF8 { glyphNumbers(in: $0) }
        return isUnreadable(visible: visible, meaningless: meaningless)
    }

    /// Private-use characters and U+FFFD.
    public static func isMeaningless(_ scalar: UInt32) -> Bool {
        scalar == 0xFFFD || (0xE000...0xF8FF).contains(scalar) || scalar >= 0xF0000
    }

    /// How many characters belong to the numbers of glyphs: `/g12`, `/G2A`, `/uni4E00`, `(cid:12)`, each perhaps with others behind it.
    public static func glyphNumbers(in text: UnsafeBufferPointer<UInt8>) -> Int {
        var (found, at) = (0, 0)
        while at < text.count {
            let length = glyphNumber(UnsafeBufferPointer(rebasing: text[at...].prefix(longest)))
            found += length
            at += max(1, length)
        }
        return found
    }

    /// Bytes of the longest number of a glyph.
    private static let longest = 16

    /// The bytes of the glyph's number that the text begins with; 0 when it begins with none.
    private static func glyphNumber(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        guard let first = text.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "(") else { return 0 }
        if first == UInt8(ascii: "(") {
            guard text.starts(with: "(cid:".utf8) else { return 0 }
            let digits = text.dropFirst(5).prefix { isDigit($0) }.count
            let end = 5 + digits
            return digits > 0 && end < text.count && text[end] == UInt8(ascii: ")") ? end + 1 : 0
        }
        let letters = text.dropFirst().prefix { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }.count
        let digits = text.dropFirst(1 + letters).prefix { isDigit($0) || letters > 0 && (0x41...0x46).contains($0) }.count
        let end = 1 + letters + digits
        guard (1...5).contains(letters), (1...6).contains(digits) else { return 0 }
        // A path or a unit goes on with a letter: `/v1beta`.
        guard end < text.count else { return end }
        return text[end] <= 0x20 || text[end] == UInt8(ascii: "/") ? end : 0
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
