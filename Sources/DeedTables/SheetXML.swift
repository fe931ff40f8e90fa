import DeedCore

/// The part of a workbook that holds one sheet.
enum SheetXML {
    private enum Style: Int { case plain, heading, date, amount, text }

    static func text(_ sheet: Worksheet, isFirst: Bool) -> String {
        var out = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
        let last = "\(letters(max(0, sheet.columns.count - 1)))\(sheet.rows.count + 1)"
        out += "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><dimension ref=\"A1:\(last)\"/>"
        out += "<sheetViews><sheetView\(isFirst ? " tabSelected=\"1\"" : "") workbookViewId=\"0\">"
        out += "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
        out += "<selection pane=\"bottomLeft\"/></sheetView></sheetViews><cols>"
        for (at, column) in sheet.columns.enumerated() {
            out += "<col min=\"\(at + 1)\" max=\"\(at + 1)\" width=\"\(min(max(column.width, 4), 120)).7\" customWidth=\"1\"/>"
        }
        out += "</cols><sheetData><row r=\"1\">"
        for (at, column) in sheet.columns.enumerated() { inline(column.heading, .heading, "\(letters(at))1", to: &out) }
        out += "</row>"
        for (at, row) in sheet.rows.enumerated() { append(row, line: at + 2, to: &out) }
        out += "</sheetData>"
        if !sheet.columns.isEmpty { out += "<autoFilter ref=\"A1:\(last)\"/>" }
        return out + "</worksheet>"
    }

    private static func append(_ row: [Worksheet.Value], line: Int, to out: inout String) {
        out += "<row r=\"\(line)\">"
        for (at, value) in row.enumerated() {
            let place = "\(letters(at))\(line)"
            switch value {
            case .empty: break
            case .text(let text): inline(text, .text, place, to: &out)
            case .count(let count): number(String(count), .plain, place, to: &out)
            case .amount(let decimal):
                // A spreadsheet counts with 15 digits: what has more stays as it is written.
                let isShort = decimal.utf8.count { $0 >= 48 && $0 <= 57 } <= 15
                if isShort { number(decimal, .amount, place, to: &out) } else { inline(decimal, .text, place, to: &out) }
            case .date(let day):
                if let serial = serial(day) {
                    number(String(serial), .date, place, to: &out)
                } else {
                    inline(day.description, .text, place, to: &out)
                }
            }
        }
        out += "</row>"
    }

    /// Days as the 1900 system counts them; before March 1900 its calendar has a day that never was.
    static func serial(_ day: CivilDate) -> Int? {
        let serial = day.dayNumber + 25_569
        return serial > 60 ? serial : nil
    }

    private static func number(_ text: String, _ style: Style, _ place: String, to out: inout String) {
        out += "<c r=\"\(place)\" s=\"\(style.rawValue)\"><v>\(text)</v></c>"
    }

    private static func inline(_ text: String, _ style: Style, _ place: String, to out: inout String) {
        out +=
            "<c r=\"\(place)\" s=\"\(style.rawValue)\" t=\"inlineStr\"><is><t xml:space=\"preserve\">\(escaped(text))</t></is></c>"
    }

    /// `A` … `Z`, `AA` …, for a column from 0.
    static func letters(_ column: Int) -> String {
        var rest = column
        var out = ""
        repeat {
            out = String(UnicodeScalar(UInt8(65 + rest % 26))) + out
            rest = rest / 26 - 1
        } while rest >= 0
        return out
    }

    /// Text for XML: markup escaped, characters that XML does not allow left out, at most the 32,767 units that a cell holds.
    static func escaped(_ text: String) -> String {
        var out = ""
        var units = 0
        for scalar in text.unicodeScalars {
            units += scalar.value > 0xFFFF ? 2 : 1
            if units > 32_767 { break }
            switch scalar.value {
            case 0x26: out += "&amp;"
            case 0x3C: out += "&lt;"
            case 0x3E: out += "&gt;"
            case 0x22: out += "&quot;"
            case 0x09, 0x0A: out.unicodeScalars.append(scalar)
            case 0..<0x20, 0xFFFE, 0xFFFF: break
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
