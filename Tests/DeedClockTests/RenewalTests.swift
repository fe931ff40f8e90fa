import DeedClock
import DeedCore
import Testing

@Suite("Contracts that renew by themselves")
struct RenewalTests {
    /// HT-2024-0052 with a year of renewal: three years until 2026-12-31, 90 days' notice.
    private func hoist(_ decided: [String: Terms.Decision] = [:], acknowledged: String? = nil) throws -> Terms {
        var terms = Terms(
            effective: try day("2024-01-01"), expires: try day("2026-12-31"), renewal: .auto, renewalMonths: 12, noticeDays: 90)
        terms.decided = try Dictionary(uniqueKeysWithValues: decided.map { (try day($0.key), $0.value) })
        terms.acknowledged = try acknowledged.map { try day($0) }
        return terms
    }

    @Test("each term has its own end and its own last day to act")
    func rolls() throws {
        let cases = [
            ("2026-12-31", "2026-12-31", "2026-10-02", 0), ("2027-01-01", "2027-12-31", "2027-10-02", 1),
            ("2028-12-31", "2028-12-31", "2028-10-02", 2), ("2031-05-01", "2031-12-31", "2031-10-02", 5),
        ]
        for (today, end, act, renewals) in cases {
            let deadlines = Deadlines(try hoist(), on: try day(today))
            let expected = (end: try day(end), act: try day(act))
            #expect(deadlines.end == expected.end && deadlines.actBy == expected.act && deadlines.renewals == renewals)
        }
    }

    @Test("what renewed without a decision is listed until somebody acknowledges it, in every range that reaches today")
    func renewed() throws {
        let today = try day("2027-02-01")
        let range = DateRange.within(days: 30, of: today)
        func group(_ terms: Terms) -> Selection.Group? {
            Selection(range: range, today: today).group(Deadlines(terms, on: today))
        }
        #expect(group(try hoist()) == .renewed)
        #expect(Deadlines(try hoist(), on: today).renewed == (try day("2026-12-31")))
        #expect(group(try hoist(acknowledged: "2026-12-31")) == nil)
        #expect(group(try hoist(["2026-12-31": .renew])) == nil, "it was decided")
        #expect(group(try hoist(["2027-12-31": .end])) == nil, "whoever decided the new term has seen it")
        #expect(group(try hoist(["2026-12-31": .end])) == nil, "it ended")
        // A year later the acknowledgement of the first renewal does not cover the second.
        let next = try day("2028-02-01")
        let later = Deadlines(try hoist(acknowledged: "2026-12-31"), on: next)
        #expect(later.renewed == (try day("2027-12-31")))
        // Once the new term's own day to act has passed, that is what presses.
        let late = Deadlines(try hoist(), on: try day("2027-10-03"))
        #expect(Selection(range: range, today: try day("2027-10-03")).group(late) == nil, "the range lies behind")
        let now = DateRange.within(days: 30, of: try day("2027-10-03"))
        #expect(Selection(range: now, today: try day("2027-10-03")).group(late) == .actNow)
    }

