/// The record at the end of a zip that says where the directory stands.
///
/// Source: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.14 to 4.3.16.
struct ZipEnd {
    /// What a record says of the directory.
    struct Directory {
        /// Numbers of volumes, from 0: the last one, and the one in which the directory begins.
        var lastDisk: Int
        var directoryDisk: Int
        /// Entries.
        var count: Int
        /// Bytes.
        var size: Int64
        /// Where it begins, from the start of its volume.
        var offset: Int64
    }

    /// Where the record stands.
    let place: Int64
    /// What it says itself.
    let narrow: Directory
    /// What the zip64 record says, whose locator stands right before this one.
    let wide: Directory?

    /// Bytes of the record without its comment.
    private static let length = 22
    private static let longestComment = 0xFFFF

    /// Goes from the last place that has the record's signature to the first that a comment allows, until one is taken.
    ///
    /// - Parameters:
    ///   - size: bytes of the zip.
    ///   - read: so many bytes at a place; fewer at the end.
    ///   - placed: where in the zip an offset from the start of a volume is.
    static func find<Found>(
        size: Int64, read: (Int64, Int) -> [UInt8], placed: (Int, Int64) -> Int64? = { $1 }, _ take: (ZipEnd) -> Found?
    ) -> Found? {
        let tailLength = Int(min(size, Int64(length + longestComment)))
        let start = size - Int64(tailLength)
        let tail = read(start, tailLength)
        guard tail.count >= length else { return nil }
        for at in stride(from: tail.count - length, through: 0, by: -1) where tail[at] == 0x50 && tail.u32(at) == 0x0605_4B50 {
            let narrow = Directory(
                lastDisk: tail.u16(at + 4), directoryDisk: tail.u16(at + 6), count: tail.u16(at + 10),
                size: Int64(tail.u32(at + 12)), offset: Int64(tail.u32(at + 16)))
            let place = start + Int64(at)
            let end = ZipEnd(place: place, narrow: narrow, wide: wide(before: place, read, placed))
            if let found = take(end) { return found }
        }
        return nil
    }

    private static func wide(
        before end: Int64, _ read: (Int64, Int) -> [UInt8], _ placed: (Int, Int64) -> Int64?
    ) -> Directory? {
        guard end >= 20 else { return nil }
        let locator = read(end - 20, 20)
        guard locator.count == 20, locator.u32(0) == 0x0706_4B50,
            let place = placed(Int(locator.u32(4)), Int64(clamping: locator.u64(8)))
        else { return nil }
        let record = read(place, 56)
        guard record.count == 56, record.u32(0) == 0x0606_4B50 else { return nil }
        return Directory(
            lastDisk: Int(record.u32(16)), directoryDisk: Int(record.u32(20)), count: Int(clamping: record.u64(32)),
            size: Int64(clamping: record.u64(40)), offset: Int64(clamping: record.u64(48)))
    }
}
