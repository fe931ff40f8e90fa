import CZlib

/// Writes zip files byte by byte, honest and hostile ones.
struct ZipWriter {
    /// One entry; the fields that a hostile zip would lie about can be set.
    struct Entry {
        var name: [UInt8]
        var data: [UInt8]
        var flags = 0
        var method = 0
        var plainSize: Int?
        var checksum: UInt32?
        var mode = 0o100644
        var host = 3
        var extra: [UInt8] = []

        init(_ name: [UInt8], _ data: String) { (self.name, self.data) = (name, Array(data.utf8)) }
        init(_ name: String, _ data: String) { self.init(Array(name.utf8), data) }
    }

    /// The zip of some entries; with `directory` false the end is missing, as after a broken transfer.
    static func zip(_ entries: [Entry], directory: Bool = true) -> [UInt8] {
        var output: [UInt8] = []
        var records: [UInt8] = []
        for entry in entries {
            let offset = output.count
            let common = common(entry)
            for part in [le(0x0403_4B50, 4), common, entry.name, entry.extra, entry.data] { output += part }
            let place = le(0, 6) + le(entry.mode << 16, 4) + le(offset, 4)
            for part in [le(0x0201_4B50, 4), le(20 | entry.host << 8, 2), common, place, entry.name, entry.extra] {
                records += part
            }
        }
        guard directory else { return output }
        let start = output.count
        output += records
        let end = [(0x0605_4B50, 4), (0, 4), (entries.count, 2), (entries.count, 2), (records.count, 4), (start, 4), (0, 2)]
        for (value, count) in end { output += le(value, count) }
        return output
    }

    private static func common(_ entry: Entry) -> [UInt8] {
        let sum = entry.checksum ?? crc(entry.data)
        var fields: [UInt8] = []
        for (value, count) in [
            (20, 2), (entry.flags, 2), (entry.method, 2), (0, 2), (0x5A21, 2), (Int(sum), 4), (entry.data.count, 4),
            (entry.plainSize ?? entry.data.count, 4), (entry.name.count, 2), (entry.extra.count, 2),
        ] { fields += le(value, count) }
        return fields
    }

    static func le(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }

    static func crc(_ bytes: [UInt8]) -> UInt32 { UInt32(truncatingIfNeeded: crc32(0, bytes, uInt(bytes.count))) }
}

/// Writes tar files block by block.
struct TarWriter {
    /// One entry: its type is the character of the header, `0` a file, `1` a hard link, `2` a symbolic link, `5` a folder.
    static func entry(_ name: [UInt8], _ data: String = "", type: Character = "0", link: String = "") -> [UInt8] {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ at: Int, _ bytes: [UInt8]) { header.replaceSubrange(at..<at + bytes.count, with: bytes) }
        func octal(_ value: Int, _ digits: Int) -> [UInt8] {
            let text = String(value, radix: 8)
            return Array((String(repeating: "0", count: digits - text.count) + text).utf8)
        }
        put(0, name)
        put(100, octal(0o644, 7))
        put(108, octal(0, 7))
        put(116, octal(0, 7))
        put(124, octal(data.utf8.count, 11))
        put(136, octal(1_700_000_000, 11))
        put(148, Array("        ".utf8))
        put(156, Array(type.utf8))
        put(157, Array(link.utf8))
        put(257, Array("ustar\u{0}00".utf8))
        put(148, octal(header.reduce(0) { $0 + Int($1) }, 6) + [0, 0x20])
        let padding = (512 - data.utf8.count % 512) % 512
        return header + data.utf8 + [UInt8](repeating: 0, count: padding)
    }

    static func tar(_ entries: [[UInt8]]) -> [UInt8] { entries.flatMap { $0 } + [UInt8](repeating: 0, count: 1024) }
}

/// Chinese names as old programs wrote them. Kept as bytes: the test must not use the converter it tests.
enum RawName {
    /// `合同/质保卡.txt` in GBK.
    static let gbk: [UInt8] = [0xBA, 0xCF, 0xCD, 0xAC, 0x2F, 0xD6, 0xCA, 0xB1, 0xA3, 0xBF, 0xA8, 0x2E, 0x74, 0x78, 0x74]
    /// `销售合同.txt` in GBK.
    static let gbkSales: [UInt8] = [0xCF, 0xFA, 0xCA, 0xDB, 0xBA, 0xCF, 0xCD, 0xAC, 0x2E, 0x74, 0x78, 0x74]
    /// `乗车.txt` in GBK: the second byte of 乗 is 0x5C, the backslash.
    static let gbkBackslash: [UInt8] = [0x81, 0x5C, 0xB3, 0xB5, 0x2E, 0x74, 0x78, 0x74]
    /// `許功蓋.txt` in Big5: every second byte is 0x5C.
    static let big5Backslash: [UInt8] = [0xB3, 0x5C, 0xA5, 0x5C, 0xBB, 0x5C, 0x2E, 0x74, 0x78, 0x74]
    /// `買賣合約.txt` in Big5.
    static let big5: [UInt8] = [0xB6, 0x52, 0xBD, 0xE6, 0xA6, 0x58, 0xAC, 0xF9, 0x2E, 0x74, 0x78, 0x74]
}
