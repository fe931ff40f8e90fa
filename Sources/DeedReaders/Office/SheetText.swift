/// The rows of one sheet.
final class SheetText: XmlHandler {
    private let pages: TextPages
    private let strings: SharedStrings
    private let styles: XlsxStyles

    private var kind: Kind = .number
    private var style = 0
    private var value: [UInt8] = []
    private var isValue = false
    /// Where the text of the open `t` or `v` begins.
    private var valueStart = 0
    private var phonetic = 0
    /// Empty cells since the last one that was written.
    private var gap = 0
    /// What was printed above and below, each once.
    private var headings: Set<[UInt8]> = []

    /// What the content of a cell means (`t`).
    private enum Kind {
        case number, shared, text, boolean
    }

    init(_ pages: TextPages, strings: SharedStrings, styles: XlsxStyles) {
        self.pages = pages
        self.strings = strings
        self.styles = styles
    }

    func start(_ name: XmlName, _ attributes: XmlAttributes) throws(ReadError) {
        switch name {
        case "c":
            kind = SheetText.kind(attributes.bytes("t"))
            style = attributes.number("s") ?? 0
            value.removeAll(keepingCapacity: true)
        case "v", "t":
            isValue = true
            valueStart = value.count
        case "rPh": phonetic += 1
        case "row": gap = 0
        case _ where SheetText.isHeading(name):
            value.removeAll(keepingCapacity: true)
            isValue = true
        default: break
        }
    }

    func end(_ name: XmlName) throws(ReadError) {
        switch name {
        case "v", "t":
            isValue = false
            XlsxString.decode(&value, from: valueStart)
        case "c": try endCell()
        case "rPh": phonetic -= 1
        case "row":
            pages.endLine()
            try pages.cut()
        case _ where SheetText.isHeading(name): endHeading()
        default: break
        }
    }

    func text(_ utf8: UnsafeBufferPointer<UInt8>) throws(ReadError) {
        guard isValue, phonetic == 0 else { return }
        value.append(contentsOf: utf8)
        // Excel's own limit is 32,767 characters a cell.
        if value.count > TextPages.pageSize { throw .tooLarge }
    }

    /// What is printed above and below a sheet: on all pages, on even ones, on the first.
    private static func isHeading(_ name: XmlName) -> Bool {
        switch name {
        case "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter": true
        default: false
        }
    }

    private func endHeading() {
        isValue = false
        XlsxString.decode(&value)
        let lines = SheetHeading.lines(value)
        // The first page and the even ones mostly say what all say.
        guard !lines.isEmpty, headings.insert(lines).inserted else { return }
        pages.endLine()
        pages.bytes.append(contentsOf: lines)
        pages.endLine()
    }

    private static func kind(_ type: UnsafeBufferPointer<UInt8>?) -> Kind {
        guard let type, let first = type.first else { return .number }
        switch first {
        case UInt8(ascii: "s") where type.count == 1: return .shared
        case UInt8(ascii: "b"): return .boolean
        case UInt8(ascii: "n"): return .number
        default: return .text
        }
    }

    /// Empty cells only move the next one a tab to the right; none are written at either end of a row.
    private func endCell() throws(ReadError) {
        if value.isEmpty {
            gap += 1
            return
        }
        if let last = pages.bytes.last, last != 0x0A {
            pages.bytes.append(contentsOf: repeatElement(UInt8(ascii: "\t"), count: gap + 1))
        }
        gap = 0
        switch kind {
        case .shared: pages.bytes.append(contentsOf: strings[Int(String(decoding: value, as: UTF8.self)) ?? -1])
        case .text: pages.bytes.append(contentsOf: value)
        case .boolean: pages.bytes.append(contentsOf: value == [UInt8(ascii: "1")] ? "TRUE".utf8 : "FALSE".utf8)
        case .number: styles.write(value, style: style, to: &pages.bytes)
        }
        // A row of thousands of long cells must not wait for its end.
        if pages.bytes.count > 2 * TextPages.pageSize { try pages.cut() }
    }
}
