/// Single characters on raw UTF-8.
enum UTF8Scalar {
    /// What an ill-formed byte decodes to; no character has this value.
    static let invalid: UInt32 = 0xFFFF_FFFF

    /// Decodes the character at `at`; an ill-formed sequence counts as one invalid byte.
    @inline(__always)
    static func decode(_ at: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> (point: UInt32, length: Int) {
        let lead = UInt32(at[0])
        if lead < 0x80 { return (lead, 1) }
        let left = end - at
        if lead >= 0xE0, lead < 0xF0, left >= 3 {
            let second = UInt32(at[1])
            let third = UInt32(at[2])
            let point = (lead & 15) << 12 | (second & 63) << 6 | (third & 63)
            if second & 0xC0 == 0x80, third & 0xC0 == 0x80, point >= 0x800, point & 0xF800 != 0xD800 { return (point, 3) }
        } else if lead >= 0xC2, lead < 0xE0, left >= 2 {
            let second = UInt32(at[1])
            if second & 0xC0 == 0x80 { return ((lead & 31) << 6 | (second & 63), 2) }
        } else if lead >= 0xF0, lead < 0xF5, left >= 4 {
            let second = UInt32(at[1])
            let third = UInt32(at[2])
            let fourth = UInt32(at[3])
            let point = (lead & 7) << 18 | (second & 63) << 12 | (third & 63) << 6 | (fourth & 63)
            if second & 0xC0 == 0x80, third & 0xC0 == 0x80, fourth & 0xC0 == 0x80, point >= 0x1_0000, point <= 0x10_FFFF {
                return (point, 4)
            }
        }
        return (invalid, 1)
    }

    /// Writes a character and returns how many bytes it took, 1 to 4.
    @inline(__always)
    static func encode(_ point: UInt32, _ to: UnsafeMutablePointer<UInt8>) -> Int {
        if point < 0x80 {
            to[0] = UInt8(truncatingIfNeeded: point)
            return 1
        }
        if point < 0x800 {
            to[0] = UInt8(truncatingIfNeeded: 0xC0 | point >> 6)
            to[1] = UInt8(truncatingIfNeeded: 0x80 | point & 63)
            return 2
        }
        if point < 0x1_0000 {
            to[0] = UInt8(truncatingIfNeeded: 0xE0 | point >> 12)
            to[1] = UInt8(truncatingIfNeeded: 0x80 | point >> 6 & 63)
            to[2] = UInt8(truncatingIfNeeded: 0x80 | point & 63)
            return 3
        }
        to[0] = UInt8(truncatingIfNeeded: 0xF0 | point >> 18)
        to[1] = UInt8(truncatingIfNeeded: 0x80 | point >> 12 & 63)
        to[2] = UInt8(truncatingIfNeeded: 0x80 | point >> 6 & 63)
        to[3] = UInt8(truncatingIfNeeded: 0x80 | point & 63)
        return 4
    }
}
