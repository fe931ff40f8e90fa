import DeedText
import Glibc
import TestSupport
import Testing

/// A text in another charset, by the system's own converter.
func encoded(_ text: String, _ charset: String) -> [UInt8] {
    guard let descriptor = iconv_open(charset, "UTF-8"), descriptor != iconv_t(bitPattern: -1) else { return [] }
    defer { iconv_close(descriptor) }
    var input = text.utf8.map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: input.count * 4 + 16)
    var written = 0
    input.withUnsafeMutableBufferPointer { source in
        output.withUnsafeMutableBufferPointer { target in
            var from = source.baseAddress
            var left = source.count
            var to = target.baseAddress
            var room = target.count
            _ = iconv(descriptor, &from, &left, &to, &room)
            written = left == 0 ? target.count - room : 0
        }
    }
    return output.prefix(written).map { UInt8(bitPattern: $0) }
}

/// Prose that the table of common characters was not made from.
enum Prose {
    static let simplified = """
        物业服务委托协议书。委托方（以下称甲方）：厦门鹭岛置业有限责任公司；受托方（以下称乙方）：泉州恒泰物业管理有限公司。依照《中华人民共和国民法典》及有关法规，双方在自愿、平等、\
        协商一致的基础上，就“海沧花园”小区的物业管理事宜订立本协议。第一条　管理范围：占地面积约四万八千平方米，住宅十二栋，电梯三十六部，地下车位八百五十个。第二条　乙方应当\
        每日清扫楼道及公共场地，定期检修水泵、配电室与消防设施，发现隐患须在二十四小时以内书面通报甲方。第三条　服务费按季结算，甲方于每季首月10日前汇入乙方指定账户；迟延超过\
        三十天的，每天按欠款的千分之一加收滞纳金。第四条　因不可抗力致使无法履行的，遭遇一方应及时通知对方，并提供证明。第五条　本协议期满前两个月，任何一方不愿继续，须提前告知。
        """
    static let traditional = """
        房屋租賃契約書。立契約書人：出租人（以下簡稱甲方）、承租人（以下簡稱乙方），茲因房屋租賃事宜，雙方合意訂立本契約，條款如下：第一條　房屋所在地及使用範圍：臺北市信義區松仁路\
        一百號十二樓，面積約三十五坪。第二條　租賃期限：自民國一百一十年一月一日起至民國一百一十二年十二月三十一日止，計三年。第三條　租金每月新臺幣伍萬元整，乙方不得藉任何理由拖延\
        或拒納。第四條　保證金為租金之二個月，乙方於租期屆滿交還房屋並扣除因乙方使用所必須繳納之費用後，甲方無息退還押金。第五條　乙方不得將房屋全部或一部分轉租、出借、頂讓，或以\
        其他變相方法由他人使用房屋。第六條　違約責任：乙方違反約定使用房屋，經甲方催告限期改善而仍不改善時，甲方得終止租約。
        """
    static let french = """
        Le présent contrat est conclu entre les soussignés : société à responsabilité limitée, ci-après dénommée « le prêteur », et l’acquéreur. Les parties \
        déclarent être régulièrement représentées. La durée initiale est fixée à trois années ; le délai de préavis s’élève à quatre-vingt-dix jours. Müller & Söhne \
        GmbH – Gewährleistung für zwölf Monate ab Übergabe, spätestens fünfzehn Tage. El año fiscal español termina mañana, según la cláusula número única.
        """
}

@Suite("Charsets")
struct CharsetTests {
    private struct Case {
        let expected: TextCharset
        let iconv: String
        let prose: String
        let share: Double
    }

    private static let cases: [Case] = [
        Case(expected: .utf8, iconv: "UTF-8", prose: Prose.simplified, share: 1),
        Case(expected: .gb18030, iconv: "GB18030", prose: Prose.simplified, share: 0.99),
        Case(expected: .gb18030, iconv: "GB18030", prose: Prose.traditional, share: 0.99),
        Case(expected: .big5, iconv: "BIG5-HKSCS", prose: Prose.traditional, share: 0.99),
        Case(expected: .utf16le, iconv: "UTF-16LE", prose: Prose.simplified, share: 1),
        Case(expected: .utf16be, iconv: "UTF-16BE", prose: Prose.simplified, share: 1),
        Case(expected: .utf16le, iconv: "UTF-16LE", prose: Prose.traditional, share: 1),
        Case(expected: .utf16le, iconv: "UTF-16LE", prose: Prose.french, share: 1),
        Case(expected: .windows1252, iconv: "CP1252", prose: Prose.french, share: 0.97),
    ]

