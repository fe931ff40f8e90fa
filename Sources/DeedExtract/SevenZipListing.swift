import DeedCore

/// What `7zz l -slt` says of an archive: blocks of `Key = value` lines behind a line of ten hyphens, an empty line after each.
///
/// Names in it are a stranger's. One that imitates a line can at worst make sizes that do not fit the bytes, and every file is checked
/// by its checksum.
struct SevenZipListing {
    /// One entry.
    struct Item {
        var path = ""
        var size: Int64 = 0
        var crc32: UInt32?
        var modified: Instant?
        var isFolder = false
        var isLink = false
        var isEncrypted = false
    }

    private(set) var items: [Item] = []
    private var line: [UInt8] = []
    private var current: Item?
    private var isBehindRule = false
    private var bytes = 0
    private var pathBytes = 0

    /// Bytes of a listing at most: an archive of a million names has about this much.
    private static let maximumBytes = 512 << 20
    /// Bytes of all names at most: they are kept.
    private static let maximumPathBytes = 96 << 20
    /// Bytes of a line at most.
    private static let maximumLine = 64 << 10

    /// Takes the next bytes; `false` when there are too many entries or bytes.
    mutating func take(_ chunk: UnsafeRawBufferPointer, maximumItems: Int) -> Bool {
        bytes += chunk.count
        for byte in chunk {
            if byte == 0x0A {
                finishLine()
            } else if line.count < SevenZipListing.maximumLine {
                line.append(byte)
            }
        }
        return bytes <= SevenZipListing.maximumBytes && pathBytes <= SevenZipListing.maximumPathBytes
            && items.count <= maximumItems
    }

    /// The listing is over.
    mutating func finish() {
        finishLine()
        finishItem()
    }

    private mutating func finishLine() {
        defer { line.removeAll(keepingCapacity: true) }
        if !isBehindRule {
            isBehindRule = line.elementsEqual("----------".utf8)
            return
        }
        if line.isEmpty { return finishItem() }
        let text = String(decoding: line, as: UTF8.self)
        guard let equals = text.range(of: " = ") else { return }
        set(String(text[..<equals.lowerBound]), String(text[equals.upperBound...]))
    }

    private mutating func finishItem() {
        if let current {
            items.append(current)
            pathBytes += current.path.utf8.count
        }
        current = nil
    }

    private mutating func set(_ key: String, _ value: String) {
        var item = current ?? Item()
        switch key {
        case "Path": item.path = value
        case "Size": item.size = max(0, Int64(value) ?? 0)
        case "CRC": item.crc32 = UInt32(value, radix: 16)
        case "Encrypted": item.isEncrypted = value == "+"
        case "Folder": item.isFolder = item.isFolder || value == "+"
        case "Symbolic Link", "Hard Link": item.isLink = item.isLink || !value.isEmpty
        case "Attributes":
            item.isFolder = item.isFolder || value.hasPrefix("D") || value.contains(" d")
            item.isLink = item.isLink || value.contains(" l")
        case "Modified":
            // 2026-11-22 01:04:17.1543762, in UTC
            let parts = value.split(separator: " ")
            if parts.count == 2, parts[1].utf8.count >= 8 {
                let text = "\(parts[0])T\(parts[1].prefix(8)).\((parts[1].dropFirst(9) + "000").prefix(3))Z"
                // A year of five digits is known as such: 7z counts up to the year 60056.
                item.modified = Instant(text) ?? Instant(outsideOfYears: "\(parts[0])T0")
            }
        default: break
        }
        current = item
    }
}

extension String {
    /// Where `part` first stands.
    fileprivate func range(of part: String) -> Range<String.Index>? {
        var at = startIndex
        while at < endIndex {
            if self[at...].hasPrefix(part) { return at..<index(at, offsetBy: part.count) }
            at = index(after: at)
        }
        return nil
    }
}
