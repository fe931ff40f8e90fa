public import DeedCore

/// A table on its way out, for people who go on with it in a spreadsheet: headings, and rows of typed values.
public struct Worksheet: Sendable {
    /// What the tab says; cut and cleaned to what spreadsheets allow.
    public var name: String
    /// The columns in order.
    public var columns: [Column]
    /// The rows; a row may be shorter than the columns.
    public var rows: [[Value]]

    /// A column.
    public struct Column: Sendable {
        /// The heading.
        public var heading: String
        /// How wide it is shown, in characters of the standard font; a Han character takes two.
        public var width: Int

        /// A column of this width.
        public init(_ heading: String, width: Int) {
            self.heading = heading
            self.width = width
        }
    }

    /// A value that keeps its type: spreadsheets sort and add by it.
    public enum Value: Sendable, Hashable {
        case empty
        case text(String)
        case date(CivilDate)
        /// A decimal number as text, `-1234.50`.
        case amount(String)
        case count(Int64)

        /// A text, or nothing.
        public init(_ text: String?) { self = text.map { $0.isEmpty ? .empty : .text($0) } ?? .empty }

        /// A date, or nothing.
        public init(_ date: CivilDate?) { self = date.map(Value.date) ?? .empty }
    }

    /// An empty table.
    public init(_ name: String, columns: [Column], rows: [[Value]] = []) {
        self.name = name
        self.columns = columns
        self.rows = rows
    }
}
