import DeedCore

/// Dates of digits and `-`, `/` or `.`.
enum NumericDate {
    typealias Part = (value: Int, digits: Int)

    static func read(_ text: DateText) -> CivilDate? {
        let scalars = text.dense
        if let date = compact(scalars) { return date }
        guard let (parts, _) = parts(scalars) else { return nil }
        if parts[0].digits == 4, parts[1].digits <= 2, parts[2].digits <= 2 {
            return CivilDate(year: parts[0].value, month: parts[1].value, day: parts[2].value)
        }
        guard parts[2].digits == 4, parts[0].digits <= 2, parts[1].digits <= 2 else { return nil }
        return yearLast(parts[0].value, parts[1].value, year: parts[2].value)
    }

    /// Day and month before the year: one of them must be above 12, or both the same.
    private static func yearLast(_ first: Int, _ second: Int, year: Int) -> CivilDate? {
        if first > 12 || first == second { return CivilDate(year: year, month: second, day: first) }
        return second > 12 ? CivilDate(year: year, month: first, day: second) : nil
    }

    /// 20250315, in the centuries that contracts are of.
    private static func compact(_ scalars: [Unicode.Scalar]) -> CivilDate? {
        guard scalars.count == 8, let value = arabic(scalars), (1900...2199).contains(value / 10_000) else { return nil }
        return CivilDate(year: value / 10_000, month: value / 100 % 100, day: value % 100)
    }

    /// Three numbers between two separators of one kind.
    static func parts(_ scalars: [Unicode.Scalar]) -> (parts: [Part], separator: Unicode.Scalar)? {
        guard let separator = scalars.first(where: { $0 == "-" || $0 == "/" || $0 == "." }) else { return nil }
        let pieces = scalars.split(separator: separator, omittingEmptySubsequences: false)
        guard pieces.count == 3 else { return nil }
        var parts: [Part] = []
        for piece in pieces {
            guard (1...4).contains(piece.count), let value = arabic(Array(piece)) else { return nil }
            parts.append((value, piece.count))
        }
        return (parts, separator)
    }

    /// The number of up to 18 digits, which fit; `nil` for more: a bank account in a column of dates is no date.
    static func arabic(_ scalars: [Unicode.Scalar]) -> Int? {
        guard (1...18).contains(scalars.count), scalars.allSatisfy({ $0.value >= 48 && $0.value <= 57 }) else { return nil }
        return scalars.reduce(0) { $0 * 10 + Int($1.value) - 48 }
    }
}
