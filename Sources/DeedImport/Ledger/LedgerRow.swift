public import DeedCore
import DeedText

/// One row of a ledger.
public struct LedgerRow: Sendable {
    /// The sheet it stands in; `nil` for CSV.
    public var sheet: String?
    /// The line in the file or sheet, from 1.
    public var line: Int
    /// The text of each column that has one.
    public var values: [LedgerColumn: String] = [:]
    /// Values that are not what their column asks for.
    public var faults: [Fault] = []
    /// Field values in their text form.
    public var fields: [DocumentField: String] = [:]
    /// Days of columns that are no document fields: sale, start and end of a warranty.
    var days: [LedgerColumn: CivilDate] = [:]
    /// The length of a warranty.
    var warrantyMonths: Int64?

    /// A value that cannot be read as what its column asks for.
    public struct Fault: Sendable, Hashable {
        /// The column's meaning.
        public var column: LedgerColumn
        /// What stands there.
        public var text: String
        /// Why: see the vocabulary of ledger faults.
        public var reason: String
        /// The days that it could mean.
        public var could: [CivilDate] = []
    }

    init(_ row: LedgerTable.Row, sheet: String?, mapping: LedgerMapping) {
        self.sheet = sheet
        line = row.line
        var cells: [LedgerColumn: LedgerCell] = [:]
        for (column, at) in mapping.columns {
            guard let cell = row.cell(at) else { continue }
            values[column] = cell.text
            cells[column] = cell
        }
        for column in LedgerColumn.allCases {
            guard let cell = cells[column] else { continue }
            if let reason = cell.fault {
                values[column] = nil
                faults.append(Fault(column: column, text: cell.text, reason: reason))
            } else {
                read(cell, as: column, LedgerUnit(mapping.heading(column)))
            }
        }
        if values[.amount] != nil || values[.amountInWords] != nil {
            readAmount(cells, LedgerUnit(mapping.heading(.amount)))
        }
    }

    private mutating func read(_ cell: LedgerCell, as column: LedgerColumn, _ unit: LedgerUnit) {
        if LedgerValue.saysNothing(cell.text) {
            if column == .renewal, ["无", "none"].contains(Folding.folded(cell.text)) { fields[.renewal] = "none" }
            values[column] = nil
            return
        }
        switch column {
        case .signed, .effective, .expires, .saleDate, .warrantyStarts, .warrantyEnds: readDay(cell, column)
        case .term, .termMonths, .noticeDays, .warrantyMonths: readLength(cell, column, unit)
        case .amount, .amountInWords: break
        default: readField(cell, column)
        }
    }

    private mutating func readDay(_ cell: LedgerCell, _ column: LedgerColumn) {
        if [.expires, .warrantyEnds].contains(column), LedgerValue.isPerpetual(cell.text) {
            if column == .expires { fields[.perpetual] = "yes" }
            return
        }
        switch LedgerValue.day(cell) {
        case .day(let day):
            if let field = column.field { fields[field] = day.description } else { days[column] = day }
        case .month: fault(column, cell, "no-day")
        case .ambiguous(let could): fault(column, cell, "ambiguous-date", could)
        case .noSuchDay: fault(column, cell, "no-such-day")
        case .nothing: fault(column, cell, "not-a-date")
        }
    }

    private mutating func readLength(_ cell: LedgerCell, _ column: LedgerColumn, _ unit: LedgerUnit) {
        if column == .term, readTerm(cell) { return }
        let text = cell.number ?? cell.text
        // A number with a unit in its format: 12"个月".
        let length = cell.number != nil && cell.text != cell.number ? LengthReader.length(cell.text) : LengthReader.length(text)
        switch (column, length.map { unit.applied(to: $0, standard: column) }) {
        case (.noticeDays, .days(let count)): fields[.noticeDays] = String(count)
        case (.noticeDays, .months(let count)): fields[.noticeMonths] = String(count)
        case (.term, .months(let count)), (.termMonths, .months(let count)): fields[.termMonths] = String(count)
        case (.warrantyMonths, .months(let count)): warrantyMonths = Int64(count)
        case (_, .workingDays): fault(column, cell, "working-days")
        case (_, .bare): fault(column, cell, "no-unit")
        default: fault(column, cell, "not-a-count")
        }
    }

    /// 2025.1.1-2025.12.31 and 长期 in a column of terms. What columns of their own say counts more.
    private mutating func readTerm(_ cell: LedgerCell) -> Bool {
        if LedgerValue.isPerpetual(cell.text) {
            fields[.perpetual] = "yes"
            return true
        }
        guard let range = DateReader.range(cell.text) else { return false }
        if values[.effective] == nil { fields[.effective] = range.first.description }
        if values[.expires] == nil { fields[.expires] = range.last.description }
        return true
    }

    private mutating func readField(_ cell: LedgerCell, _ column: LedgerColumn) {
        guard let field = column.field else { return }
        if let value = LedgerValue.field(field, cell.text).flatMap({ field.canonical($0) }) {
            fields[field] = value
        } else {
            fault(column, cell, "not-known")
        }
    }

    /// `￥120,000.00`, `12万元`, `USD 5,000`: the text may carry the currency; words and digits must say the same.
    private mutating func readAmount(_ cells: [LedgerColumn: LedgerCell], _ unit: LedgerUnit) {
        func said(_ column: LedgerColumn) -> LedgerCell? {
            cells[column].flatMap { $0.fault != nil || LedgerValue.saysNothing($0.text) ? nil : $0 }
        }
        let given = fields[.currency] ?? unit.currency
        var amount: Money?
        if let cell = said(.amount) {
            switch LedgerAmount.read(cell, currency: given, unit: unit) {
            case .money(let money): amount = money
            case .fault(let reason): return fault(.amount, cell, reason)
            }
        }
        if let cell = said(.amountInWords) {
            guard let fen = HanAmount.fen(cell.text) else { return fault(.amountInWords, cell, "not-an-amount") }
            let words = Money(minorUnits: fen, currency: "CNY")
            if let amount, amount.currency == "CNY", amount != words { return fault(.amountInWords, cell, "amounts-differ") }
            amount = amount ?? words
        }
        guard let amount else { return }
        fields[.amount] = amount.decimal
        fields[.currency] = amount.currency
    }

    private mutating func fault(_ column: LedgerColumn, _ cell: LedgerCell, _ reason: String, _ could: [CivilDate] = []) {
        faults.append(Fault(column: column, text: cell.text, reason: reason, could: could))
    }
}

extension LedgerRow {
    /// What a person knows the row by.
    public var subject: String {
        values[.number] ?? values[.fileName] ?? values[.title] ?? values[.serial] ?? values[.customer] ?? ""
    }
}
