import DeedClock
import DeedCore
import Testing

@Suite("What is expiring")
struct SelectionTests {
    static let quarter = DateRange.quarter(containing: CivilDate(dayNumber: 20_778))  // 2026-11-21

    private func group(
        _ end: String, notice: Int? = nil, decision: Terms.Decision? = nil, by: Selection.Measure = .either,
        today: String = "2026-11-21"
    ) throws -> Selection.Group? {
        let selection = Selection(range: Self.quarter, by: by, today: try day(today))
        return selection.group(Deadlines(Terms(expires: try day(end), noticeDays: notice)), decision: decision)
    }

    @Test("an end in the quarter is listed, the first and the last day included")
    func ends() throws {
        #expect(try group("2026-10-01") == .ends)
        #expect(try group("2026-12-31") == .ends)
        #expect(try group("2026-09-30") == nil)
        #expect(try group("2027-01-01") == nil)
    }

    @Test("a last day to act in the quarter calls for acting now, even where the end lies behind it")
    func actInRange() throws {
        #expect(try group("2027-01-15", notice: 30) == .actNow)
        #expect(try group("2027-03-31", notice: 90) == .actNow)
        #expect(try group("2027-04-01", notice: 90) == nil)
    }

    @Test("a last day to act that has passed still calls for acting until the end has come")
    func overdue() throws {
        #expect(try group("2026-12-15", notice: 90) == .actNow)
        #expect(try group("2026-11-21", notice: 90) == .actNow)
        #expect(try group("2026-11-20", notice: 90) == .missed)
    }

    @Test("what is decided, or needs no decision, simply ends")
    func decided() throws {
        #expect(try group("2026-12-15", notice: 30, decision: .renew) == .ends)
        #expect(try group("2026-10-15", notice: 30, decision: .end) == .ends)
        #expect(try group("2026-10-15") == .ends)
    }

    @Test("an act-by date before the quarter that still lies ahead: it ends, and acting is another quarter's business")
    func nextQuarter() throws {
        #expect(try group("2026-12-20", notice: 90, today: "2026-09-01") == .ends)
    }

    @Test("--by narrows to one of the dates")
    func measures() throws {
        #expect(try group("2027-01-15", notice: 30, by: .end) == nil)
        #expect(try group("2027-01-15", notice: 30, by: .act) == .actNow)
        #expect(try group("2026-12-15", notice: 120, by: .act) == nil)
        #expect(try group("2026-12-15", notice: 120, by: .end) == .actNow)
        #expect(try group("2026-12-15", by: .act) == nil)
    }

    @Test("over every end, notice, decision and today: listed exactly when a date is in the range, and then in one group")
    func partition() throws {
        let range = try #require(DateRange(from: day("2026-10-01"), to: day("2026-10-20")))
        for end in try day("2026-09-20").dayNumber...day("2026-11-10").dayNumber {
            for notice in [nil, 0, 1, 7, 30] as [Int?] {
                for today in stride(from: try day("2026-09-01").dayNumber, to: try day("2026-11-15").dayNumber, by: 3) {
                    for by in Selection.Measure.allCases {
                        try check(end: end, notice: notice, today: today, by: by, range: range)
                    }
                }
            }
        }
    }

    private func check(end: Int, notice: Int?, today: Int, by: Selection.Measure, range: DateRange) throws {
        let day = CivilDate(dayNumber: today)
        let deadlines = Deadlines(Terms(expires: CivilDate(dayNumber: end), noticeDays: notice))
        let selection = Selection(range: range, by: by, today: day)
        let undecided = selection.group(deadlines, decision: nil)
        let inRange = (range.first.dayNumber...range.last.dayNumber).contains(end)
        let actInRange = notice.map { (range.first.dayNumber...range.last.dayNumber).contains(end - $0) } ?? false
        let listed = by == .end ? inRange : by == .act ? actInRange : inRange || actInRange
        #expect((undecided != nil) == listed)
        #expect(selection.group(deadlines, decision: .renew) == (listed ? .ends : nil))
        switch undecided {
        case .actNow: #expect(today <= end && (actInRange || end - (notice ?? 0) < today))
        case .missed: #expect(today > end && notice != nil)
        case .ends: #expect(notice == nil || (today <= end && !actInRange && end - (notice ?? 0) >= today))
        case nil: break
        }
    }

    @Test("the most pressing comes first: overdue, then by the last day to act, then what was missed, then what ends")
    func order() throws {
        let selection = Selection(range: Self.quarter, today: try day("2026-11-21"))
        let terms = [
            Terms(expires: try day("2026-12-01")), Terms(expires: try day("2026-10-10"), noticeDays: 10),
            Terms(expires: try day("2026-12-31"), noticeDays: 30), Terms(expires: try day("2026-12-20"), noticeDays: 60),
            Terms(expires: try day("2026-10-02")),
        ]
        let listed = try terms.map { terms in
            let deadlines = Deadlines(terms)
            return (try #require(selection.group(deadlines, decision: nil)), deadlines)
        }
        let ends = listed.sorted(by: Selection.precedes).compactMap { $0.1.end?.description }
        #expect(ends == ["2026-12-20", "2026-12-31", "2026-10-10", "2026-10-02", "2026-12-01"])
    }
}
