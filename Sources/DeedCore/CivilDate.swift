/// A day of the Gregorian calendar without a zone: what a contract means by a date. Years 1 to 9999.
public struct CivilDate: Hashable, Sendable, Comparable {
    /// The year, 1 to 9999.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int

    /// A date that exists in the calendar, else `nil`.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CivilDate.length(ofMonth: month, year: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `2026-11-21`, exactly that form; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        var text = String(text)
        let date = text.withUTF8 { CivilDate(characters: UnsafeRawBufferPointer($0)) }
        guard let date else { return nil }
        self = date
    }

    /// The same for characters in memory.
    public init?(characters bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = bytes.number(0..<4), let month = bytes.number(5..<7), let day = bytes.number(8..<10)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The first day there is, 0001-01-01.
    public static let first = CivilDate(unchecked: 1, 1, 1)
    /// The last day there is, 9999-12-31.
    public static let last = CivilDate(unchecked: 9999, 12, 31)

    /// The date that lies `dayNumber` days after 1970-01-01; the first or the last day there is for one beyond them.
    ///
    /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
    public init(dayNumber: Int) {
        // -719,162 is 0001-01-01, 2,932,896 is 9999-12-31.
        let shifted = min(max(dayNumber, -719_162), 2_932_896) + 719_468
        let era = shifted.floored(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days since 1970-01-01 (`days_from_civil` of the same source).
    public var dayNumber: Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear.floored(by: 400)
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Days in a month, 28 to 31.
    public static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: return 30
        default: return 31
        }
    }

    /// The date `days` later (earlier when negative); the first or the last day there is where that lies beyond them.
    public func adding(days: Int) -> CivilDate {
        let (number, isTooFar) = dayNumber.addingReportingOverflow(days)
        return isTooFar ? (days < 0 ? .first : .last) : CivilDate(dayNumber: number)
    }

    /// The corresponding day `months` later, or the month's last day where there is none
    /// (Civil Code of the People's Republic of China, article 202: 2025-01-31 + 1 month = 2025-02-28); the first or the last day there is
    /// where that lies beyond them.
    public func adding(months: Int) -> CivilDate {
        // Within the calendar nothing is further away than this.
        guard months > -120_000 else { return .first }
        guard months < 120_000 else { return .last }
        let index = year * 12 + month - 1 + months
        if index < 12 { return .first }
        if index >= 120_000 { return .last }
        let newYear = index.floored(by: 12)
        let newMonth = index - newYear * 12 + 1
        let newDay = min(day, CivilDate.length(ofMonth: newMonth, year: newYear))
        return CivilDate(unchecked: newYear, newMonth, newDay)
    }

    /// The corresponding day `years` later, as ``adding(months:)`` finds it.
    public func adding(years: Int) -> CivilDate { adding(months: min(max(years, -10_000), 10_000) * 12) }

    private init(unchecked year: Int, _ month: Int, _ day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The first day of its month.
    public var startOfMonth: CivilDate { CivilDate(unchecked: year, month, 1) }

    /// The last day of its month.
    public var endOfMonth: CivilDate { CivilDate(unchecked: year, month, CivilDate.length(ofMonth: month, year: year)) }

    /// Days from `other` to this date; negative when this one is earlier.
    public func days(since other: CivilDate) -> Int { dayNumber - other.dayNumber }

    /// The calendar quarter, 1 to 4.
    public var quarter: Int { (month - 1) / 3 + 1 }

    public static func < (one: CivilDate, other: CivilDate) -> Bool {
        (one.year, one.month, one.day) < (other.year, other.month, other.day)
    }
}

extension UnsafeRawBufferPointer {
    /// The number that decimal digits say; `nil` where another character stands among them.
    func number(_ range: Range<Int>) -> Int? {
        var value = 0
        for at in range {
            guard self[at] >= 48, self[at] <= 57 else { return nil }
            value = value * 10 + Int(self[at] - 48)
        }
        return value
    }
}

extension CivilDate: CustomStringConvertible {
    /// ISO 8601: `2026-11-21`.
    public var description: String {
        let yearText = String(year)
        let padding = String(repeating: "0", count: max(0, 4 - yearText.count))
        return "\(padding)\(yearText)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }
}
