import DeedCore

/// The directory at the end of a zip, read for the names' sake: libarchive's names do not say whether they were marked as UTF-8, and
/// one charset has to be decided for all unmarked names before the first entry is told.
///
/// Rows are kept in the order of the data, which is libarchive's; a row is 16 bytes, the rest is read again when needed. Source:
/// PKWARE APPNOTE.TXT 6.3.10, sections 4.3.12 to 4.3.16; 4.6.9 for the Info-ZIP Unicode Path field.
final class ArchiveZipDirectory {
    private struct Row {
        let data: UInt64
        let record: Int64
    }

    private let source: ArchiveSource
    private var rows: [Row] = []
    private var window: [UInt8] = []
    private var windowStart: Int64 = 0
    /// Names without a mark that are not ASCII, enough of them to decide by.
    private(set) var unmarked: [[UInt8]] = []
    /// The first names that are not ASCII, or else the first names.
    private(set) var sample: [Record] = []
    /// Entries that are no directories.
    private(set) var files = 0

    /// One entry as the directory tells it.
    struct Record {
        let name: [UInt8]
        /// The name in UTF-8 where the entry says so, by flag 11 or field 0x7075.
        let unicode: [UInt8]?
        /// The checksum of its bytes; `nil` where the directory gives none (WinZip's AE-2 encryption).
        let crc32: UInt32?
        /// The general purpose bits (section 4.4.4).
        let flags: Int
        /// How it is packed (section 4.4.5).
        let method: Int
        /// Bytes packed and unpacked; 4 GiB less one where zip64 says it elsewhere.
        let packed: Int
        let size: Int
        /// Where the header in front of its data should be.
        let data: UInt64
        fileprivate let length: Int
    }

    /// Bytes of names that are enough to decide by.
    private static let sampleBytes = 64 << 10

    /// Reads the directory; `nil` when there is none, or it is not where the end says.
    init?(_ source: ArchiveSource, limit: Int) {
        self.source = source
        guard let (start, count) = end() else { return nil }
        rows.reserveCapacity(min(count, 1 << 16))
        var at = start
        var bytes = 0
        while let record = record(at: at) {
            if rows.count <= limit { rows.append(Row(data: record.data, record: at)) }
            at += Int64(record.length)
            note(record, &bytes)
        }
        guard !rows.isEmpty || count == 0 else { return nil }
        // Stable by place in the directory: of two records for the same data, libarchive keeps the first.
        rows.sort { ($0.data, $0.record) < ($1.data, $1.record) }
        var last: UInt64?
        rows.removeAll { row in
            defer { last = row.data }
            return row.data == last
        }
    }

    /// How many entries there are, directories too.
    var count: Int { rows.count }

    /// The entry at a place in the order of the data.
    func record(_ index: Int) -> Record? { rows.indices.contains(index) ? record(at: rows[index].record) : nil }

    private func note(_ record: Record, _ bytes: inout Int) {
        if record.name.last != 0x2F, record.name.last != 0x5C || record.unicode != nil { files += 1 }
        let isASCII = record.name.allSatisfy { $0 < 0x80 }
        if sample.count < 8, !isASCII || rows.count <= 8 { sample.append(record) }
        if record.unicode == nil, !isASCII, bytes < ArchiveZipDirectory.sampleBytes {
            unmarked.append(record.name)
            bytes += record.name.count
        }
    }

    // MARK: where it is

    /// Where the directory starts and how many entries it claims.
    private func end() -> (start: Int64, count: Int)? {
        ZipEnd.find(size: source.size, read: { source.bytes(at: $0, count: $1) }) { end in
            if let wide = end.wide, isRecord(at: wide.offset) { return (wide.offset, wide.count) }
            let says = end.narrow
            if says.count == 0 { return (says.offset, 0) }
            if says.offset >= 0, isRecord(at: says.offset) { return (says.offset, says.count) }
            // A self-extracting program in front shifts all offsets: then the directory ends where the end record begins. Where a zip begins
            // at the first byte, nothing is in front: that directory is of a zip that lies in this one, which was cut off.
            let start = end.place - says.size
            let isShifted = start > says.offset && source.bytes(at: 0, count: 4).elementsEqual([0x50, 0x4B, 3, 4])
            return start >= 0 && !isShifted && isRecord(at: start) ? (start, says.count) : nil
        }
    }

