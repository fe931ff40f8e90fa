import CIgzip

/// Inflates a gzip stream with ISA-L: what a `.tar.gz` waits for is this, on one core.
///
/// Gzip's own checksums are compared, which libarchive 3.6.2 leaves out. What was inflated before a fault is handed out before it. Source:
/// RFC 1952; several members one behind the other are one stream, and what stands behind the last one is no part of it.
final class ArchiveGzipStream {
    /// What is wrong, once ``next()`` has found something.
    private(set) var complaint: String?
    /// When the file in it was last changed, in seconds since 1970, as the first member's header says; `nil` where it does not.
    let modified: Int64?
    private let source: ArchiveSource
    private let state: UnsafeMutablePointer<inflate_state>
    private let block: UnsafeMutableRawBufferPointer
    private var isAtEnd = false

    /// How much is inflated at a time.
    private static let blockSize = 256 << 10
    private static let firstByte: UInt8 = 0x1F
    private static let secondByte: UInt8 = 0x8B

    /// A stream that begins where the source stands.
    init(_ source: ArchiveSource) {
        self.source = source
        state = .allocate(capacity: 1)
        block = .allocate(byteCount: ArchiveGzipStream.blockSize, alignment: 64)
        isal_inflate_init(state)
        state.pointee.crc_flag = UInt32(ISAL_GZIP)
        let head = source.bytes(at: 0, count: 8)
        modified = head.count == 8 && head.u32(4) > 0 ? Int64(head.u32(4)) : nil
    }

    deinit {
        state.deallocate()
        block.deallocate()
    }

    /// The next bytes of what is in it; empty at the end, `nil` where there is a ``complaint``. They live until the next call.
    func next() -> UnsafeRawBufferPointer? {
        guard complaint == nil else { return nil }
        state.pointee.next_out = block.baseAddress?.assumingMemoryBound(to: UInt8.self)
        state.pointee.avail_out = UInt32(block.count)
        while !isAtEnd, complaint == nil, state.pointee.avail_out > 0 { inflate() }
        let count = block.count - Int(state.pointee.avail_out)
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
        let isBetween = state.pointee.block_state == ISAL_BLOCK_FINISH
        if state.pointee.avail_in == 0 {
            guard let bytes = source.next() else { return complaint = "Read error" }
            guard let start = bytes.baseAddress, !bytes.isEmpty else {
                if isBetween { isAtEnd = true } else { complaint = "truncated gzip input" }
                return
            }
            // ISA-L only reads there.
            state.pointee.next_in = UnsafeMutablePointer(mutating: start.assumingMemoryBound(to: UInt8.self))
            state.pointee.avail_in = UInt32(bytes.count)
        }
        if isBetween {
            guard beginsMember else { return isAtEnd = true }
            isal_inflate_reset(state)
            state.pointee.crc_flag = UInt32(ISAL_GZIP)
        }
        switch isal_inflate(state) {
        case ISAL_DECOMP_OK: break
        case ISAL_INCORRECT_CHECKSUM: complaint = "gzip checksum does not match"
        default: complaint = "gzip decompression failed"
        }
    }

    /// Whether what comes next looks like a member; of the last byte of a block only that byte is known.
    private var beginsMember: Bool {
        guard let bytes = state.pointee.next_in, bytes[0] == ArchiveGzipStream.firstByte else { return false }
        return state.pointee.avail_in == 1 || bytes[1] == ArchiveGzipStream.secondByte
    }
}
