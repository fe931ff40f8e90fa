public import DeedCore

/// What a cell says of a term: 2025.1.1-2026.12.31, 2年, 2年（2025.1.1-2026.12.31）, 2025年1月1日起2年, 2025-01-01至长期.
public struct TermReading: Sendable, Hashable {
    /// The first day.
    public var first: CivilDate?
    /// The last day.
    public var last: CivilDate?
    /// The length.
    public var length: Length?
    /// Whether it has no end by its own words.
    public var isPerpetual = false

    /// The two together; `nil` where both say something of the same that differs.
    fileprivate func merged(with other: TermReading) -> TermReading? {
        func one<Value: Equatable>(_ left: Value?, _ right: Value?) -> Value?? {
            guard let left, let right else { return .some(left ?? right) }
            return left == right ? .some(left) : nil
        }
        guard let first = one(first, other.first), let last = one(last, other.last), let length = one(length, other.length)
        else { return nil }
        return TermReading(first: first, last: last, length: length, isPerpetual: isPerpetual || other.isPerpetual)
    }
}

/// Reads terms.
public enum TermReader {
    /// What the text says; `nil` where a part of it is not understood, or contradicts another.
    public static func term(_ text: String) -> TermReading? {
        guard text.utf8.count <= 200 else { return nil }
        let folded = Folding.folded(text).trimmedASCII
        if let whole = part(folded) { return whole }
        let parts = folded.split(whereSeparator: { "()[],;".contains($0) }).map { String($0).trimmedASCII }.filter { !$0.isEmpty }
        guard parts.count > 1 else { return nil }
        var whole = TermReading()
        for each in parts {
            guard let read = part(each), let merged = whole.merged(with: read) else { return nil }
            whole = merged
        }
        return whole
    }

    /// A range whose last day lies before its first.
    public static func endsBeforeItBegins(_ text: String) -> Bool {
        let folded = Folding.folded(text)
        return ["至", "到", "~", "--", "-", "to", "/"].contains { separator in
            folded.ranges(of: separator).contains { at in
                guard let first = day(folded[..<at.lowerBound]), let last = day(folded[at.upperBound...]) else { return false }
                return last < first
            }
        }
    }

    private static let perpetual: Set<String> = [
        "长期", "长期有效", "无固定期限", "长期无固定期限", "无期限", "不定期", "永久", "永久有效", "长期合同", "perpetual", "indefinite", "openended",
    ]

    /// Whether a text says that there is no end.
    public static func isPerpetual(_ text: String) -> Bool { perpetual.contains(Folding.nameKey(text)) }

    private static func part(_ text: String) -> TermReading? {
        if isPerpetual(text) { return TermReading(isPerpetual: true) }
        if let range = DateReader.range(text) { return TermReading(first: range.first, last: range.last) }
        if let start = start(text) { return start }
        return LengthReader.length(text).map { TermReading(length: $0) }
    }

    /// 自2025年1月1日起, 2025年1月1日起2年, 2025-01-01至长期.
    private static func start(_ text: String) -> TermReading? {
        for separator in ["起", "至", "到", "-", "~"] {
            for at in text.ranges(of: separator) {
                guard let first = day(text[..<at.lowerBound]) else { continue }
                var right = String(text[at.upperBound...]).trimmedASCII
                for word in ["算", "计", ",", "至", "到"] where right.hasPrefix(word) { right.removeFirst(word.count) }
                if isPerpetual(right) { return TermReading(first: first, isPerpetual: true) }
                guard separator == "起" else { continue }
                if right.isEmpty { return TermReading(first: first) }
                if let length = LengthReader.length(right) { return TermReading(first: first, length: length) }
            }
        }
        return nil
    }

    private static func day(_ text: Substring) -> CivilDate? {
        var text = String(text).trimmedASCII
        for word in ["自", "从"] where text.hasPrefix(word) { text.removeFirst(word.count) }
        return DateReader.date(text)
    }
}
