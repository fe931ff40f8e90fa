import DeedCore
import DeedText

/// What a row says of a document beside what is known of it: new, the same, replaced or in conflict.
public struct LedgerComparison {
    /// Fields to set; `nil` takes one away.
    private(set) var writes: [(DocumentField, String?)] = []
    /// Values of an earlier ledger that are replaced.
    private(set) var changes: [LedgerReport.Conflict] = []
    /// What differs from a confirmed value.
    private(set) var conflicts: [LedgerReport.Conflict] = []

    /// Fields of which a document has one or the other.
    private static let exclusive: [DocumentField: DocumentField] = [
        .noticeDays: .noticeMonths, .noticeMonths: .noticeDays, .perpetual: .expires, .expires: .perpetual,
    ]

    init(_ row: LedgerRow, known: [DocumentField: (value: String, source: String)], updates: Bool) {
        for field in DocumentField.allCases {
            guard let given = row.fields[field] else { continue }
            if let has = known[field], has.source != LedgerComparison.byName {
                if LedgerComparison.isSame(field, has.value, given) { continue }
                note(row, field, has, given, updates: updates)
                if updates, has.source == "ledger" { writes.append((field, given)) }
                continue
            }
            if LedgerComparison.isToldAlready(field, given, known) { continue }
            writes.append((field, given))
            // 到期日 beside a document without an end, months beside days: both cannot stand.
            guard let other = LedgerComparison.exclusive[field], let has = known[other], other != .perpetual || has.value == "yes"
            else {
                continue
            }
            note(row, other, has, field == .perpetual ? "" : given, updates: updates)
            if updates, has.source == "ledger" { writes.append((other, nil)) }
        }
    }

    /// The source of a title that nobody gave: the file is called so.
    public static let byName = "name"

    /// Whether the archive says the same without a fact: the title is the file's name, the end is where start and term lead. A list that is
    /// exported and read as a ledger changes nothing.
    private static func isToldAlready(
        _ field: DocumentField, _ given: String, _ known: [DocumentField: (value: String, source: String)]
    ) -> Bool {
        switch field {
        case .title: return known[.title].map { isSame(.title, $0.value, given) } ?? false
        case .expires:
            guard let months = known[.termMonths].flatMap({ Int($0.value) }), (1...1200).contains(months),
                let start = (known[.effective] ?? known[.signed]).flatMap({ CivilDate($0.value) })
            else { return false }
            return start.adding(months: months).description == given
        default: return false
        }
    }

    private mutating func note(
        _ row: LedgerRow, _ field: DocumentField, _ has: (value: String, source: String), _ given: String, updates: Bool
    ) {
        let entry = LedgerReport.Conflict(
            sheet: row.sheet, line: row.line, subject: row.subject, field: field.rawValue, known: has.value, given: given)
        if updates, has.source == "ledger" { changes.append(entry) } else { conflicts.append(entry) }
    }

    /// Whether two values mean the same: 120000 and 120000.00, ＨＴ－１ and HT-1.
    static func isSame(_ field: DocumentField, _ one: String, _ other: String) -> Bool {
        if one == other { return true }
        switch field {
        case .number: return Folding.numberKey(one) == Folding.numberKey(other)
        case .title, .owner, .note: return Folding.nameKey(one) == Folding.nameKey(other)
        // The dinar has the most digits; the currency is compared as a field of its own.
        case .amount: return Money(decimal: one, currency: "KWD").map { $0 == Money(decimal: other, currency: "KWD") } ?? false
        default: return false
        }
    }
}
