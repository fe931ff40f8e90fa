/// Amounts in words as contracts and cheques write them: 人民币壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分, 壹佰万元整.
public enum HanAmount {
    /// The amount in fen (1/100 yuan), or `nil` for anything else. Amounts in Arabic digits are not read here.
    public static func fen(_ text: String) -> Int64? {
        guard text.utf8.count <= 200 else { return nil }
        var rest = Array(Folding.folded(text).unicodeScalars.filter { !" ,:;()[]".unicodeScalars.contains($0) })
        for word in ["大写", "金额", "合计", "人民币", "大写"] where rest.starts(with: word.unicodeScalars) {
            rest.removeFirst(word.unicodeScalars.count)
        }
        if rest.last == "整" || rest.last == "正" { rest.removeLast() }
        guard !rest.isEmpty, !rest.contains(where: { $0.value < 0x80 }) else { return nil }
        var total: Int64 = 0
        var found = false
        for (units, worth) in [(["元", "圆"], 100), (["角"], 10), (["分"], 1)] as [([Unicode.Scalar], Int64)] {
            guard let end = rest.firstIndex(where: { units.contains($0) }) else { continue }
            var digits = Array(rest[..<end])
            rest.removeFirst(end + 1)
            // 壹拾元零伍分
            if found, digits.first == "零" { digits.removeFirst() }
            guard let count = HanNumeral.value(digits), worth == 100 || count < 10 else { return nil }
            let (fen, isTooLarge) = Int64(count).multipliedReportingOverflow(by: worth)
            let (sum, isTooLargeToo) = total.addingReportingOverflow(fen)
            guard !isTooLarge, !isTooLargeToo else { return nil }
            total = sum
            found = true
        }
        // 壹佰万 without a unit is an amount where the column says so.
        if !found {
            guard let count = HanNumeral.value(rest) else { return nil }
            let (fen, isTooLarge) = Int64(count).multipliedReportingOverflow(by: 100)
            return isTooLarge ? nil : fen
        }
        return rest.isEmpty ? total : nil
    }
}
