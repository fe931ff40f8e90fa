import DeedCore
import DeedText

/// The words by which a query names a kind of document.
enum KindName {
    private static let kinds: [String: DocumentKind] = [
        "合同": .contract, "协议": .contract, "服务协议": .serviceAgreement, "服务合同": .serviceAgreement, "维保合同": .serviceAgreement,
        "service": .serviceAgreement, "保修卡": .warrantyCard, "质保卡": .warrantyCard, "保修": .warrantyCard, "warranty": .warrantyCard,
        "补充协议": .amendment, "变更协议": .amendment, "发票": .invoice, "其他": .other, "其它": .other,
    ]

    /// The kind of that name, in either language and script.
    static func kind(_ name: String) -> DocumentKind? {
        let key = Folding.nameKey(name)
        return kinds[key] ?? DocumentKind.allCases.first { Folding.nameKey($0.rawValue) == key }
    }
}

/// A range of days as a query writes it: `2024`, `2024-03`, `2024年3月15日`, `2024-01..2024-03`, `..2024`, `2024-07..`,
/// `>=2024-07`.
struct DateRange: Hashable {
    var from: CivilDate?
    var to: CivilDate?

    init?(_ text: String) {
        let folded = Folding.folded(text).trimmedASCII
        // >2024-03 is after all of March.
        for (sign, isLower, isStrict) in [(">=", true, false), ("<=", false, false), (">", true, true), ("<", false, true)]
        where folded.hasPrefix(sign) {
            guard let span = DateRange.span(folded.dropFirst(sign.count)) else { return nil }
            if isLower {
                from = isStrict ? span.upperBound.adding(days: 1) : span.lowerBound
            } else {
                to = isStrict ? span.lowerBound.adding(days: -1) : span.upperBound
            }
            return
        }
        let ends = DateRange.ends(folded)
        guard ends.contains(where: { !$0.isEmpty }) else { return nil }
        if let first = ends.first, !first.isEmpty {
            guard let span = DateRange.span(first) else { return nil }
            from = span.lowerBound
        }
        if let last = ends.last, !last.isEmpty {
            guard let span = DateRange.span(last) else { return nil }
            to = span.upperBound
        }
    }

    /// One text for a single span, two for a range.
    private static func ends(_ text: String) -> [Substring] {
        for separator in ["...", "..", "…", "~", "～", "至", "到"] {
            let scalars = text.unicodeScalars
            let pattern = Array(separator.unicodeScalars)
            var at = scalars.startIndex
            while at < scalars.endIndex {
                if scalars[at...].starts(with: pattern) {
                    let next = scalars.index(at, offsetBy: pattern.count)
                    return [text[..<at], text[next...]]
                }
                at = scalars.index(after: at)
            }
        }
        return [text[...]]
    }

    /// The days of a year, a month or a day.
    private static func span(_ text: Substring) -> ClosedRange<CivilDate>? {
        guard let numbers = numbers(text), let year = numbers.first, numbers.count <= 3 else { return nil }
        if numbers.count == 3 {
            guard let day = CivilDate(year: year, month: numbers[1], day: numbers[2]) else { return nil }
            return day...day
        }
        let months = numbers.count == 2 ? numbers[1]...numbers[1] : 1...12
        guard let first = CivilDate(year: year, month: months.lowerBound, day: 1),
            let start = CivilDate(year: year, month: months.upperBound, day: 1)
        else { return nil }
        return first...start.endOfMonth
    }

    /// A four-digit year and numbers of one or two digits behind it; `nil` for anything else. `20240315` is a day.
    private static func numbers(_ text: Substring) -> [Int]? {
        var parts: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            if scalar.value >= 48, scalar.value <= 57 {
                parts[parts.count - 1].append(UInt8(scalar.value))
            } else if ["-", "/", ".", "年", "月", "日", " "].contains(scalar) {
                parts.append([])
            } else {
                return nil
            }
        }
        var digits = parts.filter { !$0.isEmpty }
        if digits.count == 1, digits[0].count == 8 {
            digits = [Array(digits[0][0..<4]), Array(digits[0][4..<6]), Array(digits[0][6..<8])]
        }
        guard digits.first?.count == 4, digits.dropFirst().allSatisfy({ $0.count <= 2 }) else { return nil }
        return digits.map { $0.reduce(0) { $0 * 10 + Int($1 - 48) } }
    }
}
