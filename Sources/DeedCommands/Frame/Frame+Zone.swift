import DeedCore
import Foundation

extension Frame {
    /// Seconds east of UTC in a zone at an instant, for `Messages.moment`. A name this machine does not know counts as UTC.
    static func offset(of timeZone: String, at instant: Instant) -> Int {
        let zone = TimeZone(identifier: timeZone) ?? .gmt
        return zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000))
    }
}
