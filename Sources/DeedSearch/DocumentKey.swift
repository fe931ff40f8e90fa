import DeedCore

/// The row id of a document in the full-text tables: days since 1900-01-01 of its date, shifted by 24 bits, plus a number within that day.
///
/// So "newest first" is the order of rows and a range of dates a range of rows; both cost nothing, while sorting or joining would
/// cost more the more documents match.
enum DocumentKey {
    private static let sequenceBits: Int64 = 24
    /// 1900-01-01 lies this many days before 1970-01-01.
    private static let epoch = -25_567

    /// The keys of a day. Dates before 1900 count as 1900-01-01.
    static func keys(on day: CivilDate) -> ClosedRange<Int64> {
        let first = Int64(max(0, day.dayNumber - epoch)) << sequenceBits
        return first...(first | ((1 << sequenceBits) - 1))
    }

    /// The keys between two days, both included; `nil` is open. `nil` when the range is empty.
    static func keys(from: CivilDate?, to: CivilDate?) -> ClosedRange<Int64>? {
        let low = from.map { keys(on: $0).lowerBound } ?? 0
        let high = to.map { keys(on: $0).upperBound } ?? Int64.max
        return low <= high ? low...high : nil
    }

    /// Days since 1900-01-01.
    static func day(of key: Int64) -> Int { Int(key >> sequenceBits) }
}
