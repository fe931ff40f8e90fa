import DeedCore
import DeedExtract
import DeedText

/// How the cells of a workbook show their numbers: style → number format. Source: ECMA-376 part 1, 18.8.
final class XlsxStyles: XmlHandler {
    private let uses1904: Bool
    private var codes: [Int: String] = [:]
    private var formatOfStyle: [Int] = []
    private var parsed: [Int: NumberFormat] = [:]
    private var isCellFormats = false

    /// For a workbook that counts days from 1900, or from 1904 (old Macintosh files).
    init(uses1904: Bool) {
        self.uses1904 = uses1904
    }

    /// Writes the stored number `value` (ASCII) as cells of `style` show it; what is no number is written as it is.
    func write(_ value: [UInt8], style: Int, to out: inout [UInt8]) {
        let format = format(of: style)
        guard value.count <= 64, let number = Double(String(decoding: value, as: UTF8.self)), number.isFinite else {
            out.append(contentsOf: value)
            return
        }
        // Whole numbers without a format of their own: by far the most.
        if format.isGeneral, value.count <= 15, value.allSatisfy({ (48...57).contains($0) }) {
            out.append(contentsOf: value)
        } else {
            out.append(contentsOf: format.text(number, uses1904: uses1904).utf8)
        }
    }

    /// The stored number as a person sees it, its plain decimal form, and the day that it is where its format shows one.
    ///
    /// A format that shows no day (`yyyy年m月`) stands for a month, though a day is stored with it.
    func cell(_ number: Double, style: Int) -> TableCell.Content {
        let format = format(of: style)
        let plain = DecimalText.plain(number)
        let shown = format.isGeneral ? plain : format.text(number, uses1904: uses1904).trimmedASCII
        guard format.showsDay else { return .number(plain, shown: shown) }
        // 29 February 1900, which a spreadsheet shows, is no day.
        let day = DateReader.excelSerial(number, uses1904: uses1904)
        return day.map { .day(plain, shown: shown, $0) } ?? .number(plain, shown: plain)
    }

    private func format(of style: Int) -> NumberFormat {
        let id = formatOfStyle.indices.contains(style) ? formatOfStyle[style] : 0
        if let known = parsed[id] { return known }
        let fresh = NumberFormat(code: codes[id] ?? NumberFormat.builtIn[id] ?? "General")
        parsed[id] = fresh
        return fresh
    }

    func start(_ name: XmlName, _ attributes: XmlAttributes) throws(ReadError) {
        switch name {
        case "numFmt":
            if let id = attributes.number("numFmtId"), let code = attributes["formatCode"], code.utf8.count <= 1024 {
                codes[id] = code
            }
        case "cellXfs": isCellFormats = true
        case "xf" where isCellFormats: formatOfStyle.append(attributes.number("numFmtId") ?? 0)
        default: break
        }
    }

    func end(_ name: XmlName) throws(ReadError) {
        if name == "cellXfs" { isCellFormats = false }
    }

    func text(_ utf8: UnsafeBufferPointer<UInt8>) throws(ReadError) {}
}
