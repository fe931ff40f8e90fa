import CZlib
import DeedCore

/// Writes a ZIP file in memory: deflated entries, ASCII names, no clock in it. Source: PKWARE APPNOTE 6.3, without ZIP64.
struct ZipWriter {
    private var out: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    /// 1980-01-01, the first day that a ZIP can say.
    private static let date: UInt16 = 1 << 5 | 1

    /// Adds an entry.
    mutating func add(_ name: String, _ text: String) throws {
        let bytes = Array(text.utf8)
        let packed = try ZipWriter.deflated(bytes)
        let sum = bytes.withUnsafeBufferPointer { UInt32(crc32_z(0, $0.baseAddress, $0.count)) }
        let offset = out.count
        guard offset < Int(UInt32.max), bytes.count < Int(UInt32.max) else { throw Failure(.badUse, name, detail: "4 GiB") }
        // Version 2.0, no flags, deflate, time and date, checksum, sizes, lengths of name and extra field.
        var shared: [UInt8] = []
        shared.append(20 as UInt16)
        shared.append(0 as UInt16)
        shared.append(8 as UInt16)
        shared.append(0 as UInt16)
        shared.append(ZipWriter.date)
        shared.append(sum)
        shared.append(UInt32(packed.count))
        shared.append(UInt32(bytes.count))
        shared.append(UInt16(name.utf8.count))
        shared.append(0 as UInt16)
        out.append(0x0403_4b50 as UInt32)
        out += shared
        out += Array(name.utf8)
        out += packed
        directory.append(0x0201_4b50 as UInt32)
        directory.append(20 as UInt16)
        directory += shared
        directory += [UInt8](repeating: 0, count: 10)  // comment, disk, attributes
        directory.append(UInt32(offset))
        directory += Array(name.utf8)
        count += 1
    }

    /// The whole file.
    consuming func finish() throws -> [UInt8] {
        let start = out.count
        guard start + directory.count < Int(UInt32.max) else { throw Failure(.badUse, "", detail: "4 GiB") }
        out += directory
        out.append(0x0605_4b50 as UInt32)
        out.append(0 as UInt32)
        out.append(UInt16(count))
        out.append(UInt16(count))
        out.append(UInt32(directory.count))
        out.append(UInt32(start))
        out.append(0 as UInt16)
        return out
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

extension [UInt8] {
    fileprivate mutating func append(_ value: UInt16) { Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) } }
    fileprivate mutating func append(_ value: UInt32) { Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) } }
}
