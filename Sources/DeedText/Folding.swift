/// Folding: what makes two spellings the same to a search. The table is that of the ``Tokenizer``.
///
/// Every character by itself: compatibility forms (full-width, ㎡, Ⅱ), case, accents off, radicals that some fonts put in
/// place of ideographs (⻓), traditional to simplified (昇 → 升, so that 東昇 is found by 东升: names gain more than the
/// few words lose). Soft hyphens, characters without width and combining marks vanish. Folding twice is folding once.
public enum Folding {
    /// The folded text, with spaces and punctuation.
    public static func folded(_ text: String) -> String { fold(text) { _ in true } }

    /// A name's key: folded letters, digits and Han only. 上海样例（机电）有限公司 and 上海樣例(機電)有限公司 have the same one.
    public static func nameKey(_ text: String) -> String { fold(text, keeping: isLetterOrDigit) }

    /// A number's key: folded letters, digits and Han only, so that neither joiners nor the kind of bracket tell numbers
    /// apart: `ＨＴ－２０２４－００３１` → `ht20240031`, 沪建〔2024〕5号 = 沪建[2024]5号.
    public static func numberKey(_ text: String) -> String { fold(text, keeping: isLetterOrDigit) }

    /// A serial number's key: ``numberKey(_:)`` in which what people mix up when reading a label is the same:
    /// the letter O and zero; I, l and one.
    public static func serialKey(_ text: String) -> String {
        let confusable: [UInt8: UInt8] = [
            UInt8(ascii: "o"): UInt8(ascii: "0"), UInt8(ascii: "i"): UInt8(ascii: "1"), UInt8(ascii: "l"): UInt8(ascii: "1"),
        ]
        return String(decoding: numberKey(text).utf8.map { confusable[$0] ?? $0 }, as: UTF8.self)
    }

    private static func isLetterOrDigit(_ kind: UInt32) -> Bool { kind == CharacterClass.word || kind == CharacterClass.han }

    private static func fold(_ text: String, keeping keeps: (UInt32) -> Bool) -> String {
        let table = FoldTable.shared
        var output: [UInt8] = []
        output.reserveCapacity(text.utf8.count)
        func append(_ entry: FoldTable.Entry) {
            let kind = FoldTable.kind(of: entry)
            guard kind != CharacterClass.ignored, keeps(kind) else { return }
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4) { bytes in
                guard let base = bytes.baseAddress else { return }
                output.append(
                    contentsOf: UnsafeBufferPointer(start: base, count: UTF8Scalar.encode(FoldTable.point(of: entry), base)))
            }
        }
        var held: FoldTable.Entry?
        for scalar in text.unicodeScalars {
            if let open = held {
                if let whole = table.pair(FoldTable.point(of: open), scalar.value) {
                    held = FoldTable.entry(whole, like: open)
                    continue
                }
                if table.isDropped(scalar.value) { continue }
                append(open)
                held = nil
            }
            let entry = table.entry(of: scalar.value)
            if FoldTable.isSeveral(entry) {
                for each in table.sequence(entry) { append(each) }
            } else if Composition.begins(FoldTable.point(of: entry)) {
                held = entry
            } else {
                append(entry)
            }
        }
        if let held { append(held) }
        return String(decoding: output, as: UTF8.self)
    }
}
