/// Where a section of a document without pages begins, and what it is called: a heading, or 第N条 at the start of a paragraph.
enum SectionLabel {
    /// Longer headings are cut: a label stands in a list.
    private static let longest = 60
    /// A paragraph up to this length is all heading (第三条 质量保证期); a longer one has its text behind the number.
    private static let headingLength = 30

    /// The label when `paragraph` (UTF-8, trimmed) begins a section, else `nil`.
    static func label(of paragraph: ArraySlice<UInt8>, isHeading: Bool) -> String? {
        let mark = articleMark(paragraph)
        guard isHeading || mark != nil else { return nil }
        let line = paragraph.prefix { $0 != 0x0A }
        guard line.count <= 1024 else { return mark.map { String(decoding: $0, as: UTF8.self) } }
        let text = String(decoding: line, as: UTF8.self)
        if let mark, text.unicodeScalars.count > headingLength { return String(decoding: mark, as: UTF8.self) }
        return text.unicodeScalars.count <= longest ? text : String(text.prefix(longest))
    }

    /// 第三条, 第 12 章, 第二十一节: the bytes of the mark, when the paragraph begins with one.
    private static func articleMark(_ paragraph: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard paragraph.starts(with: "第".utf8) else { return nil }
        var digits = 0
        var at = paragraph.startIndex + 3
        while at < paragraph.endIndex, digits <= 8 {
            let byte = paragraph[at]
            if byte == 32 {
                at += 1
            } else if (48...57).contains(byte) {
                digits += 1
                at += 1
            } else if at + 3 <= paragraph.endIndex {
                let scalar = paragraph[at..<at + 3]
                at += 3
                if units.contains(where: { scalar.elementsEqual($0.utf8) }) { return digits > 0 ? paragraph[..<at] : nil }
                // The full-width space and digits are written as often as the narrow ones.
                if scalar.elementsEqual("\u{3000}".utf8) { continue }
                guard numerals.contains(where: { scalar.elementsEqual($0.utf8) }) else { return nil }
                digits += 1
            } else {
                return nil
            }
        }
        return nil
    }

    private static let units = ["条", "條", "章", "节", "節", "编", "編"]
    private static let numerals = "〇零一二三四五六七八九十百千两０１２３４５６７８９壹贰叁肆伍陆柒捌玖拾".map(String.init)
}
