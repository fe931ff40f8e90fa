import DeedCore

/// Dates with 年 and 月.
enum HanDate {
    static func read(_ text: DateText) -> CivilDate? {
        var scalars = text.dense[...]
        let isRepublic = drop("中华民国", from: &scalars) || drop("民国", from: &scalars)
        if !isRepublic { _ = drop("公元", from: &scalars) || drop("西元", from: &scalars) }
        guard let yearEnd = scalars.firstIndex(of: "年") else { return isRepublic ? republicNumeric(scalars) : nil }
        let yearText = Array(scalars[..<yearEnd])
        guard let monthEnd = scalars[yearEnd...].firstIndex(of: "月"), let year = year(yearText, isRepublic: isRepublic),
            let month = month(Array(scalars[(yearEnd + 1)..<monthEnd]))
        else { return nil }
        var dayText = Array(scalars[(monthEnd + 1)...])
        if dayText.last == "日" || dayText.last == "号" { dayText.removeLast() }
        guard let day = small(dayText) else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    /// 民國113/3/15.
    private static func republicNumeric(_ scalars: ArraySlice<Unicode.Scalar>) -> CivilDate? {
        guard let (parts, _) = NumericDate.parts(Array(scalars)), (1...3).contains(parts[0].digits),
            (1...200).contains(parts[0].value)
        else { return nil }
        return CivilDate(year: parts[0].value + 1911, month: parts[1].value, day: parts[2].value)
    }

    private static func drop(_ prefix: String, from scalars: inout ArraySlice<Unicode.Scalar>) -> Bool {
        guard scalars.starts(with: prefix.unicodeScalars) else { return false }
        scalars = scalars.dropFirst(prefix.unicodeScalars.count)
        return true
    }

    /// Four digits of either kind, or 二千零二十五; after 民国 one to three digits, or 元 for the first year (1912).
    static func year(_ scalars: [Unicode.Scalar], isRepublic: Bool) -> Int? {
        if isRepublic {
            if scalars == ["元"] { return 1912 }
            guard let value = HanNumeral.value(scalars), (1...200).contains(value) else { return nil }
            return value + 1911
        }
        guard let value = HanNumeral.value(scalars), (1000...9999).contains(value) else { return nil }
        return value
    }

    /// 3, 03, 三, 零叁, 元; not 正 and 腊, which are months of another calendar.
    static func month(_ scalars: [Unicode.Scalar]) -> Int? { scalars == ["元"] ? 1 : small(scalars) }

    /// A number of one or two digits. 一二 is not 12 here: 一二月 are two months.
    static func small(_ scalars: [Unicode.Scalar]) -> Int? {
        if let digits = HanNumeral.digits(scalars) {
            switch digits.count {
            case 1: return digits[0]
            case 2: return digits[0] == 0 ? digits[1] : nil
            default: return nil
            }
        }
        let isArabic = scalars.allSatisfy { $0.value >= 48 && $0.value <= 57 }
        if isArabic, scalars.count > 2 { return nil }
        // Cheques write 零壹拾月 for October, so that nothing can be put before it.
        return HanNumeral.value(scalars.first == "零" ? Array(scalars.dropFirst()) : scalars)
    }
}
