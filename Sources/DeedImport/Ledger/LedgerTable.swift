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
        /// Whether the sheet does not show it: hidden by hand or by a filter.
        public var isHidden = false

        /// The cell of a column, if it is not empty.
        func cell(_ column: Int) -> LedgerCell? { column < cells.count ? cells[column] : nil }
    }

    /// The text of a CSV file.
    public init(csv text: String) {
        rows = CSVReader.rows(text).map { row in
            var cells = row.cells.map { LedgerTable.cell($0) }
            for column in row.unclosed { cells[column]?.fault = "unclosed-quote" }
            return Row(line: row.line, cells: cells)
        }
    }

    private static func cell(_ text: String) -> LedgerCell? {
        let cell = LedgerCell(text: text)
        return cell.text.isEmpty ? nil : cell
    }

    /// A sheet of a workbook. A value that stands in cells joined downwards belongs to each of their rows.
    public init(_ sheet: TableSheet, uses1904: Bool) {
        name = sheet.name
        isHidden = sheet.isHidden
        isRead = sheet.isRead
        merges = sheet.merges
        rows = sheet.rows.map { row in
            var cells = [LedgerCell?](repeating: nil, count: (row.cells.last?.column ?? -1) + 1)
            for cell in row.cells {
                let read = LedgerCell(cell.content, uses1904: uses1904)
                cells[cell.column] = read.text.isEmpty ? nil : read
            }
            return Row(line: row.number, cells: cells, isHidden: row.isHidden)
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
