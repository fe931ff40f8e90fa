/// How parent and worker talk: a header of 8 bytes (kind, three zero bytes, payload length as UInt32 little-endian), then the payload.
///
/// A payload has at most 1 MiB. The parent checks kind and length before it reads on and keeps one buffer of that size, so that a
/// worker that has been taken over can make it allocate nothing.
public enum Frame {
    /// Bytes of the header.
    public static let headerBytes = 8
    /// The longest payload.
    public static let maximumPayload = 1 << 20
    /// The longest request; file names and limits fit many times.
    public static let maximumRequest = 64 << 10

    /// What a frame says.
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// Parent: a job, with the open file. JSON of ``ExtractRequest``.
        case request = 0x10
        /// Parent: one more open file of the job that is about to come: the volumes of an archive but its first, in their order.
        case volume = 0x11
        /// Parent: whether it has the entry that was just told (payload `1`) and wants no bytes of it.
        case verdict = 0x12
        /// Worker: its walls stand. JSON `{"version","landlock"}`.
        case ready = 0x20
        /// Worker: it does not begin. JSON `{"code","detail"}`, the code being that of a `Failure`.
        case refused = 0x2F
        /// Worker: what the file is. JSON `{"media","container"}`.
        case identified = 0x21
        /// Worker: a page begins: number (UInt32), flags (bit 0: needs OCR), length of the label (UInt16), label, text.
        case page = 0x30
        /// Worker: more text of that page.
        case pageMore = 0x31
        /// Worker: a warning, as text.
        case warning = 0x32
        /// Worker: the text is over. JSON `{"job","state","reason","unit","signatures","engine"}`.
        case textEnd = 0x33
        /// Worker: an archive opens. JSON `{"format","names","sample"}`.
        case archiveStart = 0x40
        /// Worker: an entry. JSON `{"index","path","size","modified","refusal","crc32","asks"}`; when it asks, a verdict must follow.
        case entry = 0x41
        /// Worker: bytes of the entry.
        case bytes = 0x42
        /// Worker: the entry is over. JSON `{"reason","detail"}`; reason null = complete.
        case entryEnd = 0x43
        /// Worker: the archive is over. JSON `{"job","format","names","state","detail","unread"}`.
        case archiveEnd = 0x44
        /// Worker: what came of the open entry is void (a wrong password looked right); it comes again from its first byte.
        case entryAgain = 0x45
        /// Worker: a sheet begins. JSON `{"name","hidden","read","uses1904"}`.
        case sheet = 0x50
        /// Worker: rows of that sheet. JSON, an array of ``TableRow/json``.
        case rows = 0x51
        /// Worker: joined cells of that sheet. JSON, an array of ``TableRange/json``.
        case merges = 0x52
        /// Worker: the table is over. JSON `{"job","reason","detail"}`; reason null = read whole.
        case tableEnd = 0x53
    }

    /// The header of a frame.
    public static func header(_ kind: Kind, length: Int) -> (UInt32, UInt32) {
        (UInt32(kind.rawValue).littleEndian, UInt32(truncatingIfNeeded: length).littleEndian)
    }

    /// A whole frame as bytes.
    public static func bytes(_ kind: Kind, _ payload: [UInt8]) -> [UInt8] {
        var header = header(kind, length: payload.count)
        return withUnsafeBytes(of: &header) { Array($0) } + payload
    }

    /// Kind and payload length of a header; `nil` for an unknown kind, a length over the limit or a padding that is not zero.
    public static func parse(_ header: UnsafeRawBufferPointer, limit: Int = maximumPayload) -> (kind: Kind, length: Int)? {
        guard header.count >= headerBytes else { return nil }
        let word = UInt32(littleEndian: header.loadUnaligned(as: UInt32.self))
        let length = Int(UInt32(littleEndian: header.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
        guard word <= 0xFF, let kind = Kind(rawValue: UInt8(word)), length <= limit else { return nil }
        return (kind, length)
    }
}
