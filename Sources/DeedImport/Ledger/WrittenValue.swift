public import DeedCore
import DeedText

/// What a person types for a field, read as a ledger's cell would be: 100万元, 30天, 是, 2027年3月31日.
public enum WrittenValue {
    /// What a text says.
    public enum Reading {
        /// The fields to set: of an amount that names its currency, both.
        case values([(field: DocumentField, value: String)])
        /// Why it is no value, in the words of the vocabulary of ledger faults, and what it could mean.
        case fault(String, could: [String] = [])
    }

    /// Reads a text that is not empty.
    public static func read(_ text: String, as field: DocumentField) -> Reading {
        let text = text.trimmedASCII
        switch field {
        case .signed, .effective, .expires, .retention: return day(text, field)
        case .termMonths, .renewalMonths, .noticeDays, .noticeMonths: return length(text, field)
        case .amount: return amount(text)
        case .kind: return word(LedgerValue.kind(text)?.rawValue, field, DocumentKind.allCases.map(\.rawValue))
        case .renewal: return word(LedgerValue.renewal(text), field, ["auto", "manual", "none"])
        case .currency: return word(LedgerValue.currency(text), field, ["CNY", "USD", "EUR", "HKD", "JPY", "GBP", "TWD"])
        case .decision: return word(decision(text), field, ["renew", "end", "renegotiate"])
        case .perpetual: return word(flag(text), field, ["yes", "no"])
        case .title, .number, .owner, .note: return one(field, field.canonical(text), "too-long-text")
        }
    }

    private static func one(_ field: DocumentField, _ value: String?, _ reason: String) -> Reading {
        value.map { .values([(field, $0)]) } ?? .fault(reason)
    }

    private static func word(_ value: String?, _ field: DocumentField, _ known: [String]) -> Reading {
        value.flatMap { field.canonical($0) }.map { .values([(field, $0)]) } ?? .fault("not-known", could: known)
    }

    /// The day that programs count from.
    private static let epoch = CivilDate("1970-01-01")

    private static func day(_ text: String, _ field: DocumentField) -> Reading {
        // 长期 is what a ledger says of the end, too.
        if field == .expires, TermReader.isPerpetual(text) { return .values([(.perpetual, "yes")]) }
        switch DateReader.reading(text) {
        // 2099-12-31 may be meant by a person who types it; a day that no paper has is not.
        case .day(let day) where field != .retention && (day.year >= 2900 || day.year <= 1900 || day == epoch):
            return .fault("sentinel")
        case .day(let day): return .values([(field, day.description)])
        case .month: return .fault("no-day")
        case .ambiguous(let could): return .fault("ambiguous-date", could: could.map(\.description))
        case .noSuchDay: return .fault("no-such-day")
        case .nothing: return .fault("not-a-date")
        }
    }

    private static func length(_ text: String, _ field: DocumentField) -> Reading {
        let countsDays = field == .noticeDays
        if ![.noticeDays, .noticeMonths].contains(field), LengthReader.isLeast(text) { return .fault("remark") }
        switch LengthReader.length(text) {
        case .bare(let count): return counted(count, field)
        case .days(let count) where countsDays: return counted(count, field)
        case .months(let count) where !countsDays: return counted(count, field)
        case .days: return .fault("counts-months")
        case .months: return .fault("counts-days")
        case .workingDays: return .fault("working-days")
        case nil: return .fault(LengthReader.isRemarked(text) ? "remark" : "not-a-count")
        }
    }

    private static func counted(_ count: Int, _ field: DocumentField) -> Reading {
        if count == 0, field == .termMonths || field == .renewalMonths { return .fault("zero") }
        let most = field == .noticeDays ? 3660 : field == .noticeMonths ? 120 : 1200
        return count > most ? .fault("too-long") : one(field, field.canonical(String(count)), "not-a-count")
    }

    private static func amount(_ text: String) -> Reading {
        switch LedgerAmount.read(text, currency: nil) {
        case .fault(let reason): return .fault(reason)
        case .money(let money):
            var named = Folding.folded(text)
            guard case .success(let code?) = AmountText.takeCurrency(&named, given: nil) else {
                return .values([(.amount, money.decimal)])
            }
            return .values([(.amount, money.decimal), (.currency, code)])
        }
    }

    private static func decision(_ text: String) -> String? {
        switch Folding.nameKey(text) {
        case "renew", "续签", "续约", "续期", "续", "同意续签": "renew"
        case "end", "终止", "不续", "不续签", "不续约", "到期终止", "结束": "end"
        case "renegotiate", "重谈", "重新谈判", "重新协商", "再议": "renegotiate"
        default: nil
        }
    }

    private static func flag(_ text: String) -> String? {
        if TermReader.isPerpetual(text) { return "yes" }
        switch Folding.nameKey(text) {
        case "yes", "y", "是", "true", "1", "有": return "yes"
        case "no", "n", "否", "false", "0", "无": return "no"
        default: return nil
        }
    }
}
