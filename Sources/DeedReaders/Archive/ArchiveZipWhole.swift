import CDeflate

/// Inflates entries of a zip whole, with libdeflate: it takes two thirds of zlib's time, and a third for the checksum.
///
/// Only what is plain goes this way: one file, no password, stored or deflated, of a moderate size, the same in the directory and in front
/// of the data, and with the right checksum. Everything else is libarchive's, which also says what is wrong with it; nothing of such an
/// entry was sent before. Source: PKWARE APPNOTE.TXT 6.3.10, section 4.3.7.
final class ArchiveZipWhole {
    /// Bytes of the largest entry, packed and unpacked; both are held in memory.
    static let largest = 16 << 20

    private let source: ArchiveSource
    private let decompressor: OpaquePointer
    private var packed = Buffer()
    private var unpacked = Buffer()

    /// A reader of the archive's bytes; `nil` where there is no memory.
    init?(_ source: ArchiveSource) {
        guard let decompressor = libdeflate_alloc_decompressor() else { return nil }
        self.source = source
        self.decompressor = decompressor
    }

    deinit { libdeflate_free_decompressor(decompressor) }

    /// The bytes of an entry of at most `limit` bytes, valid until the next call; `nil` when libarchive has to take it.
    func bytes(_ record: ArchiveZipDirectory.Record, limit: Int) -> UnsafeRawBufferPointer? {
        // Encrypted, patched, or with masked values.
        guard record.flags & 0x2061 == 0, record.method == 0 || record.method == 8, let sum = record.crc32,
            record.size > 0, record.size <= min(ArchiveZipWhole.largest, limit),
            record.packed <= ArchiveZipWhole.largest, let data = data(record)
        else { return nil }
        guard let whole = record.method == 0 ? data : inflated(data, record.size), whole.count == record.size,
            libdeflate_crc32(0, whole.baseAddress, whole.count) == sum
        else { return nil }
        return whole
    }

    private static let headBytes = 30
    /// What the field behind the name mostly takes at most.
    private static let extraBytes = 64

    /// The packed bytes, once the header in front of them says the same as the directory.
    private func data(_ record: ArchiveZipDirectory.Record) -> UnsafeRawBufferPointer? {
        guard let place = Int64(exactly: record.data) else { return nil }
        let behind = ArchiveZipWhole.headBytes + record.name.count
        let most = behind + ArchiveZipWhole.extraBytes + record.packed
        let read = packed.filled(most) { source.read(into: $0, at: place) }
        guard read.count >= behind, agrees(read, record) else { return nil }
        let start = behind + Int(read.loadUnaligned(fromByteOffset: 28, as: UInt16.self))
        if start + record.packed <= read.count {
            return UnsafeRawBufferPointer(rebasing: read[start..<start + record.packed])
        }
        let again = packed.filled(record.packed) { source.read(into: $0, at: place + Int64(start)) }
        return again.count == record.packed ? again : nil
    }

    private func agrees(_ head: UnsafeRawBufferPointer, _ record: ArchiveZipDirectory.Record) -> Bool {
        func u16(_ at: Int) -> Int { Int(head.loadUnaligned(fromByteOffset: at, as: UInt16.self)) }
        func u32(_ at: Int) -> UInt32 { head.loadUnaligned(fromByteOffset: at, as: UInt32.self) }
        guard u32(0) == 0x0403_4B50, u16(6) == record.flags, u16(8) == record.method, u16(26) == record.name.count,
            head[ArchiveZipWhole.headBytes..<ArchiveZipWhole.headBytes + record.name.count].elementsEqual(record.name)
        else { return false }
        // With flag 3 the sums stand behind the data, and here zeros.
        return record.flags & 8 != 0 || (u32(14) == record.crc32 && u32(18) == record.packed && u32(22) == record.size)
    }

    private func inflated(_ data: UnsafeRawBufferPointer, _ size: Int) -> UnsafeRawBufferPointer? {
        var (taken, made) = (0, 0)
        let whole = unpacked.filled(size) { target in
            let result = libdeflate_deflate_decompress_ex(
                decompressor, data.baseAddress, data.count, target.baseAddress, target.count, &taken, &made)
            return result == LIBDEFLATE_SUCCESS && taken == data.count ? made : -1
        }
        return whole.count == size ? whole : nil
    }

    /// Memory that grows to the largest entry so far and is used again.
    private final class Buffer {
        private var memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)

        deinit { memory.deallocate() }

        /// Room for `count` bytes, as far as `fill` has filled it; it says how far, -1 for an error.
        func filled(_ count: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Int) -> UnsafeRawBufferPointer {
            if memory.count < count {
                memory.deallocate()
                memory = .allocate(byteCount: max(count, 2 * memory.count), alignment: 16)
            }
            let length = fill(UnsafeMutableRawBufferPointer(rebasing: memory[..<count]))
            return UnsafeRawBufferPointer(rebasing: memory[..<max(0, length)])
        }
    }
}
