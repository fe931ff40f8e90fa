import DeedCatalog
public import DeedCore
import DeedVault
import Foundation

extension VaultSession {
    /// The date that is reckoned from: the person's, else today in the vault's time zone.
    public var today: CivilDate {
        if let given = settings.today { return given }
        return zone.day(of: .now)
    }

    /// The zone whose days and hours the vault shows.
    public var zone: VaultZone { VaultZone(vault.info.timeZone) }

    /// The number of the last record that was known at the end of the day asked for; `nil` when now is meant.
    func asKnownSeq() throws -> Int64? {
        guard let day = settings.asKnown else { return nil }
        return try catalog.lastSeq(onOrBefore: day, timeZone: vault.info.timeZone)
    }
}

/// The vault's time zone: instants are kept in UTC and shown in it.
public struct VaultZone: Sendable {
    private let zone: TimeZone

    /// A zone by its IANA name; UTC when the system does not know it.
    init(_ name: String) { zone = TimeZone(identifier: name) ?? .gmt }

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
