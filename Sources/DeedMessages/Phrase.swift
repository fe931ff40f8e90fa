public import DeedCore

/// One wording of a text with its values, written as an interpolated string.
///
/// Values keep their type until the language is known, so that a date, a size or a count is written as that language writes
/// it: `"Ends on \(date)."` and `"\(date)到期。"` need no formatting at the place of use.
public struct Phrase: Sendable, Hashable, ExpressibleByStringInterpolation {
    let parts: [Part]

    /// A piece of a phrase.
    enum Part: Sendable, Hashable {
        case literal(String)
        case value(Value)
        /// A count with its English noun; Chinese writes the count and the phrase has its own noun.
        case counted(Int64, one: String, many: String)
    }

    /// What can stand in a phrase.
    enum Value: Sendable, Hashable {
        case text(String)
        case count(Int64)
        case date(CivilDate)
        case bytes(Int64)
        case money(Money)
        case seconds(Int)
        case percent(Double)
        case list([String])
    }

    public init(stringLiteral value: String) { parts = [.literal(value)] }

    public init(stringInterpolation: StringInterpolation) { parts = stringInterpolation.parts }

    /// Collects the pieces of an interpolated phrase.
    public struct StringInterpolation: StringInterpolationProtocol {
        var parts: [Part] = []

        public init(literalCapacity: Int, interpolationCount: Int) { parts.reserveCapacity(interpolationCount * 2 + 1) }

        public mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { parts.append(.literal(literal)) }
        }

        /// A text as it is.
        public mutating func appendInterpolation(_ text: String) { parts.append(.value(.text(text))) }

        /// A count with groups of three digits.
        public mutating func appendInterpolation(_ count: Int) { parts.append(.value(.count(Int64(count)))) }

        /// A count with groups of three digits.
        public mutating func appendInterpolation(_ count: Int64) { parts.append(.value(.count(count))) }

        /// A count and its English noun, `1 file`, `2 files`. The Chinese wording writes `\(count) 个文件`.
        public mutating func appendInterpolation(_ count: Int, _ one: String, _ many: String) {
            parts.append(.counted(Int64(count), one: one, many: many))
        }

        /// A date as people write it.
        public mutating func appendInterpolation(_ date: CivilDate) { parts.append(.value(.date(date))) }

        /// An amount with its currency.
        public mutating func appendInterpolation(_ money: Money) { parts.append(.value(.money(money))) }

        /// A size.
        public mutating func appendInterpolation(bytes: Int64) { parts.append(.value(.bytes(bytes))) }

        /// A duration in whole seconds.
        public mutating func appendInterpolation(seconds: Int) { parts.append(.value(.seconds(seconds))) }

        /// A share between 0 and 1.
        public mutating func appendInterpolation(percent: Double) { parts.append(.value(.percent(percent))) }

        /// Texts joined as a sentence joins them.
        public mutating func appendInterpolation(list: [String]) { parts.append(.value(.list(list))) }
    }

    /// The values in an order of their own: two wordings of one text must have the same.
    var values: [String] {
        parts.compactMap { part in
            switch part {
            case .literal: nil
            case .value(let value): "\(value)"
            case .counted(let count, _, _): "\(Value.count(count))"
            }
        }.sorted()
    }
}
