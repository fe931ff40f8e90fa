import DeedCore
import Foundation

extension Frame {
    /// The day to reckon from: `--today` or `DEEDBOX_TODAY`, else the present day in `timeZone`.
    ///
    /// - Parameter timeZone: the IANA name in the vault's `vault.json`. A name this machine does not know counts as UTC.
    func today(in timeZone: String) -> CivilDate {
        if let text = settings.text(.today), let date = CivilDate(text) { return date }
        let now = Instant.now
        return Instant(milliseconds: now.milliseconds + Int64(Frame.offset(of: timeZone, at: now)) * 1000).day
    }

    /// Seconds east of UTC at an instant.
    static func offset(of timeZone: String, at instant: Instant) -> Int {
        let zone = TimeZone(identifier: timeZone) ?? .gmt
        return zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000))
    }
}
