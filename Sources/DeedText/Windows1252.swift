/// The Western charset of Windows, with which Latin-1 is read too, as browsers do.
enum Windows1252 {
    /// 0x80 to 0x9F; the five that mean nothing are U+FFFD.
    private static let upper: [UInt16] = [
        0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D,
        0xFFFD,
        0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E,
        0x0178,
    ]

    static func decode(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        String(decoding: bytes.map { 0x80...0x9F ~= $0 ? upper[Int($0) - 0x80] : UInt16($0) }, as: UTF16.self)
    }

    /// How much the bytes above ASCII look like Western text: from below 0 to 0.8, or `nil` when there are none.
    ///
    /// A letter wants letters beside it, a sign wants to stand alone; in Chinese bytes both are crowded.
    static func score(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
        var sum = 0.0
        var count = 0
        for (index, byte) in bytes.enumerated() where byte >= 0x80 {
            let before = index > 0 ? bytes[index - 1] : 0x20
            let after = index + 1 < bytes.count ? bytes[index + 1] : 0x20
            count += 1
            sum += weight(of: byte, between: before, and: after)
        }
        return count == 0 ? nil : sum / Double(count) * 0.8
    }

    private static func weight(of byte: UInt8, between before: UInt8, and after: UInt8) -> Double {
        let crowded = (before >= 0x80 && before != 0xA0) || (after >= 0x80 && after != 0xA0)
        if isLetter(byte) {
            if isASCIILetter(before) || isASCIILetter(after) { return 1 }
            if crowded { return 0.2 }
            return isDigit(before) || isDigit(after) ? -0.2 : 0.6
        }
        if isSign(byte) { return crowded ? -0.1 : 0.8 }
        return [0x81, 0x8D, 0x8F, 0x90, 0x9D].contains(byte) ? -2 : -0.3
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (byte >= 0xC0 && byte != 0xD7 && byte != 0xF7) || [0x8A, 0x8C, 0x8E, 0x9A, 0x9C, 0x9E, 0x9F].contains(byte)
    }

    /// € … quotes, dashes, • ™ NBSP £ § © « ® ° ± µ · »
    private static func isSign(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x80, 0x82, 0x84, 0x85, 0x8B, 0x91...0x97, 0x99, 0x9B, 0xA0, 0xA3, 0xA5, 0xA7, 0xA9, 0xAB, 0xAE, 0xB0, 0xB1, 0xB5,
            0xB7, 0xBB,
            0xBF:
            return true
        default: return false
        }
    }

    private static func isASCIILetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }
    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
