/// The charsets that texts, ledgers and archive names come in.
public enum TextCharset: String, CaseIterable, Sendable {
    case utf8 = "utf-8"
    /// With GBK and GB 2312, which are parts of it: a page that says `gb2312` may hold ㎡.
    case gb18030
    /// With the Hong Kong supplement.
    case big5
    case utf16le = "utf-16le"
    case utf16be = "utf-16be"
    case windows1252 = "windows-1252"

    /// A charset by the name that people, MIME and HTML give it, in any case: `GBK`, `gb2312`, `cp936`, `Big5-HKSCS`, `latin1`.
    public init?(label: String) {
        let name = Folding.numberKey(label)
        switch name {
        case "utf8", "unicode11utf8", "ascii", "usascii": self = .utf8
        case "gb18030", "gbk", "gb2312", "gb231280", "cp936", "ms936", "windows936", "936", "euccn", "xgbk", "hzgb2312",
            "csgb2312":
            self = .gb18030
        case "big5", "big5hkscs", "cp950", "ms950", "windows950", "950", "cnbig5", "csbig5", "xxbig5", "big5eten": self = .big5
        case "utf16le", "utf16", "ucs2", "ucs2le", "unicode", "csunicode": self = .utf16le
        case "utf16be", "ucs2be", "unicodefffe": self = .utf16be
        case "windows1252", "cp1252", "1252", "latin1", "l1", "iso88591", "iso885915", "xcp1252": self = .windows1252
        default: return nil
        }
    }

    /// The charset of a text: a byte order mark, else strict UTF-8, else the best of UTF-16, GB 18030, Big5 and
    /// windows-1252 by how common the characters are that the bytes would mean.
    ///
    /// Looks at the first 64 KiB; a character cut at either end does no harm. ASCII is UTF-8.
    public static func detect(_ bytes: UnsafeBufferPointer<UInt8>) -> TextCharset {
        CharsetDetector(bytes).best(among: allCases)
    }

    /// The charset of a text.
    public static func detect(_ bytes: some Collection<UInt8>) -> TextCharset {
        withBuffer(of: bytes) { detect($0) }
    }

    /// The text. What is ill-formed becomes U+FFFD, a byte order mark is left out, and nothing fails.
    public func decode(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        switch self {
        case .utf8: return String(decoding: bytes.dropFirst(mark(of: bytes)), as: UTF8.self)
        case .utf16le: return UTF16Text.decode(bytes, bigEndian: false)
        case .utf16be: return UTF16Text.decode(bytes, bigEndian: true)
        case .windows1252: return Windows1252.decode(bytes)
        case .gb18030, .big5:
            return String(decoding: CharsetConverter.utf8(of: bytes, in: self).bytes.dropFirstMark, as: UTF8.self)
        }
    }

    /// The text.
    public func decode(_ bytes: some Collection<UInt8>) -> String {
        TextCharset.withBuffer(of: bytes) { decode($0) }
    }

    /// Opens every table that decoding needs, so that it works later without a file system (inside a sandbox).
    ///
    /// - Returns: the charsets this machine has no table for; their texts decode to ASCII and U+FFFD.
    @discardableResult
    public static func prepare() -> [TextCharset] {
        _ = FoldTable.shared
        _ = HanRank.shared
        return CharsetConverter.open()
    }

    private func mark(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
        bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
    }

    static func withBuffer<Result>(of bytes: some Collection<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = bytes.withContiguousStorageIfAvailable(body) { return result }
        return Array(bytes).withUnsafeBufferPointer(body)
    }
}

extension [UInt8] {
    /// Without a byte order mark in UTF-8.
    fileprivate var dropFirstMark: ArraySlice<UInt8> { starts(with: [0xEF, 0xBB, 0xBF]) ? dropFirst(3) : self[...] }
}
