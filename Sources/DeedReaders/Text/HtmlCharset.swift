import DeedText

/// The charset of an HTML page: its byte order mark, valid UTF-8, what it declares where the bytes agree, what it looks like, in this order.
enum HtmlCharset {
    /// Browsers look for a declaration in the first 1,024 bytes; mail programs write it later.
    private static let window = 4096

    /// The charset, and whether that is more than a guess.
    static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> (charset: TextCharset, isSure: Bool) {
        let found = TextCharset.judge(bytes)
        let declared = declared(bytes.prefix(window)).flatMap { TextCharset(label: $0) }
        // Pages that say gb2312 and are UTF-8 are common, bytes of GBK that happen to be valid UTF-8 are not.
        if found.charset == .utf8 {
            guard let declared, [.iso2022jp, .iso2022kr, .hz].contains(declared) else { return found }
            return (declared, true)
        }
        // Tags are ASCII: a page in UTF-16 is full of zeros, and any other that looks like it is in what it declares.
        let isWide = found.charset == .utf16le || found.charset == .utf16be
        if isWide, bytes.prefix(window).contains(0) { return found }
        switch declared {
        case nil, .utf8, .utf16le, .utf16be: return isWide ? (narrow(bytes), false) : found
        // What editors write without being asked says little.
        case .windows1252: return found.isSure && !isWide ? found : (.windows1252, true)
        case let declared?: return fits(bytes, declared) || !found.isSure ? (declared, true) : found
        }
    }

    /// Whether next to all bytes above ASCII mean something in a charset.
    private static func fits(_ bytes: UnsafeBufferPointer<UInt8>, _ charset: TextCharset) -> Bool {
        var (all, lost) = (0, 0)
        for scalar in charset.decode(UnsafeBufferPointer(rebasing: bytes.prefix(64 << 10))).unicodeScalars
        where scalar.value >= 0x80 {
            all += 1
            if scalar == "\u{FFFD}" { lost += 1 }
        }
        return lost * 20 <= all
    }

    /// What a page without a declaration is in that is not in UTF-16.
    private static func narrow(_ bytes: UnsafeBufferPointer<UInt8>) -> TextCharset {
        TextCharset.detectNames([Array(bytes.prefix(window))])
    }

    /// The label behind `charset=` or `encoding=`, whatever stands around it.
    private static func declared(_ head: Slice<UnsafeBufferPointer<UInt8>>) -> String? {
        let text = String(decoding: head.map { $0 < 128 ? $0 : 32 }, as: UTF8.self).lowercased()
        var rest = text[...]
        while let equals = rest.firstIndex(of: "=") {
            let name = rest[..<equals].reversed().drop { $0 == " " }
            rest = rest[rest.index(after: equals)...]
            guard name.starts(with: "tesrahc") || name.starts(with: "gnidocne") else { continue }
            let label = rest.drop { " \"'".contains($0) }.prefix { $0.isLetter || $0.isNumber || "-_:".contains($0) }
            if !label.isEmpty { return String(label) }
        }
        return nil
    }
}
