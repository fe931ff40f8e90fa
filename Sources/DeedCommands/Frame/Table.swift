import DeedText

/// Columns below each other. A Han character is two columns wide, so widths are counted by `DisplayWidth`.
///
/// On a terminal the table fits the width: the widest flexible column is cut, with `…`, until every line fits. In a pipe
/// nothing is cut.
struct Table {
    /// One column.
    struct Column: Sendable, Hashable {
        /// The heading; a table whose headings are all empty has no heading line.
        var heading: String
        /// Numbers stand right, everything else left.
        var isNumber: Bool
        /// Whether it may be cut to fit a terminal.
        var isFlexible: Bool

        init(_ heading: String, number: Bool = false, flexible: Bool = false) {
            self.heading = heading
            isNumber = number
            isFlexible = flexible
        }
    }

    /// The columns.
    let columns: [Column]
    private var rows: [[String]] = []
    private var tints: [Tint?] = []

    /// The narrowest to which a flexible column is cut.
    private static let narrowest = 8

    init(_ columns: [Column]) { self.columns = columns }

    /// How many rows there are.
    var count: Int { rows.count }

    /// Adds a row; missing cells are empty. Line breaks and tabs in a cell become spaces, other control characters vanish:
    /// file names and texts come from outside and must not steer the terminal.
    mutating func row(_ cells: [String], _ tint: Tint? = nil) {
        let padded = cells.prefix(columns.count) + Array(repeating: "", count: max(0, columns.count - cells.count))
        rows.append(padded.map(Table.oneLine))
        tints.append(tint)
    }

    /// `text` on one line and without control characters.
    static func oneLine(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var output = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if !isControl(scalar) {
                output.append(scalar)
            } else if (9...13).contains(scalar.value) {
                output.append(" ")
            }
        }
        return String(output)
    }

    /// `text` without control characters, but with its line breaks and tabs.
    static func harmless(_ text: String) -> String {
        func isUnfit(_ scalar: Unicode.Scalar) -> Bool { scalar != "\n" && scalar != "\t" && isControl(scalar) }
        guard text.unicodeScalars.contains(where: isUnfit) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { !isUnfit($0) }))
    }

    /// C0, DEL, C1, the separators of lines and paragraphs, and the marks that turn the direction of writing, with which a name can
    /// pretend to be another.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    /// The table as text, every line ended; the empty string where there are no rows.
    func rendered(on terminal: Terminal) -> String {
        guard !rows.isEmpty else { return "" }
        let widths = self.widths(within: terminal.columns)
        var output = ""
        if columns.contains(where: { !$0.heading.isEmpty }) {
            output += Tint.bold.paint(line(columns.map(\.heading), widths), on: terminal) + "\n"
        }
        for (row, tint) in zip(rows, tints) {
            let text = line(row, widths)
            output += (tint?.paint(text, on: terminal) ?? text) + "\n"
        }
        return output
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var output = ""
        for (at, cell) in cells.enumerated() {
            if at > 0 { output += "  " }
            let cut = DisplayWidth.of(cell) > widths[at] ? DisplayWidth.cut(cell, columns: widths[at]) : cell
            let padding = String(repeating: " ", count: max(0, widths[at] - DisplayWidth.of(cut)))
            output += columns[at].isNumber ? padding + cut : cut + padding
        }
        while output.hasSuffix(" ") { output.removeLast() }
        return output
    }

    /// The width of each column: what its cells need, less what the terminal lacks.
    private func widths(within limit: Int?) -> [Int] {
        var widths = columns.map { DisplayWidth.of($0.heading) }
        for row in rows {
            for (at, cell) in row.enumerated() { widths[at] = max(widths[at], DisplayWidth.of(cell)) }
        }
        guard let limit else { return widths }
        var excess = widths.reduce(0, +) + 2 * (columns.count - 1) - limit
        while excess > 0 {
            let flexible = columns.indices.filter { columns[$0].isFlexible && widths[$0] > Table.narrowest }
            guard let widest = flexible.max(by: { widths[$0] < widths[$1] }) else { break }
            let second = flexible.filter { $0 != widest }.map { widths[$0] }.max() ?? Table.narrowest
            let step = max(1, min(excess, widths[widest] - max(second, Table.narrowest)))
            widths[widest] -= step
            excess -= step
        }
        return widths
    }
}
