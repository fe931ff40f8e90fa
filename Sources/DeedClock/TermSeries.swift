import DeedCore

/// The terms of a document one after the other: the first one, and those that follow where it renews by itself for known months.
///
/// Renewals are counted from the first start, so that a month's end is not lost on the way: one month from 2024-01-31 ends on 2024-02-29, the
/// next term on 2024-03-31. A literal 2025-01-01 to 2025-12-31 goes on to 2026-12-31; a stated end that no whole number of months after the
/// start leads to is counted on from itself.
struct TermSeries {
    /// The last day of the first term.
    let first: CivilDate
    /// Months of one renewal; `nil` where it does not go on by itself, or nobody knows for how long.
    let renewal: Int?
    private let start: CivilDate
    private let months: Int
    /// Whether a term ends on the day before the corresponding one.
    private let isDayLess: Bool

    /// Terms counted from `start`, the first of them `months` long.
    init(first: CivilDate, from start: CivilDate, months: Int, renewal: Int?) {
        (self.first, self.start, self.months, self.renewal, isDayLess) = (first, start, months, renewal, false)
    }

    /// Terms whose first one ends on a stated day.
    init(stated end: CivilDate, effective: CivilDate?, renewal: Int?) {
        first = end
        self.renewal = renewal
        let next = end.adding(days: 1)
        if let effective, let months = TermSeries.months(from: effective, to: end) {
            (start, self.months, isDayLess) = (effective, months, false)
        } else if let effective, let months = TermSeries.months(from: effective, to: next) {
            (start, self.months, isDayLess) = (effective, months, true)
        } else {
            (start, months, isDayLess) = (end, 0, false)
        }
    }

    /// The whole months that lead from one day to the other, if they do.
    private static func months(from start: CivilDate, to end: CivilDate) -> Int? {
        let months = (end.year - start.year) * 12 + end.month - start.month
        return months > 0 && Deadlines.sum(start, months: months) == end ? months : nil
    }

    /// The last day of a term, counted from 0; `nil` outside the years 1 to 9999.
    func end(_ number: Int) -> CivilDate? {
        guard number > 0 else { return first }
        guard let renewal, number < 120_000, let day = Deadlines.sum(start, months: months + number * renewal) else { return nil }
        return isDayLess ? day.adding(days: -1) : day
    }

    /// The first term that ends on a day or later; the last one of the calendar where none does.
    func number(on day: CivilDate) -> Int {
        guard let renewal, first < day else { return 0 }
        let months = (day.year - first.year) * 12 + day.month - first.month
        var number = max(0, months / renewal - 1)
        while let end = end(number), end < day { number += 1 }
        while number > 0, end(number) == nil { number -= 1 }
        return number
    }

    /// The term that ends on a day, if one does.
    func number(ending day: CivilDate) -> Int? {
        let number = number(on: day)
        return end(number) == day ? number : nil
    }
}
