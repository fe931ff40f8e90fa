/// How many columns a text takes on a terminal (Unicode TR 11: wide and full-width characters take two, combining marks none).
enum DisplayWidth {
    /// The columns of `text`.
    static func of(_ text: String) -> Int {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } ? text.utf8.count : text.unicodeScalars.reduce(0) { $0 + width($1) }
    }

    /// `text` with spaces behind it up to `columns`.
    static func fit(_ text: String, columns: Int) -> String { text + String(repeating: " ", count: max(0, columns - of(text))) }

    /// `text` in at most `columns`, ended by `…` where something was cut.
    static func cut(_ text: String, columns: Int) -> String {
        guard of(text) > columns else { return text }
        var output = String.UnicodeScalarView()
        var used = 0
        for scalar in text.unicodeScalars {
            used += width(scalar)
            if used > columns - 1 { break }
            output.append(scalar)
        }
        return String(output) + (columns > 0 ? "…" : "")
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200B...0x200F, 0xFE00...0xFE0F, 0xFEFF: return 0
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default:
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark: return 0
            default: return 1
            }
        }
    }
}
