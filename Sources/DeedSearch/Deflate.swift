import CZlib

/// Page text at rest: zlib streams (RFC 1950), so that any tool can read them.
///
/// Level 1: on page texts of 3 KB it costs a third of level 6 and gives up a tenth of the saving.
struct Deflater: ~Copyable {
    private var stream = z_stream()
    private let ready: Bool

    init() {
        // Memory level 6 keeps the tables that are cleared for every page in the processor's cache.
        ready =
            deflateInit2_(
                &stream, 1, Z_DEFLATED, 15, 6, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    }

    deinit {
        if ready {
            var stream = stream
            deflateEnd(&stream)
        }
    }

    /// The zlib stream of `bytes`; empty for empty.
    mutating func deflate(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        guard ready, !bytes.isEmpty, deflateReset(&stream) == Z_OK else { return [] }
        let bound = Int(deflateBound(&stream, uLong(bytes.count)))
        return [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            stream.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
            stream.avail_in = UInt32(bytes.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(bound)
            count = CZlib.deflate(&stream, Z_FINISH) == Z_STREAM_END ? bound - Int(stream.avail_out) : 0
        }
    }
}

enum Inflater {
    /// Appends the `size` bytes that `deflated` was made of; false when it is damaged.
    static func append(_ deflated: UnsafeRawBufferPointer, size: Int, to bytes: inout [UInt8]) -> Bool {
        guard size > 0 else { return deflated.isEmpty }
        var length = uLong(size)
        var code = Z_DATA_ERROR
        bytes.append(
            contentsOf: [UInt8](unsafeUninitializedCapacity: size) { output, count in
                code = uncompress(
                    output.baseAddress, &length, deflated.assumingMemoryBound(to: UInt8.self).baseAddress, uLong(deflated.count))
                count = code == Z_OK ? Int(length) : 0
            })
        return code == Z_OK && Int(length) == size
    }
}
