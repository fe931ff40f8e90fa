public import DeedCatalog
public import DeedCore
import DeedVault

extension VaultSession {
    /// The date that is reckoned from: the request's, else today in the vault's time zone.
    public var today: CivilDate {
        if let given = request.today { return given }
        return zone.day(of: .now)
    }

    /// The zone whose days and hours the vault shows.
    public var zone: VaultZone { VaultZone(vault.info.timeZone) }

    /// The number of the last record that was known at the end of the day asked for; `nil` when now is meant.
    func asKnownSeq() throws -> Int64? {
        guard let day = request.asKnown else { return nil }
        return try catalog.lastSeq(onOrBefore: day, timeZone: vault.info.timeZone)
    }
}
