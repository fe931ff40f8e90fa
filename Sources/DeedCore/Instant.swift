import Glibc

/// An instant in UTC with milliseconds: when a record was made. Contract dates are ``CivilDate``, never instants.
public struct Instant: Hashable, Sendable, Comparable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64

    /// An instant from milliseconds since 1970-01-01T00:00:00Z.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// The present, read from the system's clock.
    public static var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

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
        // Beyond the years of the calendar there is no such form.
        guard (0...9999).contains(day.year) else { return "\(day)T\(ofDay)" }
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