    @Test("snippets of 16 to 600 characters, by share found right", arguments: cases.indices)
    func detects(_ index: Int) {
        let one = Self.cases[index]
        let characters = Array(one.prose)
        var random = SplitMix(seed: UInt64(index) + 10)
        for length in [16, 40, 120, 600] {
            var right = 0
            var all = 0
            for _ in 0..<100 {
                let start = Int.random(in: 0...max(0, characters.count - length), using: &random)
                let text = String(characters[start..<min(characters.count, start + length)])
                let bytes = encoded(text, one.iconv)
                let found = TextCharset.detect(bytes)
                all += 1
                right += found == one.expected || found.decode(bytes) == text ? 1 : 0
            }
            #expect(Double(right) >= one.share * Double(all), "\(one.iconv) \(length): \(right) of \(all)")
        }
    }

    @Test("texts come back whole, and a cut or damaged one loses only what is damaged")
    func decodes() {
        for one in Self.cases {
            let bytes = encoded(one.prose, one.iconv)
            #expect(one.expected.decode(bytes) == one.prose, "\(one.iconv)")
            let cut = one.expected.decode(Array(bytes.dropLast()))
            #expect(cut.hasPrefix(one.prose.prefix(100)))
        }
        var damaged = encoded("合同编号与到期日期", "GB18030")
        damaged.insert(0xFF, at: 4)
        #expect(TextCharset.gb18030.decode(damaged) == "合同\u{FFFD}编号与到期日期")
        #expect(TextCharset.gb18030.decode([0x80, 0x35]) == "€5")
        #expect(TextCharset.big5.decode([0xA6, 0x58, 0xA6]) == "合\u{FFFD}")
        #expect(TextCharset.utf16le.decode([0x08, 0x54, 0x0C]) == "合\u{FFFD}")
        #expect(TextCharset.windows1252.decode([0x93, 0x61, 0x94, 0x81]) == "“a”\u{FFFD}")
    }

    @Test("marks at the start decide, and are no part of the text")
    func marks() {
        #expect(TextCharset.detect([0xEF, 0xBB, 0xBF, 0x41]) == .utf8)
        #expect(TextCharset.utf8.decode([0xEF, 0xBB, 0xBF, 0x41]) == "A")
        #expect(TextCharset.detect([0xFF, 0xFE, 0x08, 0x54]) == .utf16le)
        #expect(TextCharset.utf16le.decode([0xFF, 0xFE, 0x08, 0x54]) == "合")
        #expect(TextCharset.detect([0xFE, 0xFF, 0x54, 0x08]) == .utf16be)
        #expect(TextCharset.utf16be.decode([0xFE, 0xFF, 0x54, 0x08]) == "合")
        #expect(TextCharset.gb18030.decode([0x84, 0x31, 0x95, 0x33, 0xBA, 0xCF]) == "合")
    }

    @Test("ASCII, nothing, cut ends and one damaged byte are UTF-8")
    func utf8() {
        let bytes = Array(Prose.simplified.utf8)
        #expect(TextCharset.detect([]) == .utf8)
        #expect(TextCharset.detect(Array("HT-2024-0031\r\n".utf8)) == .utf8)
        for cut in 0...3 {
            #expect(TextCharset.detect(Array(bytes.dropLast(cut))) == .utf8)
            #expect(TextCharset.detect(Array(bytes.dropFirst(cut))) == .utf8)
        }
        var damaged = bytes
        damaged.insert(0xFF, at: 300)
        #expect(TextCharset.detect(damaged) == .utf8)
        let long = Array(repeating: bytes, count: 100).flatMap { $0 }
        #expect(TextCharset.detect(long) == .utf8)
    }

