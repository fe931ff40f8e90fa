/// The headers of a RAR, read for what libarchive 3.6.2 leaves undone: it passes over the mark of an encrypted file of RAR 5 and hands on
/// the encrypted bytes as if they were the file, of RAR 4 it never compares a checksum, and what stands behind the end of a volume it takes
/// for more of the archive, or loses the next volume over it.
///
/// Sources: the RAR 5.0 archive format, rarlab.com/technote.htm, "General archive block format", "File header", "File encryption
/// record", "End of archive header"; the technote.txt of RAR 4.20, "File header".
struct ArchiveRarHeaders {
    /// What a header says of one entry.
    struct Entry {
        /// Its name as the header has it, where that is in UTF-8 (RAR 5).
        var name: [UInt8]?
        var isEncrypted = false
        /// The CRC-32 of its bytes.
        var crc32: UInt32?
    }

    /// The entries in their order, directories counted.
    private(set) var entries: [Entry] = []
    /// Whether headers are encrypted: behind those nothing is known.
    private(set) var isSealed = false
    /// Where what counts of each volume is over; `nil` where that is not known.
    private var ends: [Int64?]
    /// Whether it is RAR 5.
    private var isNew = true

    private static let mark5: [UInt8] = [0x52, 0x61, 0x72, 0x21, 0x1A, 7, 1, 0]
    private static let mark4: [UInt8] = [0x52, 0x61, 0x72, 0x21, 0x1A, 7, 0]

    /// Reads all headers, those of further volumes too. What is no header is passed over up to the next volume: behind the end of one
    /// WinRAR leaves zeros, others leave what they like.
    init(_ source: ArchiveSource, limit: Int) {
        let starts = source.starts
        ends = [Int64?](repeating: nil, count: starts.count)
        // Files that do not begin as volumes do are pieces of one, cut anywhere.
        let volumes = starts.filter { ArchiveRarHeaders.mark(source, at: $0) != nil }
        let areVolumes = volumes.count == starts.count
        var (place, volume, isNew) = (Int64(0), 0, true)
        // Where the last file of the volume ends.
        var last: Int64?
        while entries.count <= limit {
            if let mark = ArchiveRarHeaders.mark(source, at: place) { (isNew, place) = (mark.isNew, place + mark.length) }
            let block = isNew ? RarBlock(new: source, at: place) : RarBlock(old: source, at: place)
            let next = volume + 1 < volumes.count ? volumes[volume + 1] : nil
            if let block {
                take(block)
                if block.entry != nil { last = block.next }
                if !block.isEnd, block.next > place, block.next < next ?? .max {
                    place = block.next
                    continue
                }
                // Of RAR 4 the end block goes too, and what stands before it: there libarchive looks for no further file.
                if areVolumes, block.isEnd || block.next == next { ends[volume] = isNew ? block.next : last }
                self.isNew = isNew
            }
            guard let next else { return }
            (place, volume, last) = (next, volume + 1, nil)
        }
    }

    private static func mark(_ source: ArchiveSource, at place: Int64) -> (isNew: Bool, length: Int64)? {
        let bytes = source.bytes(at: place, count: 8)
        return bytes == mark5 ? (true, 8) : bytes.starts(with: mark4) ? (false, 7) : nil
    }

    private mutating func take(_ block: RarBlock) {
        if block.isSeal { isSealed = true }
        guard let entry = block.entry else { return }
        guard block.continues, let last = entries.indices.last else { return entries.append(entry) }
        // In all but the last volume the checksum is that of the part.
        entries[last].crc32 = entry.crc32
        if entry.isEncrypted { entries[last].isEncrypted = true }
    }

    /// Leaves out of volumes what stands behind their ends, so that one follows the other. Of RAR 5 there are as many zeros at the very end
    /// as libarchive wants to look for another volume: where less than 512 bytes are left, it does not see the last one.
    func join(_ source: ArchiveSource) {
        guard ends.count > 1, let last = ends.last else { return }
        source.cut(isNew ? ends : ends.dropLast() + [nil])
        if isNew, last != nil { source.replace(from: source.size, with: [UInt8](repeating: 0, count: 1024)) }
    }

    /// Whether any entry is encrypted.
    var hasEncrypted: Bool { isSealed || entries.contains(where: \.isEncrypted) }

    /// What is known of the entry at a place, from 1, that has this path.
    func entry(_ index: Int, path: [UInt8]) -> Entry? {
        guard entries.indices.contains(index - 1) else { return nil }
        let there = entries[index - 1]
        guard let name = there.name, !path.isEmpty, name != path else { return there }
        // libarchive passes over some headers without a word: then the places do not agree.
        return entries[index...].prefix(64).first { $0.name == path } ?? there
    }
}

/// One header of a RAR: what it says of a file, and where the next begins.
private struct RarBlock {
    /// The file that it describes; `nil` for any other header.
    var entry: ArchiveRarHeaders.Entry?
    /// Whether the file began in the volume before.
    var continues = false
    /// Whether it ends the archive, or this volume of it.
    var isEnd = false
    /// Whether it says that all headers behind it are encrypted.
    var isSeal = false
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
        (isEnd, isSeal) = (kind == 5, kind == 4)
        guard kind == 2 else { return }
        continues = flags & 8 != 0
        var found = ArchiveRarHeaders.Entry()
        found.isEncrypted = extra > 0 && extra <= size && RarBlock.hasEncryption(bytes[(bytes.count - extra)...])
        if let fields = RarBlock.number(bytes, &at), RarBlock.number(bytes, &at) != nil, RarBlock.number(bytes, &at) != nil {
            if fields & 2 != 0 { at += 4 }
            if fields & 4 != 0 {
                if at + 4 <= bytes.count { found.crc32 = UInt32(bytes.u32(at)) }
                at += 4
            }
            // Compression and the host's system, then the name.
            if at <= bytes.count, RarBlock.number(bytes, &at) != nil, RarBlock.number(bytes, &at) != nil,
                let length = RarBlock.number(bytes, &at), length <= bytes.count - at
            {
                found.name = Array(bytes[at..<at + length])
            }
        }
        entry = found
    }

    /// A header of RAR 4.
    init?(old source: ArchiveSource, at place: Int64) {
        let bytes = source.bytes(at: place, count: 40)
        guard bytes.count >= 7 else { return nil }
        let (kind, flags, size) = (bytes[2], bytes.u16(3), bytes.u16(5))
        guard (0x72...0x7B).contains(kind), size >= 7 else { return nil }
        // Behind a main header that says so, all headers are encrypted.
        (isEnd, isSeal) = (kind == 0x7B, kind == 0x73 && flags & 0x80 != 0)
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
