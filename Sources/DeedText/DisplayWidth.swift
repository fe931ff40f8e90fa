/// Columns of a terminal: Han takes two, a mark none, an emoji two.
///
/// Characters of ambiguous width (“ ” … ①) count one, as UTF-8 terminals draw them.
public enum DisplayWidth {
    /// How many columns a text takes. Controls take none.
    public static func of(_ text: String) -> Int {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text.utf8.count }
        return text.reduce(0) { $0 + of($1) }
    }

    /// A text in exactly so many columns: filled up with spaces, or cut.
    public static func fit(_ text: String, columns: Int) -> String {
        let cut = cut(text, columns: columns)
        return cut + String(repeating: " ", count: max(0, columns - of(cut)))
    }

    /// A text in at most so many columns; what is cut off shows as `…`.
    public static func cut(_ text: String, columns: Int) -> String {
        if of(text) <= columns { return text }
        if columns <= 0 { return "" }
        var kept = ""
        var width = 0
        for character in text {
            let next = of(character)
            if width + next > columns - 1 { break }
            kept.append(character)
            width += next
        }
        return kept + "…"
    }

    private static func of(_ character: Character) -> Int {
        var sum = 0
        var isPicture = false
        for scalar in character.unicodeScalars {
            sum += WidthTable.shared.width(of: scalar.value)
            switch scalar.value {
            // The picture form, a joined picture, a tone of skin, half a flag.
            case 0xFE0F, 0x200D, 0x1F3FB...0x1F3FF, 0x1F1E6...0x1F1FF: isPicture = true
            default: break
            }
        }
        return isPicture && sum > 0 && character.unicodeScalars.count > 1 ? 2 : sum
    }
}

/// The ranges of characters that do not take one column.
private struct WidthTable: Sendable {
    static let shared = WidthTable()

    private let ranges: [(first: UInt32, end: UInt32, width: Int)]

    private init() {
        var reader = TableReader(WidthData.ranges)
        var ranges: [(first: UInt32, end: UInt32, width: Int)] = []
        var end: UInt32 = 0
        while let gap = reader.next(), let count = reader.next(), let width = reader.next() {
            let first = end + gap
            end = first + count
            ranges.append((first, end, Int(width)))
        }
        self.ranges = ranges
    }

    func width(of point: UInt32) -> Int {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].first <= point { low = middle + 1 } else { high = middle }
        }
        guard low > 0, point < ranges[low - 1].end else { return 1 }
        return ranges[low - 1].width
    }
}
