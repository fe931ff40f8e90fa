public import DeedCore

/// The end of a document and the last day to act on it, with how they were found.
///
/// Source: Civil Code of the People's Republic of China. Article 201: the first day of a period is not counted. Article 202: a
/// period of months or years ends on the corresponding day of the last month, or on its last day where there is none; so twelve
/// months from 2025-03-15 end on 2026-03-15. Article 204: the parties may agree otherwise; so an end that the document states is
/// taken as it stands. Article 203 moves a last day that is a statutory holiday to the day after; it is not applied here: for the
/// person who has to act the earlier day is the safe one.
public struct Deadlines: Sendable, Hashable {
    /// The last day of the current term (that day included); `nil` where ``unknown`` says why.
    public var end: CivilDate?
    /// The last day to act: the end less the notice; `nil` where the end or the notice is unknown.
    public var actBy: CivilDate?
    /// What the end was found from.
    public var basis: Basis?
    /// Why there is no end.
    public var unknown: UnknownEnd?
    /// What happens at the end when nobody acts; `nil` when unknown.
    public var renewal: Terms.Renewal?
    /// What was decided about the current term: a decision holds for the term it was made for.
    public var decision: Terms.Decision?
    /// How often it has renewed by itself before the current term.
    public var renewals = 0
    /// The last day of the term that was over last, where it renewed by itself, nothing was decided and nobody has acknowledged it.
    public var renewed: CivilDate?

    /// What an end was found from.
    public enum Basis: String, Sendable, CaseIterable {
        /// The document states it.
        case stated
        /// The first day in force plus the term.
        case effectivePlusTerm
        /// The day of signing plus the term.
        case signedPlusTerm
        /// The first end plus renewals.
        case renewed
    }

    /// The deadlines of the first term.
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
        setActBy(terms)
        decision = end.flatMap { Deadlines.decision(terms, for: $0) }
    }

    /// The deadlines of the term that is current on a day.
    ///
    /// Where it renews by itself, each term has its own end and its own last day to act, until one is decided to be the last. Where nobody
    /// knows for how long it renews, its end is not known any more once the first one has passed.
    public init(_ terms: Terms, on today: CivilDate) {
        self.init(terms)
        guard renewal == .auto, let first = end, first < today else { return }
        let months = terms.renewalMonths.flatMap { $0 > 0 ? $0 : nil }
        guard let months else {
            guard Deadlines.decision(terms, for: first) != .end else { return }
            renewed = Deadlines.pending(first, terms)
            (end, actBy, basis, decision, unknown) = (nil, nil, nil, nil, .renewedForUnknown)
            return
        }
        let series = Deadlines.series(terms, first: first, basis: basis, renewal: months)
        // Of a decision that belongs to no single term the current one is meant.
        let last = (terms.decided ?? [:]).filter { $0.value == .end }.keys.compactMap(series.number(ending:)).min()
        let number = min(series.number(on: today), last ?? .max)
        guard number > 0, let end = series.end(number), let before = series.end(number - 1) else { return }
        (self.end, basis, renewals) = (end, .renewed, number)
        setActBy(terms)
        decision = Deadlines.decision(terms, for: end)
        renewed = decision == nil ? Deadlines.pending(before, terms) : nil
    }

    private static func series(_ terms: Terms, first: CivilDate, basis: Basis?, renewal: Int) -> TermSeries {
        let start = basis == .effectivePlusTerm ? terms.effective : basis == .signedPlusTerm ? terms.signed : nil
        if let start, let months = terms.termMonths {
            return TermSeries(first: first, from: start, months: months, renewal: renewal)
        }
        return TermSeries(stated: first, effective: terms.effective, renewal: renewal)
    }

    /// What was decided for the term that ends on a day.
    private static func decision(_ terms: Terms, for end: CivilDate) -> Terms.Decision? {
        guard let decided = terms.decided else { return terms.decision }
        return decided[end]
    }

    /// The end of a term, where it renewed without a decision and nobody has seen it yet.
    private static func pending(_ end: CivilDate, _ terms: Terms) -> CivilDate? {
        if terms.decided != nil, decision(terms, for: end) != nil { return nil }
        if let seen = terms.acknowledged, seen >= end { return nil }
        return end
    }

    private mutating func setActBy(_ terms: Terms) {
        actBy = end.flatMap { Deadlines.actBy($0, days: terms.noticeDays, months: terms.noticeMonths) }
    }

    /// The day `days` or `months` before the end, the earlier of the two where both are given. Months count back to the
    /// corresponding day, or to the month's last: one month before 2026-03-31 is 2026-02-28.
    static func actBy(_ end: CivilDate, days: Int?, months: Int?) -> CivilDate? {
        let byDays = days.flatMap { dayBefore(end, $0) }
        let byMonths = months.flatMap { sum(end, months: 0 - inCalendar($0)) }
        guard let byDays, let byMonths else { return byDays ?? byMonths }
        return min(byDays, byMonths)
    }

    /// The corresponding day, or `nil` outside the years 1 to 9999.
    static func sum(_ start: CivilDate, months: Int) -> CivilDate? {
        let index = start.year * 12 + start.month - 1 + inCalendar(months)
        guard (12..<120_000).contains(index) else { return nil }
        return start.adding(months: months)
    }

    /// The day `days` before the end, or `nil` outside the years 1 to 9999.
    private static func dayBefore(_ end: CivilDate, _ days: Int) -> CivilDate? {
        let number = end.dayNumber - inCalendar(days)
        guard number >= CivilDate.first.dayNumber, number <= CivilDate.last.dayNumber else { return nil }
        return CivilDate(dayNumber: number)
    }

    /// A count of days or months, cut to what leads out of the calendar from anywhere: a journal can say any number.
    private static func inCalendar(_ count: Int) -> Int { min(max(count, -4_000_000), 4_000_000) }
}

/// Why a document has no known end. Raw values appear in `--json`.
public enum UnknownEnd: String, Sendable, CaseIterable {
    /// Neither an end nor a term is known.
    case noEndGiven = "no-end-given"
    /// By its own words it has no end.
    case perpetual
    /// A term is known, but not what it counts from.
    case termWithoutStart = "term-without-start"
    /// It renewed by itself, and nobody knows for how long.
    case renewedForUnknown = "renewed-for-unknown"
}
