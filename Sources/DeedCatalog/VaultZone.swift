public import DeedCore
import Foundation
import GRDB

/// The vault's time zone: instants are kept in UTC and shown in it, and a day is a day in it.
public struct VaultZone: Sendable {
    private let zone: TimeZone

    /// A zone by its IANA name; UTC when the system does not know it.
    public init(_ name: String) { zone = TimeZone(identifier: name) ?? .gmt }

    /// The day an instant lies in.
    public func day(of instant: Instant) -> CivilDate {
        Instant(milliseconds: instant.milliseconds + Int64(offset(at: instant)) * 1000).day
    }

    /// The midnight that a day begins with.
    public func start(of day: CivilDate) -> Instant {
        let midnight = day.dayNumber * 86_400
        // The offset that holds at that midnight, not the one at the same hour in UTC.
        let guess = midnight - zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(midnight)))
        let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(guess)))
        return Instant(milliseconds: Int64(midnight - offset) * 1000)
    }

    /// Seconds east of UTC at an instant.
    public func offset(at instant: Instant) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000))
    }
}

extension Reading {
    /// The zone whose days the vault means.
    func zone() throws -> VaultZone {
        let name: String? = try first("SELECT time_zone FROM vault")?[0]
        return VaultZone(name ?? "UTC")
    }
}
