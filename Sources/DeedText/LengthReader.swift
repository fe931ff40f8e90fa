/// A length of time as contracts and ledgers write it.
public enum Length: Sendable, Hashable {
    /// Calendar days.
    case days(Int)
    /// Whole months.
    case months(Int)
    /// A number alone: what it counts, the column says.
    case bare(Int)
    /// Working days: which calendar days they are, only a calendar of holidays tells.
    case workingDays(Int)
}

/// Lengths of time: 30天, 三个月, 2年, 一年半, 提前三个月, 到期前30日书面通知, 十二（12）个月, 18 months.
public enum LengthReader {
    /// The length, or `nil` for what is none, mixes days with months, or contradicts itself in brackets.
    public static func length(_ text: String) -> Length? {
        guard text.utf8.count <= 200 else { return nil }
        let folded = Folding.folded(text).filter { !$0.isWhitespace }
        guard let open = folded.firstIndex(of: "("), let close = folded[open...].firstIndex(of: ")") else { return plain(folded) }
        let inside = String(folded[folded.index(after: open)..<close])
        let inner = plain(inside)
        let outer = plain(folded[..<open] + folded[folded.index(after: close)...])
        guard let outer else { return nil }
        // 两年（自验收起）, 1年（仅电池）: what stands in brackets makes it another promise.
        guard let inner else { return changesNothing(inside) ? outer : nil }
        // 十二（12）个月 repeats the count, 壹年（12个月） the length.
        switch (inner, outer) {
        case (.bare(let count), .days(let other)), (.bare(let count), .months(let other)): return count == other ? outer : nil
        default: return inner == outer ? outer : nil
        }
    }

    /// Whether it is a least length: notice is given at least 30 days before, but 至少1年 says no end.
    public static func isLeast(_ text: String) -> Bool {
        let folded = Folding.folded(text)
        return ["至少", "不少于", "不低于", "at least"].contains { folded.contains($0) }
    }

    /// Whether it is a length but for a remark in brackets.
    public static func isRemarked(_ text: String) -> Bool {
        let folded = Folding.folded(text)
        guard let open = folded.firstIndex(of: "("), let close = folded[open...].firstIndex(of: ")") else { return false }
        return length(folded[..<open] + String(folded[folded.index(after: close)...])) != nil
    }

    /// Whether a remark in brackets leaves the length as it is: （含安装期）, （可续签）, （书面通知）.
    private static func changesNothing(_ remark: String) -> Bool {
        let harmless = [
            "含", "包含", "包括", "其中", "可续", "可延", "可展", "续", "自动", "到期", "期满", "免费", "整机", "全机", "incl", "renewable", "auto",
        ]
        if harmless.contains(where: remark.hasPrefix) { return true }
        var rest = Substring(remark)
        while let filler = fillers.first(where: { rest.hasPrefix($0) }) { rest = rest.dropFirst(filler.count) }
        return rest.isEmpty
    }

    /// Words that say nothing of the length. Longer ones first.
    private static let fillers = [
        "合同期满", "合同到期", "书面通知", "inadvance", "不少于", "不低于", "质保期", "保修期", "合同", "协议", "服务", "质保", "保修", "租赁", "租期", "期限", "期满",
        "届满", "到期", "终止", "提前", "至少", "书面", "通知", "告知", "为期", "共计", "之前", "以前", "before", "written", "notice", "prior", "atleast",
        "共",
        "为", "需", "须", "应", "前", "内", "零", "又", "约定", ":", ",", "。", ".", "、",
    ]

    private static let units: [(word: String, unit: Unit)] = [
        ("个工作日", .workingDay), ("工作日", .workingDay), ("个自然日", .day), ("自然日", .day), ("个日历日", .day), ("日历日", .day), ("天", .day),
        ("日", .day), ("个星期", .week), ("星期", .week), ("周年", .year), ("周", .week), ("个季度", .quarter), ("季度", .quarter),
        ("个月", .month),
        ("月", .month), ("年", .year), ("workingdays", .workingDay), ("businessdays", .workingDay), ("days", .day), ("day", .day),
        ("weeks", .week), ("week", .week), ("months", .month), ("month", .month), ("years", .year), ("year", .year), ("d", .day),
    ]

    private enum Unit { case day, workingDay, week, month, quarter, year }

    private static func plain(_ text: some StringProtocol) -> Length? {
        var rest = Substring(text)
        var months: Double?
        var days: Int?
        var working: Int?
        var bare: Int?
        while !rest.isEmpty {
            // 一年半
            if months != nil, rest.hasPrefix("半"), !rest.hasPrefix("半年") {
                months = (months ?? 0) + 6
                rest = rest.dropFirst()
            } else if let (count, unit, after) = step(rest) {
                rest = after
                switch unit {
                case .day: days = whole(count, plus: days)
                case .week: days = whole(count * 7, plus: days)
                case .workingDay: working = whole(count, plus: working)
                case .month: months = (months ?? 0) + count
                case .quarter: months = (months ?? 0) + count * 3
                case .year: months = (months ?? 0) + count * 12
                case nil:
                    guard bare == nil, let number = whole(count, plus: nil) else { return nil }
                    bare = number
                }
            } else if let filler = fillers.first(where: { rest.hasPrefix($0) }) {
                rest = rest.dropFirst(filler.count)
            } else {
                return nil
            }
        }
        let monthCount = months.flatMap { whole($0, plus: nil) }
        if months != nil, monthCount == nil { return nil }
        let found = [
            days.map(Length.days), monthCount.map(Length.months), working.map(Length.workingDays), bare.map(Length.bare),
        ]
        let lengths = found.compactMap { $0 }
        return lengths.count == 1 ? lengths[0] : nil
    }

    private static func whole(_ count: Double, plus more: Int?) -> Int? {
        guard count == count.rounded(), count >= 0, count <= 9999 else { return nil }
        return Int(count) + (more ?? 0)
    }

    /// A number and the unit behind it, if there is one.
    private static func step(_ text: Substring) -> (count: Double, unit: Unit?, rest: Substring)? {
        if text.hasPrefix("半年") { return (0.5, .year, text.dropFirst(2)) }
        let arabic = text.prefix { ("0"..."9").contains($0) || $0 == "." }
        if let first = arabic.first, first != ".", let count = Double(arabic) {
            return unit(count, text.dropFirst(arabic.count))
        }
        // 零 alone joins years and months: 三年零六个月.
        let han = text.prefix { "一二三四五六七八九十百千两零〇廿卅壹贰叁肆伍陆柒捌玖拾佰仟参".contains($0) }
        // 两三年 are two or three; 三〇日 are thirty.
        if han.count > 1, !han.contains(where: { "十百千廿卅拾佰仟零〇".contains($0) }) { return nil }
        guard !han.isEmpty, han.first != "零" || han.count == 1 && text.count == 1, let count = HanNumeral.value(String(han))
        else {
            return nil
        }
        return unit(Double(count), text.dropFirst(han.count))
    }

    private static func unit(_ count: Double, _ rest: Substring) -> (count: Double, unit: Unit?, rest: Substring) {
        // 1个半月, 两个半年头: nobody's contract; read as nothing.
        guard let found = units.first(where: { rest.hasPrefix($0.word) }) else { return (count, nil, rest) }
        return (count, found.unit, rest.dropFirst(found.word.count))
    }
}