    @Test("a decision holds for the term it was made for, and the decision to end stops the renewals")
    func decisions() throws {
        let decided = try hoist(["2026-12-31": .renew])
        #expect(Deadlines(decided, on: try day("2026-11-20")).decision == .renew)
        #expect(Deadlines(decided, on: try day("2027-11-20")).decision == nil)
        let range = DateRange.within(days: 30, of: try day("2027-11-20"))
        #expect(
            Selection(range: range, today: try day("2027-11-20")).group(Deadlines(decided, on: try day("2027-11-20"))) == .actNow)
        let ended = Deadlines(try hoist(["2027-12-31": .end]), on: try day("2029-06-01"))
        #expect(ended.end == (try day("2027-12-31")) && ended.renewals == 1 && ended.decision == .end)
    }

    @Test("renewals are counted from the first start: a month's end is not lost, leap days come back")
    func monthEnds() throws {
        func ends(_ terms: Terms, _ days: [String]) throws -> [String?] {
            try days.map { Deadlines(terms, on: try day($0)).end?.description }
        }
        let monthly = Terms(effective: try day("2024-01-31"), termMonths: 1, renewal: .auto, renewalMonths: 1)
        #expect(
            try ends(monthly, ["2024-02-29", "2024-03-01", "2024-04-01", "2024-05-01"])
                == ["2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31"])
        let leap = Terms(effective: try day("2024-02-29"), termMonths: 12, renewal: .auto, renewalMonths: 12)
        #expect(try ends(leap, ["2025-02-28", "2025-03-01", "2027-03-01"]) == ["2025-02-28", "2026-02-28", "2028-02-29"])
        // Taken as it stands: 自 2月1日 至 2月28日 goes on from month to month, to each month's last day.
        let literal = Terms(
            effective: try day("2025-02-01"), expires: try day("2025-02-28"), renewal: .auto, renewalMonths: 1)
        #expect(try ends(literal, ["2025-03-01", "2025-04-01", "2028-02-10"]) == ["2025-03-31", "2025-04-30", "2028-02-29"])
        // Without a start the stated end is all there is.
        let stated = Terms(expires: try day("2025-06-30"), renewal: .auto, renewalMonths: 6)
        #expect(try ends(stated, ["2025-07-01", "2026-01-01"]) == ["2025-12-30", "2026-06-30"])
    }

    @Test("a renewal of unknown length: the end is unknown from then on, and it is asked about")
    func unknownLength() throws {
        var terms = Terms(expires: try day("2026-12-31"), renewal: .auto, noticeDays: 90)
        terms.decided = [:]
        #expect(Deadlines(terms, on: try day("2026-12-31")).end == (try day("2026-12-31")))
        let after = Deadlines(terms, on: try day("2027-01-01"))
        #expect(after.end == nil && after.unknown == .renewedForUnknown)
        #expect(after.renewed == (try day("2026-12-31")))
        let range = DateRange.within(days: 7, of: try day("2027-01-01"))
        #expect(Selection(range: range, today: try day("2027-01-01")).group(after) == .renewed)
        terms.decided = [try day("2026-12-31"): .end]
        #expect(Deadlines(terms, on: try day("2027-01-01")).end == (try day("2026-12-31")))
        terms.renewal = Terms.Renewal.none
        #expect(Deadlines(terms, on: try day("2027-01-01")).renewed == nil)
    }

    @Test("the roll agrees with walking from term to term on the calendar, for every start, length and day")
    func walked() throws {
        for start in ["2023-10-31", "2024-01-31", "2024-02-29", "2025-01-01", "2025-08-30"] {
            for (term, renewal) in [(1, 1), (12, 12), (24, 6), (7, 5), (36, 12)] {
                let terms = Terms(
                    effective: try day(start), termMonths: term, renewal: .auto, renewalMonths: renewal, noticeMonths: 1)
                var (months, renewals) = (term, 0)
                for today in try day("2024-01-01").dayNumber...day("2029-01-01").dayNumber where today % 5 == 0 {
                    // The corresponding day of a month, or its last: found by looking at the days, not by arithmetic on months.
                    while try walk(start, months).dayNumber < today { (months, renewals) = (months + renewal, renewals + 1) }
                    let deadlines = Deadlines(terms, on: CivilDate(dayNumber: today))
                    #expect(deadlines.end == (try walk(start, months)) && deadlines.renewals == renewals)
                }
            }
        }
    }

    /// Goes on day by day until so many months have begun, and to the same day of the last one or its end.
    private func walk(_ start: String, _ months: Int) throws -> CivilDate {
        let first = try day(start)
        var (date, left) = (first, months)
        while left > 0 {
            date = date.adding(days: 1)
            if date.day == 1 { left -= 1 }
        }
        while date.day < first.day, date.adding(days: 1).day != 1 { date = date.adding(days: 1) }
        return date
    }
}
