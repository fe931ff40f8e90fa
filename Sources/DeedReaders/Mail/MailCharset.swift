import DeedText

/// Text of mails: in the charset that it says, unless it plainly is another.
///
/// Programs write GB2312 and mean GBK, say nothing and send GBK, or say US-ASCII and send UTF-8.
enum MailCharset {
    /// The text of `bytes` with the charset's label as the mail gives it.
    static func text(_ bytes: [UInt8], label: String?) -> String { judged(bytes, label: label).text }

    /// The same, with the charset where it is no more than a guess.
    static func judged(_ bytes: [UInt8], label: String?) -> (text: String, guess: TextCharset?) {
        guard let declared = label.flatMap({ TextCharset(label: $0) }), declared != .utf8 else {
            let found = judged(bytes)
            // What writes its characters in bytes of ASCII looks like ASCII, where its name means nothing to us.
            let isShifted = label.map { isUnknownShift($0, bytes) } ?? false
            return (found.text, found.guess ?? (isShifted ? .utf8 : nil))
        }
        if declared == .windows1252, let other = otherThanLatin(bytes) { return (other.decode(bytes), nil) }
        let text = declared.decode(bytes)
        guard text.unicodeScalars.contains("\u{FFFD}"), let utf8 = String(validating: bytes, as: UTF8.self) else {
            return (text, nil)
        }
        return (utf8, nil)
    }

    /// Programs that know no other charset say Latin-1 of whatever they send.
    private static func otherThanLatin(_ bytes: [UInt8]) -> TextCharset? {
        guard bytes.contains(where: { $0 >= 0x80 }) else { return nil }
        let found = bytes.withUnsafeBufferPointer { TextCharset.judge($0) }
        let isWide = found.charset == .utf16le || found.charset == .utf16be
        return found.isSure && !isWide && found.charset != .windows1252 ? found.charset : nil
    }

    /// Whether a text of ASCII is in a charset like UTF-7 or ISO-2022-CN, which are not read.
    private static func isUnknownShift(_ label: String, _ bytes: [UInt8]) -> Bool {
        guard TextCharset(label: label) == nil, bytes.allSatisfy({ $0 < 0x80 }) else { return false }
        return bytes.contains(0x1B) || bytes.contains(0x0E)
            || label.lowercased().contains("utf-7") && bytes.contains(UInt8(ascii: "+"))
    }

    /// The text of bytes that name no charset: UTF-8, else the charset whose common characters they are.
    static func guess(_ bytes: [UInt8]) -> String { judged(bytes).text }

    private static func judged(_ bytes: [UInt8]) -> (text: String, guess: TextCharset?) {
        let found = bytes.withUnsafeBufferPointer { TextCharset.judge($0) }
        if found.isSure, [.iso2022jp, .iso2022kr, .hz].contains(found.charset) { return (found.charset.decode(bytes), nil) }
        if let utf8 = String(validating: bytes, as: UTF8.self) { return (utf8, nil) }
        // Text of eight bits is never UTF-16, whatever it would mean in it.
        let isWide = found.charset == .utf16le || found.charset == .utf16be
        let charset = isWide || bytes.count < 256 && !found.isSure ? TextCharset.detectNames([bytes]) : found.charset
        return (charset.decode(bytes), found.isSure ? nil : charset)
    }

    /// The charset for a code page of Windows or of the Macintosh; `nil` for one that is not ours.
    static func ofCodePage(_ number: Int) -> TextCharset? { codePages[number] }

    private static let codePages: [Int: TextCharset] = [
        65001: .utf8, 20127: .utf8, 936: .gb18030, 54936: .gb18030, 20936: .gb18030, 51936: .gb18030, 52936: .gb18030,
        10008: .gb18030,
        950: .big5, 951: .big5, 10002: .big5, 1200: .utf16le, 1201: .utf16be, 1252: .windows1252, 28591: .windows1252,
        932: .shiftJIS,
        10001: .shiftJIS, 51932: .eucJP, 20932: .eucJP, 50220: .iso2022jp, 50221: .iso2022jp, 50222: .iso2022jp, 949: .eucKR,
        51949: .eucKR, 10003: .eucKR, 1250: .windows1250, 1251: .windows1251, 1253: .windows1253, 1254: .windows1254,
        28599: .windows1254,
        1255: .windows1255, 28598: .windows1255, 38598: .windows1255, 1256: .windows1256, 28596: .iso8859x6, 1257: .windows1257,
        28603: .windows1257, 1258: .windows1258, 874: .windows874, 20866: .koi8r, 21866: .koi8u, 28592: .iso8859x2,
        28595: .iso8859x5,
        28597: .iso8859x7, 28605: .iso8859x15, 437: .ibm437, 850: .ibm850, 852: .ibm852, 866: .ibm866, 10000: .macintosh,
        10006: .macGreek, 10007: .macCyrillic, 10017: .macCyrillic, 10029: .macLatin2, 10081: .macTurkish,
    ]
}
