import DeedClock
import DeedCore
import Testing

@Suite("The end of a document and the last day to act")
struct DeadlinesTests {
    @Test(
        "start + term ends on the corresponding day, or on the month's last (Civil Code 202)",
        arguments: [
            ("2025-03-15", 12, "2026-03-15"), ("2024-12-01", 18, "2026-06-01"), ("2025-01-31", 1, "2025-02-28"),
            ("2024-01-31", 1, "2024-02-29"), ("2024-02-29", 12, "2025-02-28"), ("2024-02-29", 48, "2028-02-29"),
            ("2025-03-31", 1, "2025-04-30"), ("2025-08-31", 6, "2026-02-28"), ("2025-12-31", 2, "2026-02-28"),
            ("2023-10-30", 4, "2024-02-29"), ("2025-06-30", 1, "2025-07-30"), ("1999-12-31", 24, "2001-12-31"),
        ])
    func term(start: String, months: Int, end: String) throws {
        let deadlines = Deadlines(Terms(effective: try day(start), termMonths: months))
        #expect(deadlines.end == (try day(end)))
        #expect(deadlines.basis == .effectivePlusTerm)
        #expect(deadlines.unknown == nil)
    }

    @Test(
        "the last day to act is the end less the notice",
        arguments: [
            ("2026-03-31", 30, nil, "2026-03-01"), ("2026-03-31", nil, 1, "2026-02-28"), ("2024-03-31", nil, 1, "2024-02-29"),
            ("2026-12-31", 90, nil, "2026-10-02"), ("2026-12-31", nil, 3, "2026-09-30"), ("2026-01-01", 0, nil, "2026-01-01"),
            ("2026-12-31", 30, 3, "2026-09-30"), ("2026-12-31", 120, 3, "2026-09-02"),
        ] as [(String, Int?, Int?, String)])
    func notice(end: String, days: Int?, months: Int?, actBy: String) throws {
        let deadlines = Deadlines(Terms(expires: try day(end), noticeDays: days, noticeMonths: months))
        #expect(deadlines.actBy == (try day(actBy)))
    }

    @Test("a stated end wins over a term and over perpetual; the day in force over the day of signing")
    func precedence() throws {
        let (signed, effective, expires) = (try day("2025-01-01"), try day("2025-02-01"), try day("2027-07-31"))
        var terms = Terms(signed: signed, effective: effective, expires: expires, termMonths: 12, perpetual: true)
        #expect(Deadlines(terms).end == expires)
        #expect(Deadlines(terms).basis == .stated)

        terms.expires = nil
        #expect(Deadlines(terms).unknown == .perpetual)
        #expect(Deadlines(terms).end == nil)

        terms.perpetual = false
        #expect(Deadlines(terms).end == (try day("2026-02-01")))

        terms.effective = nil
        #expect(Deadlines(terms).end == (try day("2026-01-01")))
        #expect(Deadlines(terms).basis == .signedPlusTerm)

        terms.signed = nil
        #expect(Deadlines(terms).unknown == .termWithoutStart)

        terms.termMonths = 0
        #expect(Deadlines(terms).unknown == .noEndGiven)
        #expect(Deadlines(Terms()).unknown == .noEndGiven)
    }

    @Test("an auto-renewing contract keeps that in its answer")
    func renewal() throws {
        let terms = Terms(expires: try day("2026-12-31"), renewal: .auto, renewalMonths: 12, noticeMonths: 3)
        #expect(Deadlines(terms).renewal == .auto)
        #expect(Deadlines(terms).actBy == (try day("2026-09-30")))
    }

    @Test("an end outside the calendar is no end")
    func edgeOfCalendar() throws {
        #expect(Deadlines(Terms(effective: try day("9999-06-01"), termMonths: 12)).unknown == .noEndGiven)
        #expect(Deadlines(Terms(effective: try day("9999-06-01"), termMonths: 12)).basis == nil)
        #expect(Deadlines(Terms(expires: try day("0001-01-15"), noticeDays: 30)).actBy == nil)
        #expect(Deadlines(Terms(expires: try day("0001-01-15"), noticeMonths: 1)).actBy == nil)
    }

    @Test("for every start in four years and every term: the month is right, and the day too, or it is the month's last")
    func correspondingDay() throws {
        for number in try day("2023-03-01").dayNumber..<day("2027-03-01").dayNumber {
            let start = CivilDate(dayNumber: number)
            for months in 1...30 {
                let end = try #require(Deadlines(Terms(effective: start, termMonths: months)).end)
                #expect(end.year * 12 + end.month == start.year * 12 + start.month + months)
                let last = CivilDate.length(ofMonth: end.month, year: end.year)
                #expect(end.day == min(start.day, last))
            }
        }
    }

    @Test("the clock reads its fields in the catalog's text form, and leaves the rest alone")
    func fields() throws {
        var terms = Terms()
        let values: [(DocumentField, String)] = [
            (.signed, "2025-01-02"), (.effective, "2025-02-03"), (.expires, "2026-02-03"), (.termMonths, "12"),
            (.renewal, "auto"),
            (.renewalMonths, "6"), (.noticeDays, "30"), (.noticeMonths, "1"), (.perpetual, "yes"), (.decision, "renew"),
            (.title, "采购合同"), (.amount, "1.00"),
        ]
        for (field, value) in values { terms.set(field, to: value) }
        let expected = Terms(
            signed: try day("2025-01-02"), effective: try day("2025-02-03"), expires: try day("2026-02-03"), termMonths: 12,
            renewal: .auto, renewalMonths: 6, noticeDays: 30, noticeMonths: 1, perpetual: true, decision: .renew)
        #expect(terms == expected)
        #expect(Set(Terms.fields) == Set(values.map(\.0)).subtracting([.title, .amount]))
    }
}
