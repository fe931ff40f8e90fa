/// The fields of a document that people, ledgers and accepted proposals set. Raw values are part of the format.
public enum DocumentField: String, CaseIterable, Sendable {
    /// What people call it; before it is set, the file's name without extension.
    case title
    /// One of ``DocumentKind``.
    case kind
    /// The contract number, or the card's number.
    case number
    /// The day of signing (agreement date).
    case signed
    /// The first day it is in force.
    case effective
    /// The last day of the current term.
    case expires
    /// The length of the term in whole months.
    case termMonths
    /// `auto` (renews by itself), `manual` (renews by agreement) or `none`.
    case renewal
    /// Months that one renewal lasts.
    case renewalMonths
    /// Days before the end by which one must act; excludes ``noticeMonths``.
    case noticeDays
    /// Months before the end by which one must act.
    case noticeMonths
    /// Decimal text, `120000.00`; its currency stands in ``currency``.
    case amount
    /// ISO 4217.
    case currency
    /// The person responsible (责任人).
    case owner
    /// What was decided about the coming end: `renew`, `end` or `renegotiate`.
    case decision
    /// `yes` when the document has no end by its own words.
    case perpetual
    /// Free text.
    case note
    /// The day until which it is kept at least, whatever the rules for its kind say.
    case retention

    /// The text form in which a value is kept, or `nil` when `text` is no value of this field.
    ///
    /// Dates are ISO, counts are decimal digits without leading zeros (at most 9,999), the rest is trimmed text of at most 2,000 bytes.
    public func canonical(_ text: String) -> String? {
        let trimmed = text.trimmedASCII
        guard !trimmed.isEmpty, trimmed.utf8.count <= 2000 else { return nil }
        switch self {
        case .kind: return DocumentKind(rawValue: trimmed)?.rawValue
        case .signed, .effective, .expires, .retention: return CivilDate(trimmed)?.description
        case .termMonths, .renewalMonths, .noticeDays, .noticeMonths:
            guard let count = Int(trimmed), (0...9999).contains(count) else { return nil }
            return String(count)
        case .renewal: return ["auto", "manual", "none"].contains(trimmed) ? trimmed : nil
        case .decision: return ["renew", "end", "renegotiate"].contains(trimmed) ? trimmed : nil
        case .perpetual: return ["yes", "no"].contains(trimmed) ? trimmed : nil
        case .amount: return DocumentField.plainDecimal(trimmed)
        case .currency:
            let upper = trimmed.uppercased()
            return upper.utf8.count == 3 && upper.utf8.allSatisfy { $0 >= 65 && $0 <= 90 } ? upper : nil
        case .title, .number, .owner, .note: return trimmed
        }
    }

    private static func plainDecimal(_ text: String) -> String? {
        guard Money(decimal: text, currency: "KWD") != nil else { return nil }
        return text
    }
}

extension String {
    /// Without ASCII white space at both ends.
    public var trimmedASCII: String {
        let space: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        guard let first = utf8.firstIndex(where: { !space($0) }), let last = utf8.lastIndex(where: { !space($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}
