/// HZ-GB-2312 and ISO-2022-KR: Chinese and Korean in bytes of ASCII, with marks between which two bytes are a character. Mails are in them.
///
/// Sources: RFC 1843, RFC 1557. Both go over into the eight-bit form of the same table.
enum ShiftedBytes {
    private static let tilde = UInt8(ascii: "~")

    /// From HZ to GB 2312: `~{` and `~}` stand around characters, `~~` for a tilde, `~` at a line's end for nothing. A line begins in ASCII.
    static func fromHZ(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var (at, isWide) = (0, false)
        while at < bytes.count {
            let byte = bytes[at]
            let next = at + 1 < bytes.count ? bytes[at + 1] : 0
            if byte == 0x0A { isWide = false }
            if byte == tilde, next == UInt8(ascii: isWide ? "}" : "{") {
                isWide.toggle()
                at += 2
            } else if byte == tilde, !isWide, next == tilde {
                output.append(byte)
                at += 2
            } else if byte == tilde, !isWide, next == 0x0A || next == 0x0D {
                at += next == 0x0D && at + 2 < bytes.count && bytes[at + 2] == 0x0A ? 3 : 2
            } else if isWide, isGraphic(byte), isGraphic(next) {
                output += [byte | 0x80, next | 0x80]
                at += 2
            } else {
                output.append(byte)
                at += 1
            }
        }
        return output
    }

    /// From ISO-2022-KR to EUC-KR: shift out and shift in stand around characters, `ESC $ ) C` says so once. A line begins in ASCII.
    static func fromKorean(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var (at, isWide) = (0, false)
        while at < bytes.count {
            let byte = bytes[at]
            switch byte {
            case 0x0E, 0x0F: isWide = byte == 0x0E
            case 0x0A:
                isWide = false
                output.append(byte)
            case 0x1B where isKoreanMark(bytes, at): at += 3
            default: output.append(isWide && isGraphic(byte) ? byte | 0x80 : byte)
            }
            at += 1
        }
        return output
    }

    /// `ESC $ ) C`.
    static func isKoreanMark(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
        at + 3 < bytes.count && bytes[at] == 0x1B && bytes[at + 1] == 0x24 && bytes[at + 2] == 0x29 && bytes[at + 3] == 0x43
    }

    /// Whether a text of ASCII is plainly in HZ: what stands between its marks is common Chinese, and every mark that opens closes in its
    /// line.
    static func isHZ(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var (at, common, all) = (0, 0, 0)
        while at + 1 < bytes.count {
            guard bytes[at] == tilde, bytes[at + 1] == UInt8(ascii: "{") else {
                at += bytes[at] == tilde && bytes[at + 1] == tilde ? 2 : 1
                continue
            }
            let start = at + 2
            at = start
            while at + 1 < bytes.count, (0x21...0x77).contains(bytes[at]), isGraphic(bytes[at + 1]) { at += 2 }
            // The sample may end within.
            guard at + 1 < bytes.count else { break }
            guard at > start, bytes[at] == tilde, bytes[at + 1] == UInt8(ascii: "}") else { return false }
            for scalar in TextCharset.gb18030.decode(bytes[start..<at].map { $0 | 0x80 }).unicodeScalars {
                all += 1
                // Marks and letters of full width stand in such text too.
                if HanRank.shared.isCommon(scalar.value) || (0x3000...0x303F).contains(scalar.value) || scalar.value >= 0xFF00 {
                    common += scalar == "\u{FFFD}" ? 0 : 1
                }
            }
            at += 2
        }
        return all >= 2 && common * 10 >= all * 8
    }

    private static func isGraphic(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }
}
