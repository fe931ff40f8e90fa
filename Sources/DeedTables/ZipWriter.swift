import CZlib
import DeedCore

/// Writes a ZIP file in memory: deflated entries, no clock in it.
struct ZipWriter {
    private var out: [UInt8] = []
    private var entries: [ZipEntry] = []

    /// Adds an entry.
    mutating func add(_ name: String, _ text: String) throws {
        let bytes = Array(text.utf8)
        let packed = try ZipWriter.deflated(bytes)
        guard Int64(out.count + packed.count) < ZipEntry.limit, bytes.count < ZipEntry.limit else {
            throw Failure(.badUse, name, detail: "4 GiB")
        }
        var entry = ZipEntry(name: name, method: .deflated, stamp: ZipEntry.firstDay, mode: 0o100644, offset: UInt32(out.count))
        (entry.crc, entry.packedSize, entry.size) = (CRC32Sum.of(bytes), UInt32(packed.count), UInt32(bytes.count))
        out += entry.header
        out += packed
        entries.append(entry)
    }

    /// The whole file.
    consuming func finish() throws -> [UInt8] {
        let directory = entries.flatMap(\.record)
        let start = out.count
        guard Int64(start + directory.count) < ZipEntry.limit, let count = UInt16(exactly: entries.count) else {
            throw Failure(.badUse, "", detail: "4 GiB")
        }
        return out + directory + ZipEntry.end(count: count, directory: UInt32(directory.count), at: UInt32(start))
    }

    /// A raw deflate stream (RFC 1951).
    private static func deflated(_ bytes: [UInt8]) throws -> [UInt8] {
        // Behind a pointer, because zlib remembers the address of its stream.
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer { stream.deallocate() }
        let code = deflateInit2_(
            stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw Failure(.internalError, detail: "zlib: deflateInit2 gives \(code)") }
        defer { deflateEnd(stream) }
        let bound = Int(deflateBound(stream, uLong(bytes.count)))
        var result = Z_STREAM_ERROR
        let packed = [UInt8](unsafeUninitializedCapacity: bound) { output, filled in
            bytes.withUnsafeBufferPointer { input in
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.pointee.avail_in = UInt32(clamping: input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(clamping: bound)
                result = deflate(stream, Z_FINISH)
            }
            filled = bound - Int(stream.pointee.avail_out)
        }
        guard result == Z_STREAM_END else { throw Failure(.internalError, detail: "zlib: deflate gives \(result)") }
        return packed
    }
}
