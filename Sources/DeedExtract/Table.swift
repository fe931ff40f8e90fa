public import DeedCore

/// A workbook as it was read for its values: sheets of rows of typed cells. Nothing in it is judged.
public struct TableBook: Sendable, Hashable {
    /// The sheets in the workbook's order, those that were not read too.
    public var sheets: [TableSheet]
    /// Whether days are counted from 1904, for numbers that stand where a date should.
    public var uses1904: Bool
    /// What the reader complained about.
    public var warnings: [String]

    /// A workbook.
    public init(sheets: [TableSheet] = [], uses1904: Bool = false, warnings: [String] = []) {
        self.sheets = sheets
        self.uses1904 = uses1904
        self.warnings = warnings
    }
}

/// One sheet.
public struct TableSheet: Sendable, Hashable {
    /// What its tab says.
    public var name: String
    /// Whether its tab is hidden.
    public var isHidden: Bool
    /// Whether its rows were read: hidden sheets only when they were named.
    public var isRead: Bool
    /// Rows with at least one cell that is not empty.
    public var rows: [TableRow]
    /// Cells that are joined.
    public var merges: [TableRange]

    /// A sheet.
    public init(
        name: String, isHidden: Bool = false, isRead: Bool = true, rows: [TableRow] = [], merges: [TableRange] = []
    ) {
        self.name = name
        self.isHidden = isHidden
        self.isRead = isRead
        self.rows = rows
        self.merges = merges
    }
}

/// One row: only cells that are not empty.
public struct TableRow: Sendable, Hashable {
    /// The number beside it in the spreadsheet, from 1.
    public var number: Int
    /// Its cells, from left to right.
    public var cells: [TableCell]
    /// Whether the sheet does not show it: hidden by hand or by a filter.
    public var isHidden: Bool

    /// A row.
    public init(number: Int, cells: [TableCell], isHidden: Bool = false) {
        self.number = number
        self.cells = cells
        self.isHidden = isHidden
    }
}

/// One cell.
public struct TableCell: Sendable, Hashable {
    /// Its column, from 0.
    public var column: Int
    /// What is in it.
    public var content: Content

    /// What a cell holds.
    public enum Content: Sendable, Hashable {
        case text(String)
        /// A number: its plain decimal form, and as its format shows it.
        case number(String, shown: String)
        /// A day: the number behind it, as its format shows it, and the day.
        case day(String, shown: String, CivilDate)
        case boolean(Bool)
        /// `#REF!` and its like, or what is wrong with the cell.
        case error(String)
        /// A formula whose value was not stored with it.
        case formula
    }

    /// A cell.
    public init(column: Int, content: Content) {
        self.column = column
        self.content = content
    }
}

/// A rectangle of cells that are joined: the one at its upper left has the value.
public struct TableRange: Sendable, Hashable {
    /// The first row, from 1.
    public var firstRow: Int
    /// The last row.
    public var lastRow: Int
    /// The first column, from 0.
    public var firstColumn: Int
    /// The last column.
    public var lastColumn: Int

    /// A rectangle.
    public init(firstRow: Int, lastRow: Int, firstColumn: Int, lastColumn: Int) {
        self.firstRow = firstRow
        self.lastRow = lastRow
        self.firstColumn = firstColumn
        self.lastColumn = lastColumn
    }
}

/// Why a table could not be read. The reasons are those of texts: `encrypted`, `damaged`, `too-large`, `no-reader`, `timeout`,
/// `crashed`.
public struct TableFault: Error, Hashable {
    /// The reason code.
    public var reason: String
    /// What the file was found to be; empty when not even that is known.
    public var media: String
    /// The parser's words.
    public var detail: String
}

/// How much of a table is read; the worker and its parent both keep to it.
public enum TableLimits {
    /// Rows of a workbook: what one sheet can hold.
    public static let rows = 1_048_576
    /// Columns in use. A ledger has dozens.
    public static let columns = 1_000
    /// Bytes of one row's texts.
    public static let rowBytes = 128 << 10
    /// Bytes of all texts.
    public static let textBytes = 64 << 20
    /// Joined cells of a sheet.
    public static let merges = 100_000
    /// Sheets of a workbook.
    public static let sheets = 1_000
}
