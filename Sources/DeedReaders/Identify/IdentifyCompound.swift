/// What an OLE compound file is by the names in its directory. Source: [MS-CFB] 2.2 (header), 2.6 (directory).
///
/// libmagic answers from the summary stream, which WPS and many exports leave out.
enum IdentifyCompound {
    static let signature: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    /// Streams by which a kind is known, most telling first.
    private static let kinds: [(stream: String, media: String)] = [
        ("EncryptedPackage", Media.encrypted), ("WordDocument", "application/msword"), ("Workbook", "application/vnd.ms-excel"),
        ("Book", "application/vnd.ms-excel"), ("PowerPoint Document", "application/vnd.ms-powerpoint"),
        ("__properties_version1.0", Media.outlook), ("VisioDocument", "application/vnd.visio"),
        ("MatOST", "application/vnd.ms-works"),
    ]

    /// One line of the directory: its name and the numbers of its neighbours and of its first child.
    private struct Entry {
        var name: String?
        var left: UInt32
        var right: UInt32
        var child: UInt32
    }

    /// The media type; `application/x-ole-storage` when no stream tells.
    static func media(of bytes: UnsafeRawBufferPointer) -> String {
        let entries = entries(bytes)
        // What lies in storages is embedded: a mail may hold a Word document, and a document a mail.
        for names in [topNames(entries), Set(entries.compactMap(\.name))] {
            if let kind = kinds.first(where: { names.contains($0.stream) }) { return kind.media }
        }
        return "application/x-ole-storage"
    }

    /// The names in the root, whose entries are a tree.
    private static func topNames(_ entries: [Entry]) -> Set<String> {
        var names: Set<String> = []
        var waiting = entries.first.map { [$0.child] } ?? []
        var seen = 0
        while let number = waiting.popLast(), seen <= entries.count {
            guard number < entries.count else { continue }
            seen += 1
            let entry = entries[Int(number)]
            if let name = entry.name { names.insert(name) }
            waiting += [entry.left, entry.right]
        }
        return names
    }

    /// The directory, as far as its chain of sectors can be followed.
    private static func entries(_ bytes: UnsafeRawBufferPointer) -> [Entry] {
        guard bytes.count >= 512 else { return [] }
        let shift = Int(bytes.loadUnaligned(fromByteOffset: 30, as: UInt16.self))
        guard shift == 9 || shift == 12 else { return [] }
        var sector = bytes.loadUnaligned(fromByteOffset: 48, as: UInt32.self)
        var entries: [Entry] = []
        // A chain of more sectors than this is a circle: the names that tell come first.
        for _ in 0..<256 {
            let start = (Int(sector) + 1) << shift
            guard start + 128 <= bytes.count else { break }
            let end = min(start + 1 << shift, bytes.count)
            for at in stride(from: start, to: end - 127, by: 128) {
                let line = UnsafeRawBufferPointer(rebasing: bytes[at..<at + 128])
                func number(_ offset: Int) -> UInt32 { line.loadUnaligned(fromByteOffset: offset, as: UInt32.self) }
                entries.append(Entry(name: entryName(line), left: number(68), right: number(72), child: number(76)))
            }
            guard let next = following(sector, bytes, shift) else { break }
            sector = next
        }
        return entries
    }

    /// The next sector of a chain, through the first 109 sectors of the allocation table, which reach 6.8 MB or more.
    private static func following(_ sector: UInt32, _ bytes: UnsafeRawBufferPointer, _ shift: Int) -> UInt32? {
        let perSector = 1 << (shift - 2)
        let table = Int(sector) / perSector
        guard table < 109 else { return nil }
        let tableSector = bytes.loadUnaligned(fromByteOffset: 76 + 4 * table, as: UInt32.self)
        let at = (Int(tableSector) + 1) << shift + 4 * (Int(sector) % perSector)
        guard at + 4 <= bytes.count else { return nil }
        let next = bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self)
        // Above lie the marks for end of chain, free and reserved.
        return next < 0xFFFF_FFFA ? next : nil
    }

    /// UTF-16LE, its length in bytes with the final NUL at 64.
    private static func entryName(_ entry: UnsafeRawBufferPointer) -> String? {
        let length = Int(entry.loadUnaligned(fromByteOffset: 64, as: UInt16.self))
        guard length >= 4, length <= 64, length % 2 == 0 else { return nil }
        let units = (0..<(length / 2 - 1)).map { entry.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self) }
        return String(decoding: units, as: UTF16.self)
    }
}
