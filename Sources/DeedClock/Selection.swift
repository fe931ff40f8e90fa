public import DeedCore

/// Which documents "what is expiring" lists, and in which group.
///
/// A document is listed when its end or its act-by date falls in the range, both ends of the range included. One that is overdue, undecided
/// and not ended, is listed in every range that reaches today or later, and so is one that renewed by itself until somebody acknowledges it. A
/// document stands in exactly one group.
public struct Selection: Sendable, Hashable {
    /// The days that are asked about.
    public var range: DateRange
    /// Which date has to fall in the range.
    public var by: Measure
    /// The day to reckon from.
    public var today: CivilDate

    /// Which date has to fall in the range.
    public enum Measure: String, Sendable, CaseIterable {
        case end
        case act
        case either
    }

    /// Why a document is listed. Raw values appear in `--json`.
    public enum Group: String, Sendable, CaseIterable {
        /// Nothing is decided, it has not ended, and the last day to act lies in the range or has passed already.
        case actNow
        /// It renewed by itself, nothing had been decided, and nobody has acknowledged it. Its end and last day to act are the new term's.
        case renewed
        /// The last day to act passed without a decision, and it has ended.
        case missed
        /// It ends in the range and nothing has to be decided now: there is no act-by date, it lies before the range but still ahead,
        /// or the decision is made.
        case ends
    }

    /// A selection of what falls in `range`, seen from `today`.
    public init(range: DateRange, by: Measure = .either, today: CivilDate) {
        self.range = range
        self.by = by
        self.today = today
    }

    /// The group of a document, or `nil` when it is not listed.
    public func group(_ deadlines: Deadlines) -> Group? {
        if let group = term(deadlines), group != .ends || deadlines.renewed == nil { return group }
        guard let renewed = deadlines.renewed, range.last >= today || range.contains(renewed) else { return nil }
        return .renewed
    }

    /// The group of the current term, whatever was before it.
    private func term(_ deadlines: Deadlines) -> Group? {
        guard let end = deadlines.end else { return nil }
        let isOpen = deadlines.decision == nil && end >= today
        let isOverdue = isOpen && deadlines.actBy.map { $0 < today } ?? false
        if isOverdue, range.last >= today { return .actNow }
        let endsInRange = by != .act && range.contains(end)
        let actInRange = by != .end && deadlines.actBy.map(range.contains) ?? false
        guard endsInRange || actInRange else { return nil }
        guard deadlines.decision == nil, let actBy = deadlines.actBy else { return .ends }
        if end < today { return .missed }
        return range.contains(actBy) || isOverdue ? .actNow : .ends
    }

    /// Whether the first of two listed documents stands before the second: groups in the order `actNow`, `renewed`, `missed`, `ends`; within a
    /// group by the last day to act (the end where there is none), then by end.
    public static func precedes(_ one: (Group, Deadlines), _ other: (Group, Deadlines)) -> Bool {
        func key(_ item: (Group, Deadlines)) -> (Int, Int, Int) {
            let end = item.1.end?.dayNumber ?? Int.max
            return (rank(item.0), item.1.actBy?.dayNumber ?? end, end)
        }
        return key(one) < key(other)
    }

    private static func rank(_ group: Group) -> Int {
        switch group {
        case .actNow: 0
        case .renewed: 1
        case .missed: 2
        case .ends: 3
        }
    }
}
