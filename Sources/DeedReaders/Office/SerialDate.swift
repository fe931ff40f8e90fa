import DeedCore

/// A workbook's date: days since the end of 1899 (or 1904) with the time of day as a fraction.
struct SerialDate {
    private let date: CivilDate?
    /// Seconds since midnight, 0 to 86,399.
    private let second: Int
    /// Whole seconds since day 0, for `[h]`.
    private let total: Int

    /// `nil` outside what Excel shows: negative, or beyond the year 9999.
    ///
    /// Day 60 of the 1900 calendar is 29 February 1900, which never was: Excel keeps Lotus 1-2-3's mistake, so earlier days lie one
    /// further on ("Excel incorrectly assumes that the year 1900 is a leap year", Microsoft support 214326).
    init?(_ serial: Double, uses1904: Bool) {
        guard serial >= 0, serial < (uses1904 ? 2_957_004 : 2_958_466) else { return nil }
        total = Int((serial * 86_400).rounded())
        var day = total / 86_400
        second = total % 86_400
        if uses1904 { day += 1462 } else if day < 60 { day += 1 }
        // 25,569 is 1970-01-01. Day 0 is only a time of day.
        date = day > 1 || uses1904 ? CivilDate(dayNumber: day - 25_569) : nil
    }

    /// The pieces of a format filled in.
    func text(_ pieces: [NumberFormat.Piece]) -> String {
        let has12 = pieces.contains { if case .halfDay = $0 { true } else { false } }
        return pieces.map { piece in
            switch piece {
            case .literal(let text): text
            case .date(let unit, let length): part(unit, length, has12: has12)
            case .elapsed("h"): "\(total / 3600)"
            case .elapsed("m"): "\(total / 60)"
            case .elapsed: "\(total)"
            case .halfDay(let morning, let afternoon): second < 43_200 ? morning : afternoon
            case .number, .general, .percent: ""
            }
        }.joined()
    }

    private func part(_ unit: Character, _ length: Int, has12: Bool) -> String {
        let hour = second / 3600
        switch unit {
        case "h": return padded(has12 ? (hour + 11) % 12 + 1 : hour, length)
        case "i": return padded(second / 60 % 60, length)
        case "s": return padded(second % 60, length)
        default: break
        }
        // Day 0: Excel shows 1900-01-00; nothing of it is a date.
        guard let date else { return unit == "y" ? "1900" : padded(unit == "m" ? 1 : 0, length) }
        switch (unit, length) {
        case ("y", 3...): return "\(date.year)"
        case ("y", _): return padded(date.year % 100, 2)
        case ("m", 4...): return SerialDate.months[date.month - 1]
        case ("m", 3): return String(SerialDate.months[date.month - 1].prefix(3))
        case ("m", _): return padded(date.month, length)
        case ("d", 1...2): return padded(date.day, length)
        case ("d", 3): return String(SerialDate.days[weekday(date)].prefix(3))
        case ("d", _): return SerialDate.days[weekday(date)]
        case ("a", 4...): return "星期" + SerialDate.chineseDays[weekday(date)]
        case ("a", 3): return SerialDate.chineseDays[weekday(date)]
        default: return ""
        }
    }

    private func padded(_ number: Int, _ length: Int) -> String {
        length >= 2 && number < 10 ? "0\(number)" : "\(number)"
    }

    /// 0 is Sunday; 1970-01-01 was a Thursday.
    private func weekday(_ date: CivilDate) -> Int {
        let day = (date.dayNumber + 4) % 7
        return day < 0 ? day + 7 : day
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
    private static let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    private static let chineseDays = ["日", "一", "二", "三", "四", "五", "六"]
}
