/// A zip that has other bytes in front: the header of a web server, a program that unpacks it, what a broken transfer left.
///
/// The record at the end tells where it is, so every program opens such files. Only what is nothing else is taken for one: a picture with a zip
/// behind it stays a picture. Source: PKWARE APPNOTE.TXT 6.3.10, sections 4.1.9 and 4.3.12.
struct ZipFront {
    /// Where the first header stands.
    let start: Int64
    /// Whether places in the zip count from there, rather than from the file's first byte.
    let isShifted: Bool

    /// Bytes in front, at most.
    private static let longest: Int64 = 64 << 20
    /// Bytes of a record of the directory, without its name.
    private static let recordBytes = 46

    /// Looks from the end of a file; `nil` where it is no zip, or begins with one.
    static func find(size: Int64, read: (Int64, Int) -> [UInt8]) -> ZipFront? {
        let head = read(0, 4)
        // Where a zip begins at the first byte, one that ends the file lies in it, or is its own.
        guard !head.starts(with: [0x50, 0x4B, 3, 4]), !head.starts(with: [0x50, 0x4B, 5, 6]) else { return nil }
        return ZipEnd.find(size: size, read: read) { end in
            let says = end.wide ?? end.narrow
            // The last volume of a set has other volumes in front.
            guard end.narrow.lastDisk == 0 || end.wide != nil, says.lastDisk == 0, says.count > 0,
                says.size >= Int64(recordBytes), end.place >= says.size
            else { return nil }
            let shift = (end.wide == nil ? end.place - says.size : says.offset) - says.offset
            for moved in shift > 0 ? [0, shift] : [0] {
                let record = read(says.offset + moved, recordBytes)
                guard record.count == recordBytes, record.u32(0) == 0x0201_4B50 else { continue }
                let first = Int64(record.u32(42)) + moved
                guard first > 0, first <= longest, read(first, 4).elementsEqual([0x50, 0x4B, 3, 4]) else { continue }
                return ZipFront(start: moved > 0 ? moved : first, isShifted: moved > 0)
            }
            return nil
        }
    }

    /// Looks in a file that is mapped.
    static func find(in bytes: UnsafeRawBufferPointer) -> ZipFront? {
        find(size: Int64(bytes.count)) { place, count in
            guard let start = Int(exactly: place), start >= 0, start < bytes.count else { return [] }
            return Array(bytes[start..<min(bytes.count, start + count)])
        }
    }

    /// The zip alone where its places count from its own first byte, else the file as it is: then they fit.
    static func dropped(from bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard !bytes.starts(with: "PK".utf8), let front = find(in: bytes), front.isShifted else { return bytes }
        return UnsafeRawBufferPointer(rebasing: bytes[Int(front.start)...])
    }

    /// Whether a file that libmagic calls so may be a zip with something in front: bytes without a kind, text, programs of Unix.
    static func mayStand(before magic: String) -> Bool { magic.hasPrefix("text/") || programs.contains(magic) }

    private static let programs: Set<String> = [
        Media.unknown, "application/x-executable", "application/x-pie-executable", "application/x-sharedlib",
        "application/x-mach-binary", "application/javascript", "application/json", "application/zip",
    ]
}
