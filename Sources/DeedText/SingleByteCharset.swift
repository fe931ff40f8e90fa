/// Charsets in which a byte is a character: ASCII below, a table of 128 above. Decoded from a string literal once a process.
struct SingleByteCharset: Sendable {
    static let shared = SingleByteCharset()

    /// In the order of `tools/foldtable/charsettable.py`.
    static let order: [TextCharset] = [
        .windows1250, .windows1251, .windows1253, .windows1254, .windows1255, .windows1256, .windows1257, .windows1258,
        .windows874, .koi8r, .koi8u, .iso8859x2, .iso8859x5, .iso8859x6, .iso8859x7, .iso8859x15, .ibm437, .ibm850, .ibm852,
        .ibm866,
        .macintosh, .macCyrillic, .macLatin2, .macGreek, .macTurkish,
    ]

    private let tables: [TextCharset: [UInt16]]

    private init() {
        var reader = TableReader(CharsetData.upper)
        var tables: [TextCharset: [UInt16]] = [:]
        for charset in SingleByteCharset.order {
            tables[charset] = (0..<128).map { _ in
                let point = reader.next() ?? 0
                return point == 0 ? 0xFFFD : UInt16(truncatingIfNeeded: point)
            }
        }
        self.tables = tables
    }

    /// The text; what has no meaning is U+FFFD.
    func decode(_ bytes: UnsafeBufferPointer<UInt8>, in charset: TextCharset) -> String {
        guard let table = tables[charset] else { return Windows1252.decode(bytes) }
        return String(decoding: bytes.map { $0 < 0x80 ? UInt16($0) : table[Int($0) - 0x80] }, as: UTF16.self)
    }

    /// What one byte above ASCII means.
    func unit(_ byte: UInt8, in charset: TextCharset) -> UInt16 {
        byte < 0x80 ? UInt16(byte) : tables[charset]?[Int(byte) - 0x80] ?? 0xFFFD
    }
}
