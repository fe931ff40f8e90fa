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

    /// The format of a file by its first bytes, of which 512 are enough; `nil` when it is none of these.
    init?(sniffing bytes: UnsafeRawBufferPointer) {
        for (format, signature) in ArchiveFormat.signatures where bytes.starts(with: signature) {
            self = format
            return
        }
        guard ArchiveFormat.isTar(bytes) else { return nil }
        self = .tar
    }

    private static let signatures: [(ArchiveFormat, [UInt8])] = [
        (.zip, [0x50, 0x4B, 3, 4]), (.zip, [0x50, 0x4B, 5, 6]), (.zip, [0x50, 0x4B, 7, 8, 0x50, 0x4B, 3, 4]),
        (.sevenZip, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]), (.rar, [0x52, 0x61, 0x72, 0x21, 0x1A, 7]),
        (.gzip, [0x1F, 0x8B, 8]), (.bzip2, [0x42, 0x5A, 0x68]), (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]),
        (.zstd, [0x28, 0xB5, 0x2F, 0xFD]),
    ]

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
        }
    }

    /// Whether it is one compressed stream: a tar inside, or a single file.
    var isStream: Bool {
        switch self {
        case .gzip, .bzip2, .xz, .zstd: true
        case .zip, .sevenZip, .rar, .tar: false
        }
    }

    /// Whether an entry can be passed over without decompressing it.
    var canSkip: Bool { self == .zip || self == .tar }

    /// What the single file inside `name` is called: without the suffix, `.tgz` and the like becoming `.tar`.
    func innerName(of name: String) -> String {
        let file = name.split(separator: "/").last.map(String.init) ?? name
        guard let dot = file.lastIndex(of: "."), dot > file.startIndex else { return file.isEmpty ? "unnamed-1" : file }
        switch file[file.index(after: dot)...].lowercased() {
        case "gz", "bz2", "xz", "zst", "gzip", "bzip2", "zstd": return String(file[..<dot])
        case "tgz", "tbz", "tbz2", "txz", "tzst": return file[..<dot] + ".tar"
        default: return file
        }
    }
}
