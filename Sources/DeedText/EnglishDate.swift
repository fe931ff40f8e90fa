import DeedCore

/// Dates with an English month: 15 March 2025, March 15th, 2025, 15-Mar-2025, 31-Dec-26, 2025 Mar 15.
enum EnglishDate {
    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ]

    static func read(_ text: DateText) -> CivilDate? {
        let words = text.scalars.split { " ,-./".unicodeScalars.contains($0) }.map { String(String.UnicodeScalarView($0)) }
            .filter { $0 != "of" }
        guard words.count == 3, let monthAt = words.firstIndex(where: { month($0) != nil }), let month = month(words[monthAt])
        else {
            return nil
        }
        var numbers = words
        numbers.remove(at: monthAt)
        if monthAt == 2 { return nil }
        let yearIsFirst = numbers[0].utf8.count == 4 && numbers[0].utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
        guard let year = year(yearIsFirst ? numbers[0] : numbers[1]), let day = day(yearIsFirst ? numbers[1] : numbers[0])
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    /// Four digits; or two as spreadsheets show 31-Dec-26, in which the order is the day's, and the century this one. 70 and more
    /// could be of the last.
    private static func year(_ word: String) -> Int? {
        guard word.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), let number = Int(word) else { return nil }
        switch word.utf8.count {
        case 4: return (1000...9999).contains(number) ? number : nil
        case 2: return number < 70 ? 2000 + number : nil
        default: return nil
        }
    }

    private static func month(_ word: String) -> Int? {
        if word == "sept" { return 9 }
        let index = months.firstIndex { $0 == word || (word.utf8.count == 3 && $0.hasPrefix(word)) }
        return index.map { $0 + 1 }
    }

    private static func day(_ word: String) -> Int? {
        var digits = Substring(word)
        for suffix in ["st", "nd", "rd", "th"] where digits.hasSuffix(suffix) { digits = digits.dropLast(2) }
        guard (1...2).contains(digits.utf8.count), digits.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
        return Int(digits)
    }
}
