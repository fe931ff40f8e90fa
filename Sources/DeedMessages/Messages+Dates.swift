public import DeedCore

extension Messages {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// A date as people write it: `21 Nov 2026`, `2026年11月21日`. In columns the ISO form of ``CivilDate`` reads better.
    public func date(_ date: CivilDate) -> String {
        switch language {
        case .english: "\(date.day) \(Messages.months[date.month - 1]) \(date.year)"
        case .chinese: "\(date.year)年\(date.month)月\(date.day)日"
        }
    }

    /// A date, or a dash where there is none.
    public func date(_ date: CivilDate?) -> String { date.map { self.date($0) } ?? "–" }

    /// A date in a column of a table: the ISO form, as narrow as can be and the same in every language; a dash where there is none.
    public func column(_ date: CivilDate?) -> String { date?.description ?? "–" }

    /// An instant in a zone that is `offset` seconds east of UTC: `21 Nov 2026 16:05`, `2026年11月21日 16:05`.
    public func moment(_ instant: Instant, offset: Int = 0) -> String {
        let local = Instant(milliseconds: instant.milliseconds + Int64(offset) * 1000)
        let time = local.description.dropFirst(11).prefix(5)
        return "\(date(local.day)) \(time)"
    }

    /// A calendar quarter: `Q4 2026`, `2026年第4季度`.
    public func quarter(_ number: Int, of year: Int) -> String {
        language == .english ? "Q\(number) \(year)" : "\(year)年第\(number)季度"
    }

    /// How far a day lies from today: `today`, `in 12 days`, `3 days ago`; `今天`, `还有 12 天`, `已过 3 天`.
    public func days(until count: Int) -> String {
        switch count {
        case 0: say("today", "今天")
        case 1...: say("in \(count, "day", "days")", "还有 \(count) 天")
        default: say("\(-count, "day", "days") ago", "已过 \(-count) 天")
        }
    }
}
