import DeedCatalog
public import DeedCore
import DeedVault
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
        return try catalog.lastSeq(onOrBefore: day, timeZone: vault.info.timeZone)
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
}
