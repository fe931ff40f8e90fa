public import DeedCore

/// One promise on a machine, as the clock sees it.
public struct Cover: Sendable, Hashable {
    /// The first day; `nil` when unknown.
    public var starts: CivilDate?
    /// The length in months, where it is given so.
    public var months: Int?
    /// The last day as the card says it.
    public var stated: CivilDate?

    /// A promise from `starts`, for `months`, until `ends`; what is unknown is left out.
    public init(starts: CivilDate? = nil, months: Int? = nil, ends: CivilDate? = nil) {
        self.starts = starts
        self.months = months
        stated = ends
    }

    /// The last day (included): the stated one, else start + months (Civil Code 201, 202); `nil` when it cannot be known.
    public var ends: CivilDate? {
        if let stated { return stated }
        guard let starts, let months, months > 0 else { return nil }
        return Deadlines.sum(starts, months: months)
    }

    /// The state on a day. A cover without a known start is taken to have started.
    public func state(on today: CivilDate) -> State {
        if let starts, today < starts { return .notStarted }
        guard let ends else { return .open }
        return today <= ends ? .running : .over
    }

    /// Days from `today` to the last day: 0 on the last day itself, negative when it is over, `nil` when there is no known end.
    public func daysLeft(on today: CivilDate) -> Int? { ends.map { $0.days(since: today) } }

    /// What a cover is on a day.
    public enum State: String, Sendable, CaseIterable {
        /// Its first day lies ahead.
        case notStarted
        /// It holds, and its last day is known.
        case running
        /// It started, and no end is known.
        case open
        /// Its last day has passed.
        case over
    }
}
