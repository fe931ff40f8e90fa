/// How much one character speaks for a charset.
enum CharacterWeight {
    /// A character above ASCII that GB 18030 or Big5 would mean.
    @inline(__always)
    static func inDoubleBytes(_ point: UInt32, _ charset: TextCharset) -> Double {
        switch point {
        case 0x4E00...0x9FFF: return HanRank.shared.weight(of: point, in: charset)
        case 0x3400...0x4DBF, 0x2_0000...0x3_FFFF: return -0.4
        case 0xE000...0xF8FF: return -1
        default: return isPunctuation(point) ? 0.6 : -0.2
        }
    }

    /// A unit of UTF-16.
    @inline(__always)
    static func inSixteenBits(_ unit: UInt16) -> Double {
        switch unit {
        case 0x20...0x7E, 0x0A, 0x0D, 0x09: return 0.8
        case 0x4E00...0x9FFF: return HanRank.shared.weight(of: UInt32(unit), in: .utf16le)
        case 0xA0...0x17F: return 0.4
        case 0xD800...0xDFFF: return -0.5
        case 0x00...0x1F, 0x7F...0x9F, 0xE000...0xF8FF, 0xFFFE...0xFFFF: return -1
        default: return isPunctuation(UInt32(unit)) ? 0.6 : -0.3
        }
    }

    /// The signs of Chinese and of word processors: ，。、：；（）《》「」“”‘’—…· full-width digits and letters.
    @inline(__always)
    private static func isPunctuation(_ point: UInt32) -> Bool {
        switch point {
        case 0x3000...0x3002, 0x3007...0x3011, 0x3014...0x3017, 0xFF01...0xFF5E, 0xFFE5, 0x2014, 0x2018...0x201D, 0x2026, 0xB7,
            0xD7, 0x20AC,
            0x25A1, 0x2611, 0x25CB:
            return true
        default: return false
        }
    }
}
