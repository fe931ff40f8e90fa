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
    /// What its warranty promises.
    private(set) var coverKinds = ["whole"]
    /// The machines of its cell, as written: one row may name several.
    public var serials: [String] = []
    /// The last day that a range of the term says, where a column of its own says one too.
    private(set) var statedEnd: CivilDate?
    private let columns: LedgerColumns
    /// Digits that a cell beside the amount adds to it, and its currency: 万元 in a column 单位, or in that of the currency.
    private var unitBeside: (zeros: Int, currency: String?)?
    /// What the heading over the amount says, where several columns have one.
    private var amountUnit: LedgerUnit?
    /// How many cells more than headings the row has, where something stands in them.
    let surplus: Int

    /// A value that cannot be read as what its column asks for.
    public struct Fault: Sendable, Hashable {
        /// The column's meaning; `nil` for a column that no field takes.
        public var column: LedgerColumn?
        /// The heading as the file has it.
        public var heading = ""
        /// What stands there.
        public var text: String
        /// Why: see the vocabulary of ledger faults.
        public var reason: String
        /// The days that it could mean.
        public var could: [CivilDate] = []
    }

    /// The heading of a column as the file has it.
    func heading(_ column: LedgerColumn) -> String { columns.mapping.heading(column) }

    /// Reads a row.
    init(_ row: LedgerTable.Row, sheet: String?, columns: LedgerColumns, surplus: Int = 0) {
        self.sheet = sheet
        self.surplus = surplus
        line = row.line
        self.columns = columns
        var cells: [LedgerColumn: LedgerCell] = [:]
        for (column, places) in columns.places {
            let found = column == .amount ? amount(of: row, at: places) : one(column, of: places.compactMap { row.cell($0) })
            guard let cell = found else { continue }
            values[column] = cell.line
            cells[column] = cell
        }
        for column in columns.meanings {
            guard let cell = cells[column] else { continue }
            if let reason = cell.fault {
                fault(column, cell, reason)
                values[column] = nil
            } else {
                read(cell, as: column, columns.unit(column))
            }
        }
        for (at, cell) in row.cells.enumerated() where cell?.fault == "unclosed-quote" && !columns.taken.contains(at) {
            let headings = columns.mapping.headings
            let heading = headings.indices.contains(at) ? headings[at] : ""
            faults.append(Fault(column: nil, heading: heading, text: cell?.text ?? "", reason: "unclosed-quote"))
        }
        if values[.amount] != nil || values[.amountInWords] != nil {
            readAmount(cells, amountUnit ?? columns.unit(.amount), beside: columns.unitColumn.flatMap { row.cell($0) })
        }
        if termDisagreesWithSignature, let cell = cells[.term] ?? cells[.termMonths] {
            fields[.termMonths] = nil
            fault(cells[.term] == nil ? .termMonths : .term, cell, "term-from-signature")
        }
    }

    /// The amount where several columns have it, each in the unit of its heading: 金额（元） beside 金额（万元）. They must say the same, as far as
    /// the coarser one shows; the finer one counts.
    private mutating func amount(of row: LedgerTable.Row, at places: [Int]) -> LedgerCell? {
        let units = places.map { columns.unit(at: $0) }
        guard Set(units.map(\.zeros)).count > 1 else { return one(.amount, of: places.compactMap { row.cell($0) }) }
        let said = zip(places, units).sorted { $0.1.zeros < $1.1.zeros }.compactMap { at, unit in
            row.cell(at).flatMap { LedgerValue.saysNothing($0.text) ? nil : (at: at, cell: $0, unit: unit) }
        }
        var read: [(cell: LedgerCell, unit: LedgerUnit, money: Money)] = []
        for one in said {
            switch LedgerAmount.read(one.cell, currency: one.unit.currency, unit: one.unit) {
            case .money(let money): read.append((one.cell, one.unit, money))
            // What cannot be read is listed below its own heading; where it is all that there is, with the row's other words.
            case .fault(let reason) where said.count > 1:
                let heading = columns.mapping.headings[one.at]
                faults.append(Fault(column: .amount, heading: heading, text: one.cell.line, reason: reason))
            case .fault: break
            }
        }
        guard let fine = read.first else {
            amountUnit = said.first?.unit
            return said.count == 1 ? said[0].cell : nil
        }
        let others = read.dropFirst().filter { $0.money.currency == fine.money.currency }
        if others.contains(where: { LedgerAmount.differ(fine.money, $0.money, shown: $0.cell, zeros: $0.unit.zeros) }) {
            let texts = said.map(\.cell.line).joined(separator: " | ")
            faults.append(Fault(column: .amount, heading: heading(.amount), text: texts, reason: "columns-differ"))
            return nil
        }
        amountUnit = fine.unit
        return fine.cell
    }

    /// The cell of a meaning. Where several columns have it, the one that is filled; where they say different things, none, and the
    /// row says so.
    private mutating func one(_ column: LedgerColumn, of cells: [LedgerCell]) -> LedgerCell? {
        guard let first = cells.first, cells.count > 1 else { return cells.first }
        let said = cells.filter { !LedgerValue.saysNothing($0.text) }
        guard let known = said.first else { return first }
        if said.dropFirst().allSatisfy({ isSame($0, known) }) { return known }
        let texts = said.map(\.line).joined(separator: " | ")
        faults.append(Fault(column: column, heading: heading(column), text: texts, reason: "columns-differ"))
        return nil
    }

    private func isSame(_ one: LedgerCell, _ other: LedgerCell) -> Bool {
        if Folding.folded(one.line) == Folding.folded(other.line) { return true }
        guard case .day(let day) = LedgerValue.day(one) else { return false }
        return LedgerValue.day(other) == .day(day)
    }

    private mutating func read(_ cell: LedgerCell, as column: LedgerColumn, _ unit: LedgerUnit) {
        if LedgerValue.saysNothing(cell.text) {
            if column == .renewal, ["无", "none"].contains(Folding.folded(cell.text)) { fields[.renewal] = "none" }
            values[column] = nil
            return
        }
        if LedgerCode.columns.contains(column) { return readCode(cell, column) }
        for (isNoValue, reason) in [(LedgerCode.isDitto, "ditto"), (LedgerCode.isElsewhere, "elsewhere")]
        where isNoValue(cell.text) {
            values[column] = nil
            return fault(column, cell, reason)
        }
        switch column {
        case .signed, .effective, .expires, .saleDate, .warrantyStarts, .warrantyEnds: readDay(cell, column)
        case .term, .termMonths, .noticeDays, .warrantyMonths: readLength(cell, column, unit)
        case .amount, .amountInWords: break
        case .contact: readContact(cell)
        case .covers:
            let (kinds, isWhole) = LedgerValue.covers(cell.line)
            coverKinds = kinds
            if !isWhole { fault(column, cell, kinds.isEmpty ? "not-known" : "remark") }
        case .email:
            if !EmailText.isWritten(cell.line) {
                values[.email] = nil
                fault(column, cell, "not-an-address")
            }
        default: readField(cell, column)
        }
    }

    private mutating func readCode(_ cell: LedgerCell, _ column: LedgerColumn) {
        switch LedgerCode.read(cell, as: column, keepsDigits: columns.keepsDigits.contains(column)) {
        case .nothing: values[column] = nil
        case .fault(let reason):
            values[column] = nil
            fault(column, cell, reason)
        case .codes(let codes):
            if column == .serial { serials = codes }
            values[column] = codes[0]
            if column == .number { fields[.number] = DocumentField.number.canonical(codes[0]) }
        }
    }

    /// 王工 13700003003: a phone in the column of the person goes to the phones; 王工 13700003003 / 李工 13700003004 are two.
    private mutating func readContact(_ cell: LedgerCell) {
        if values[.email] == nil, cell.line.contains(where: { "@＠".contains($0) }) {
            let words = cell.line.split { " 、,，;；/".contains($0) }.map(String.init)
            let addresses = words.filter(EmailText.isWritten)
            if !addresses.isEmpty {
                values[.email] = addresses.joined(separator: ", ")
                let name = words.filter { !EmailText.isWritten($0) }.joined(separator: " ")
                values[.contact] = name.isEmpty ? nil : name
            }
        }
        guard let text = values[.contact] else { return }
        var found = PhoneText.persons(text)
        // A phone alone is no name.
        if found.isEmpty, let one = PhoneText.split(text), one.name.isEmpty { found = [one] }
        guard !found.isEmpty else { return }
        let names = found.map(\.name).filter { !$0.isEmpty }
        values[.contact] = names.isEmpty ? nil : names.joined(separator: "/")
        let known = values[.phone].map { [$0] } ?? []
        let others = found.map(\.phone).filter { phone in
            !known.contains { Set(PhoneText.numbers($0)).isSuperset(of: PhoneText.numbers(phone)) }
        }
        values[.phone] = (known + others).joined(separator: " / ")
    }

    private mutating func readDay(_ cell: LedgerCell, _ column: LedgerColumn) {
        if [.expires, .warrantyEnds].contains(column), LedgerValue.isPerpetual(cell.text) {
            if column == .expires { fields[.perpetual] = "yes" } else { fault(column, cell, "endless-cover") }
            return
        }
        var cell = cell
        if ![.expires, .warrantyEnds].contains(column), cell.number == nil {
            for word in ["起算", "开始", "起"] where cell.text.hasSuffix(word) { cell.text.removeLast(word.count) }
            if cell.text.hasPrefix("自") { cell.text.removeFirst() }
        }
        switch LedgerValue.day(cell) {
        case .day(let day) where LedgerValue.isSentinel(day): fault(column, cell, "sentinel")
        case .day(let day):
            if let field = column.field { fields[field] = day.description } else { days[column] = day }
        case .month: fault(column, cell, "no-day")
        case .ambiguous(let could): fault(column, cell, "ambiguous-date", could)
        case .noSuchDay: fault(column, cell, "no-such-day")
        case .nothing: fault(column, cell, "not-a-date")
        }
    }

    private mutating func readLength(_ cell: LedgerCell, _ column: LedgerColumn, _ unit: LedgerUnit) {
        if [.term, .warrantyMonths].contains(column), readTerm(cell, column) { return }
        let text = cell.number ?? cell.text
        // A number with a unit in its format: 12"个月".
        let length = cell.number != nil && cell.text != cell.number ? LengthReader.length(cell.text) : LengthReader.length(text)
        readLength(length, cell, column, unit)
    }

    private mutating func readLength(_ length: Length?, _ cell: LedgerCell, _ column: LedgerColumn, _ unit: LedgerUnit) {
        let isNotice = column == .noticeDays
        if !isNotice, length != nil, LengthReader.isLeast(cell.text) { return fault(column, cell, "remark") }
        switch (column, length.map { unit.applied(to: $0, standard: column) }) {
        case (.term, .days(0)), (.term, .months(0)), (.termMonths, .months(0)), (.warrantyMonths, .months(0)):
            fault(column, cell, "zero")
        case (_, .months(let count)) where count > (isNotice ? 120 : 1200): fault(column, cell, "too-long")
        case (.noticeDays, .days(let count)): fields[.noticeDays] = String(count)
        case (.noticeDays, .months(let count)): fields[.noticeMonths] = String(count)
        case (.term, .months(let count)), (.termMonths, .months(let count)): fields[.termMonths] = String(count)
        case (.warrantyMonths, .months(let count)): warrantyMonths = Int64(count)
        case (_, .workingDays): fault(column, cell, "working-days")
        case (_, .days(let count)) where count > 0: fault(column, cell, "counts-months")
        case (_, .bare): fault(column, cell, "no-unit")
        default:
            let hasRemark = LengthReader.isRemarked(cell.text)
            let isBackwards = TermReader.endsBeforeItBegins(cell.text)
            fault(column, cell, isBackwards ? "end-before-start" : hasRemark ? "remark" : "not-a-count")
        }
    }

    /// 2025.1.1-2025.12.31, 2年（2025.1.1-2026.12.31）, 2025年1月1日起2年 and 长期. What columns of their own say counts more.
    private mutating func readTerm(_ cell: LedgerCell, _ column: LedgerColumn) -> Bool {
        guard cell.number == nil, cell.day == nil, let term = TermReader.term(cell.line) else { return false }
        // A length alone has its unit in the heading, perhaps.
        if term.first == nil, term.last == nil, !term.isPerpetual { return false }
        if let length = term.length {
            switch length {
            case .months(let count) where count > 0 && count <= 1200:
                if column == .term { fields[.termMonths] = String(count) } else { warrantyMonths = Int64(count) }
            case .days where term.last != nil: break
            default: return false
            }
        }
        let (starts, ends): (LedgerColumn, LedgerColumn) =
            column == .term ? (.effective, .expires) : (.warrantyStarts, .warrantyEnds)
        // 自2026年3月1日起三年 beside a start in January: three years from which of them?
        if let first = term.first, term.last == nil, let known = fields[.effective].flatMap({ CivilDate($0) }), column == .term,
            known != first, term.length != nil
        {
            fields[.termMonths] = nil
            fault(column, cell, "starts-differ")
            return true
        }
        if [term.first, term.last].contains(where: { $0.map(LedgerValue.isSentinel) ?? false }) {
            fault(column, cell, "sentinel")
            return true
        }
        if term.isPerpetual {
            if column == .term { fields[.perpetual] = "yes" } else { fault(column, cell, "endless-cover") }
        }
        if values[starts] == nil, let day = term.first { put(day, starts) }
        if let day = term.last {
            if values[ends] == nil { put(day, ends) } else { statedEnd = day }
        }
        return true
    }

    private mutating func put(_ day: CivilDate, _ column: LedgerColumn) {
        if let field = column.field { fields[field] = day.description } else { days[column] = day }
    }

    private mutating func readField(_ cell: LedgerCell, _ column: LedgerColumn) {
        guard let field = column.field else { return }
        if column == .currency, let unit = LedgerUnit.word(cell.text), unit.zeros > 0 {
            unitBeside = unit
            fields[.currency] = unit.currency ?? "CNY"
            return
        }
        if let value = LedgerValue.field(field, cell.line).flatMap({ field.canonical($0) }) {
            fields[field] = value
        } else {
            fault(column, cell, "not-known")
        }
    }

    /// `￥120,000.00`, `12万元`, `USD 5,000`: the text may carry the currency; words and digits must say the same.
    private mutating func readAmount(_ cells: [LedgerColumn: LedgerCell], _ unit: LedgerUnit, beside: LedgerCell?) {
        if let beside {
            unitBeside = LedgerUnit.word(beside.text) ?? unitBeside
            // 元/月, 万元/年: not the whole amount. 台 counts machines.
            if LedgerUnit.word(beside.text) == nil, beside.text.contains(where: { "元万亿币".contains($0) }) {
                return fault(.amount, beside, "unit-or-whole")
            }
        }
        func said(_ column: LedgerColumn) -> LedgerCell? {
            cells[column].flatMap { $0.fault != nil || LedgerValue.saysNothing($0.text) ? nil : $0 }
        }
        let given = fields[.currency] ?? unitBeside?.currency ?? unit.currency
        var unit = unit
        if let beside = unitBeside {
            if unit.zeros > 0, unit.zeros != beside.zeros, let cell = said(.amount) {
                return fault(.amount, cell, "unit-or-whole")
            }
            unit.zeros = beside.zeros
            if let other = beside.currency, let given, other != given, let cell = said(.amount) {
                return fault(.amount, cell, "currencies-differ")
            }
        }
        if let cell = said(.amount) {
            if unit.contradicts(given) { return fault(.amount, cell, "currencies-differ") }
            if unit.isUnclear, unitBeside == nil, case .success(let read) = AmountText.read(cell.text), read.zeros == nil {
                return fault(.amount, cell, "unit-or-whole")
            }
        }
        var amount: Money?
        if let cell = said(.amount) {
            // The amount of a currency that nobody knows is not one in yuan.
            if faults.contains(where: { $0.column == .currency }) { return fault(.amount, cell, "currency-unknown") }
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
        faults.append(
            Fault(column: column, heading: heading(column), text: cell.line, reason: reason, could: could))
    }
}

extension LedgerRow {
    /// What a person knows the row by.
    public var subject: String {
        values[.number] ?? values[.fileName] ?? values[.title] ?? values[.serial] ?? values[.customer] ?? values[.partyA]
            ?? values[.partyB] ?? ""
    }
}