    private func isRecord(at place: Int64) -> Bool { source.bytes(at: place, count: 4).elementsEqual([0x50, 0x4B, 1, 2]) }

    // MARK: its records

    private func record(at place: Int64) -> Record? {
        guard let head = look(place, 46), head.u32(0) == 0x0201_4B50 else { return nil }
        let (nameLength, extraLength, commentLength) = (head.u16(28), head.u16(30), head.u16(32))
        let flags = head.u16(8)
        var data = UInt64(head.u32(42))
        guard let rest = look(place + 46, nameLength + extraLength) else { return nil }
        let name = Array(rest[..<nameLength])
        var unicode = flags & 0x800 != 0 && String(validating: name, as: UTF8.self) != nil ? name : nil
        var at = nameLength
        while at + 4 <= rest.count {
            let (tag, length) = (rest.u16(at), rest.u16(at + 2))
            at += 4
            guard at + length <= rest.count else { break }
            let field = Array(rest[at..<at + length])
            if tag == 0x7075, let path = ArchiveZipDirectory.unicodePath(field, name) { unicode = path }
            if tag == 1, data == 0xFFFF_FFFF { data = wideOffset(field, head) ?? data }
            at += length
        }
        let sum = head.u32(16)
        let crc32 = sum == 0 && head.u32(24) > 0 ? nil : sum
        return Record(
            name: name, unicode: unicode, crc32: crc32, flags: flags, method: head.u16(10), packed: Int(head.u32(20)),
            size: Int(head.u32(24)), data: data, length: 46 + nameLength + extraLength + commentLength)
    }

    /// The offset in a zip64 field: behind those of the two sizes that do not fit either.
    private func wideOffset(_ field: [UInt8], _ head: [UInt8]) -> UInt64? {
        let at = (head.u32(24) == 0xFFFF_FFFF ? 8 : 0) + (head.u32(20) == 0xFFFF_FFFF ? 8 : 0)
        return field.count >= at + 8 ? field.u64(at) : nil
    }

    /// The path of a 0x7075 field: version 1, CRC-32 of the name it belongs to, UTF-8. One made for another name does not count.
    static func unicodePath(_ field: [UInt8], _ name: [UInt8]) -> [UInt8]? {
        guard field.count > 5, field[0] == 1, field.u32(1) == CRC32Sum.of(name) else { return nil }
        let path = Array(field[5...])
        return String(validating: path, as: UTF8.self) == nil ? nil : path
    }

    /// `count` bytes at a place, through a window that moves with the directory.
    private func look(_ place: Int64, _ count: Int) -> [UInt8]? {
        if place < windowStart || place + Int64(count) > windowStart + Int64(window.count) {
            window = source.bytes(at: place, count: max(count, 64 << 10))
            windowStart = place
        }
        let start = Int(place - windowStart)
        guard start + count <= window.count else { return nil }
        return Array(window[start..<start + count])
    }
}

extension [UInt8] {
    /// Two bytes, lowest first.
    func u16(_ at: Int) -> Int { Int(self[at]) | Int(self[at + 1]) << 8 }
    /// Four bytes, lowest first.
    func u32(_ at: Int) -> UInt32 { UInt32(u16(at)) | UInt32(u16(at + 2)) << 16 }
    /// Eight bytes, lowest first.
    func u64(_ at: Int) -> UInt64 { UInt64(u32(at)) | UInt64(u32(at + 4)) << 32 }
}
