import DeedCore
import DeedMessages
import Deedbox

extension Messages {
    /// An instant with day, hour and minute in the vault's zone.
    func moment(_ instant: Instant, in zone: VaultZone) -> String { moment(instant, offset: zone.offset(at: instant)) }

    /// The day of an instant in the vault's zone.
    func day(_ instant: Instant, in zone: VaultZone) -> String { date(zone.day(of: instant)) }
}
