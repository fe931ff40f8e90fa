/// How the columns of a sheet are read: what is the same for all of its rows.
struct LedgerColumns {
    /// Which column means what.
    let mapping: LedgerMapping
    /// The meanings that the sheet has, in the order in which they are read.
    let meanings: [LedgerColumn]
    /// Every column (from 0) of each meaning, in the order of the meanings' names.
    let places: [(meaning: LedgerColumn, columns: [Int])]
    /// Columns that some meaning reads.
    let taken: Set<Int>
    /// A column that says in what unit the amounts are.
    let unitColumn: Int?
    /// Columns whose long numbers are whole; see ``LedgerCode``.
    let keepsDigits: Set<LedgerColumn>
    private let units: [LedgerColumn: LedgerUnit]

    /// - Parameter rows: those below the headings.
    init(_ mapping: LedgerMapping, rows: ArraySlice<LedgerTable.Row>) {
        self.mapping = mapping
        // A person's own phone is added to those of the phones' column, which is read before.
        meanings = (LedgerColumn.allCases.filter { $0 != .contact } + [.contact]).filter { mapping.columns[$0] != nil }
        places = mapping.columns.sorted { $0.key.rawValue < $1.key.rawValue }.map { meaning, at in
            (meaning, [at] + mapping.twins(of: meaning))
        }
        taken = Set(places.flatMap(\.columns))
        unitColumn = mapping.unitColumn(besides: taken)
        units = mapping.columns.reduce(into: [:]) { $0[$1.key] = LedgerUnit(mapping.heading($1.key)) }
        keepsDigits = Set(
            LedgerCode.columns.filter { column in
                guard let at = mapping.columns[column] else { return false }
                return rows.contains { $0.cell(at).map(LedgerCode.keepsDigits) ?? false }
            })
    }

    /// What the heading of a column says of its numbers.
    func unit(at column: Int) -> LedgerUnit {
        LedgerUnit(mapping.headings.indices.contains(column) ? mapping.headings[column] : "")
    }

    /// What the heading of a meaning says of its numbers.
    func unit(_ column: LedgerColumn) -> LedgerUnit { units[column] ?? LedgerUnit("") }
}
