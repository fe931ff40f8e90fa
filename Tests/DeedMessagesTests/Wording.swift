/// Rules of writing that a program can check.
enum Wording {
    /// Whether a text has a Han character.
    static func hasHan(_ text: String) -> Bool { text.unicodeScalars.contains(where: isHan) }

    private static func isHan(_ scalar: Unicode.Scalar) -> Bool { (0x4E00...0x9FFF).contains(scalar.value) }

    /// What is wrong with an English text: full-width punctuation, or nothing said at all.
    static func faults(inEnglish text: String) -> [String] {
        if text.isEmpty { return ["empty"] }
        return text.unicodeScalars.filter { "，。；：！？（）“”、".unicodeScalars.contains($0) }.map { "has \($0)" }
    }

    /// What is wrong with a Chinese text: a half-width mark beside a Han character (GB/T 15834 wants full-width ones there).
    static func faults(inChinese text: String) -> [String] {
        if text.isEmpty { return ["empty"] }
        var faults: [String] = []
        let scalars = Array(text.unicodeScalars)
        for (at, scalar) in scalars.enumerated() where ",;:!?()".unicodeScalars.contains(scalar) {
            let before = at > 0 && isHan(scalars[at - 1])
            let after = at + 1 < scalars.count && isHan(scalars[at + 1])
            if before || after { faults.append("\(scalar) beside Han") }
        }
        if let dot = scalars.lastIndex(of: "."), dot == scalars.count - 1, dot > 0, isHan(scalars[dot - 1]) {
            faults.append("ends with a half-width stop")
        }
        return faults
    }
}
