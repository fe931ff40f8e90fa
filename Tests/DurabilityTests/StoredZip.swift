/// A ZIP file of stored entries with UTF-8 names (APPNOTE.TXT 6.3), written from scratch: the tests need no tool for it.
struct StoredZip {
    private var file: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    /// Adds an entry.
    mutating func add(_ name: String, _ content: [UInt8]) {
        let offset = file.count
        let size = UInt32(content.count)
        // Version 2.0, names in UTF-8, stored, 2026-11-21 08:00.
        var header: [UInt8] = []
        header.append(short: 20, 0x800, 0, 0x4000, 0x5D75)
        header.append(long: Checksum.crc32(content), size, size)
        header.append(short: UInt16(name.utf8.count), 0)
        file.append(long: 0x0403_4B50)
        file += header + Array(name.utf8) + content
        directory.append(long: 0x0201_4B50)
        directory.append(short: 20)
        directory += header
        directory.append(short: 0, 0, 0)
        directory.append(long: 0, UInt32(offset))
        directory += Array(name.utf8)
        count += 1
    }

    /// The whole file.
    var bytes: [UInt8] {
        var end: [UInt8] = []
        end.append(long: 0x0605_4B50)
        end.append(short: 0, 0, UInt16(count), UInt16(count))
        end.append(long: UInt32(directory.count), UInt32(file.count))
        end.append(short: 0)
        return file + directory + end
    }
}

/// CRC-32 as ZIP and PNG use it (ISO 3309).
enum Checksum {
    private static let table: [UInt32] = (0..<256).map { number in
        (0..<8).reduce(UInt32(number)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
    }

    static func crc32(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { sum, byte in table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ (sum >> 8) }
    }
}

extension [UInt8] {
    fileprivate mutating func append(short values: UInt16...) {
        for value in values { self += [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)] }
    }

    fileprivate mutating func append(long values: UInt32...) {
        for value in values { append(short: UInt16(truncatingIfNeeded: value), UInt16(truncatingIfNeeded: value >> 16)) }
    }
}
