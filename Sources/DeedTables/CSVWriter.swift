import DeedCore

/// Tables as CSV (RFC 4180) that Excel opens right: UTF-8 with a byte order mark, CRLF, dates as ISO text.
///
/// A text that a spreadsheet would run as a formula is defused with an apostrophe before it ("CSV injection", OWASP): a contract's
/// title comes from whoever wrote the contract.
public enum CSVWriter {
    /// The bytes of one table.
    public static func bytes(_ sheet: Worksheet) -> [UInt8] {
        var out: [UInt8] = [0xEF, 0xBB, 0xBF]
        append(sheet.columns.map { defused($0.heading) }, to: &out)
        for row in sheet.rows { append(row.map(text), to: &out) }
        return out
    }

    private static func text(_ value: Worksheet.Value) -> String {
        switch value {
        case .empty: ""
        case .text(let text): defused(text)
        case .date(let day): day.description
        case .amount(let decimal): decimal
        case .count(let count): String(count)
        }
    }

    /// `=1+1` → `'=1+1`. A number may keep its sign.
    static func defused(_ text: String) -> String {
        let lead = text.unicodeScalars.first { $0 != " " }
        guard let lead, "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(lead) else { return text }
        let digits = text.utf8.dropFirst()
        let isNumber = !digits.isEmpty && digits.allSatisfy { ($0 >= 48 && $0 <= 57) || $0 == UInt8(ascii: ".") }
        return isNumber && (lead == "-" || lead == "+") ? text : "'" + text
    }

    private static func append(_ cells: [String], to out: inout [UInt8]) {
        for (at, cell) in cells.enumerated() {
            if at > 0 { out.append(UInt8(ascii: ",")) }
            let isQuoted = cell.utf8.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D }
            if isQuoted {
                out.append(UInt8(ascii: "\""))
                for byte in cell.utf8 {
                    if byte == UInt8(ascii: "\"") { out.append(byte) }
                    out.append(byte)
                }
                out.append(UInt8(ascii: "\""))
            } else {
                out.append(contentsOf: cell.utf8)
            }
        }
        out.append(contentsOf: [0x0D, 0x0A])
    }
}
