/// CMS messages (p7m, p7s), which libmagic does not know: `ContentInfo` in BER or PEM. Source: RFC 5652, section 3.
enum IdentifySigned {
    /// 1.2.840.113549.1.7.x as DER, without the last byte: 2 is signed, 3 enveloped.
    private static let identifier: [UInt8] = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07]

    /// `application/pkcs7-mime`, or `nil` when it is no CMS message.
    static func media(of bytes: UnsafeRawBufferPointer) -> String? {
        if bytes.starts(with: "-----BEGIN PKCS7-----".utf8) || bytes.starts(with: "-----BEGIN CMS-----".utf8) {
            return Media.signedMail
        }
        guard bytes.count > 16, bytes[0] == 0x30 else { return nil }
        // The sequence's length: short, indefinite (0x80), or up to four bytes long.
        let lengthBytes = bytes[1] < 0x80 ? 0 : Int(bytes[1] & 0x7F)
        guard lengthBytes <= 4 else { return nil }
        let start = 2 + lengthBytes
        guard bytes[start...].starts(with: identifier), bytes.count > start + identifier.count else { return nil }
        return (2...3).contains(bytes[start + identifier.count]) ? Media.signedMail : nil
    }
}
