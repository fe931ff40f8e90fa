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
        return selection.group(
            Deadlines(Terms(expires: try day(end), noticeDays: notice, decision: decision), on: try day(today)))
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

    @Test("an undecided contract stays listed until it ends: in every range that reaches today or later, whichever date counts")
    func overdueStays() throws {
        let deadlines = Deadlines(Terms(expires: try day("2026-12-31"), noticeDays: 90))
        for today in ["2026-10-03", "2026-10-05", "2026-11-20", "2026-12-31"] {
            for range in [("2026-10-03", "2026-10-04"), ("2026-11-20", "2026-11-25"), ("2027-01-01", "2027-03-31")] {
                for by in Selection.Measure.allCases {
                    let range = try #require(DateRange(from: day(range.0), to: day(range.1)))
                    let group = Selection(range: range, by: by, today: try day(today)).group(deadlines)
                    #expect(group == (range.last >= (try day(today)) ? .actNow : nil), "\(range) seen on \(today) by \(by)")
                }
            }
        }
        let later = try #require(DateRange(from: day("2027-01-01"), to: day("2027-03-31")))
        #expect(Selection(range: later, today: try day("2027-01-01")).group(deadlines) == nil, "it has ended")
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
        #expect(try group("2026-12-15", notice: 120, by: .act) == .actNow, "overdue")
        #expect(try group("2026-12-15", notice: 30, by: .act, today: "2026-10-01") == .actNow)
        #expect(try group("2027-02-15", notice: 30, by: .act) == nil)
        #expect(try group("2026-12-15", notice: 120, by: .end) == .actNow)
        #expect(try group("2026-12-15", by: .act) == nil)
    }

    @Test("over every end, notice and today: listed when a date is in the range or when it is overdue, and then in one group")
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

    /// What a manager's calendar would say: days are marked one by one, and read off.
    private func check(end: Int, notice: Int?, today: Int, by: Selection.Measure, range: DateRange) throws {
        let days = Set(range.first.dayNumber...range.last.dayNumber)
        var marks: Set<Int> = []
        if by != .act { marks.insert(end) }
        if by != .end, let notice { marks.insert(end - notice) }
        let isLate = notice.map { (end - $0..<end + 1).dropFirst().contains(today) } ?? false
        let asksAhead = !days.isDisjoint(with: today...(today + 100))
        let selection = Selection(range: range, by: by, today: CivilDate(dayNumber: today))
        let terms = Terms(expires: CivilDate(dayNumber: end), noticeDays: notice)
        let undecided = selection.group(Deadlines(terms, on: CivilDate(dayNumber: today)))
        #expect((undecided != nil) == (!days.isDisjoint(with: marks) || (isLate && asksAhead)))
        if isLate, undecided != nil { #expect(undecided == .actNow) }
        if undecided == .missed { #expect(today > end && notice != nil) }
        if undecided == .ends { #expect(notice == nil || today <= end - (notice ?? 0)) }
        var decided = terms
        decided.decision = .renew
        let said = selection.group(Deadlines(decided, on: CivilDate(dayNumber: today)))
        #expect(said == (days.isDisjoint(with: marks) ? nil : .ends))
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
            return (try #require(selection.group(deadlines)), deadlines)
        }
        let ends = listed.sorted(by: Selection.precedes).compactMap { $0.1.end?.description }
        #expect(ends == ["2026-12-20", "2026-12-31", "2026-10-10", "2026-10-02", "2026-12-01"])
    }
}
