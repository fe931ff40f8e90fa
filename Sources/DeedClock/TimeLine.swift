import DeedCore

/// The covers of one machine in the order of time, with the gaps between them.
public struct TimeLine: Sendable, Hashable {
    /// Positions in the array that was given, ordered by first day (an unknown one first), then by last day (an unknown one last).
    public let order: [Int]
    /// Days on which nothing holds, between the first day of the earliest cover and the last day of the latest.
    public let gaps: [DateRange]

    /// The time line of these covers.
    public init(_ covers: [Cover]) {
        func key(_ index: Int) -> (Int, Int, Int) {
            (covers[index].starts?.dayNumber ?? Int.min, covers[index].ends?.dayNumber ?? Int.max, index)
        }
        order = covers.indices.sorted { key($0) < key($1) }
        var gaps: [DateRange] = []
        var reach: CivilDate?
        var endless = false
        for cover in order.map({ covers[$0] }) {
            if let reach, let starts = cover.starts, !endless,
                let gap = DateRange(from: reach.adding(days: 1), to: starts.adding(days: -1))
            {
                gaps.append(gap)
            }
            if let ends = cover.ends { reach = reach.map { max($0, ends) } ?? ends } else { endless = true }
        }
        self.gaps = gaps
    }
}
