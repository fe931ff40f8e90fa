import DeedCore
import DeedExtract

/// Workbooks (XLSX, XLSM, XLTX) for their values: numbers stay numbers, days are days, joined cells are told.
///
/// Unlike a text, a table is read whole or not at all: a sheet that breaks off would lose rows silently.
enum XlsxTable {
    static func read(_ input: Input, hidden: [String], into sink: any TableSink) throws(ReadError) {
        let package = try OfficePackage(input.bytes, usual: "xl/workbook.xml")
        // Rows of a ledger may be missing without a sign of it.
        if package.zip.isCutShort || ZipDirectoryNames(input.bytes) == nil { throw .damaged("the ZIP directory ends early") }
        let workbook = Workbook()
        try parse(package.main, of: package, workbook)
        guard workbook.sheets.count <= TableLimits.sheets else { throw .tooLarge }
        let arrows = try package.relationships(of: package.main)
        let styles = XlsxStyles(uses1904: workbook.uses1904)
        if let part = XlsxReader.target("styles", arrows) { try parse(part, of: package, styles) }
        let strings = SharedStrings()
        if let part = XlsxReader.target("sharedStrings", arrows) { try parse(part, of: package, strings) }
        let parts = Dictionary(arrows.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let budget = TableBudget()
        for sheet in workbook.sheets {
            // Sheets of one chart have a part of another kind.
            let arrow = parts[sheet.relationship].flatMap { $0.type == "worksheet" ? $0 : nil }
            let isRead = arrow != nil && (!sheet.isHidden || hidden.contains(sheet.name))
            sink.begin(sheet.name, isHidden: sheet.isHidden, isRead: isRead, uses1904: workbook.uses1904)
            if isRead, let arrow {
                guard package.zip.has(arrow.target) else { throw .damaged("sheet \(sheet.name): no part \(arrow.target)") }
                try parse(arrow.target, of: package, SheetTable(sink, budget: budget, strings: strings, styles: styles))
            }
            sink.end()
        }
    }

    private static func parse(_ part: String, of package: OfficePackage, _ handler: any XmlHandler) throws(ReadError) {
        // Entities are never replaced, and a workbook has none: with a DTD it would lose what they stand for.
        let sign = Array("<!DOCTYPE".utf8)
        var hasDTD = false
        _ = try package.zip.read(part) { (block) throws(ReadError) in
            hasDTD = (0..<max(0, min(block.count, 4096) - sign.count)).contains {
                block[$0..<$0 + sign.count].elementsEqual(sign)
            }
            return false
        }
        if hasDTD { throw .damaged("\(part): a DTD") }
        if let complaint = try XmlParser.parse(part, of: package.zip, handler) { throw .damaged(complaint) }
    }
}

/// What all sheets of a workbook may cost together.
private final class TableBudget {
    private var rows = 0
    private var bytes = 0

    func charge(_ row: TableRow) throws(ReadError) {
        let bytes = row.textBytes
        rows += 1
        self.bytes += bytes
        if bytes > TableLimits.rowBytes || rows > TableLimits.rows || self.bytes > TableLimits.textBytes { throw .tooLarge }
    }
}

/// The cells of one sheet. Source: ECMA-376 part 1, 18.3.1.4 (c), 18.3.1.73 (row), 18.3.1.55 (mergeCell).
private final class SheetTable: XmlHandler {
    private let sink: any TableSink
    private let budget: TableBudget
    private let strings: SharedStrings
    private let styles: XlsxStyles

    private var number = 0
    private var cells: [TableCell] = []
    private var isHidden = false
    private var column = -1
    private var type = ""
    private var style = 0
    private var value: [UInt8] = []
    private var hasFormula = false
    private var isValue = false
    /// Where the text of the open `t` or `v` begins.
    private var valueStart = 0
    private var phonetic = 0
    private var merges = 0

    init(_ sink: any TableSink, budget: TableBudget, strings: SharedStrings, styles: XlsxStyles) {
        self.sink = sink
        self.budget = budget
        self.strings = strings
        self.styles = styles
    }

    func start(_ name: XmlName, _ attributes: XmlAttributes) throws(ReadError) {
        switch name {
        case "row": try startRow(attributes)
        case "c": try startCell(attributes)
        case "f": hasFormula = true
        case "v", "t":
            isValue = true
            valueStart = value.count
        case "rPh": phonetic += 1
        case "mergeCell": try merge(attributes)
        default: break
        }
    }

