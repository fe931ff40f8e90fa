/// The memory a compressed stream asks its reader for, told by its header: libarchive, when memory is refused while it still guesses
/// the format, only says that it does not know the format.
enum ArchiveDictionary {
    /// Bytes of the window of an xz, lzma, lzip or zstd stream; `nil` for other formats and for a header that cannot be read.
    static func size(_ head: [UInt8], _ format: ArchiveFormat) -> Int? {
        switch format {
        case .xz: xz(head)
        case .zstd: zstd(head)
        case .lzma: head.count >= 5 ? head[1..<5].reversed().reduce(0) { $0 << 8 | Int($1) } : nil
        case .lzip: head.count >= 6 ? 1 << Int(head[5] & 31) : nil
        case .zip, .sevenZip, .rar, .tar, .gzip, .bzip2, .lz4, .cpio, .iso, .cab: nil
        }
    }

    /// The LZMA2 dictionary of the first block. Source: The .xz File Format 1.2.0, sections 3.1 and 5.3.1.
    private static func xz(_ head: [UInt8]) -> Int? {
        var at = 12
        guard at + 2 < head.count, head[at] != 0 else { return nil }
        let flags = head[at + 1]
        at += 2
        // The sizes of the block, where they are given.
        for bit: UInt8 in [0x40, 0x80] where flags & bit != 0 {
            guard number(head, &at) != nil else { return nil }
        }
        for _ in 0...Int(flags & 3) {
            guard let filter = number(head, &at), let length = number(head, &at), length <= head.count - at else { return nil }
            if filter == 0x21, length == 1, head[at] <= 40 {
                let code = Int(head[at])
                return code == 40 ? Int(UInt32.max) : (2 | code & 1) << (code / 2 + 11)
            }
            at += length
        }
        return nil
    }

    /// The window of the first frame. Source: RFC 8878, section 3.1.1.1. libzstd itself refuses more than 128 MiB.
    private static func zstd(_ head: [UInt8]) -> Int? {
        guard head.count > 5, head[4] & 0x20 == 0 else { return nil }
        let base = 1 << (10 + Int(head[5] >> 3))
        let window = base + base / 8 * Int(head[5] & 7)
        return window > 128 << 20 ? max(window, 1 << 40) : window
    }

    /// A number of seven bits a byte, lowest first.
    private static func number(_ bytes: [UInt8], _ at: inout Int) -> Int? {
        var value = 0
        for shift in stride(from: 0, to: 63, by: 7) where at < bytes.count {
            let byte = bytes[at]
            at += 1
            value |= Int(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
        }
        return nil
    }
}
