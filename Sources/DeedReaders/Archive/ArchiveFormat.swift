/// The archives that are unpacked, told by their first bytes.
///
/// Not among them is compress(1): libarchive 3.6.2 crashes on a `.Z` of three bytes, and nobody sends contracts in it.
enum ArchiveFormat: String, Sendable, CaseIterable {
    case zip
    case sevenZip = "7z"
    case rar
    case tar
    case gzip = "gz"
    case bzip2 = "bz2"
    case xz
    case zstd = "zst"
    case lz4
    case lzip = "lz"
    case lzma
    case cpio
    case iso
    case cab

    /// First bytes of a file that are enough to tell: the mark of an ISO image stands behind sixteen empty blocks.
    static let headBytes = 32_774

    /// The format of a file by its first bytes; `nil` when it is none of these.
    init?(sniffing bytes: UnsafeRawBufferPointer) {
        for (format, signature) in ArchiveFormat.signatures where bytes.starts(with: signature) {
            self = format
            return
        }
        if let format = ArchiveFormat.behindSkippable(bytes) {
            self = format
        } else if ArchiveFormat.isLzma(bytes) {
            self = .lzma
        } else if ArchiveFormat.isBinaryCpio(bytes) {
            self = .cpio
        } else if ArchiveFormat.isTar(bytes) {
            self = .tar
        } else if bytes.count >= 32_774, bytes[32_769..<32_774].elementsEqual("CD001".utf8) {
            self = .iso
        } else {
            return nil
        }
    }

    private static let signatures: [(ArchiveFormat, [UInt8])] = [
        (.zip, [0x50, 0x4B, 3, 4]), (.zip, [0x50, 0x4B, 5, 6]), (.zip, [0x50, 0x4B, 7, 8, 0x50, 0x4B, 3, 4]),
        (.sevenZip, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]), (.rar, [0x52, 0x61, 0x72, 0x21, 0x1A, 7]),
        (.gzip, [0x1F, 0x8B, 8]), (.bzip2, [0x42, 0x5A, 0x68]), (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]),
        (.zstd, [0x28, 0xB5, 0x2F, 0xFD]), (.lz4, [0x04, 0x22, 0x4D, 0x18]), (.lz4, [0x02, 0x21, 0x4C, 0x18]),
        (.lzip, Array("LZIP".utf8) + [1]),
        (.cpio, Array("070701".utf8)), (.cpio, Array("070702".utf8)), (.cpio, Array("070707".utf8)),
        (.cab, Array("MSCF".utf8) + [0, 0, 0, 0]),
    ]

    /// Zstandard and LZ4 have the same frames that a reader skips, at the start too (pzstd writes one): what stands behind them tells.
    /// Sources: RFC 8878, section 3.1.2; the LZ4 frame format, "Skippable Frames".
    private static func behindSkippable(_ bytes: UnsafeRawBufferPointer) -> ArchiveFormat? {
        var at = 0
        while at + 8 <= bytes.count {
            let magic = bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self).littleEndian
            if at > 0, magic == 0xFD2F_B528 { return .zstd }
            if at > 0, magic == 0x184D_2204 { return .lz4 }
            guard magic & 0xFFFF_FFF0 == 0x184D_2A50 else { return nil }
            at += 8 + Int(bytes.loadUnaligned(fromByteOffset: at + 4, as: UInt32.self).littleEndian)
        }
        return nil
    }

    /// The oldest cpio: a header of 26 bytes in numbers of two, either byte first. Its mark is short, so the kind of the first file and the
    /// end of its name must be right too. Source: cpio(5), "Old Binary Format".
    private static func isBinaryCpio(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count > 27, bytes.starts(with: [0xC7, 0x71]) || bytes.starts(with: [0x71, 0xC7]) else { return false }
        let isLittle = bytes[0] == 0xC7
        func number(_ at: Int) -> Int {
            isLittle ? Int(bytes[at]) | Int(bytes[at + 1]) << 8 : Int(bytes[at]) << 8 | Int(bytes[at + 1])
        }
        let (kind, name) = (number(6) & 0o170000, number(20))
        guard [0o010000, 0o020000, 0o040000, 0o060000, 0o100000, 0o110000, 0o120000, 0o140000].contains(kind), name >= 2,
            26 + name <= bytes.count
        else { return false }
        let text = bytes[26..<26 + name]
        return text.last == 0 && text.dropLast().allSatisfy { $0 != 0 }
    }

    /// An .lzma file has no signature. This is what every encoder of it writes: the usual properties, a dictionary of a power of two
    /// or half as much again, a size that is not known or below 1 TiB, and the zero that the range coder begins with.
    private static func isLzma(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count > 13, bytes[0] == 0x5D, bytes[13] == 0 else { return false }
        let dictionary = bytes.loadUnaligned(fromByteOffset: 1, as: UInt32.self).littleEndian
        let size = bytes.loadUnaligned(fromByteOffset: 5, as: UInt64.self).littleEndian
        guard dictionary >= 4096, size == .max || size < 1 << 40 else { return false }
        let lowest = dictionary & (~dictionary &+ 1)
        return dictionary == lowest || dictionary == 3 * (lowest as UInt32)
    }

    /// A tar header has no signature in its oldest form, but a checksum over itself: six octal digits at 148, reckoned with blanks there.
    private static func isTar(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= 512, bytes[0] != 0 else { return false }
        var stated = 0
        var digits = 0
        for byte in bytes[148..<156] {
            if byte == 0x20 && digits == 0 { continue }
            guard (0x30...0x37).contains(byte) else { break }
            stated = stated * 8 + Int(byte - 0x30)
            digits += 1
        }
        let sum = bytes[..<512].enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 0x20 : Int($1.element)) }
        return digits > 0 && sum == stated
    }

    /// The media type.
    var media: String {
        switch self {
        case .zip: "application/zip"
        case .sevenZip: "application/x-7z-compressed"
        case .rar: "application/vnd.rar"
        case .tar: "application/x-tar"
        case .gzip: "application/gzip"
        case .bzip2: "application/x-bzip2"
        case .xz: "application/x-xz"
        case .zstd: "application/zstd"
        case .lz4: "application/x-lz4"
        case .lzip: "application/x-lzip"
        case .lzma: "application/x-lzma"
        case .cpio: "application/x-cpio"
        case .iso: "application/x-iso9660-image"
        case .cab: "application/vnd.ms-cab-compressed"
        }
    }

    /// Whether it is one compressed stream: a tar inside, or a single file.
    var isStream: Bool {
        switch self {
        case .gzip, .bzip2, .xz, .zstd, .lz4, .lzip, .lzma: true
        case .zip, .sevenZip, .rar, .tar, .cpio, .iso, .cab: false
        }
    }

    /// Whether an entry can be passed over without decompressing it.
    var canSkip: Bool { self == .zip || self == .tar || self == .iso }

    /// What the single file inside `name` is called: without the suffix, `.tgz` and the like becoming `.tar`.
    func innerName(of name: String) -> String {
        let file = name.split(separator: "/").last.map(String.init) ?? name
        guard let dot = file.lastIndex(of: "."), dot > file.startIndex else { return file.isEmpty ? "unnamed-1" : file }
        switch file[file.index(after: dot)...].lowercased() {
        case "gz", "bz2", "xz", "zst", "gzip", "bzip2", "zstd", "lz4", "lz", "lzma": return String(file[..<dot])
        case "tgz", "tbz", "tbz2", "txz", "tzst", "tlz": return file[..<dot] + ".tar"
        default: return file
        }
    }
}
