public import DeedCore

/// Whether a machine is under warranty. Raw values appear in `--json`.
public enum Verdict: String, Sendable, CaseIterable {
    /// Every kind of cover that it ever had holds today (在保).
    case covered
    /// Some kinds of cover hold, others are over or have not begun: parts until autumn, travel no more.
    case partly
    /// The first cover begins later.
    case notStarted
    /// A cover began and none with a known end holds: how long it lasts is not known.
    case open
    /// Every cover is over (过保).
    case expired
    /// The machine is not known, or nothing is known about its covers.
    case unknown

    /// The verdict over all covers of one machine on a day, each with its kind (`parts`, `labour` …).
    ///
    /// A kind holds when one of its covers does: an extended warranty goes on where the first one ended. The kind `whole` stands for
    /// all of them.
    public init(_ covers: [(kind: String, cover: Cover)], on today: CivilDate) {
        guard !covers.isEmpty else {
            self = .unknown
            return
        }
        var states: [String: Cover.State] = [:]
        for (kind, cover) in covers {
            let state = cover.state(on: today)
            states[kind] = states[kind].map { Verdict.stronger($0, state) } ?? state
        }
        let all = Set(states.values)
        if all == [.running] || states["whole"] == .running {
            self = .covered
        } else if all.contains(.running) {
            self = .partly
        } else if all.contains(.open) {
            self = .open
        } else {
            self = all.contains(.notStarted) ? .notStarted : .expired
        }
    }

    private static func stronger(_ one: Cover.State, _ other: Cover.State) -> Cover.State {
        let order: [Cover.State] = [.running, .open, .notStarted, .over]
        return order.first { $0 == one || $0 == other } ?? one
    }
}
