import DeedText
import TestSupport
import Testing

@Suite("Properties of tokens")
struct TokenizerPropertyTests {
    private static let pieces = [
        "质保", "金", "保", "合同", "樣例", "機電", "A", "HT", "x9", "2024", "0031", "１２", "Ⅱ", "㎡", "㍿", "ﷺ", " ", "\n", "\r\n", "\r",
        "\t",
        "\u{0C}", "　", "-", "－", "—", "/", ".", "_", ",", "，", "1,234", ",500", "。", "、", "\u{AD}", "\u{200B}", "\u{FE0F}", "é",
        "e\u{301}",
        "ß", "ガ", "ｶﾞ", "계", "\u{1100}", "\u{1161}", "\u{11A8}", "\u{3099}", "-\n", "\u{AD}\n", "13800002001", "138 0000",
        "55550188", "𠮷", "😀", "\u{0}", "⻓", "…",
    ]

    private func text(_ random: inout SplitMix) -> String {
        (0..<Int.random(in: 0...40, using: &random)).map { _ in Self.pieces.randomElement(using: &random) ?? "" }.joined()
    }

    @Test("the tokens of a document are those of its pages")
    func pagesConcatenate() {
        var random = SplitMix(seed: 1)
        for _ in 0..<2000 {
            let (first, second) = (text(&random), text(&random))
            for mode in Tokenizer.Mode.allCases {
                let whole = Tokenizer.tokens(first + "\u{0C}" + second, mode: mode)
                let shift = first.utf8.count + 1
                let parts = Tokenizer.tokens(first, mode: mode).map { [$0.text, "\($0.start)", "\($0.end)", "\($0.colocated)"] }
                let rest = Tokenizer.tokens(second, mode: mode)
                    .map { [$0.text, "\($0.start + shift)", "\($0.end + shift)", "\($0.colocated)"] }
                #expect(whole.map { [$0.text, "\($0.start)", "\($0.end)", "\($0.colocated)"] } == parts + rest)
            }
        }
    }

    @Test("any bytes: no crash, offsets in bounds and in order, tokens short, folded and well-formed")
    func anyBytes() {
        var random = SplitMix(seed: 2)
        for round in 0..<4000 {
            var bytes = round % 2 == 0 ? Array(text(&random).utf8) : []
            for _ in 0..<Int.random(in: 0...60, using: &random) {
                bytes.insert(UInt8.random(in: 0...255, using: &random), at: Int.random(in: 0...bytes.count, using: &random))
            }
            for mode in Tokenizer.Mode.allCases { check(bytes, mode) }
        }
    }

    private func check(_ bytes: [UInt8], _ mode: Tokenizer.Mode) {
        var lastStart = 0
        var isFirst = true
        var problems: [String] = []
        bytes.withUnsafeBufferPointer { buffer in
            Tokenizer.scan(buffer, mode: mode) { folded, start, end, colocated in
                if start < lastStart || end <= start || end > bytes.count { problems.append("\(start)..<\(end)") }
                if folded.isEmpty || folded.count > 63 { problems.append("length \(folded.count)") }
                if isFirst && colocated { problems.append("colocated on nothing") }
                let text = String(decoding: folded, as: UTF8.self)
                if text.contains("\u{FFFD}") || Folding.folded(text) != text { problems.append("not folded: \(text)") }
                lastStart = start
                isFirst = false
                return true
            }
        }
        #expect(problems.isEmpty, "\(bytes) \(mode)")
    }

    @Test("folding first changes no token")
    func foldedTextHasTheSameTokens() {
        var random = SplitMix(seed: 3)
        for _ in 0..<2000 {
            // A folded ligature may hold what a joiner meets otherwise, so this holds for single folds.
            // A soft hyphen is nothing to folding; to the tokens it is, at the end of a line.
            let plain = text(&random).replacingSeveral.filter { $0 != "\u{AD}" }
            let direct = Tokenizer.tokens(plain, mode: .document).map(\.text)
            #expect(direct == Tokenizer.tokens(Folding.folded(plain), mode: .document).map(\.text), "\(plain.debugDescription)")
        }
    }
}

extension String {
    fileprivate var replacingSeveral: String {
        String(String.UnicodeScalarView(unicodeScalars.filter { !"ﷺ㍿".unicodeScalars.contains($0) }))
    }
}
