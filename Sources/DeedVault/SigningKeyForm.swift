import DeedCore
import Glibc

/// Tells a private key of the kind that signs checkpoints by its content, whatever the file is called: such a key is no paper, and who
/// could read it among the documents could sign in the vault's name.
///
/// Known are the unencrypted forms of an Ed25519 key: PKCS #8 as PEM or DER (RFC 8410, with or without the public half), and the text
/// form of C2SP's signed-note.
public enum SigningKeyForm {
    /// A file of more bytes is not looked at.
    public static let longest = 64 << 10

    /// What stands in every such key before its 32 bytes: the algorithm's name, and the heads of two octet strings.
    private static let der: [UInt8] = [0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20]
    private static let begin = Array("-----BEGIN PRIVATE KEY-----".utf8)
    private static let note = Array("PRIVATE+KEY+".utf8)

    /// Whether a file holds such a key.
    public static func isKey(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard (32...longest).contains(bytes.count) else { return false }
        if bytes.count <= 128, isKey(der: bytes.prefix(32)) { return true }
        guard contains(bytes, "PRIVATE".utf8) else {
            // As Windows' editors may save a text: every other byte is 0.
            guard bytes[0] == 0xFF && bytes[1] == 0xFE || bytes[0] == 0xFE && bytes[1] == 0xFF else { return false }
            return isKey(text: bytes.dropFirst(2).filter { $0 != 0 })
        }
        return isKey(text: Array(bytes))
    }

    private static func isKey(text: [UInt8]) -> Bool {
        var rest = text[...]
        while let at = rest.withUnsafeBytes({ find(begin, in: $0) }) {
            rest = rest.dropFirst(at + begin.count)
            let letters = rest.prefix { $0 != UInt8(ascii: "-") }.prefix(512).filter(isBase64).prefix(44)
            let whole = letters.prefix(letters.count & ~3)
            if let bytes = Base64.bytes(String(decoding: whole, as: UTF8.self)), isKey(der: bytes) { return true }
        }
        return text.drop { $0 == 0x20 || (0x09...0x0D).contains($0) || $0 >= 0x80 }.starts(with: note)
    }

    private static func isKey(der bytes: some Collection<UInt8>) -> Bool {
        guard bytes.first == 0x30 else { return false }
        return (0...8).contains { bytes.dropFirst($0).starts(with: der) }
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2B
            || byte == 0x2F
    }

    // MARK: Mails

    /// ``der`` in base 64, as it stands in a PEM and as a mail encodes an attached DER; and that text in base 64 once more, at each of
    /// the three places it can have in a group, as a mail encodes an attached PEM.
    private static let carried: [[UInt8]] = {
        let text = Array("wBQYDK2VwBCIEI".utf8)
        return [text] + (0..<3).map { Array(Base64.text(text[$0..<$0 + 12]).utf8) }
    }()

    /// How much of the end of one part must stand at the beginning of the next.
    public static let overlap = 32

    /// Whether a part of a mail carries such a key, in its text or as an attachment.
    public static func isCarried(by bytes: UnsafeRawBufferPointer) -> Bool { carried.contains { find($0, in: bytes) != nil } }

    private static func contains(_ bytes: UnsafeRawBufferPointer, _ word: String.UTF8View) -> Bool {
        find(Array(word), in: bytes) != nil
    }

    private static func find(_ needle: [UInt8], in bytes: UnsafeRawBufferPointer) -> Int? {
        guard let base = bytes.baseAddress, let first = needle.first else { return nil }
        var at = 0
        while at + needle.count <= bytes.count {
            guard let hit = memchr(base + at, Int32(first), bytes.count - needle.count - at + 1) else { return nil }
            at = UnsafeRawPointer(hit) - base
            if memcmp(hit, needle, needle.count) == 0 { return at }
            at += 1
        }
        return nil
    }
}
