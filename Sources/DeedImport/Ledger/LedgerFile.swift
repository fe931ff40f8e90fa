public import DeedCore
public import DeedText

/// A ledger as it was read: headings, rows, charset. Nothing is judged yet.
public struct LedgerFile: Sendable {
    /// The absolute path.
    public var source: String
    /// SHA-256 of the file's bytes.
    public var sha256: ObjectID
    /// What the text was decoded from.
    public var charset: TextCharset
    /// Which column means what.
    public var mapping: LedgerMapping
    /// The rows below the headings.
    public var rows: [LedgerRow]

    /// Reads a CSV file in GBK, UTF-8 or whatever charset its bytes show.
    ///
    /// - Throws: ``Failure`` `ledgerUnreadable` when there is no heading row that says anything.
    public init(source: String, bytes: [UInt8], sha256: ObjectID, assignments: [String] = []) throws {
        self.source = source
        self.sha256 = sha256
        let charset = TextCharset.detect(bytes)
        self.charset = charset
        let table = CSVReader.rows(bytes.withUnsafeBufferPointer { charset.decode($0) })
        // Ledgers often carry a title line above the headings: the first row that maps to something is taken.
        guard
            let heading = table.prefix(10).firstIndex(where: { LedgerMapping(guessing: $0.cells).isUsable })
                ?? (assignments.isEmpty ? nil : table.indices.first)
        else {
            throw Failure(.ledgerUnreadable, source, detail: "no heading row with a contract number, a file name or a serial")
        }
        var mapping = LedgerMapping(guessing: table[heading].cells)
        for assignment in assignments { try mapping.assign(assignment) }
        guard mapping.isUsable else {
            throw Failure(.ledgerUnreadable, source, detail: table[heading].cells.joined(separator: " | "))
        }
        self.mapping = mapping
        rows = table[(heading + 1)...].map { LedgerRow(line: $0.line, cells: $0.cells, mapping: mapping) }
    }
}

/// One row of a ledger.
public struct LedgerRow: Sendable {
    /// The line in the file, from 1.
    public var line: Int
    /// The text of each column that has one.
    public var values: [LedgerColumn: String]
    /// Values that are not what their column asks for: meaning, text.
    public var faults: [Fault] = []
    /// Field values in their text form.
    public var fields: [DocumentField: String] = [:]

    /// A value that cannot be read as what its column asks for.
    public struct Fault: Sendable, Hashable {
        /// The column's meaning.
        public var column: LedgerColumn
        /// What stands there.
        public var text: String
    }

    init(line: Int, cells: [String], mapping: LedgerMapping) {
        self.line = line
        values = [:]
        for (column, at) in mapping.columns where at < cells.count && !cells[at].isEmpty { values[column] = cells[at] }
        for column in LedgerColumn.allCases {
            guard let text = values[column], let field = column.field else { continue }
            switch LedgerValue.field(field, text) {
            case .value(let value): fields[field] = value
            case .nothing: break
            case .fault: faults.append(Fault(column: column, text: text))
            }
        }
        completeAmount()
    }

    /// `￥120,000.00`, `12万元`, `USD 5,000`: the text may carry the currency.
    private mutating func completeAmount() {
        guard let text = values[.amount] else { return }
        let given = fields[.currency]
        guard let money = LedgerValue.money(text, currency: given) else {
            fields[.amount] = nil
            return
        }
        fields[.amount] = money.decimal
        fields[.currency] = money.currency
    }

    /// A date of a column that is no document field, such as the day of sale.
    mutating func date(_ column: LedgerColumn) -> CivilDate? {
        guard let text = values[column] else { return nil }
        if let date = LedgerValue.date(text) { return date }
        faults.append(Fault(column: column, text: text))
        return nil
    }

    /// A count of a column that is no document field, such as the months of warranty.
    mutating func count(_ column: LedgerColumn) -> Int64? {
        guard let text = values[column] else { return nil }
        if let count = LedgerValue.count(text) { return Int64(count) }
        faults.append(Fault(column: column, text: text))
        return nil
    }
}
