public import DeedCore

/// The end of a document and the last day to act on it, with how they were found.
///
/// Source: Civil Code of the People's Republic of China. Article 201: the first day of a period is not counted. Article 202: a
/// period of months or years ends on the corresponding day of the last month, or on its last day where there is none; so twelve
/// months from 2025-03-15 end on 2026-03-15. Article 204: the parties may agree otherwise; so an end that the document states is
/// taken as it stands. Article 203 moves a last day that is a statutory holiday to the day after; it is not applied here: for the
/// person who has to act the earlier day is the safe one.
public struct Deadlines: Sendable, Hashable {
    /// The last day in force (that day included); `nil` where ``unknown`` says why.
    public var end: CivilDate?
    /// The last day to act: the end less the notice; `nil` where the end or the notice is unknown.
    public var actBy: CivilDate?
    /// What the end was found from.
    public var basis: Basis?
    /// Why there is no end.
    public var unknown: UnknownEnd?
    /// What happens at the end when nobody acts; `nil` when unknown.
    public var renewal: Terms.Renewal?

    /// What an end was found from.
    public enum Basis: String, Sendable, CaseIterable {
        /// The document states it.
        case stated
        /// The first day in force plus the term.
        case effectivePlusTerm
        /// The day of signing plus the term.
        case signedPlusTerm
    }

    /// The deadlines of a document with these terms.
    ///
    /// A stated end wins over everything, also over `perpetual`: a reminder too many is harmless. A term of no months is none.
    public init(_ terms: Terms) {
        renewal = terms.renewal
        let months = terms.termMonths.flatMap { $0 > 0 ? $0 : nil }
        if let expires = terms.expires {
            (end, basis) = (expires, .stated)
        } else if terms.perpetual {
            unknown = .perpetual
        } else if let months, let start = terms.effective {
            (end, basis) = (Deadlines.sum(start, months: months), .effectivePlusTerm)
        } else if let months, let start = terms.signed {
            (end, basis) = (Deadlines.sum(start, months: months), .signedPlusTerm)
        } else {
            unknown = months == nil ? .noEndGiven : .termWithoutStart
        }
        if end == nil, unknown == nil { (unknown, basis) = (.noEndGiven, nil) }
        actBy = end.flatMap { Deadlines.actBy($0, days: terms.noticeDays, months: terms.noticeMonths) }
    }

    /// The day `days` or `months` before the end, the earlier of the two where both are given. Months count back to the
    /// corresponding day, or to the month's last: one month before 2026-03-31 is 2026-02-28.
    static func actBy(_ end: CivilDate, days: Int?, months: Int?) -> CivilDate? {
        let byDays = days.flatMap { CivilDate.inCalendar(dayNumber: end.dayNumber - $0) }
        let byMonths = months.flatMap { sum(end, months: -$0) }
        guard let byDays, let byMonths else { return byDays ?? byMonths }
        return min(byDays, byMonths)
    }

    /// The corresponding day, or `nil` outside the years 1 to 9999.
    static func sum(_ start: CivilDate, months: Int) -> CivilDate? {
        let index = start.year * 12 + start.month - 1 + months
        guard (12..<120_000).contains(index) else { return nil }
        return start.adding(months: months)
    }
}

/// Why a document has no known end. Raw values appear in `--json`.
public enum UnknownEnd: String, Sendable, CaseIterable {
    /// Neither an end nor a term is known.
    case noEndGiven = "no-end-given"
    /// By its own words it has no end.
    case perpetual
    /// A term is known, but not what it counts from.
    case termWithoutStart = "term-without-start"
}

extension CivilDate {
    /// The date of a day number, or `nil` outside the years 1 to 9999.
    static func inCalendar(dayNumber: Int) -> CivilDate? {
        let date = CivilDate(dayNumber: dayNumber)
        return (1...9999).contains(date.year) ? date : nil
    }
}
