import DeedText

/// Text of mails: in the charset that it says, unless it plainly is another.
///
/// Programs write GB2312 and mean GBK, say nothing and send GBK, or say US-ASCII and send UTF-8; glibc's tables for those that are
/// not ours cannot be opened behind the walls.
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

    /// The charset for a code page of Windows; `nil` for one that is not ours.
    static func ofCodePage(_ number: Int) -> TextCharset? {
        switch number {
        case 65001, 20127: .utf8
        case 936, 54936, 20936, 51936, 52936, 10008: .gb18030
        case 950, 951, 10002: .big5
        case 1200: .utf16le
        case 1201: .utf16be
        case 1252, 28591, 850, 437: .windows1252
        default: nil
        }
    }
}
