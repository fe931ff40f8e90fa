import DeedText

/// The charset of an HTML page: its byte order mark, valid UTF-8, what it declares, what it looks like, in this order.
enum HtmlCharset {
    /// Browsers look for a declaration in the first 1,024 bytes; mail programs write it later.
    private static let window = 4096

    static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> TextCharset {
        let detected = TextCharset.detect(bytes)
        // Pages that say gb2312 and are UTF-8 are common, bytes of GBK that happen to be valid UTF-8 are not.
        if detected == .utf8 || detected == .utf16le || detected == .utf16be { return detected }
        guard let declared = declared(bytes.prefix(window)).flatMap({ TextCharset(label: $0) }) else { return detected }
        switch declared {
        case .utf8, .utf16le, .utf16be: return detected
        default: return declared
        }
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
