/// A date's characters while it is read: folded, with one kind of dash and one kind of zero.
struct DateText {
    private(set) var scalars: [Unicode.Scalar]

    init(_ text: String) {
        scalars = Array(Folding.folded(text).unicodeScalars).map { scalar in
            switch scalar.value {
            case 0x2010...0x2015, 0x2212: return "-"
            case 0x25CB, 0x25EF: return "〇"
            case 0x09, 0x0A, 0x0D: return " "
            default: return scalar
            }
        }
        // 二O二五年 with a letter: between Han digits nothing else is meant.
        if scalars.contains("年"), HanNumeral.digits(scalars.prefix { $0 != "年" && $0 != "o" }) != nil {
            scalars = scalars.map { $0 == "o" ? "〇" : $0 }
        }
        trim()
    }

    private init(scalars: [Unicode.Scalar]) {
        self.scalars = scalars
        trim()
    }

    var isEmpty: Bool { scalars.isEmpty }

    /// Without spaces.
    var dense: [Unicode.Scalar] { scalars.filter { $0 != " " } }

    private mutating func trim() {
        while scalars.last == " " { scalars.removeLast() }
        while scalars.first == " " { scalars.removeFirst() }
    }

    /// The date alone: without words around it, a weekday and a time of day; `nil` where the time makes the day uncertain.
    var bare: DateText? { withoutWords.withoutWeekday.withoutTime?.withoutWords }

    /// What may stand before a date, longer words first; with a colon or without.
    private static let before = [
        "保修到期日期", "质保到期日期", "有效期限至", "保修到期日", "质保到期日", "validuntil", "enddate", "startdate", "到期日期", "到期时间", "截止日期", "终止日期",
        "结束日期",
        "签订日期", "签署日期", "签约日期", "生效日期", "开始日期", "起始日期", "销售日期", "购买日期", "保修到期", "质保到期", "有效期至", "截止到", "截止至", "expires", "expiry",
        "effective", "signed", "until", "dated", "到期日", "截止日", "保修至", "质保至", "到期", "截止", "截至", "终止", "结束", "签订", "签署", "生效", "日期",
        "date", "end",
        "于", "至",
    ]
    /// What may stand behind it. Not 前, 左右, 起 and 不含, with which it is another day or none.
    private static let behind = [
        "(包含当日)", "(inclusive)", "(含当日)", "(含当天)", "(含本日)", "(含该日)", "(incl.)", "inclusive", "24:00止", "二十四时止", "24时止", "24点止",
        "(包含)", "(含)", "(止)",
        "(到期)", "24时", "24点", "为止", "到期", "截止", "届满", "结束", "终止", "止", "。", ",", ".",
    ]

    /// Without words that leave no doubt: 2026年12月31日止, 2026-12-31（含）, 到期：2026-12-31.
    var withoutWords: DateText {
        // No word begins or ends with a digit.
        let digits: ClosedRange<Unicode.Scalar> = "0"..."9"
        if let first = scalars.first, let last = scalars.last, digits.contains(first), digits.contains(last) { return self }
        var rest = String(String.UnicodeScalarView(dense))
        guard rest.utf8.contains(where: { (48...57).contains($0) }) || rest.contains("年") else { return self }
        let whole = rest
        for word in DateText.before where rest.hasPrefix(word) {
            let tail = rest.dropFirst(word.count)
            let bare = tail.hasPrefix(":") ? tail.dropFirst() : tail
            // 至 belongs to a range where something stands before it; a word of letters needs its colon or digits behind it.
            guard let first = bare.unicodeScalars.first, first.value < 0x80 ? ("0"..."9").contains(first) : true else { continue }
            rest = String(bare)
            break
        }
        var isChanged = true
        while isChanged {
            isChanged = false
            for word in DateText.behind where rest.hasSuffix(word) && rest.count > word.count {
                rest.removeLast(word.count)
                isChanged = true
                break
            }
        }
        if rest == whole { return self }
        // Blanks between the date and a weekday or a time still tell them apart.
        return dropping(whole, to: rest)
    }

