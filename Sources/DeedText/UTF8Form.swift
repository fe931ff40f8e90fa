/// How well-formed some bytes are as UTF-8.
struct UTF8Form {
    /// Bytes that do not belong to a character; those of a character cut at either end are not counted.
    private(set) var errors = 0
    /// Characters of three or four bytes.
    private(set) var longCharacters = 0
    /// Characters of two bytes.
    private(set) var pairs = 0
    /// Whether the last bytes could be the beginning of a character.
    private(set) var isCutAtEnd = false

    /// Whether all characters above ASCII have two bytes, and there are some.
    var onlyPairs: Bool { pairs > 0 && longCharacters == 0 }

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let base = bytes.baseAddress else { return }
        let end = base + bytes.count
        var at = base
        while at < end, at - base < 3, at.pointee & 0xC0 == 0x80 { at += 1 }
        let cutAtStart = at - base
        while at < end {
            let (point, length) = UTF8Scalar.decode(at, end)
            if point == UTF8Scalar.invalid {
                if UTF8Form.isCut(at, end) {
                    isCutAtEnd = true
                    break
                }
                errors += 1
            } else if length == 2 {
                pairs += 1
            } else if length > 2 {
                longCharacters += 1
            }
            at += length
        }
        // Without a character to follow they are not the rest of one.
        if longCharacters == 0 { errors += cutAtStart }
    }

    /// Whether the bytes up to the end could be the beginning of a character.
    private static func isCut(_ at: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Bool {
        let lead = at.pointee
        let length = lead >= 0xF0 && lead < 0xF5 ? 4 : lead >= 0xE0 && lead < 0xF0 ? 3 : lead >= 0xC2 && lead < 0xE0 ? 2 : 0
        guard end - at < length else { return false }
        return UnsafeBufferPointer(start: at + 1, count: end - at - 1).allSatisfy { $0 & 0xC0 == 0x80 }
    }

    /// Calls `body` with every character of well-formed UTF-8.
    @inline(__always)
    static func forEachScalar(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (UInt32) -> Void) {
        guard let base = bytes.baseAddress else { return }
        let end = base + bytes.count
        var at = base
        while at < end {
            let (point, length) = UTF8Scalar.decode(at, end)
            body(point)
            at += length
        }
    }
}
