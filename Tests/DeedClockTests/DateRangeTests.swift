import DeedClock
import DeedCore
import Testing

@Suite("Ranges of days")
struct DateRangeTests {
    @Test(
        "a quarter has three months counted from the start of the fiscal year",
        arguments: [
            ("2026-11-21", 1, 0, "2026-10-01", "2026-12-31"), ("2026-01-01", 1, 0, "2026-01-01", "2026-03-31"),
            ("2026-03-31", 1, 0, "2026-01-01", "2026-03-31"), ("2026-11-21", 1, 1, "2027-01-01", "2027-03-31"),
            ("2026-02-10", 1, -1, "2025-10-01", "2025-12-31"), ("2026-11-21", 4, 0, "2026-10-01", "2026-12-31"),
            ("2026-11-21", 2, 0, "2026-11-01", "2027-01-31"), ("2027-01-31", 2, 0, "2026-11-01", "2027-01-31"),
            ("2024-02-29", 3, 0, "2023-12-01", "2024-02-29"), ("2026-08-31", 12, 0, "2026-06-01", "2026-08-31"),
        ])
    func quarters(today: String, start: Int, offset: Int, first: String, last: String) throws {
        let range = DateRange.quarter(containing: try day(today), fiscalYearStart: start, offset: offset)
        #expect(range.first == (try day(first)))
        #expect(range.last == (try day(last)))
    }

    @Test("whatever the fiscal year, every day lies in its quarter, and quarters follow each other without a gap")
    func quartersTile() throws {
        for number in try day("2023-12-01").dayNumber...day("2025-03-01").dayNumber {
            let today = CivilDate(dayNumber: number)
            for start in 1...12 {
                let range = DateRange.quarter(containing: today, fiscalYearStart: start)
                #expect(range.contains(today))
                let next = DateRange.quarter(containing: today, fiscalYearStart: start, offset: 1)
                #expect(next.first == range.last.adding(days: 1))
                #expect((range.first.month - start + 12) % 3 == 0)
            }
        }
    }

    @Test("within 90 days reaches the 90th day, and both ends count")
    func within() throws {
        let range = DateRange.within(days: 90, of: try day("2026-11-21"))
        #expect(range.contains(try day("2026-11-21")))
        #expect(range.contains(try day("2027-02-19")))
        #expect(!range.contains(try day("2027-02-20")))
        #expect(!range.contains(try day("2026-11-20")))
        #expect(DateRange.within(days: -5, of: try day("2026-11-21")).last == (try day("2026-11-21")))
    }

    @Test("days in the wrong order are no range")
    func order() throws {
        #expect(DateRange(from: try day("2026-02-01"), to: try day("2026-01-31")) == nil)
        #expect(DateRange(from: try day("2026-02-01"), to: try day("2026-02-01")) != nil)
    }
}
