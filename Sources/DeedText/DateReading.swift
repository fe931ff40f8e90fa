public import DeedCore

/// What a text says of a day, so that a person can be told why it was not taken.
public enum DateReading: Sendable, Hashable {
    /// One day.
    case day(CivilDate)
    /// A month without its day: 2025年3月, 2025-03.
    case month(year: Int, month: Int)
    /// Days it could mean: 25.3.15, 3/4/2025. The century or the order is not written.
    case ambiguous([CivilDate])
    /// A day that the calendar does not have: 2025-02-30.
    case noSuchDay
    /// No date at all.
    case nothing
}

extension DateReader {
    /// What a text says of a day; ``date(_:)`` where it leaves no doubt.
    public static func reading(_ text: String) -> DateReading {
        if let day = date(text) { return .day(day) }
        guard text.utf8.count <= 120, let rest = DateText(text).bare else { return .nothing }
        let scalars = rest.dense
        if scalars.contains("年") { return hanReading(scalars) }
        if let number = NumericDate.arabic(scalars) { return compactReading(number, digits: scalars.count) }
        if let (parts, _) = NumericDate.parts(scalars) { return numericReading(parts) }
        return monthReading(scalars)
    }

    /// 2025年3月, 25年3月15日, 2025年2月30日.
    private static func hanReading(_ scalars: [Unicode.Scalar]) -> DateReading {
        guard let yearEnd = scalars.firstIndex(of: "年"), let monthEnd = scalars[yearEnd...].firstIndex(of: "月"),
            let month = HanDate.month(Array(scalars[(yearEnd + 1)..<monthEnd])), (1...12).contains(month)
        else { return .nothing }
        let yearText = Array(scalars[..<yearEnd])
        let short = yearText.count == 2 ? HanNumeral.value(yearText).map { 2000 + $0 } : nil
        guard let year = HanDate.year(yearText, isRepublic: false) ?? short else { return .nothing }
        var dayText = Array(scalars[(monthEnd + 1)...])
        if dayText.last == "日" || dayText.last == "号" || dayText == ["份"] { dayText.removeLast() }
        if dayText.isEmpty { return .month(year: year, month: month) }
        guard let day = HanDate.small(dayText) else { return .nothing }
        guard let date = CivilDate(year: year, month: month, day: day) else { return .noSuchDay }
        return .ambiguous([date])
    }

    /// 20250230, 202503, 250315.
    private static func compactReading(_ number: Int, digits: Int) -> DateReading {
        if digits == 8, (1900...2199).contains(number / 10_000) { return .noSuchDay }
        guard digits == 6 else { return .nothing }
        if (1900...2199).contains(number / 100), (1...12).contains(number % 100) {
            return .month(year: number / 100, month: number % 100)
        }
        let short = CivilDate(year: 2000 + number / 10_000, month: number / 100 % 100, day: number % 100)
        return short.map { .ambiguous([$0]) } ?? .nothing
    }

    /// Three numbers that are no date by themselves.
    private static func numericReading(_ parts: [NumericDate.Part]) -> DateReading {
        let (a, b, c) = (parts[0].value, parts[1].value, parts[2].value)
        if parts[0].digits >= 3 { return parts[0].digits == 4 ? .noSuchDay : .nothing }
        let orders: [(Int, Int, Int)]
        switch parts[2].digits {
        case 4: orders = [(c, a, b), (c, b, a)]
        case 1, 2: orders = [(2000 + a, b, c), (2000 + c, b, a), (2000 + c, a, b)]
        default: return .nothing
        }
        var found: [CivilDate] = []
        for (year, month, day) in orders {
            guard let date = CivilDate(year: year, month: month, day: day), !found.contains(date) else { continue }
            found.append(date)
        }
        return found.isEmpty ? .noSuchDay : .ambiguous(found)
    }

    /// 2025-03, 2025/3, 2025.3.
    private static func monthReading(_ scalars: [Unicode.Scalar]) -> DateReading {
        guard let separator = scalars.first(where: { $0 == "-" || $0 == "/" || $0 == "." }) else { return .nothing }
        let pieces = scalars.split(separator: separator, omittingEmptySubsequences: false).map(Array.init)
        guard pieces.count == 2, pieces[0].count == 4, (1...2).contains(pieces[1].count),
            let year = NumericDate.arabic(pieces[0]),
            let month = NumericDate.arabic(pieces[1]), (1...12).contains(month), (1900...2199).contains(year)
        else { return .nothing }
        return .month(year: year, month: month)
    }

    /// The first and the last day of 2025年1月1日至2025年12月31日, 2025.3.1-2026.2.28, 自2025/1/1起至12月31日止.
    ///
    /// `nil` where one side is no day, or the last day lies before the first.
    public static func range(_ text: String) -> (first: CivilDate, last: CivilDate)? {
        guard text.utf8.count <= 200 else { return nil }
        var whole = String(String.UnicodeScalarView(DateText(text).scalars))
        for prefix in ["自", "从"] where whole.hasPrefix(prefix) { whole.removeFirst() }
        if whole.hasSuffix("止") { whole.removeLast() }
        for separator in ["至", "到", "~", "--", "-", "to", "/"] {
            for at in whole.ranges(of: separator) {
                var left = String(whole[..<at.lowerBound])
                if left.hasSuffix("起") { left.removeLast() }
                guard let first = date(left) else { continue }
                let right = String(whole[at.upperBound...])
                // The year is often not repeated.
                guard let last = date(right) ?? date("\(first.year)年\(right)"), last >= first else { continue }
                return (first, last)
            }
        }
        return nil
    }
}
