import CZlib

/// Inflates a gzip stream in front of libarchive.
///
/// Gzip's own checksums are compared, which libarchive 3.6.2 leaves out. What was inflated before a fault is handed out before it. Source:
/// RFC 1952; several members one behind the other are one stream, and what stands behind the last one is no part of it.
final class ArchiveGzipStream {
    /// What is wrong, once ``next()`` has found something.
    private(set) var complaint: String?
    /// When the file in it was last changed, in seconds since 1970, as the first member's header says; `nil` where it does not.
    let modified: Int64?
    private let source: ArchiveSource
    /// At an address that stays: zlib's state points back to it.
    private let stream: UnsafeMutablePointer<z_stream>
    private let block: UnsafeMutableRawBufferPointer
    /// Whether a member has ended, and no other one has begun.
    private var isBetween = false
    private var isAtEnd = false

    /// How much is inflated at a time.
    private static let blockSize = 256 << 10
    /// The largest window, and a gzip header with its checksum (zlib's manual, `inflateInit2`).
    private static let gzipWindow: Int32 = 15 + 16
    private static let firstByte: UInt8 = 0x1F
    private static let secondByte: UInt8 = 0x8B

    /// A stream that begins where the source stands.
    init(_ source: ArchiveSource) {
        self.source = source
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        block = .allocate(byteCount: ArchiveGzipStream.blockSize, alignment: 64)
        let head = source.bytes(at: 0, count: 8)
        modified = head.count == 8 && head.u32(4) > 0 ? Int64(head.u32(4)) : nil
        let begun = inflateInit2_(stream, ArchiveGzipStream.gzipWindow, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        if begun != Z_OK { complaint = "gzip decompression failed" }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        block.deallocate()
    }

    /// The next bytes of what is in it; empty at the end, `nil` where there is a ``complaint``. They live until the next call.
    func next() -> UnsafeRawBufferPointer? {
        guard complaint == nil else { return nil }
        stream.pointee.next_out = block.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(block.count)
        while !isAtEnd, complaint == nil, stream.pointee.avail_out > 0 { inflate() }
        let count = block.count - Int(stream.pointee.avail_out)
        if count == 0, complaint != nil { return nil }
        return UnsafeRawBufferPointer(rebasing: block[..<count])
    }

    /// Reads what a tar has behind its last record, as far as it is no more than padding mostly is, and says what is wrong with it.
    var faultAtEnd: String? {
        var rest = ArchiveGzipStream.longestPadding
        while rest > 0, let bytes = next(), !bytes.isEmpty { rest -= bytes.count }
        return complaint
    }

    private static let longestPadding = 1 << 20

    private func inflate() {
        if stream.pointee.avail_in == 0 {
            guard let bytes = source.next() else { return complaint = "Read error" }
            guard let start = bytes.baseAddress, !bytes.isEmpty else {
                if isBetween { isAtEnd = true } else { complaint = "truncated gzip input" }
                return
            }
            // zlib only reads there.
            stream.pointee.next_in = UnsafeMutablePointer(mutating: start.assumingMemoryBound(to: UInt8.self))
            stream.pointee.avail_in = UInt32(bytes.count)
        }
        if isBetween {
            guard beginsMember else { return isAtEnd = true }
            inflateReset(stream)
            isBetween = false
        }
        switch CZlib.inflate(stream, Z_NO_FLUSH) {
        case Z_STREAM_END: isBetween = true
        case Z_OK, Z_BUF_ERROR: break
        case Z_DATA_ERROR where hasWrongChecksum: complaint = "gzip checksum does not match"
        default: complaint = "gzip decompression failed"
        }
    }

    /// Whether all was inflated and only what gzip says of it is not so: zlib tells it in words ("incorrect data check", "incorrect length check").
    private var hasWrongChecksum: Bool {
        guard let words = stream.pointee.msg else { return false }
        return ["incorrect data check", "incorrect length check"].contains(String(cString: words))
    }

    /// Whether what comes next looks like a member; of the last byte of a block only that byte is known.
    private var beginsMember: Bool {
        guard let bytes = stream.pointee.next_in, bytes[0] == ArchiveGzipStream.firstByte else { return false }
        return stream.pointee.avail_in == 1 || bytes[1] == ArchiveGzipStream.secondByte
    }
}
