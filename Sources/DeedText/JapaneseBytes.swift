/// EUC-JP and ISO-2022-JP as bytes of Shift_JIS: all three write the rows and columns of JIS X 0208, so one table reads them.
enum JapaneseBytes {
    /// A byte that Shift_JIS has no meaning for: what cannot be written in it comes out as U+FFFD.
    private static let nothing: UInt8 = 0xFF

    /// From EUC-JP. JIS X 0212, which Shift_JIS has not, is lost: one U+FFFD a character.
    static func fromEUC(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var at = 0
        while at < bytes.count {
            let byte = bytes[at]
            let next = at + 1 < bytes.count ? bytes[at + 1] : 0
            if byte < 0x80 {
                output.append(byte)
                at += 1
            } else if byte == 0x8E, (0xA1...0xDF).contains(next) {
                output.append(next)
                at += 2
            } else if byte == 0x8F, at + 2 < bytes.count, next >= 0xA1, bytes[at + 2] >= 0xA1 {
                output.append(nothing)
                at += 3
            } else if (0xA1...0xFE).contains(byte), (0xA1...0xFE).contains(next) {
                append(byte & 0x7F, next & 0x7F, to: &output)
                at += 2
            } else {
                output.append(nothing)
                at += 1
            }
        }
        return output
    }

    /// From ISO-2022-JP: ESC ( B and ESC ( J go to one byte, ESC $ @ and ESC $ B to two, ESC ( I to half-width kana. A line begins in ASCII.
    static func fromISO2022(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var at = 0
        var isWide = false
        var isKana = false
        while at < bytes.count {
            let byte = bytes[at]
            if byte == 0x1B, at + 2 < bytes.count, bytes[at + 1] == 0x24 || bytes[at + 1] == 0x28 {
                isWide = bytes[at + 1] == 0x24
                isKana = bytes[at + 1] == 0x28 && bytes[at + 2] == 0x49
                at += 3
            } else if byte == 0x0A || byte == 0x0D {
                (isWide, isKana) = (false, false)
                output.append(byte)
                at += 1
            } else if isWide, (0x21...0x7E).contains(byte), at + 1 < bytes.count, (0x21...0x7E).contains(bytes[at + 1]) {
                append(byte, bytes[at + 1], to: &output)
                at += 2
            } else {
                output.append(isKana && (0x21...0x5F).contains(byte) ? byte | 0x80 : byte)
                at += 1
            }
        }
        return output
    }

    /// A row and a column of JIS X 0208, both from 0x21. Source: JIS X 0208:1997, annex 1.
    private static func append(_ row: UInt8, _ column: UInt8, to output: inout [UInt8]) {
        let first = (row + 1) / 2 + (row <= 0x5E ? 0x70 : 0xB0)
        let second = row % 2 == 1 ? column + (column >= 0x60 ? 0x20 : 0x1F) : column + 0x7E
        output.append(first)
        output.append(second)
    }
}
