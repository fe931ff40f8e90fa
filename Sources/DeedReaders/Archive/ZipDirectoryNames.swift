/// The names in the directory at the end of a zip that is mapped into memory, and nothing else of the file: a walk from entry to entry would
/// read the whole of a large archive from the disk, only to find that it is no office document.
///
/// Source: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.12 to 4.3.16.
struct ZipDirectoryNames {
    private let bytes: UnsafeRawBufferPointer
    private var at: Int
    /// Where the record of the end stands: the directory lies before it.
    private let end: Int
    /// Entries that the directory claims to have and that were not read yet.
    private var left: Int

    /// `nil` when there is no directory where the end of the file says.
    init?(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        let found: (start: Int, count: Int, end: Int)? = ZipEnd.find(size: Int64(bytes.count), read: bytes.copied) { end in
            let says = end.wide ?? end.narrow
            let start = Int(says.offset)
            return says.count > 0 && bytes.isZip(0x0201_4B50, at: start) ? (start, says.count, Int(end.place)) : nil
        }
        guard let found else { return nil }
        (at, left, end) = found
    }

    /// Whether one of the names is wanted; `nil` when the directory holds fewer entries than it claims, or more.
    mutating func contains(where wanted: (UnsafeRawBufferPointer) -> Bool) -> Bool? {
        while left > 0 {
            guard at <= end - 46, bytes.isZip(0x0201_4B50, at: at) else { return nil }
            let name = at + 46..<at + 46 + bytes.u16(at + 28)
            guard name.upperBound <= end else { return nil }
            if wanted(UnsafeRawBufferPointer(rebasing: bytes[name])) { return true }
            at = name.upperBound + bytes.u16(at + 30) + bytes.u16(at + 32)
            left -= 1
        }
        return bytes.isZip(0x0201_4B50, at: at) ? nil : false
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func u16(_ at: Int) -> Int { Int(UInt16(littleEndian: loadUnaligned(fromByteOffset: at, as: UInt16.self))) }
    fileprivate func u32(_ at: Int) -> UInt32 { UInt32(littleEndian: loadUnaligned(fromByteOffset: at, as: UInt32.self)) }

    /// Whether a record with this signature stands at a place, which may lie anywhere.
    fileprivate func isZip(_ signature: UInt32, at place: Int) -> Bool {
        place >= 0 && place <= count - 4 && u32(place) == signature
    }

    /// Up to `length` bytes at a place, which may lie anywhere.
    fileprivate func copied(_ place: Int64, _ length: Int) -> [UInt8] {
        guard let start = Int(exactly: place), start >= 0, start < count else { return [] }
        return Array(self[start..<Swift.min(count, start + length)])
    }
}
