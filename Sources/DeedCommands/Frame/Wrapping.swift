import DeedText

/// Breaks text into lines for reading: at spaces, and between Han characters, which have none.
enum Wrapping {
    /// Marks that do not begin a line (GB/T 15834 5.1).
    private static let noLineStart: Set<Character> = ["，", "。", "、", "；", "：", "？", "！", "）", "》", "”", "…", ",", ".", ")"]

    /// The lines of `text`, each at most `columns` wide; its own line breaks stay. A word wider than that stays whole.
    static func lines(_ text: String, columns: Int) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph(String($0), columns: columns) }
    }

    private static func paragraph(_ text: String, columns: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var width = 0
        for piece in pieces(of: text) {
            let own = DisplayWidth.of(piece)
            if width > 0, width + DisplayWidth.of(trimmed(piece)) > columns {
                lines.append(trimmed(line))
                line = ""
                width = 0
                if piece == " " { continue }
            }
            line += piece
            width += own
        }
        lines.append(trimmed(line))
        return lines
    }

    /// Pieces between which a line may break: a word with the space behind it, a Han character with the marks behind it.
    private static func pieces(of text: String) -> [String] {
        var pieces: [String] = []
        var current = ""
        var lastWasWide = false
        for character in text {
            let wide = DisplayWidth.of(String(character)) == 2
            let breaks = !current.isEmpty && !noLineStart.contains(character) && (wide || lastWasWide || current.hasSuffix(" "))
            if breaks, character != " " || lastWasWide {
                pieces.append(current)
                current = ""
            }
            current.append(character)
            lastWasWide = wide
        }
        if !current.isEmpty { pieces.append(current) }
        return pieces
    }

    private static func trimmed(_ text: String) -> String {
        var text = text
        while text.hasSuffix(" ") { text.removeLast() }
        return text
    }
}
