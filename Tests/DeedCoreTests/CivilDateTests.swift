import DeedCore
import TestSupport
import Testing

@Suite struct CivilDateTests {
    @Test func `every day from 1900 to 2100 has its number and its successor`() throws {
        var expected = try #require(CivilDate(year: 1900, month: 1, day: 1))
        let first = expected.dayNumber
        #expect(CivilDate(year: 1970, month: 1, day: 1)?.dayNumber == 0)
        for number in first...(first + 73_413) {
            let date = CivilDate(dayNumber: number)
            #expect(date == expected && date.dayNumber == number && CivilDate(date.description) == date)
            let length = CivilDate.length(ofMonth: date.month, year: date.year)
            let next =
                date.day < length
                ? CivilDate(year: date.year, month: date.month, day: date.day + 1)
                : date.month < 12
                    ? CivilDate(year: date.year, month: date.month + 1, day: 1) : CivilDate(year: date.year + 1, month: 1, day: 1)
            expected = try #require(next)
        }
    }

    @Test(arguments: [
        ("2025-03-15", 12, "2026-03-15"), ("2024-02-29", 12, "2025-02-28"), ("2025-01-31", 1, "2025-02-28"),
        ("2023-08-31", 6, "2024-02-29"), ("2025-03-31", -1, "2025-02-28"), ("2025-01-15", -13, "2023-12-15"),
        ("2025-12-01", 1, "2026-01-01"), ("2024-12-01", 18, "2026-06-01"),
    ])
    func `months end on the corresponding day, or at the month's end`(start: String, months: Int, end: String) throws {
        #expect(try #require(CivilDate(start)).adding(months: months).description == end)
    }

    @Test(arguments: [
        "2025-02-29", "2025-13-01", "2025-00-10", "2025-1-1", "20250101", "0000-01-01", "2025-01-01 ", "２０２５-01-01",
    ])
    func `what is no date is refused`(text: String) {
        #expect(CivilDate(text) == nil)
    }

    @Test func `quarters follow the calendar`() throws {
        for month in 1...12 { #expect(try #require(CivilDate(year: 2026, month: month, day: 1)).quarter == (month + 2) / 3) }
    }
}

@Suite struct InstantTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (1_795_248_000_123, "2026-11-21T08:00:00.123Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
    ])
    func `an instant prints in UTC with milliseconds and reads back`(milliseconds: Int64, text: String) {
        #expect(Instant(milliseconds: milliseconds).description == text)
        #expect(Instant(text)?.milliseconds == milliseconds)
    }

    @Test func `every instant of the years 1 to 9999 reads back, and sorts as its text does`() throws {
        let first = try #require(Instant("0001-01-01T00:00:00.000Z"))
        let last = try #require(Instant("9999-12-31T23:59:59.999Z"))
        var random = SplitMix(seed: 11)
        var before = first
        for _ in 0..<20_000 {
            let instant = Instant(milliseconds: Int64.random(in: first.milliseconds...last.milliseconds, using: &random))
            let text = instant.description
            #expect(text.utf8.count == 24 && text.hasPrefix(instant.day.description + "T") && Instant(text) == instant)
            #expect((before < instant) == (before.description < text))
            before = instant
        }
        #expect(first.description == "0001-01-01T00:00:00.000Z" && last.description == "9999-12-31T23:59:59.999Z")
    }

    @Test(arguments: ["2026-11-21T08:00:00Z", "2026-11-21 08:00:00.123Z", "2026-11-21T24:00:00.000Z", "2026-02-30T08:00:00.123Z"])
    func `other forms are refused`(text: String) {
        #expect(Instant(text) == nil)
    }
}
