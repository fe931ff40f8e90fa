public import DeedCore
import DeedText

/// What a column of a ledger (台账) means.
public enum LedgerColumn: String, CaseIterable, Sendable {
    case customer, partyA, partyB, creditCode, contact, phone, email, address
    case number, title, kind, signed, effective, expires, term, termMonths, renewal, noticeDays, amountInWords, amount, currency,
        owner
    case fileName
    case serial, model, saleDate, invoice, covers, warrantyMonths, warrantyStarts, warrantyEnds

    /// A meaning by its name, or by a heading that has it: `expires`, `到期日期`.
    public init?(named text: String) {
        let key = Folding.nameKey(text)
        let found =
            LedgerColumn(rawValue: text) ?? LedgerColumn.allCases.first { $0.headings.contains { Folding.nameKey($0) == key } }
        guard let found else { return nil }
        self = found
    }

    /// What people call it in Chinese.
    public var chinese: String { headings[0] }

    /// Headings of lengths that do not say what a bare number counts: 12 in 保修期 are months, 1 a year.
    static let unitless: Set<String> = [
        "保修期", "质保期", "保修期限", "质保期限", "合同期限", "合同期", "合同有效期", "有效期", "有效期限", "服务期限", "服务期", "租赁期限", "租期", "期限",
        "履行期限", "合约期限", "协议期限", "保固期", "保固期限", "term", "contractterm", "contractperiod", "period", "duration", "warranty",
        "warrantyterm",
        "warrantyperiod",
    ]

    /// The field of a document that a person means: `expires`, `Expires`, or a heading that ledgers have for it, 到期日, End Date.
    public static func field(named text: String) -> DocumentField? {
        let key = Folding.nameKey(text)
        if let field = DocumentField.allCases.first(where: { Folding.nameKey($0.rawValue) == key }) { return field }
        guard let column = LedgerColumn(named: text) else { return nil }
        return column == .term ? .termMonths : column.field
    }

    /// The field of a document that the column sets, if it is one.
    var field: DocumentField? {
        switch self {
        case .number: .number
        case .title: .title
        case .kind: .kind
        case .signed: .signed
        case .effective: .effective
        case .expires: .expires
        case .termMonths: .termMonths
        case .renewal: .renewal
        case .noticeDays: .noticeDays
        case .amount: .amount
        case .currency: .currency
        case .owner: .owner
        default: nil
        }
    }
}
