import CMime

/// One part of a mail that holds bytes, as it stands in the mail.
struct MailPart {
    /// `Content-Type`; `text/plain` where there is none.
    let type: MailParameters
    /// `Content-Disposition`.
    let disposition: MailParameters
    /// `Content-ID` without its brackets.
    let contentID: String?
    /// How ``content`` is encoded.
    let encoding: GMimeContentEncoding
    /// The bytes in the mail, still encoded.
    let content: UnsafeRawBufferPointer
    /// Whether it is a mail itself (`message/rfc822`).
    let isMail: Bool

    /// The media type that the mail claims.
    var media: String { type.value.isEmpty ? "text/plain" : type.value }

    /// The file name that the mail gives, by whichever header has it.
    var fileName: String? { disposition["filename"] ?? type["name"] }

    /// Whether it is text to be read with the mail, rather than a file that came along.
    var isBody: Bool {
        !isMail && fileName == nil && disposition.value != "attachment"
            && (media.hasPrefix("text/") || media == "message/delivery-status")
    }

    /// About how many bytes it has when it is decoded.
    var estimatedSize: Int { isBase64 ? content.count / 4 * 3 : content.count }

    private var isBase64: Bool { encoding == GMIME_CONTENT_ENCODING_BASE64 }

    /// Encoded bytes that are decoded at a time.
    private static let chunk = 64 << 10

    /// Hands the decoded bytes to `take` in blocks until it answers `false`.
    func decode(_ take: (UnsafeRawBufferPointer) -> Bool) {
        switch encoding {
        case GMIME_CONTENT_ENCODING_BASE64, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE, GMIME_CONTENT_ENCODING_UUENCODE:
            decodeSteps(take)
        default:
            var at = 0
            while at < content.count {
                let end = min(content.count, at + MailPart.chunk)
                guard take(UnsafeRawBufferPointer(rebasing: content[at..<end])) else { return }
                at = end
            }
        }
    }

    private func decodeSteps(_ take: (UnsafeRawBufferPointer) -> Bool) {
        var state = GMimeEncoding()
        g_mime_encoding_init_decode(&state, encoding)
        let input = content.bindMemory(to: CChar.self)
        let room = g_mime_encoding_outlen(&state, MailPart.chunk)
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: room) { output in
            var at = 0
            while at < input.count {
                let count = min(input.count - at, MailPart.chunk)
                let made = g_mime_encoding_step(&state, input.baseAddress?.advanced(by: at), count, output.baseAddress)
                at += count
                if made > 0, !take(UnsafeRawBufferPointer(start: output.baseAddress, count: made)) { return }
            }
        }
    }

    /// The decoded bytes, at most `limit` of them.
    func bytes(limit: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        decode { block in
            bytes.append(contentsOf: block.prefix(limit - bytes.count))
            return bytes.count < limit
        }
        return bytes
    }
}
