import Glibc

/// An instant in UTC with milliseconds, in the years 1 to 9999: when a record was made, or a file was last changed. Contract dates are
/// ``CivilDate``, never instants.
///
/// There is no other instant: what lies outside is taken for the nearest one, so that every instant has the form that a journal's reader
/// knows. An archive may give an entry any 64 bits as its time.
public struct Instant: Hashable, Sendable, Comparable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64

    /// 0001-01-01T00:00:00.000Z.
    public static let earliest = Instant(milliseconds: -62_135_596_800_000)
    /// 9999-12-31T23:59:59.999Z.
    public static let latest = Instant(milliseconds: 253_402_300_799_999)

    /// An instant from milliseconds since 1970-01-01T00:00:00Z, or ``earliest`` or ``latest`` where that lies outside of them.
    public init(milliseconds: Int64) { self.milliseconds = min(max(milliseconds, -62_135_596_800_000), 253_402_300_799_999) }

    /// The same from what a file system or an archive says: seconds since 1970-01-01T00:00:00Z, and nanoseconds behind them.
    public init(seconds: Int64, nanoseconds: Int64 = 0) {
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        let sum = whole.addingReportingOverflow(nanoseconds.floored(by: 1_000_000))
        self.init(milliseconds: overflow || sum.overflow ? (seconds < 0 ? .min : .max) : sum.partialValue)
    }

    /// The present, read from the system's clock.
    public static var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(seconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec))
    }

    /// Whether it stands for a time outside the years 1 to 9999. (No clock was ever set to the first or the last millisecond.)
    public var isAtLimit: Bool { self == .earliest || self == .latest }

    public static func < (one: Instant, other: Instant) -> Bool { one.milliseconds < other.milliseconds }

    /// Reads `2026-11-21T08:00:00.123Z`, exactly that form; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        var text = String(text)
        let instant = text.withUTF8 { Instant(characters: UnsafeRawBufferPointer($0)) }
        guard let instant else { return nil }
        self = instant
    }

    /// The same for characters in memory: a journal has millions of them.
    public init?(characters bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 24, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
            bytes[16] == UInt8(ascii: ":"), bytes[19] == UInt8(ascii: "."), bytes[23] == UInt8(ascii: "Z"),
            let date = CivilDate(characters: UnsafeRawBufferPointer(rebasing: bytes[0..<10])),
            let hour = bytes.number(11..<13), hour < 24, let minute = bytes.number(14..<16), minute < 60,
            let second = bytes.number(17..<19), second < 60, let thousandth = bytes.number(20..<23)
        else { return nil }
        let seconds = Int64(date.dayNumber) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        self.init(milliseconds: seconds * 1000 + Int64(thousandth))
    }

    /// Reads what version 0.1 wrote for times outside the years 1 to 9999, as ``earliest`` or ``latest``: the usual form with the year
    /// 0000, and for others the day with the second of it, `10000-01-01T0` or `00-1-12-31T86399`.
    public init?(outsideOfYears text: String) {
        guard let letter = text.utf8.firstIndex(of: UInt8(ascii: "T")) else { return nil }
        let parts = text[..<letter].utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        func isNumber(_ part: Substring.UTF8View) -> Bool { !part.isEmpty && part.allSatisfy { $0 >= 48 && $0 <= 57 } }
        guard parts.count == 3 || parts.count == 4, parts.suffix(3).allSatisfy(isNumber), parts[parts.count - 1].count == 2,
            parts[parts.count - 2].count == 2
        else { return nil }
        let rest = text[text.utf8.index(after: letter)...].utf8
        let year = parts[parts.count - 3]
        if parts.count == 4 {
            // Behind the zeros that fill up to four characters stands the minus sign.
            guard parts[0].allSatisfy({ $0 == UInt8(ascii: "0") }), isNumber(rest) else { return nil }
            self = .earliest
        } else if year.count > 4, year.first != UInt8(ascii: "0"), isNumber(rest) {
            self = .latest
        } else if text.hasPrefix("0000-"), Instant("0004" + text.dropFirst(4)) != nil {
            self = .earliest
        } else {
            return nil
        }
    }

    /// The day of this instant in UTC.
    public var day: CivilDate {
        let seconds = milliseconds.floored(by: 1000)
        return CivilDate(dayNumber: Int(seconds.floored(by: 86_400)))
    }
}

extension Instant: CustomStringConvertible {
    /// `2026-11-21T08:00:00.123Z`
    public var description: String {
        let seconds = milliseconds.floored(by: 1000)
        let thousandths = Int(milliseconds - seconds * 1000)
        let ofDay = Int(seconds - seconds.floored(by: 86_400) * 86_400)
        let day = day
        return String(unsafeUninitializedCapacity: 24) { text in
            _ = text.initialize(from: "0000-00-00T00:00:00.000Z".utf8)
            for (end, value) in [
                (4, day.year), (7, day.month), (10, day.day), (13, ofDay / 3600), (16, ofDay / 60 % 60), (19, ofDay % 60),
                (23, thousandths),
            ] {
                var (at, rest) = (end, value)
                while rest > 0 {
                    at -= 1
                    text[at] += UInt8(rest % 10)
                    rest /= 10
                }
            }
            return 24
        }
    }
}

extension FixedWidthInteger {
    /// Division that rounds towards minus infinity.
    func floored(by divisor: Self) -> Self {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
