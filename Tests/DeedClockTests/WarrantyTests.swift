import DeedClock
import DeedCore
import Testing

@Suite("Whether a machine is under warranty")
struct WarrantyTests {
    private func cover(_ starts: String?, _ months: Int? = nil, ends: String? = nil) throws -> Cover {
        Cover(starts: try starts.map(day), months: months, ends: try ends.map(day))
    }

    @Test("the last day is the stated one, else start + months; both days belong to the warranty")
    func lastDay() throws {
        let fromSale = try cover("2025-03-15", 12)
        #expect(fromSale.ends == (try day("2026-03-15")))
        #expect(fromSale.daysLeft(on: try day("2026-03-15")) == 0)
        #expect(fromSale.state(on: try day("2026-03-15")) == .running)
        #expect(fromSale.state(on: try day("2026-03-16")) == .over)
        #expect(fromSale.daysLeft(on: try day("2026-03-16")) == -1)
        #expect(fromSale.state(on: try day("2025-03-15")) == .running)
        #expect(fromSale.state(on: try day("2025-03-14")) == .notStarted)
        #expect(try cover("2025-03-15", 12, ends: "2027-12-31").ends == day("2027-12-31"))
    }

    @Test("without a start or a length there is no known end")
    func open() throws {
        let today = try day("2026-11-21")
        #expect(try cover("2025-01-01").state(on: today) == .open)
        #expect(try cover(nil, 24).state(on: today) == .open)
        #expect(try cover("2025-01-01", 0).state(on: today) == .open)
        #expect(try cover("2025-01-01").daysLeft(on: today) == nil)
        #expect(try cover(nil, ends: "2027-01-01").state(on: today) == .running)
    }

    @Test("the verdict over all covers")
    func verdicts() throws {
        let today = try day("2026-11-21")
        let running = try cover("2025-12-01", 24)
        let over = try cover("2024-01-01", 12)
        let ahead = try cover("2027-01-01", 12)
        let open = try cover("2025-01-01")
        func verdict(_ covers: [(kind: String, cover: Cover)]) -> Verdict { Verdict(covers, on: today) }

        #expect(verdict([]) == .unknown)
        #expect(verdict([("whole", running)]) == .covered)
        #expect(verdict([("parts", running), ("labour", running)]) == .covered)
        #expect(verdict([("parts", running), ("travel", over)]) == .partly)
        #expect(verdict([("parts", running), ("on-site", ahead)]) == .partly)
        #expect(verdict([("parts", running), ("labour", open)]) == .partly)
        #expect(verdict([("whole", running), ("travel", over)]) == .covered)
        #expect(verdict([("whole", over)]) == .expired)
        #expect(verdict([("parts", over), ("labour", over)]) == .expired)
        #expect(verdict([("whole", ahead)]) == .notStarted)
        #expect(verdict([("whole", over), ("whole", ahead)]) == .notStarted)
        #expect(verdict([("whole", open)]) == .open)
        #expect(verdict([("parts", open), ("labour", over)]) == .open)
        #expect(verdict([("whole", over), ("whole", running)]) == .covered, "an extended warranty counts")
    }
}
