public import DeedCore

extension Messages {
    /// A count with groups of three digits, the same in both languages: `12,345`.
    public func number(_ value: Int64) -> String { (value < 0 ? "-" : "") + Messages.grouped(String(value.magnitude)) }

    /// A count with groups of three digits.
    public func number(_ value: Int) -> String { number(Int64(value)) }

    private static func grouped(_ digits: String) -> String {
        var output = ""
        for (at, digit) in digits.enumerated() {
            if at > 0, (digits.utf8.count - at) % 3 == 0 { output.append(",") }
            output.append(digit)
        }
        return output
    }

    /// A size in powers of a thousand with three digits: `532 B`, `1.23 MB`, `45.6 GB`.
    public func size(_ bytes: Int64) -> String {
        let units = ["B", "kB", "MB", "GB", "TB", "PB"]
        var value = Double(bytes)
        var unit = 0
        while value.magnitude >= 999.5, unit < units.count - 1 {
            value /= 1000
            unit += 1
        }
        if unit == 0 { return "\(bytes) B" }
        let decimals = value.magnitude < 9.995 ? 2 : value.magnitude < 99.95 ? 1 : 0
        return Messages.fixed(value, decimals: decimals) + " " + units[unit]
    }

    /// Bytes a second: `12.3 MB/s`.
    public func rate(bytes: Double) -> String { size(bytes.isFinite ? Int64(bytes.rounded()) : 0) + "/s" }

    /// An amount with the sign of its currency where it has a known one, grouped: `¥1,234,567.89`, `$10.00`, `CHF 5.00`.
    ///
    /// The yen is written with its code, because its sign is the yuan's.
    public func money(_ amount: Money) -> String {
        let signs = ["CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$", "TWD": "NT$"]
        let negative = amount.decimal.hasPrefix("-")
        let text = decimal(negative ? String(amount.decimal.dropFirst()) : amount.decimal)
        return (negative ? "-" : "") + (signs[amount.currency] ?? "\(amount.currency) ") + text
    }

    /// A decimal number with groups of three digits: `-1,234.50`.
    public func decimal(_ text: String) -> String {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first else { return text }
        let negative = whole.hasPrefix("-")
        let grouped = (negative ? "-" : "") + Messages.grouped(String(negative ? whole.dropFirst() : whole))
        return parts.count > 1 ? "\(grouped).\(parts[1])" : grouped
    }

    /// A share between 0 and 1 with one decimal, none where it is whole: `12.5%`, `100%`.
    public func percent(_ share: Double) -> String {
        let text = Messages.fixed(share * 100, decimals: 1)
        return (text.hasSuffix(".0") ? String(text.dropLast(2)) : text) + "%"
    }

    /// How long something took or will take: `8 s`, `3 min 20 s`, `2 h 5 min`; `8 秒`, `3 分 20 秒`, `2 小时 5 分`.
    public func duration(seconds: Int) -> String {
        let total = max(0, seconds)
        let (hours, minutes, rest) = (total / 3600, total / 60 % 60, total % 60)
        let (hour, minute, second) = language == .english ? ("h", "min", "s") : ("小时", "分", "秒")
        if hours > 0 { return "\(hours) \(hour) \(minutes) \(minute)" }
        return minutes > 0 ? "\(minutes) \(minute) \(rest) \(second)" : "\(rest) \(second)"
    }

    /// Texts joined as a sentence joins them: `a, b and c`; `a、b 和 c`.
    public func list(_ texts: [String]) -> String {
        guard let last = texts.last, texts.count > 1 else { return texts.first ?? "" }
        let head = texts.dropLast()
        return language == .english
            ? head.joined(separator: ", ") + " and " + last : head.joined(separator: "、") + " 和 " + last
    }

    /// `value` with a fixed number of decimals, rounded half away from zero.
    static func fixed(_ value: Double, decimals: Int) -> String {
        let factor = [1.0, 10, 100, 1000][min(decimals, 3)]
        let scaled = Int64((value.magnitude * factor).rounded())
        let whole = scaled / Int64(factor)
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard decimals > 0 else { return sign + String(whole) }
        let fraction = String(scaled % Int64(factor))
        return "\(sign)\(whole)." + String(repeating: "0", count: decimals - fraction.utf8.count) + fraction
    }
}
