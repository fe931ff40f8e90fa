/// The headers of a RAR, read for two things that libarchive 3.6.2 leaves undone: it passes over the mark of an encrypted file of RAR 5
/// and hands on the encrypted bytes as if they were the file, and of RAR 4 it never compares a checksum.
///
/// Sources: the RAR 5.0 archive format, rarlab.com/technote.htm, "General archive block format", "File header", "File encryption
/// record"; the technote.txt of RAR 4.20, "File header".
struct ArchiveRarHeaders {
    /// What a header says of one entry.
    struct Entry {
        var isEncrypted = false
        /// The CRC-32 of its bytes.
        var crc32: UInt32?
    }

    /// The entries in their order, directories counted.
    private(set) var entries: [Entry] = []

    private static let mark5: [UInt8] = [0x52, 0x61, 0x72, 0x21, 0x1A, 7, 1, 0]
    private static let mark4: [UInt8] = [0x52, 0x61, 0x72, 0x21, 0x1A, 7, 0]

    /// Reads all headers, those of further volumes too; it ends where something is no header.
    init(_ source: ArchiveSource, limit: Int) {
        var place: Int64 = 0
        var isNew = true
        while entries.count <= limit {
            let mark = source.bytes(at: place, count: 8)
            if mark == ArchiveRarHeaders.mark5 {
                (isNew, place) = (true, place + 8)
            } else if mark.starts(with: ArchiveRarHeaders.mark4) {
                (isNew, place) = (false, place + 7)
            }
            guard let block = isNew ? RarBlock(new: source, at: place) : RarBlock(old: source, at: place), block.next > place
            else {
                return
            }
            if let entry = block.entry {
                if block.continues, !entries.isEmpty {
                    // In all but the last volume the checksum is that of the part.
                    entries[entries.count - 1].crc32 = entry.crc32
                } else {
                    entries.append(entry)
                }
            }
            place = block.next
        }
    }

    /// Whether any entry is encrypted.
    var hasEncrypted: Bool { entries.contains(where: \.isEncrypted) }

    /// What is known of the entry at a place, from 1.
    subscript(index: Int) -> Entry? { entries.indices.contains(index - 1) ? entries[index - 1] : nil }
}

/// One header of a RAR: what it says of a file, and where the next begins.
private struct RarBlock {
    /// The file that it describes; `nil` for any other header.
    var entry: ArchiveRarHeaders.Entry?
    /// Whether the file began in the volume before.
    var continues = false
    var next: Int64

    /// A header of RAR 5.
    init?(new source: ArchiveSource, at place: Int64) {
        var at = 4
        let head = source.bytes(at: place, count: 16)
        guard head.count > 4, let size = RarBlock.number(head, &at), size > 0, size <= 2 << 20 else { return nil }
        let bytes = source.bytes(at: place, count: at + size)
        guard bytes.count == at + size, let kind = RarBlock.number(bytes, &at), let flags = RarBlock.number(bytes, &at) else {
            return nil
        }
        guard let extra = flags & 1 == 0 ? 0 : RarBlock.number(bytes, &at),
            let data = flags & 2 == 0 ? 0 : RarBlock.number(bytes, &at)
        else { return nil }
        next = place + Int64(bytes.count) + Int64(data)
        guard kind == 2 else { return }
        continues = flags & 8 != 0
        var found = ArchiveRarHeaders.Entry()
        found.isEncrypted = extra > 0 && extra <= size && RarBlock.hasEncryption(bytes[(bytes.count - extra)...])
        if let fields = RarBlock.number(bytes, &at), RarBlock.number(bytes, &at) != nil, RarBlock.number(bytes, &at) != nil {
            if fields & 2 != 0 { at += 4 }
            if fields & 4 != 0, at + 4 <= bytes.count { found.crc32 = UInt32(bytes.u32(at)) }
        }
        entry = found
    }

    /// A header of RAR 4.
    init?(old source: ArchiveSource, at place: Int64) {
        let bytes = source.bytes(at: place, count: 40)
        guard bytes.count >= 7 else { return nil }
        let (kind, flags, size) = (bytes[2], bytes.u16(3), bytes.u16(5))
        // Behind a main header that says so, all headers are encrypted.
        guard (0x72...0x7B).contains(kind), size >= 7, kind != 0x73 || flags & 0x80 == 0 else { return nil }
        var data: Int64 = 0
        if flags & 0x8000 != 0 || kind == 0x74 {
            guard bytes.count >= 11 else { return nil }
            data = Int64(bytes.u32(7))
            if kind == 0x74 || kind == 0x7A, flags & 0x100 != 0, bytes.count >= 36 { data += Int64(bytes.u32(32)) << 32 }
        }
        // Each half is the file's word: together they may be more than there are places.
        let (end, isTooFar) = (place + Int64(size)).addingReportingOverflow(data)
        guard data >= 0, !isTooFar else { return nil }
        next = end
        guard kind == 0x74, bytes.count >= 20 else { return }
        continues = flags & 1 != 0
        entry = ArchiveRarHeaders.Entry(isEncrypted: flags & 4 != 0, crc32: UInt32(bytes.u32(16)))
    }

    /// Whether one of the records at a header's end is that of encryption.
    private static func hasEncryption(_ slice: ArraySlice<UInt8>) -> Bool {
        let records = Array(slice)
        var at = 0
        while let size = number(records, &at), size > 0, at + size <= records.count {
            var inside = at
            if number(records, &inside) == 1 { return true }
            at += size
        }
        return false
    }

    /// A number of seven bits a byte, lowest first.
    private static func number(_ bytes: [UInt8], _ at: inout Int) -> Int? {
        var value = 0
        for shift in stride(from: 0, to: 56, by: 7) where at < bytes.count {
            let byte = bytes[at]
            at += 1
            value |= Int(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        return nil
    }
}
