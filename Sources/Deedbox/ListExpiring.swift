public import DeedCatalog
public import DeedClock
public import DeedCore
import DeedText

/// Managers ask what ends, and what must be decided first.
public struct ListExpiring {
    /// The days that are looked at, both ends included.
    public var range: DateRange
    /// Which date must fall into the range.
    public var by: Selection.Measure
    /// Only these kinds; `nil`: contracts, service agreements and warranty covers.
    public var kinds: Set<DocumentKind>?

    /// A question about a range of days.
    public init(_ range: DateRange, by: Selection.Measure = .either, kinds: Set<DocumentKind>? = nil) {
        self.range = range
        self.by = by
        self.kinds = kinds
    }

    /// From today on as far as a person writes: 90d, 90, 2w, 3个月, 1y, 一年; `nil` for what is no length, or one of more than a century.
    public static func within(_ text: String, of today: CivilDate) -> DateRange? {
        let short = ["w": "weeks", "m": "months", "y": "years"]
        let word = text.last.flatMap { short[$0.lowercased()] }
        let spelled = word.map { text.dropLast().allSatisfy(\.isNumber) ? text.dropLast() + $0 : text } ?? text
        switch LengthReader.length(spelled) {
        case .days(let count)?, .bare(let count)?: return count <= 36_600 ? .within(days: count, of: today) : nil
        case .months(let count)?: return count <= 1200 ? DateRange(from: today, to: today.adding(months: count)) : nil
        case .workingDays?, nil: return nil
        }
    }

    /// The answer, as known on the day that the session asks for.
    public func run(in session: VaultSession) throws -> ExpiringAnswer {
        try session.require(.read)
        return try session.catalog.expiring(
            Selection(range: range, by: by, today: session.today), kinds: kinds, asKnown: session.asKnownSeq())
    }
}
