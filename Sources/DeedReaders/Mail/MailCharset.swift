import DeedText

/// Text of mails: in the charset that it says, unless it plainly is another.
///
/// Programs write GB2312 and mean GBK, say nothing and send GBK, or say US-ASCII and send UTF-8.
enum MailCharset {
    /// The text of `bytes` with the charset's label as the mail gives it.
    static func text(_ bytes: [UInt8], label: String?) -> String {
        let utf8 = String(validating: bytes, as: UTF8.self)
        guard let declared = label.flatMap({ TextCharset(label: $0) }), declared != .utf8 else {
            return utf8 ?? guess(bytes)
        }
        let text = declared.decode(bytes)
        guard let utf8, text.unicodeScalars.contains("\u{FFFD}") else { return text }
        return utf8
    }

    /// The text of bytes that name no charset: UTF-8, else the charset whose common characters they are.
    static func guess(_ bytes: [UInt8]) -> String {
        if let utf8 = String(validating: bytes, as: UTF8.self) { return utf8 }
        let charset = bytes.count < 256 ? TextCharset.detectNames([bytes]) : TextCharset.detect(bytes)
        return charset.decode(bytes)
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
