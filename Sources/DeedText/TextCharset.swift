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
    /// As Windows has it (code page 932).
    case shiftJIS = "shift_jis"
    case eucJP = "euc-jp"
    case iso2022jp = "iso-2022-jp"
    case iso2022kr = "iso-2022-kr"
    /// GB 2312 in bytes of ASCII.
    case hz = "hz-gb-2312"
    /// With the syllables that Windows added (code page 949).
    case eucKR = "euc-kr"
    /// Central Europe.
    case windows1250 = "windows-1250"
    /// Cyrillic.
    case windows1251 = "windows-1251"
    /// Greek.
    case windows1253 = "windows-1253"
    /// Turkish.
    case windows1254 = "windows-1254"
    /// Hebrew.
    case windows1255 = "windows-1255"
    /// Arabic.
    case windows1256 = "windows-1256"
    /// Baltic.
    case windows1257 = "windows-1257"
    /// Vietnamese.
    case windows1258 = "windows-1258"
    /// Thai.
    case windows874 = "windows-874"
    case koi8r = "koi8-r"
    case koi8u = "koi8-u"
    case iso8859x2 = "iso-8859-2"
    case iso8859x5 = "iso-8859-5"
    case iso8859x6 = "iso-8859-6"
    case iso8859x7 = "iso-8859-7"
    case iso8859x15 = "iso-8859-15"
    case ibm437
    case ibm850
    case ibm852
    case ibm866
    case macintosh
    case macCyrillic = "x-mac-cyrillic"
    case macLatin2 = "x-mac-ce"
    case macGreek = "x-mac-greek"
    case macTurkish = "x-mac-turkish"

    /// Those that a text without a declaration is guessed to be in, where its script does not tell.
    static let guessed: [TextCharset] = [.utf8, .gb18030, .big5, .utf16le, .utf16be, .windows1252]

    /// A charset by the name that people, MIME and HTML give it, in any case: `GBK`, `gb2312`, `cp936`, `Big5-HKSCS`, `latin1`.
    public init?(label: String) {
        let name = Folding.numberKey(label)
        switch name {
        case "utf8", "unicode11utf8", "ascii", "usascii": self = .utf8
        case "gb18030", "gbk", "gb2312", "gb231280", "cp936", "ms936", "windows936", "936", "euccn", "xgbk", "csgb2312":
            self = .gb18030
        case "big5", "big5hkscs", "cp950", "ms950", "windows950", "950", "cnbig5", "csbig5", "xxbig5", "big5eten": self = .big5
        case "utf16le", "utf16", "ucs2", "ucs2le", "unicode", "csunicode": self = .utf16le
        case "utf16be", "ucs2be", "unicodefffe": self = .utf16be
        case "windows1252", "cp1252", "1252", "latin1", "l1", "iso88591", "xcp1252": self = .windows1252
        default:
            guard let other = TextCharset.labels[name] ?? TextCharset.byKey[name] else { return nil }
            self = other
        }
    }

    /// Other names, as ``Folding/numberKey(_:)`` makes them.
    private static let labels: [String: TextCharset] = [
        "hz": .hz, "csiso2022kr": .iso2022kr, "sjis": .shiftJIS, "xsjis": .shiftJIS, "mskanji": .shiftJIS,
        "csshiftjis": .shiftJIS, "windows31j": .shiftJIS,
        "cp932": .shiftJIS, "ms932": .shiftJIS, "932": .shiftJIS, "xeucjp": .eucJP, "eucjpms": .eucJP,
        "cseucpkdfmtjapanese": .eucJP,
        "jis": .iso2022jp, "csiso2022jp": .iso2022jp, "iso2022jp1": .iso2022jp, "iso2022jpms": .iso2022jp, "ksc56011987": .eucKR,
        "ksc5601": .eucKR, "ksc56011992": .eucKR, "korean": .eucKR, "cp949": .eucKR, "ms949": .eucKR, "uhc": .eucKR,
        "949": .eucKR,
        "windows949": .eucKR, "xwindows949": .eucKR, "cseuckr": .eucKR, "tis620": .windows874, "iso885911": .windows874,
        "cp874": .windows874, "dos874": .windows874, "874": .windows874, "xcp1250": .windows1250, "xcp1251": .windows1251,
        "iso88599": .windows1254, "latin5": .windows1254, "iso88598": .windows1255, "iso88598i": .windows1255,
        "hebrew": .windows1255,
        "iso88596i": .iso8859x6, "iso88596e": .iso8859x6, "arabic": .iso8859x6, "asmo708": .iso8859x6, "iso885913": .windows1257,
        "koi8": .koi8r, "cskoi8r": .koi8r,
        "koi": .koi8r, "koi8ru": .koi8u, "latin2": .iso8859x2, "l2": .iso8859x2, "cyrillic": .iso8859x5, "greek": .iso8859x7,
        "greek8": .iso8859x7, "latin9": .iso8859x15, "latin0": .iso8859x15, "cp866": .ibm866, "866": .ibm866, "dos866": .ibm866,
        "cp437": .ibm437, "437": .ibm437, "cp850": .ibm850, "850": .ibm850, "cp852": .ibm852, "852": .ibm852, "mac": .macintosh,
        "macroman": .macintosh, "xmacroman": .macintosh, "xmacukrainian": .macCyrillic, "maccyrillic": .macCyrillic,
        "cp1250": .windows1250, "cp1251": .windows1251, "cp1253": .windows1253, "cp1254": .windows1254, "cp1255": .windows1255,
        "cp1256": .windows1256, "cp1257": .windows1257, "cp1258": .windows1258, "1250": .windows1250, "1251": .windows1251,
        "1253": .windows1253, "1254": .windows1254, "1255": .windows1255, "1256": .windows1256, "1257": .windows1257,
        "1258": .windows1258, "ansi1251": .windows1251, "win1251": .windows1251,
    ]
    private static let byKey = Dictionary(
        allCases.map { (Folding.numberKey($0.rawValue), $0) }, uniquingKeysWith: { first, _ in first })

    /// The charset of a text: a byte order mark, else strict UTF-8, else that of a script that is plainly another than Han and Latin,
    /// else the best of UTF-16, GB 18030, Big5 and windows-1252 by how common the characters are that the bytes would mean.
    ///
    /// Looks at the first 64 KiB; a character cut at either end does no harm. ASCII is UTF-8.
    public static func detect(_ bytes: UnsafeBufferPointer<UInt8>) -> TextCharset {
        judge(bytes).charset
    }

    /// The charset of a text, and whether that is more than a guess: `false` for bytes that make no common words in any charset.
    public static func judge(_ bytes: UnsafeBufferPointer<UInt8>) -> (charset: TextCharset, isSure: Bool) {
        CharsetDetector(bytes).judge()
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
        case .gb18030, .big5, .shiftJIS, .eucKR:
            return String(decoding: CharsetConverter.utf8(of: bytes, in: self).bytes.dropFirstMark, as: UTF8.self)
        case .eucJP: return TextCharset.shiftJIS.decode(JapaneseBytes.fromEUC(bytes))
        case .iso2022jp: return TextCharset.shiftJIS.decode(JapaneseBytes.fromISO2022(bytes))
        case .iso2022kr: return TextCharset.eucKR.decode(ShiftedBytes.fromKorean(bytes))
        case .hz: return TextCharset.gb18030.decode(ShiftedBytes.fromHZ(bytes))
        default: return SingleByteCharset.shared.decode(bytes, in: self)
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
        _ = SingleByteCharset.shared
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