    func end(_ name: XmlName) throws(ReadError) {
        switch name {
        case "v", "t":
            isValue = false
            XlsxString.decode(&value, from: valueStart)
        case "rPh": phonetic -= 1
        case "c": try endCell()
        case "row": try endRow()
        default: break
        }
    }

    func text(_ utf8: UnsafeBufferPointer<UInt8>) throws(ReadError) {
        guard isValue, phonetic == 0 else { return }
        value.append(contentsOf: utf8)
        if value.count > TableLimits.rowBytes { throw .tooLarge }
    }

    // MARK: rows and cells

    private func startRow(_ attributes: XmlAttributes) throws(ReadError) {
        let next = attributes.number("r") ?? number + 1
        guard next > number, next <= TableLimits.rows else { throw .damaged("row \(next) behind row \(number)") }
        number = next
        isHidden = attributes["hidden"].map { $0 == "1" || $0 == "true" } ?? false
        column = -1
        cells.removeAll(keepingCapacity: true)
    }

    private func startCell(_ attributes: XmlAttributes) throws(ReadError) {
        let place = attributes.bytes("r").map { CellPlace($0) }
        let next = place.map { $0?.column ?? -1 } ?? column + 1
        guard next > column, next < 16_384 else { throw .damaged("row \(number): cell \(attributes["r"] ?? "")") }
        column = next
        type = attributes["t"] ?? "n"
        style = attributes.number("s") ?? 0
        value.removeAll(keepingCapacity: true)
        hasFormula = false
    }

    private func endCell() throws(ReadError) {
        guard let content = try content() else { return }
        guard column < TableLimits.columns else { throw .unsupported("more than \(TableLimits.columns) columns") }
        cells.append(TableCell(column: column, content: content))
    }

    private func endRow() throws(ReadError) {
        guard !cells.isEmpty else { return }
        let row = TableRow(number: number, cells: cells, isHidden: isHidden)
        try budget.charge(row)
        try sink.row(row)
        cells.removeAll(keepingCapacity: true)
    }

    /// What is in the cell; `nil` for an empty one.
    private func content() throws(ReadError) -> TableCell.Content? {
        if value.isEmpty { return hasFormula && type != "str" ? .formula : nil }
        let text = String(decoding: value, as: UTF8.self)
        switch type {
        case "s":
            guard let index = Int(text), index >= 0, index < strings.count else {
                return .error("shared string \(text.prefix(20)) of \(strings.count)")
            }
            return plain(String(decoding: strings[index], as: UTF8.self))
        case "b": return .boolean(text == "1" || text == "true")
        case "e": return .error(String(text.prefix(100)))
        // A day as ISO text: strict workbooks.
        case "d":
            guard let day = CivilDate(text.prefix(10)) else { return .text(text) }
            return .day(text, shown: text, day)
        case "n":
            guard value.count <= 64, let number = Double(text), number.isFinite else { return .text(text) }
            return styles.cell(number, style: style)
        default: return plain(text)
        }
    }

    private func plain(_ text: String) -> TableCell.Content? {
        let trimmed = text.trimmedASCII
        return trimmed.isEmpty ? nil : .text(trimmed)
    }

    // MARK: joined cells

    private func merge(_ attributes: XmlAttributes) throws(ReadError) {
        merges += 1
        guard merges <= TableLimits.merges else { throw .tooLarge }
        guard let bytes = attributes.bytes("ref"), let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
            let first = CellPlace(UnsafeBufferPointer(rebasing: bytes[..<colon])),
            let last = CellPlace(UnsafeBufferPointer(rebasing: bytes[(colon + 1)...])), first.row <= last.row,
            first.column <= last.column, last.row <= TableLimits.rows, last.column < 16_384
        else { return sink.warn("mergeCell \(attributes["ref"] ?? "")") }
        sink.merge(
            TableRange(firstRow: first.row, lastRow: last.row, firstColumn: first.column, lastColumn: last.column))
    }
}

/// `B12`: column 1 (from 0), row 12.
struct CellPlace: Equatable {
    let column: Int
    let row: Int

    /// Letters, then digits; `nil` for anything else.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        var column = 0
        var row = 0
        var at = 0
        while at < bytes.count, at < 4 {
            let letter = bytes[at] | 0x20
            guard letter >= 97, letter <= 122 else { break }
            column = column * 26 + Int(letter) - 96
            at += 1
        }
        guard column > 0, at < bytes.count, bytes.count - at <= 8 else { return nil }
        for byte in bytes[at...] {
            guard byte >= 48, byte <= 57 else { return nil }
            row = row * 10 + Int(byte) - 48
        }
        guard row > 0 else { return nil }
        self.column = column - 1
        self.row = row
    }
}
