import DeedCore

/// Rich text: documents in RTF, and the bodies of mails that are in nothing else. Source: RTF 1.9.1; [MS-OXRTFEX] for HTML in RTF.
enum RtfReader {
    private static let limit = 64 << 20

    static func read(_ input: Input, into sink: any PageSink) throws(ReadError) {
        guard input.bytes.count <= limit else { throw .tooLarge }
        sink.unit = .whole
        sink.engine = "deedbox rtf 1"
        let pages = TextPages(sink)
        try add(Array(input.bytes), to: pages)
        try pages.endPart(keepingEmpty: pages.isEmpty)
    }

    /// Adds the text of `rtf`.
    static func add(_ rtf: [UInt8], to pages: TextPages) throws(ReadError) {
        var text = RtfText(pages: pages)
        var at = 0
        while at < rtf.count {
            let closes = rtf[at] == UInt8(ascii: "}")
            try step(rtf, &at, &text)
            if closes, text.isOver, !goesOn(rtf[at...]) { break }
        }
        try text.finish()
    }

    /// Whether there is more behind the brace that closes the document: some programs close one too many in the middle. Anything else that
    /// stands there is no text.
    private static func goesOn(_ rest: ArraySlice<UInt8>) -> Bool {
        guard let next = rest.first(where: { $0 > 32 }) else { return false }
        return next == UInt8(ascii: "{") || next == UInt8(ascii: "\\") || next == UInt8(ascii: "}")
    }

    private static func step(_ rtf: [UInt8], _ at: inout Int, _ text: inout RtfText) throws(ReadError) {
        let byte = rtf[at]
        at += 1
        switch byte {
        case UInt8(ascii: "{"): try text.open()
        case UInt8(ascii: "}"): try text.close()
        case UInt8(ascii: "\\"): try control(rtf, &at, &text)
        case 0x0D, 0x0A, 0: break
        default: text.byte(byte)
        }
    }

    /// What follows a backslash: a word with a number, a symbol, or two hexadecimal digits.
    private static func control(_ rtf: [UInt8], _ at: inout Int, _ text: inout RtfText) throws(ReadError) {
        guard at < rtf.count else { return }
        let first = rtf[at]
        guard isLetter(first) else {
            at += 1
            if first == UInt8(ascii: "'"), at + 1 < rtf.count {
                if let byte = UInt8(String(decoding: rtf[at...(at + 1)], as: UTF8.self), radix: 16) { text.byte(byte) }
                at += 2
            } else {
                try text.symbol(first)
            }
            return
        }
        let start = at
        while at < rtf.count, at - start < 32, isLetter(rtf[at]) { at += 1 }
        let word = String(decoding: rtf[start..<at], as: UTF8.self)
        let digits = at
        if at < rtf.count, rtf[at] == UInt8(ascii: "-") { at += 1 }
        while at < rtf.count, at - digits < 11, (48...57).contains(rtf[at]) { at += 1 }
        let number = Int(String(decoding: rtf[digits..<at], as: UTF8.self))
        if at < rtf.count, rtf[at] == 32 { at += 1 }
        if word == "bin", let number, number > 0 { return at = min(rtf.count, at + number) }
        try text.word(word, number)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte) || (65...90).contains(byte) }
}
