import DeedCore
import DeedExtract
import DeedText

/// One cell that is not empty.
public struct LedgerCell: Sendable, Hashable {
    /// What a person sees, without what spreadsheets and exports put around it. A cell of several lines has line feeds between them.
    public var text: String
    /// The plain decimal number behind it, where it is a number.
    var number: String?
    /// The day, where it is one.
    var day: CivilDate?
    /// Why there is no value: `error-cell` (#REF!), `no-value` (a formula that was never computed), `unclosed-quote`.
    var fault: String?
    /// Whether its numbers count days from 1904.
    var uses1904 = false
    /// Whether a person wrote it as text, in a file that tells texts from numbers: its digits are as they were typed.
    var isTyped = false

    /// A cell of text.
    init(text: String) {
        self.text = LedgerCell.bare(text)
        fault = LedgerCell.fault(in: self.text)
    }

    init(_ content: TableCell.Content, uses1904: Bool) {
        self.uses1904 = uses1904
        switch content {
        case .text(let text):
            self.text = LedgerCell.bare(text)
            isTyped = true
            fault = LedgerCell.fault(in: self.text)
        case .number(let value, let shown):
            text = shown
            number = value
        case .day(let value, let shown, let day):
            text = shown
            number = value
            self.day = day
        case .boolean(let flag): text = flag ? "TRUE" : "FALSE"
        case .error(let error):
            text = error
            fault = "error-cell"
        case .formula:
            text = "="
            fault = "no-value"
        }
    }

    private static let errors: Set<String> = [
        "#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!", "#GETTING_DATA",
    ]

    /// What a spreadsheet writes into a text where it has no value: #N/A, ##### for a column that was too narrow, and the formula itself.
    private static func fault(in text: String) -> String? {
        if text.hasPrefix("#"), errors.contains(text.uppercased()) || (text.utf8.count > 2 && text.utf8.allSatisfy { $0 == 0x23 })
        {
            return "error-cell"
        }
        guard text.hasPrefix("="), let next = text.dropFirst().first else { return nil }
        return next == "=" ? nil : "no-value"
    }

    /// In one line: a break between Han characters only wraps the name, elsewhere it stands for a blank.
    var line: String {
        guard text.utf8.contains(0x0A) else { return text }
        let parts = text.split(separator: "\n").map { String($0).trimmedASCII }.filter { !$0.isEmpty }
        return parts.dropFirst().reduce(parts.first ?? "") { whole, next in
            let isWrapped = [whole.unicodeScalars.last, next.unicodeScalars.first].allSatisfy { ($0?.value ?? 0) >= 0x2E80 }
            return whole + (isWrapped ? "" : " ") + next
        }
    }

    /// `="HT-1"` and `'HT-1`, with which exports keep spreadsheets from taking texts for numbers, `_x000D_`, a line feed that a
    /// workbook wrote as text, and blanks of every width.
    static func bare(_ text: String) -> String {
        var text = text.contains("_x") ? unescaped(text) : text
        if text.hasPrefix("=\""), text.hasSuffix("\""), text.utf8.count >= 3 {
            text = String(text.dropFirst(2).dropLast()).replacing("\"\"", with: "\"")
        }
        if text.hasPrefix("=“"), text.hasSuffix("”") { text = String(text.dropFirst(2).dropLast()) }
        if text.hasPrefix("'"), let next = text.dropFirst().first, next != "'" { text.removeFirst() }
        if text.utf8.contains(0x0D) {
            // By scalars: of CR CR LF the last two would be taken for one character.
            text = String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\r" ? "\n" : $0 }))
        }
        if text.unicodeScalars.contains(where: { isBlank($0) && $0.value > 0x20 }) {
            text = String(String.UnicodeScalarView(text.unicodeScalars.filter { !isNothing($0) }.map { isBlank($0) ? " " : $0 }))
        }
        return text.trimmedASCII
    }

    /// Blanks that are no ASCII, and marks without a width.
    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        isNothing(scalar) || scalar.value == 0xA0 || scalar.value == 0x3000 || (0x2000...0x200A).contains(scalar.value)
    }

    private static func isNothing(_ scalar: Unicode.Scalar) -> Bool {
        (0x200B...0x200F).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value) || scalar.value == 0xFEFF
    }

    /// `_x000D_` → a carriage return (ECMA-376 part 1, 22.9.2.19); other control characters go.
    private static func unescaped(_ text: String) -> String {
        var out = ""
        var rest = Substring(text)
        while let start = rest.firstRange(of: "_x") {
            out += rest[..<start.lowerBound]
            rest = rest[start.lowerBound...]
            let code = rest.dropFirst(2).prefix(4)
            if code.utf8.count == 4, rest.dropFirst(6).first == "_", let value = UInt32(code, radix: 16),
                let scalar = Unicode.Scalar(value)
            {
                if value == 0x0A || value == 0x0D {
                    out += "\n"
                } else if value == 0x09 {
                    out += " "
                } else if value >= 0x20 {
                    out.unicodeScalars.append(scalar)
                }
                rest = rest.dropFirst(7)
            } else {
                out += "_x"
                rest = rest.dropFirst(2)
            }
        }
        return out + rest
    }
}
