public import DeedCore

/// Until when a document must be kept.
public enum Retention: Sendable, Hashable {
    /// Nothing asks for it to be kept.
    case free
    /// Kept through this day.
    case until(CivilDate)
    /// Kept: its years begin with an end that is not known.
    case endUnknown

    /// Where the years of a rule begin.
    public enum Start: String, Sendable, CaseIterable {
        /// With the last day in force.
        case end
        /// With the day on which it came into the vault.
        case imported = "import"
    }

    /// Keep at least so many years.
    public struct Rule: Sendable, Hashable {
        /// Whole years.
        public var years: Int
        /// Where they begin.
        public var from: Start

        /// A rule.
        public init(years: Int, from: Start) {
            self.years = years
            self.from = from
        }
    }

    /// The latest day that any rule, or the document's own date, asks for. A rule whose begin is not known keeps the document, unless it has a
    /// date of its own: whoever set that has decided.
    ///
    /// - Parameters:
    ///   - rules: the rules that apply.
    ///   - stated: the document's own date.
    ///   - end: its last day in force, where known.
    ///   - imported: the day it came into the vault.
    public init(rules: [Rule], stated: CivilDate?, end: CivilDate?, imported: CivilDate) {
        var days = stated.map { [$0] } ?? []
        for rule in rules {
            switch (rule.from, end) {
            case (.imported, _): days.append(imported.adding(years: rule.years))
            case (.end, let end?): days.append(end.adding(years: rule.years))
            case (.end, nil):
                if stated == nil {
                    self = .endUnknown
                    return
                }
            }
        }
        self = days.max().map(Retention.until) ?? .free
    }
}
