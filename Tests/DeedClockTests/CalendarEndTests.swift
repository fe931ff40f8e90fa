import DeedClock
import DeedCore
import Testing

/// A journal, a ledger and a person can name any number of days, months and years: none of them leads out of the calendar, and none
/// ends the program.
@Suite("At the ends of the calendar")
struct CalendarEndTests {
    static let huge = [Int.max, Int.max - 1, Int.min, Int.min + 1, 1 << 40, -(1 << 40), 120_000, -120_000, 9_999_999]

    @Test("a day that lies beyond the calendar is its first or its last", arguments: huge)
    func clamped(count: Int) throws {
        let today = try day("2026-11-21")
        for date in [today.adding(days: count), today.adding(months: count), today.adding(years: count)] {
            #expect(CivilDate(date.description) == date && (date < today) == (count < 0))
        }
        #expect(today.adding(months: count) == (count < 0 ? CivilDate.first : CivilDate.last))
        #expect(CivilDate(CivilDate(dayNumber: count).description) != nil)
        #expect(DateRange.within(days: count, of: today).last == (count < 0 ? today : today.adding(days: count)))
        let quarter = DateRange.quarter(containing: today, offset: count)
        #expect(CivilDate(quarter.first.description) != nil && CivilDate(quarter.last.description) != nil)
    }

    @Test("one day and one month beyond each end")
    func edges() throws {
        #expect(CivilDate.last.adding(days: 1) == .last)
        #expect(CivilDate.first.adding(days: -1) == .first)
        #expect(CivilDate.last.adding(months: 1) == .last)
        #expect(CivilDate.first.adding(months: -1) == .first)
        #expect(CivilDate.last.adding(days: -1) == (try day("9999-12-30")))
        #expect(CivilDate.first.adding(days: 1) == (try day("0001-01-02")))
        #expect(try day("9999-11-30").adding(months: 1) == (try day("9999-12-30")))
        #expect(CivilDate(dayNumber: CivilDate.first.dayNumber) == .first)
        #expect(CivilDate(dayNumber: CivilDate.last.dayNumber) == .last)
    }

    @Test("the last quarter there is ends on the last day there is")
    func lastQuarter() throws {
        let range = DateRange.quarter(containing: try day("9999-11-21"))
        #expect(range.first == (try day("9999-10-01")))
        #expect(range.last == .last)
    }

    @Test("a term or a notice that leads out of the calendar gives no day", arguments: huge)
    func deadlines(count: Int) throws {
        let start = try day("2026-11-21")
        #expect(Deadlines(Terms(effective: start, termMonths: count)).end == nil)
        #expect(Deadlines(Terms(expires: start, noticeMonths: count)).actBy == nil)
        let byDays = Deadlines(Terms(expires: start, noticeDays: count))
        #expect(byDays.end == start)
        #expect((byDays.actBy == nil) == (count.magnitude > 4_000_000))
        #expect(Cover(starts: start, months: count).ends == nil)
    }

    @Test("a rule of more years than there are keeps to the last day there is")
    func retention() throws {
        let rules = [Retention.Rule(years: Int.max, from: .imported), .init(years: Int.min, from: .end)]
        let kept = Retention(rules: rules, stated: nil, end: try day("2026-12-31"), imported: try day("2026-11-21"))
        #expect(kept == .until(.last))
    }
}
