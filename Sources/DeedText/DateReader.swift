public import DeedCore

/// Dates as ledgers and contracts write them.
///
/// Only what means one day: 3/4/2025, 25-3-15, 2025年3月, 正月初五 and 2025-02-30 are `nil`, and so is an instant in UTC
/// whose day depends on the reader's zone.
public enum DateReader {
    /// 2025年3月15日, 二〇二五年三月十五日, 2025年元月廿五日, 民國113年3月15日, 2025/3/15, 2025.3.15, 2025-03-15, 20250315,
    /// 15 March 2025, Mar 15, 2025, 31-Dec-26, 25/12/2025; full-width or not, with a weekday or a time behind it, and with words
    /// around it that leave no doubt: 2026年12月31日止, 2026-12-31（含）, 到期：2026-12-31.
    public static func date(_ text: String) -> CivilDate? {
        guard text.utf8.count <= 120 else { return nil }
        let whole = DateText(text)
        if whole.isEmpty { return nil }
        guard let day = whole.bare else { return nil }
        return HanDate.read(day) ?? NumericDate.read(day) ?? EnglishDate.read(day)
    }

    /// The day of a spreadsheet's number: 45731 → 2025-03-15, the time of day left out.
    ///
    /// In the 1900 system 60 is 29 February 1900, a day that only Lotus 1-2-3 knew: `nil`, as are numbers outside 1 to 2,958,465.
    /// Workbooks of old Macintosh programs count from 1904-01-01 as day 0.
    public static func excelSerial(_ serial: Double, uses1904: Bool = false) -> CivilDate? {
        let last = uses1904 ? 2_957_004.0 : 2_958_466.0
        guard serial.isFinite, serial >= (uses1904 ? 0 : 1), serial < last else { return nil }
        let day = Int(serial.rounded(.down))
        // 1904-01-01 is day number −24,107.
        if uses1904 { return CivilDate(dayNumber: day - 24_107) }
        if day == 60 { return nil }
        // Day 1 is 1900-01-01, day number −25,567; from March 1900 on the count is one too high.
        return CivilDate(dayNumber: day - 25_568 - (day > 60 ? 1 : 0))
    }
}
