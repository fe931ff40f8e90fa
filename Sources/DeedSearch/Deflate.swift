import CZlib
import DeedCore

/// Page text at rest: zlib streams (RFC 1950), so that any tool can read them.
///
/// Level 1: on page texts of 3 KB it costs a third of level 6 and gives up a tenth of the saving.
struct Deflater: ~Copyable {
    /// Behind a pointer, because zlib remembers the address of its stream.
    private let stream: UnsafeMutablePointer<z_stream>

    init() throws {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // Memory level 6 keeps the tables that are cleared for every page in the processor's cache.
        let code = deflateInit2_(
            stream, 1, Z_DEFLATED, 15, 6, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw Failure(.internalError, detail: "zlib: deflateInit2 gives \(code)") }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// The zlib stream of `bytes`; empty for empty.
    borrowing func deflate(_ bytes: UnsafeBufferPointer<UInt8>) throws -> [UInt8] {
        guard !bytes.isEmpty else { return [] }
        var code = deflateReset(stream)
        let bound = Int(deflateBound(stream, uLong(bytes.count)))
        let deflated = [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
            stream.pointee.avail_in = UInt32(bytes.count)
            stream.pointee.next_out = output.baseAddress
            stream.pointee.avail_out = UInt32(bound)
            code = CZlib.deflate(stream, Z_FINISH)
            count = bound - Int(stream.pointee.avail_out)
        }
        guard code == Z_STREAM_END else { throw Failure(.internalError, detail: "zlib: deflate gives \(code)") }
        return deflated
    }
}

enum Inflater {
    /// Appends the `size` bytes that `deflated` was made of; false when it is damaged.
    static func append(_ deflated: UnsafeRawBufferPointer, size: Int, to bytes: inout [UInt8]) -> Bool {
        guard size > 0 else { return deflated.isEmpty && size == 0 }
        // Deflate never makes more than 1,032 bytes of one: a size beyond that is a damaged row, and no memory is taken for it.
        guard size / 1032 <= deflated.count else { return false }
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
