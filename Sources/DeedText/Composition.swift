/// Puts together what macOS and old programs store in parts: a kana with its mark of voice behind it (カ + ゙ → ガ, also the
/// half-width ｶﾞ), and the letters of a Korean syllable (ㄱ + ㅏ + ㄱ → 각). Of all other scripts folding takes the marks off,
/// whether they stand in the character or behind it.
///
/// Source: Unicode Standard 15.0, section 3.12 (Conjoining Jamo Behavior); the kana of UnicodeData.txt.
enum Composition {
    /// Whether something behind this folded character may become one with it.
    @inline(__always)
    static func begins(_ point: UInt32) -> Bool {
        (0x3046...0x30FD).contains(point) || (0x1100...0x1112).contains(point)
    }

    /// One character out of a folded one and the character behind it; `nil` where they stay two.
    ///
    /// - Parameters:
    ///   - mark: the character behind as it is written.
    ///   - folded: the same, folded.
    static func pair(_ point: UInt32, mark: UInt32, folded: UInt32) -> UInt32? {
        switch mark {
        case 0x3099, 0xFF9E: return voiced(point)
        case 0x309A, 0xFF9F: return isHa(point) ? point + 2 : nil
        default: break
        }
        if (0x1100...0x1112).contains(point), (0x1161...0x1175).contains(folded) {
            return 0xAC00 + ((point - 0x1100) * 21 + (folded - 0x1161)) * 28
        }
        if (0xAC00...0xD7A3).contains(point), (point - 0xAC00) % 28 == 0, (0x11A8...0x11C2).contains(folded) {
            return point + folded - 0x11A7
        }
        return nil
    }

    private static func voiced(_ point: UInt32) -> UInt32? {
        switch point {
        case 0x3046: return 0x3094
        case 0x30A6: return 0x30F4
        case 0x309D, 0x30FD: return point + 1
        case 0x30EF...0x30F2: return point + 8
        default: break
        }
        let kana = point >= 0x30A0 ? point - 0x60 : point
        let isKaToChi = (0x304B...0x3061).contains(kana) && (kana - 0x304B).isMultiple(of: 2)
        let isTsuToTo = [0x3064, 0x3066, 0x3068].contains(kana)
        return isKaToChi || isTsuToTo || isHa(point) ? point + 1 : nil
    }

    /// は ひ ふ へ ほ, in both kana.
    private static func isHa(_ point: UInt32) -> Bool {
        let kana = point >= 0x30A0 ? point - 0x60 : point
        return (0x306F...0x307B).contains(kana) && (kana - 0x306F).isMultiple(of: 3)
    }
}
