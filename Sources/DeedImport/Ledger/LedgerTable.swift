public import DeedExtract
import DeedCore
import DeedText

/// One sheet of a ledger as it lies in the file: rows of cells, nothing judged. A CSV file is one sheet without a name.
public struct LedgerTable: Sendable {
    /// What the sheet's tab says; `nil` for CSV.
    public var name: String?
    /// Whether its tab is hidden.
    public var isHidden = false
    /// Whether its rows were read.
    public var isRead = true
    /// Rows with at least one cell that is not empty.
    public var rows: [Row]
    /// Joined cells.
    var merges: [TableRange] = []

    /// A row by column; `nil` where a cell is empty.
    public struct Row: Sendable {
        /// The line in the file, or the row's number in the sheet, from 1.
        public var line: Int
        /// The cells.
        public var cells: [LedgerCell?]

        /// The cell of a column, if it is not empty.
        func cell(_ column: Int) -> LedgerCell? { column < cells.count ? cells[column] : nil }
    }

    /// The text of a CSV file.
    public init(csv text: String) {
        rows = CSVReader.rows(text).map { line, cells in
            Row(line: line, cells: cells.map { $0.isEmpty ? nil : LedgerCell(text: $0) })
        }
    }

    /// A sheet of a workbook. A value that stands in cells joined downwards belongs to each of their rows.
    public init(_ sheet: TableSheet, uses1904: Bool) {
        name = sheet.name
        isHidden = sheet.isHidden
        isRead = sheet.isRead
        merges = sheet.merges
        rows = sheet.rows.map { row in
            var cells = [LedgerCell?](repeating: nil, count: (row.cells.last?.column ?? -1) + 1)
            for cell in row.cells { cells[cell.column] = LedgerCell(cell.content, uses1904: uses1904) }
            return Row(line: row.number, cells: cells)
        }
        fillDown()
    }

    /// The most cells that joined ones may fill: a hostile file joins what it likes.
    private static let fillLimit = 1_000_000

    private mutating func fillDown() {
        let places = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1.line, $0) })
        var filled = 0
        for merge in merges where merge.lastRow > merge.firstRow {
            guard let top = places[merge.firstRow], let value = rows[top].cell(merge.firstColumn) else { continue }
            var at = top + 1
            while at < rows.count, rows[at].line <= merge.lastRow, filled < LedgerTable.fillLimit {
                rows[at].set(value, at: merge.firstColumn)
                at += 1
                filled += 1
            }
        }
    }
}

extension LedgerTable.Row {
    fileprivate mutating func set(_ cell: LedgerCell, at column: Int) {
        while cells.count <= column { cells.append(nil) }
        if cells[column] == nil { cells[column] = cell }
    }
}

/// One cell that is not empty.
public struct LedgerCell: Sendable, Hashable {
    /// What a person sees.
    public var text: String
    /// The plain decimal number behind it, where it is a number.
    var number: String?
    /// The day, where it is one.
    var day: CivilDate?
    /// Why there is no value: `error-cell` (#REF!), `no-value` (a formula that was never computed).
    var fault: String?
    /// Whether its numbers count days from 1904.
    var uses1904 = false

    /// A cell of text.
    init(text: String) { self.text = text }

    init(_ content: TableCell.Content, uses1904: Bool) {
        self.uses1904 = uses1904
        switch content {
        case .text(let text): self.text = text
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
}