    /// The part of the text that has the dense form `rest` of its whole dense form.
    private func dropping(_ whole: String, to rest: String) -> DateText {
        guard let found = whole.firstRange(of: rest) else { return self }
        let skipped = whole[..<found.lowerBound].unicodeScalars.count
        let kept = rest.unicodeScalars.count
        var out: [Unicode.Scalar] = []
        var seen = 0
        for scalar in scalars {
            if scalar != " " { seen += 1 }
            if seen > skipped, seen <= skipped + kept { out.append(scalar) }
        }
        return DateText(scalars: out)
    }

    /// Without a weekday at the end: 星期六, 周六, (礼拜六).
    var withoutWeekday: DateText {
        var rest = scalars
        if rest.last == ")" {
            guard let open = rest.lastIndex(of: "(") else { return self }
            rest = Array(rest[..<open]) + Array(rest[(open + 1)...].dropLast())
        }
        guard let day = rest.last, "一二三四五六日天".unicodeScalars.contains(day) else { return self }
        for name in ["星期", "礼拜", "周"] {
            let start = rest.count - 1 - name.unicodeScalars.count
            if start > 0, Array(rest[start..<(rest.count - 1)]) == Array(name.unicodeScalars) {
                return DateText(scalars: Array(rest[..<start]))
            }
        }
        return self
    }

    /// Without a time of day at the end; the same where there is none, and `nil` where the time makes the day uncertain:
    /// midnight in China is 16:00 of the day before in UTC.
    var withoutTime: DateText? {
        guard let colon = scalars.firstIndex(of: ":") else { return self }
        var start = colon
        while start > 0, isDigit(scalars[start - 1]) { start -= 1 }
        guard colon - start >= 1, colon - start <= 2, start > 0 else { return nil }
        var time = ClockText(Array(scalars[start...]))
        guard time.read() else { return nil }
        var before = start
        if scalars[before - 1] == "t" { before -= 1 }
        guard before > 0 else { return nil }
        let isApart = before < start || scalars[before - 1] == " " || scalars[before - 1] == "日" || scalars[before - 1] == "号"
        return isApart ? DateText(scalars: Array(scalars[..<before])) : nil
    }

    private func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= 48 && scalar.value <= 57 }
}

/// The time behind a date: `10:30`, `10:30:00`, `00:00:00.000Z`, `16:00:00+08:00`.
private struct ClockText {
    private let scalars: [Unicode.Scalar]
    private var at = 0

    init(_ scalars: [Unicode.Scalar]) { self.scalars = scalars }

    /// Whether all of it is a time that leaves the day as written.
    mutating func read() -> Bool {
        guard let hour = number(digits: 1...2), hour <= 24, take(":"), let minute = number(digits: 2...2), minute <= 59 else {
            return false
        }
        var second = 0
        if take(":") {
            guard let read = number(digits: 2...2), read <= 60 else { return false }
            second = read
            if take("."), number(digits: 1...9) == nil { return false }
        }
        let isMidnight = hour == 0 && minute == 0 && second == 0
        if at == scalars.count { return true }
        if take("z") { return at == scalars.count && isMidnight }
        guard take("+") || take("-"), let zone = number(digits: 2...2), zone <= 14 else { return false }
        _ = take(":")
        return number(digits: 2...2) != nil && at == scalars.count
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard at < scalars.count, scalars[at] == scalar else { return false }
        at += 1
        return true
    }

    private mutating func number(digits: ClosedRange<Int>) -> Int? {
        var value = 0
        var count = 0
        while at < scalars.count, scalars[at].value >= 48, scalars[at].value <= 57, count < digits.upperBound {
            value = value * 10 + Int(scalars[at].value) - 48
            at += 1
            count += 1
        }
        return count >= digits.lowerBound ? value : nil
    }
}