    @Test("names that people give charsets")
    func labels() {
        for label in ["GBK", "gb2312", "GB_2312-80", "cp936", "x-gbk", "gb18030"] {
            #expect(TextCharset(label: label) == .gb18030)
        }
        for label in ["Big5", "big5-hkscs", "CP950"] { #expect(TextCharset(label: label) == .big5) }
        for label in ["utf8", "UTF-8", "us-ascii"] { #expect(TextCharset(label: label) == .utf8) }
        #expect(TextCharset(label: "latin1") == .windows1252)
        #expect(TextCharset(label: "klingon") == nil)
        for charset in TextCharset.allCases { #expect(TextCharset(label: charset.rawValue) == charset) }
    }

    @Test("HZ and ISO-2022-KR are bytes of ASCII; a text in them is known, and one that only has their marks is not")
    func shifted() {
        let hz = Array("From: ~~ a\n~{N,;$:OM,~}, HT-1 ~\n~{<W7=~} ok".utf8)
        #expect(TextCharset.hz.decode(hz) == "From: ~ a\n维护合同, HT-1 甲方 ok")
        #expect(TextCharset.hz.decode(Array("~{:OM,~} ~{<W7=~}".utf8)) == "合同 甲方")
        #expect(TextCharset.hz.decode(Array("~{:OM,\nabc ~~ ~{<W7=".utf8)) == "合同\nabc ~ 甲方")
        #expect(TextCharset.detect(Array("Re: ~{:OM,~} ~{<W7=~}".utf8)) == .hz)
        for plain in ["a ~{ab~} b", "~{", "x = ~{1, 2}; ~{3}", "~{:OM,", "~~{:OM,~~}"] {
            #expect(TextCharset.detect(Array(plain.utf8)) == .utf8, "\(plain)")
        }
        let korean = Array("\u{1B}$)C\nSubject: \u{E}0h>`<-\u{F} 1\n0h".utf8)
        #expect(TextCharset.detect(korean) == .iso2022kr)
        #expect(TextCharset.iso2022kr.decode(korean) == "\nSubject: 계약서 1\n0h")
        for label in ["hz-gb-2312", "HZ"] { #expect(TextCharset(label: label) == .hz) }
    }

    @Test("this machine has the tables, and any bytes decode")
    func anything() {
        #expect(TextCharset.prepare().isEmpty)
        var random = SplitMix(seed: 77)
        for _ in 0..<1000 {
            let bytes = (0..<Int.random(in: 0...80, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            for charset in TextCharset.allCases { _ = charset.decode(bytes) }
            _ = TextCharset.detect(bytes).decode(bytes)
        }
    }
}

@Suite("Charsets of other scripts")
struct OtherScriptTests {
    private static let japanese = "業務委託契約書。甲は乙に対し、以下の業務を委託し、乙はこれを受託する。契約期間は二〇二四年四月一日から一年間とする。"
    private static let korean = "유지보수 계약서. 갑은 을에게 다음의 업무를 위탁하고 을은 이를 수락한다. 계약 기간은 2024년 4월 1일부터 1년으로 한다."
    private static let russian =
        "Договор на техническое обслуживание. Исполнитель обязуется выполнить работы до 31.12.2026, а Заказчик оплатить их."
    private static let polish =
        "Wykonawca zobowiązuje się świadczyć usługi, a Zamawiający zapłacić. Gwarancja na dwadzieścia cztery miesiące."
    private static let greek = "Σύμβαση συντήρησης. Ο ανάδοχος υποχρεούται να εκτελέσει τις εργασίες έως τις 31.12.2026."
    private static let hebrew = "חוזה תחזוקה. הקבלן מתחייב לבצע את העבודות עד סוף השנה והלקוח מתחייב לשלם."
    private static let turkish =
        "Bakım sözleşmesi. Yüklenici, yıl sonuna kadar işleri yapmayı, alıcı da bedelini ödemeyi üstlenmiştir."

    @Test(
        "what is plainly Japanese, Korean, Russian, Polish, Greek, Hebrew or Turkish is read as that",
        arguments: [
            (TextCharset.shiftJIS, "CP932", japanese), (.eucJP, "EUC-JP", japanese), (.iso2022jp, "ISO-2022-JP", japanese),
            (.shiftJIS, "CP932", "契約期間は一年間です"), (.eucKR, "UHC", korean), (.eucKR, "EUC-KR", "품질 보증서 기간 이년"),
            (.windows1251, "CP1251", russian), (.koi8r, "KOI8-R", russian), (.ibm866, "CP866", russian),
            (.iso8859x5, "ISO-8859-5", russian), (.windows1251, "CP1251", "Гарантийный талон"), (.windows1250, "CP1250", polish),
            (.iso8859x2, "ISO-8859-2", polish), (.windows1253, "CP1253", greek), (.windows1255, "CP1255", hebrew),
            (.windows1254, "CP1254", turkish),
        ])
    func detects(_ charset: TextCharset, _ iconv: String, _ text: String) {
        let bytes = encoded(text, iconv)
        #expect(!bytes.isEmpty)
        let (found, isSure) = bytes.withUnsafeBufferPointer { TextCharset.judge($0) }
        #expect(found == charset && isSure, "\(found)")
        #expect(found.decode(bytes) == text)
    }

    @Test("every table agrees with the system's own converter, byte for byte")
    func tables() {
        let names: [(TextCharset, String)] = [
            (.windows1250, "CP1250"), (.windows1251, "CP1251"), (.windows1253, "CP1253"), (.windows1254, "CP1254"),
            (.windows1255, "CP1255"), (.windows1256, "CP1256"), (.windows1257, "CP1257"), (.windows874, "CP874"),
            (.koi8r, "KOI8-R"), (.koi8u, "KOI8-U"), (.iso8859x2, "ISO-8859-2"), (.iso8859x5, "ISO-8859-5"),
            (.iso8859x6, "ISO-8859-6"), (.iso8859x7, "ISO-8859-7"), (.iso8859x15, "ISO-8859-15"), (.ibm437, "CP437"),
            (.ibm850, "CP850"), (.ibm852, "CP852"),
            (.ibm866, "CP866"), (.macCyrillic, "MAC-CYRILLIC"),
        ]
        var compared = 0
        for (charset, iconv) in names {
            for byte in UInt8(0x80)...0xFF {
                let text = charset.decode([byte])
                guard text != "\u{FFFD}" else { continue }
                let back = encoded(text, iconv)
                guard !back.isEmpty else { continue }
                compared += 1
                // The euro sign took the place of the currency sign, or not, by the table's age.
                #expect(back == [byte] || text == "€" || text == "¤", "\(charset) \(byte) \(text)")
            }
        }
        #expect(compared > 2000)
    }

    @Test("Japanese comes back whole from each of its charsets")
    func japaneseBytes() {
        let text = Self.japanese + "ｱｲｳ～－ﾃﾞ 熙" + "\n次の行"
        for (charset, iconv) in [(TextCharset.eucJP, "EUC-JP-MS"), (.shiftJIS, "CP932")] {
            #expect(charset.decode(encoded(text, iconv)) == text, "\(iconv)")
        }
        #expect(TextCharset.iso2022jp.decode(encoded(Self.japanese + "\nABC", "ISO-2022-JP")) == Self.japanese + "\nABC")
        #expect(TextCharset.eucJP.decode([0xA4]) == "\u{FFFD}")
    }

    @Test("bytes that make no common words in any charset are said to be uncertain")
    func uncertain() {
        for (text, iconv) in [("สัญญาบำรุงรักษา ผู้รับจ้างตกลงให้บริการ", "CP874"), ("契約書 鶴岡醤油醸造株式会社 榊原 槙", "CP932")] {
            let bytes = encoded(text, iconv)
            let found = bytes.withUnsafeBufferPointer { TextCharset.judge($0) }
            #expect(!found.isSure || found.charset.decode(bytes) == text, "\(iconv): \(found)")
        }
        for (text, iconv) in [(Prose.simplified, "GB18030"), (Prose.traditional, "BIG5"), (Prose.french, "CP1252")] {
            #expect(encoded(text, iconv).withUnsafeBufferPointer { TextCharset.judge($0) }.isSure, "\(iconv)")
        }
    }
}

@Suite("Names in archives")
struct ArchiveNamesTests {
    private let simplified = ["合同/", "合同/2024年度维护服务合同.pdf", "合同/质保卡 A100.pdf", "台账.csv", "HT-2024-0031.pdf"]
    private let traditional = ["契約書/", "契約書/租賃合約(許功蓋).pdf", "契約書/保固卡.pdf", "發票.xlsx"]

    @Test("one decision for the archive")
    func detectsNames() {
        #expect(TextCharset.detectNames(simplified.map { Array($0.utf8) }) == .utf8)
        #expect(TextCharset.detectNames(simplified.map { encoded($0, "GBK") }) == .gb18030)
        #expect(TextCharset.detectNames(traditional.map { encoded($0, "BIG5") }) == .big5)
        #expect(TextCharset.detectNames(traditional.map { encoded($0, "GBK") }) == .gb18030)
        #expect(TextCharset.detectNames([Array("a/b.txt".utf8)]) == .utf8)
        #expect(TextCharset.detectNames([]) == .utf8)
        #expect(TextCharset.detectNames(["Vertrag Müller.pdf", "Übergabe.pdf"].map { encoded($0, "CP1252") }) == .windows1252)
    }

    @Test(
        "a single short name",
        arguments: ["合同.pdf", "支付.pdf", "联通.txt", "保修卡.jpg", "发票.pdf", "质保.doc", "台账.csv", "协议.docx", "清单.xlsx", "新建文件夹/扫描件.pdf"])
    func shortNames(_ name: String) {
        #expect(TextCharset.detectNames([encoded(name, "GBK")]) == .gb18030)
        #expect(TextCharset.detectNames([Array(name.utf8)]) == .utf8)
    }

    @Test(
        "other scripts in UTF-8 stay UTF-8", arguments: ["résumé.pdf", "Договор.pdf", "Übergabe.pdf", "σύμβαση.pdf", "חוזה.pdf"])
    func otherScripts(_ name: String) {
        #expect(TextCharset.detectNames([Array(name.utf8)]) == .utf8)
    }
}
