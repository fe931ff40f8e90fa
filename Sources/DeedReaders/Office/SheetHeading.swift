/// What a sheet prints above and below its cells (`oddHeader`, `firstFooter`): the words between the codes for fonts, places and fields.
///
/// Source: ECMA-376 part 1, 18.3.1.46 (`headerFooter`) and 18.3.1.39 (`evenHeader`, with the codes).
enum SheetHeading {
    /// The lines in the order left, centre, right, as they are written; fields that a program fills in (`&P`, `&D`) are left out.
    static func lines(_ written: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        var at = 0
        while at < written.count {
            let byte = written[at]
            at += 1
            guard byte == UInt8(ascii: "&"), at < written.count else {
                if byte >= 0x20 || byte == 0x09 { text.append(byte) } else { text.endLine() }
                continue
            }
            let code = written[at]
            at += 1
            switch code {
            case UInt8(ascii: "&"): text.append(code)
            case UInt8(ascii: "L"), UInt8(ascii: "C"), UInt8(ascii: "R"): text.endLine()
            case UInt8(ascii: "\""):
                // A font's name and style, in quotes.
                at = (written[at...].firstIndex(of: code) ?? written.count - 1) + 1
            case UInt8(ascii: "K"): at = skipColour(written, at)
            case UInt8(ascii: "0")...UInt8(ascii: "9"): while at < written.count, isDigit(written[at]) { at += 1 }
            default: break
            }
        }
        while let last = text.last, last <= 32 { text.removeLast() }
        return text
    }

    /// Six hexadecimal digits, or a theme's colour with a tint: `&K01+024`.
    private static func skipColour(_ written: [UInt8], _ start: Int) -> Int {
        let rest = written[start...]
        if rest.count >= 6, rest.prefix(2).allSatisfy(isDigit),
            rest[start + 2] == UInt8(ascii: "+") || rest[start + 2] == UInt8(ascii: "-")
        {
            return start + 6
        }
        let isColour = { (byte: UInt8) in Character(Unicode.Scalar(byte)).isHexDigit }
        return rest.count >= 6 && rest.prefix(6).allSatisfy(isColour) ? start + 6 : start
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

extension [UInt8] {
    fileprivate mutating func endLine() {
        if let last, last != 0x0A { append(0x0A) }
    }
}
