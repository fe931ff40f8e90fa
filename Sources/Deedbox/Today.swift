public import DeedCore
import Foundation

extension VaultSession {
    /// The date that is reckoned from: the person's, else today in the vault's time zone.
    public var today: CivilDate {
        if let given = settings.today { return given }
        return VaultDay(timeZone: vault.info.timeZone).day(of: .now)
    }

    /// The number of the last record that was known at the end of the day asked for; `nil` when now is meant.
    func asKnownSeq() throws -> Int64? {
        guard let day = settings.asKnown else { return nil }
        return try catalog.seq(before: VaultDay(timeZone: vault.info.timeZone).end(of: day))
    }
}

/// Days of a time zone.
struct VaultDay {
    private let zone: TimeZone

    /// A zone by its IANA name; UTC when the system does not know it.
    init(timeZone: String) { zone = TimeZone(identifier: timeZone) ?? .gmt }

    /// The day an instant lies in.
    func day(of instant: Instant) -> CivilDate {
        let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000))
        return Instant(milliseconds: instant.milliseconds + Int64(offset) * 1000).day
    }

    /// The first instant after a day.
    func end(of day: CivilDate) -> Instant {
        let midnight = Int64(day.adding(days: 1).dayNumber) * 86_400
        // The offset may change at midnight: two steps settle on the offset that holds there.
        var offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(midnight)))
        offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(midnight - Int64(offset))))
        return Instant(milliseconds: (midnight - Int64(offset)) * 1000)
    }
}
