import DeedCore

/// Workbooks (XLSX, XLSM, XLTX): one part a sheet, in the workbook's order, hidden ones too, labelled by name.
///
/// A row is a line, cells are parted by tabs, numbers and dates read as a person sees them. Sheets are streamed: only the shared
/// strings are kept in memory.
enum XlsxReader {
    static func read(_ input: Input, into sink: any PageSink) throws(ReadError) {
        let package = try OfficePackage(input.bytes, usual: "xl/workbook.xml", sink)
        sink.unit = .sheet
        sink.engine = "deedbox xlsx 1"
        let workbook = Workbook()
        try package.parse(package.main, workbook, sink)
        let arrows = try package.relationships(of: package.main)
        let styles = XlsxStyles(uses1904: workbook.uses1904)
        if let part = target("styles", arrows) { try package.parse(part, styles, sink) }
        let strings = SharedStrings()
        if let part = target("sharedStrings", arrows) { try package.parse(part, strings, sink) }

        let targets = Dictionary(arrows.map { ($0.id, $0.target) }, uniquingKeysWith: { first, _ in first })
        let pages = TextPages(sink)
        for sheet in workbook.sheets {
            pages.label = sheet.name
            if let part = targets[sheet.relationship], package.zip.has(part) {
                try package.parse(part, SheetText(pages, strings: strings, styles: styles), sink)
                for arrow in try package.relationships(of: part)
                where ["comments", "threadedComment", "drawing"].contains(arrow.type) && package.zip.has(arrow.target) {
                    pages.endLine()
                    try package.parse(arrow.target, SheetBeside(pages), sink)
                }
            } else {
                sink.warn("sheet \(sheet.name): no such part")
            }
            try pages.endPart(keepingEmpty: true)
        }
    }

    static func target(_ type: String, _ arrows: [OfficePackage.Relationship]) -> String? {
        arrows.first { $0.type == type }?.target
    }
}

/// What stands on a sheet beside its cells: comments, and the text boxes of its drawing. A paragraph or a comment is a line.
private final class SheetBeside: XmlHandler {
    private let pages: TextPages
    private var isText = false
    private var skipped = 0
    /// Threaded comments have their words right in `text`.
    private var isThread = false

    init(_ pages: TextPages) { self.pages = pages }

    func start(_ name: XmlName, _ attributes: XmlAttributes) throws(ReadError) {
        switch name {
        case "Fallback", "rPh": skipped += 1
        case "ThreadedComments": isThread = true
        case "t": isText = true
        case "text" where isThread: isText = true
        case "br": pages.endLine()
        default: break
        }
    }

    func end(_ name: XmlName) throws(ReadError) {
        switch name {
        case "Fallback", "rPh": skipped -= 1
        case "t": isText = false
        case "text", "p", "comment":
            if isThread { isText = false }
            pages.endLine()
            try pages.cut()
        default: break
        }
    }

    func text(_ utf8: UnsafeBufferPointer<UInt8>) throws(ReadError) {
        if isText, skipped == 0 { pages.append(utf8) }
    }
}

/// The list of sheets and the calendar.
final class Workbook: XmlHandler {
    var sheets: [(name: String, relationship: String, isHidden: Bool)] = []
    var uses1904 = false

    func start(_ name: XmlName, _ attributes: XmlAttributes) throws(ReadError) {
        switch name {
        case "sheet":
            let isHidden = attributes["state"].map { $0 != "visible" } ?? false
            sheets.append((attributes["name"] ?? "", attributes[prefixed: "id"] ?? "", isHidden))
        case "workbookPr": uses1904 = attributes["date1904"] == "1" || attributes["date1904"] == "true"
        default: break
        }
    }

    func end(_ name: XmlName) throws(ReadError) {}
    func text(_ utf8: UnsafeBufferPointer<UInt8>) throws(ReadError) {}
}

/// The strings that cells point at, end to end in one array.
final class SharedStrings: XmlHandler {
    /// Bytes of all strings; more than a document's text may have is no workbook.
    private static let limit = 64 << 20

    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var isText = false
    private var phonetic = 0

    /// How many there are.
    var count: Int { ends.count }

    /// String `index`, empty when there is none.
    subscript(_ index: Int) -> ArraySlice<UInt8> {
        guard ends.indices.contains(index) else { return [] }
        return bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }

    func start(_ name: XmlName, _ attributes: XmlAttributes) throws(ReadError) {
        switch name {
        case "t": isText = true
        case "rPh": phonetic += 1
        default: break
        }
    }

    func end(_ name: XmlName) throws(ReadError) {
        switch name {
        case "t": isText = false
        case "rPh": phonetic -= 1
        case "si": ends.append(bytes.count)
        default: break
        }
    }

    func text(_ utf8: UnsafeBufferPointer<UInt8>) throws(ReadError) {
        guard isText, phonetic == 0 else { return }
        bytes.append(contentsOf: utf8)
        if bytes.count > SharedStrings.limit { throw .tooLarge }
    }
}

/// The rows of one sheet.
private final class SheetText: XmlHandler {
    private let pages: TextPages
    private let strings: SharedStrings
    private let styles: XlsxStyles

    private var kind: Kind = .number
    private var style = 0
    private var value: [UInt8] = []
    private var isValue = false
    private var phonetic = 0
    /// Empty cells since the last one that was written.
    private var gap = 0

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
        case "v", "t": isValue = true
        case "rPh": phonetic += 1
        case "row": gap = 0
        default: break
        }
    }

    func end(_ name: XmlName) throws(ReadError) {
        switch name {
        case "v", "t": isValue = false
        case "c": try endCell()
        case "rPh": phonetic -= 1
        case "row":
            pages.endLine()
            try pages.cut()
        default: break
        }
    }

    func text(_ utf8: UnsafeBufferPointer<UInt8>) throws(ReadError) {
        guard isValue, phonetic == 0 else { return }
        value.append(contentsOf: utf8)
        // Excel's own limit is 32,767 characters a cell.
        if value.count > TextPages.pageSize { throw .tooLarge }
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
