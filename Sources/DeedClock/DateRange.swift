public import DeedCore

/// Days from the first to the last, both included.
public struct DateRange: Sendable, Hashable {
    /// The first day.
    public let first: CivilDate
    /// The last day; never before the first.
    public let last: CivilDate

    /// The days from `first` to `last`; `nil` when they stand in the wrong order.
    public init?(from first: CivilDate, to last: CivilDate) {
        guard first <= last else { return nil }
        self.init(ordered: first, last)
    }

    private init(ordered first: CivilDate, _ last: CivilDate) {
        self.first = first
        self.last = last
    }

    /// Whether a day lies in the range.
    public func contains(_ day: CivilDate) -> Bool { first <= day && day <= last }

    /// Today and the `days` days after it: `within(90)` reaches the 90th day from today. `days` below zero counts as zero.
    public static func within(days: Int, of today: CivilDate) -> DateRange {
        DateRange(ordered: today, today.adding(days: max(0, days)))
    }

    /// The quarter that contains `today`, `quarters` further on (`1`: the next, `-1`: the last).
    ///
    /// Quarters have three months counted from `fiscalYearStart`, the month (1 to 12) in which the fiscal year begins; 1 gives the
    /// calendar quarters. A month outside 1 to 12 is taken modulo 12.
    public static func quarter(containing today: CivilDate, fiscalYearStart: Int = 1, offset quarters: Int = 0) -> DateRange {
        let month = today.year * 12 + today.month - 1
        let intoQuarter = ((month - (fiscalYearStart - 1)) % 3 + 3) % 3
        let monthStart = today.adding(days: 1 - today.day)
        // No two quarters of the calendar are further apart; beyond its ends stands the last quarter there is.
        let months = 3 * min(max(quarters, -40_000), 40_000) - intoQuarter
        let first = monthStart.adding(months: months).startOfMonth
        return DateRange(ordered: first, first.adding(months: 2).endOfMonth)
    }
}
