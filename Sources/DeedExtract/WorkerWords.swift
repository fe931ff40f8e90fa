/// What a worker says in words, cut to a length and harmless: it may have been taken over, and its words go into the catalog, into
/// messages and onto terminals.
enum WorkerWords {
    /// Bytes of a sentence: a warning, a detail. An honest worker keeps to the same.
    static let sentenceBytes = 2000

    /// A sentence: at most so many bytes, without line breaks, control characters and marks that turn the direction of writing.
    static func sentence(_ text: String?, limit: Int = sentenceBytes) -> String? {
        guard let text else { return nil }
        let isShort = text.utf8.count <= limit
        if isShort, !text.unicodeScalars.contains(where: isUnfit) { return text }
        var sentence = String.UnicodeScalarView()
        var bytes = 0
        for scalar in text.unicodeScalars {
            let fit = isUnfit(scalar) ? (scalar.properties.isWhitespace ? " " : "\u{FFFD}") : scalar
            bytes += UTF8.width(fit)
            if bytes > limit { break }
            sentence.append(fit)
        }
        return String(sentence)
    }

    /// A word of the protocol: a reason, a format, a media type. `nil` when it is none: short, of ASCII letters, digits and `-+./_`.
    static func code(_ text: String?) -> String? {
        guard let text, (1...127).contains(text.utf8.count), text.utf8.allSatisfy(isCode) else { return nil }
        return text
    }

    private static func isCode(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "_"): true
        default: false
        }
    }

    private static func isUnfit(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}

extension UTF8 {
    /// Bytes of a scalar.
    fileprivate static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0..<0x80: 1
        case 0x80..<0x800: 2
        case 0x800..<0x10000: 3
        default: 4
        }
    }
}
