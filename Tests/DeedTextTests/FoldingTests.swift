import DeedText
import Foundation
import Testing

@Suite("Folding")
struct FoldingTests {
    @Test(
        "one spelling for many",
        arguments: [
            ("㎡", "m2"), ("Ⅱ", "ii"), ("東昇", "东升"), ("⻓城⾦属", "长城金属"), ("ＨＴ－２０２４", "ht-2024"), ("ﬁrm", "firm"),
            ("Straße", "strasse"),
            ("so\u{AD}ft", "soft"), ("Çédille", "cedille"), ("e\u{301}", "e"), ("瞭解", "了解"), ("乾淨", "干净"), ("（甲）", "(甲)"),
            ("　", " "),
            ("㈱", "(株)"), ("①", "1"), ("ガ", "ガ"), ("一〇", "一〇"), ("臺灣", "台湾"), ("İ", "i"), ("𝐀", "a"), ("丽", "丽"),
        ])
    func folds(_ text: String, _ expected: String) {
        #expect(Folding.folded(text) == expected)
    }

    @Test(
        "a name is the same in parts (NFD, as macOS stores it) and in one piece (NFC), in every script",
        arguments: [
            "契約書ガイド.pdf", "ポンプ保守", "계약서 한국", "Müller & Çelik", "Договор Йошкар", "Hợp đồng bảo hành", "ὁ Ἀθηναῖος", "ヴァイオリン ヾ",
        ])
    func forms(_ name: String) {
        let (parts, whole) = (name.decomposedStringWithCanonicalMapping, name.precomposedStringWithCanonicalMapping)
        #expect(Array(parts.unicodeScalars) != Array(whole.unicodeScalars))
        #expect(Folding.folded(parts) == Folding.folded(whole))
        #expect(Folding.nameKey(parts) == Folding.nameKey(whole))
        #expect(
            Tokenizer.tokens(parts, mode: .names).map(\.text) == Tokenizer.tokens(whole, mode: .names).map(\.text))
    }

    @Test("folding twice is folding once, for two characters too that could become one")
    func idempotentPairs() {
        let first = Array("がかはウワㄱᄀ가㉠ｶㅏᅡ각".unicodeScalars)
        let second = Array("\u{3099}\u{309A}ﾞﾟㅏᅡᆨㄱ\u{301}\u{AD}".unicodeScalars)
        for one in first + second {
            for other in second + first {
                let once = Folding.folded(String(String.UnicodeScalarView([one, other, "\u{3099}", other])))
                #expect(Folding.folded(once) == once, "\(one.value) \(other.value)")
            }
        }
    }

    @Test("folding twice is folding once, for every character there is")
    func idempotent() {
        var changed = 0
        for value in (0..<0x11_0000 as Range<UInt32>) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let once = Folding.folded(String(scalar))
            if once != String(scalar) { changed += 1 }
            if Folding.folded(once) != once { Issue.record("U+\(String(value, radix: 16)) folds twice") }
        }
        #expect(changed > 10_000)
    }

    @Test("names are the same in either form, width and kind of bracket")
    func nameKey() {
        let key = Folding.nameKey("上海样例（机电）有限公司")
        #expect(key == "上海样例机电有限公司")
        for spelling in ["上海樣例(機電)有限公司", " 上海样例 (机电) 有限公司", "上海样例【机电】有限公司\u{200B}"] {
            #expect(Folding.nameKey(spelling) == key)
        }
        #expect(Folding.nameKey("Acme, Inc.") == "acmeinc")
        #expect(Folding.nameKey("上海样例有限公司") != key)
    }

    @Test("numbers and serials")
    func numberKeys() {
        #expect(Folding.numberKey("ＨＴ－２０２４－００３１") == "ht20240031")
        #expect(Folding.numberKey("沪建〔2024〕5号") == Folding.numberKey("滬建[2024] 5號"))
        #expect(Folding.serialKey("SN-O0I1lL") == "sn001111")
        #expect(Folding.serialKey("SN 00 1111") == Folding.serialKey("sn-ooiill"))
    }
}
