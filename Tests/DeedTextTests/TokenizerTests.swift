import DeedText
import Testing

/// Tokens as one line: `=` marks those that stand at the position of the one before.
private func line(_ text: String, _ mode: Tokenizer.Mode = .document) -> String {
    Tokenizer.tokens(text, mode: mode).map { ($0.colocated ? "=" : "") + $0.text }.joined(separator: " ")
}

@Suite("Tokens of the index")
struct TokenizerTests {
    @Test(
        "the text as people write it",
        arguments: [
            ("产品保修期为三年。", "产品 品保 保修 修期 期为 为三 三年 =年"),
            ("质保金5年", "质保 保金 =金 5 年"),
            ("保", "保"),
            ("京采购2025第001号", "京采 采购 =购 2025 第 001 号"),
            ("东昇机电", "东升 升机 机电 =电"),
            ("The Supplier's Warranty", "the supplier s warranty"),
            ("HT-2024-0031", "ht =ht20240031 2024 0031"),
            ("型号 4500B，防护 IP67", "型号 =号 4500b 防护 =护 ip67"),
            ("2024.03.05", "2024 03 05"),
            ("2024/3/5", "2024 =202435 3 5"),
            ("v1.2.3", "v1 =v123 2 3"),
            ("and/or", "and or"),
            ("1,234,500", "1234500"), ("1,234,500.00", "1234500 00"), ("1,23", "1 23"), ("1,2345", "1 2345"),
            ("2024,001", "2024 001"),
            ("A—B2", "a =ab2 b2"),
            ("HT--2024", "ht 2024"), ("HT-", "ht"), ("-5", "5"), ("HT-第3号", "ht 第 3 号"),
            ("二〇二五年", "二〇 〇二 二五 五年 =年"),
            ("人々のカタログ", "人々 々の のカ カタ タロ ログ =グ"),
            ("계약서", "계약 약서 =서"),
            ("𠮷野家", "𠮷野 野家 =家"),
            ("", ""), ("。，—", ""),
        ])
    func document(_ text: String, _ expected: String) {
        #expect(line(text) == expected)
    }

    @Test(
        "dirt: wraps, gaps, other forms of the same characters",
        arguments: [
            ("产品保\n修期", "产品保修期"), ("产品保\r\n修期", "产品保修期"), ("产品保 \n　修期", "产品保修期"),
            ("产 品 保 修 期", "产品保修期"), ("產品保修期", "产品保修期"), ("⻓城⾦属", "长城金属"),
            ("ＨＴ－２０２４－００３１", "HT-2024-0031"), ("HT\u{2011}2024\u{2212}0031", "HT-2024-0031"),
            ("con\u{AD}tract", "contract"), ("HT-\u{200B}2024", "HT-2024"), ("Ⅱ期", "ii期"), ("面积50㎡", "面积50m2"),
            ("１，２３４，５００元", "1234500元"), ("Gru\u{308}ße", "gruSSe"), ("ホ\u{309A}ンフ\u{309A}", "ポンプ"), ("ｶﾞｲﾄﾞ", "ガイド"),
            ("\u{1100}\u{1168}\u{110B}\u{1163}\u{11A8}\u{1109}\u{1165}", "계약서"), ("ＷＡＲＲＡＮＴＹ", "warranty"),
            ("質保\u{FE0F}金", "质保金"), ("余額", "餘额"),
        ])
    func sameTokens(_ dirty: String, _ clean: String) {
        #expect(line(dirty) == line(clean))
    }

    @Test(
        "a word that a line's end breaks stands whole beside its halves; what is no word stays what it was",
        arguments: [
            ("the war-\nranty ends", "the war =warranty ranty =warranty ends"),
            ("war-\r\n   ranty", "war =warranty ranty =warranty"),
            ("war\u{AD}\nranty", "war =warranty ranty =warranty"), ("war\u{2010}\nranty", "war =warranty ranty =warranty"),
            ("state-of-the-\nart", "state of the =theart art =theart"), ("war-\n\nranty", "war ranty"),
            ("war - \nranty", "war ranty"),
            ("war\nranty", "war ranty"), ("HT-2024-\n0031", "ht =ht20240031 2024 0031"), ("HT-\n2024", "ht =ht2024 2024"),
            ("见附-\n件", "见附 =附 件"), ("war-\n第一", "war 第一 =一"), ("1.5-\n2", "1 =152 5 2"), ("a-\n- b", "a b"),
        ])
    func brokenWords(_ text: String, _ expected: String) {
        #expect(line(text) == expected)
        #expect(!line(text, .query).contains("="))
    }

    @Test(
        "the last digits of a phone are words of their own, however it is grouped; those of days and amounts are not",
        arguments: [
            ("13800002001", true), ("138 0000 2001", true), ("138-0000-2001", true), ("+86 138 0000 2001", true),
            ("8613800002001", true), ("021-55552001", true), ("（0512）5555 2001", true), ("0512 5555 2001", true),
            ("400-820-2001", true), ("55552001", true), ("1 138 0000 2001", true), ("13700003003/13800002001", true),
            ("13800002001转8", true), ("20242001", false), ("2024-2001", false), ("2,001", false), ("55,552,001", false),
            ("1380000\n2001", false), ("HT13800002001", false), ("138，0000，2001", false), ("3.1415552001", false),
        ])
    func phoneTails(_ text: String, _ hasTail: Bool) throws {
        let words = Tokenizer.tokens("电话：" + text, mode: .document)
        let tail = words.first { $0.text == Tokenizer.phoneTail("2001") }
        #expect((tail != nil) == hasTail)
        #expect(tail?.colocated != false)
        #expect(!Tokenizer.tokens(text, mode: .query).contains { $0.colocated })
        if text == "13800002001" {
            let tails = words.map(\.text).filter { $0.hasPrefix("zp") }
            #expect(tails == ["zp2001", "zp02001", "zp002001", "zp0002001", "zp00002001"])
        }
    }

    @Test("only four to eight digits are the end of a phone", arguments: ["123", "123456789", "12a4", "１２３４"])
    func noTail(_ text: String) { #expect(Tokenizer.phoneTail(text) == nil) }

    @Test(
        "what ends a run of Han",
        arguments: ["质保。金额", "质保\t金额", "质保\u{0C}金额", "质保\n\n金额", "质保\r\n \r\n金额", "质保5金额", "质保\u{2029}金额", "质保-金额"])
    func runEnds(_ text: String) {
        let tokens = Tokenizer.tokens(text, mode: .document).map(\.text)
        #expect(tokens.contains("质保") && tokens.contains("金额") && !tokens.contains("保金"))
    }

    @Test("a query gives pairs only, a lone character itself, and the parts of a code")
    func query() {
        #expect(line("质保金", .query) == "质保 保金")
        #expect(line("保", .query) == "保")
        #expect(line("2025第001", .query) == "2025 第 001")
        #expect(line("HT-2024-0031", .query) == "ht 2024 0031")
    }

    @Test("in names one character is enough")
    func names() {
        #expect(line("上海样例", .names) == "上海 =上 海样 =海 样例 =样 =例")
        #expect(line("HT-2024", .names) == "ht =ht2024 2024")
    }

    @Test("a query's tokens stand in a row in the text it is part of")
    func phrase() {
        let text = Tokenizer.tokens("合同编号：京采购2025第001号，质保金5万元", mode: .document)
        for query in ["采购2025第001", "购2025", "质保金5", "编号", "京采购", "保金5万元"] {
            #expect(positions(of: query, in: text) > 0, "\(query)")
        }
        #expect(positions(of: "购质", in: text) == 0)
    }

    @Test("a code in one word is told apart from everything else")
    func joinedCode() {
        #expect(Tokenizer.joinedCode("ＨＴ－２０２４－００３１") == "ht20240031")
        #expect(Tokenizer.joinedCode("2024-0031") == "20240031")
        for text in ["质保", "HT2024", "and/or", "2024.03.05", "HT-2024 质保", "HT-2024 XY-3", ""] {
            #expect(Tokenizer.joinedCode(text) == nil, "\(text)")
        }
    }

    @Test("tokens point at their bytes")
    func offsets() {
        let text = "产品保\n修期，ＨＴ－２０２４"
        let tokens = Tokenizer.tokens(text, mode: .document)
        let bytes = Array(text.utf8)
        func source(_ index: Int) -> String { String(decoding: bytes[tokens[index].start..<tokens[index].end], as: UTF8.self) }
        #expect(source(0) == "产品")
        #expect(source(2) == "保\n修")
        #expect(source(4) == "期")
        #expect(source(5) == "ＨＴ")
        #expect(source(6) == "ＨＴ－２０２４")
    }

    @Test("long words and long codes keep their limits")
    func limits() {
        let word = String(repeating: "x", count: 200)
        #expect(line(word) == String(repeating: "x", count: 63))
        #expect(line(String(repeating: "é", count: 70) + " z") == String(repeating: "e", count: 63) + " z")
        let long = (1...30).map { "p\($0)" }.joined(separator: "-")
        #expect(line(long) == (1...30).map { "p\($0)" }.joined(separator: " "))
        let fits = "a1-" + String(repeating: "b", count: 46)
        #expect(Tokenizer.joinedCode(fits)?.utf8.count == 48)
        #expect(Tokenizer.joinedCode(fits + "b") == nil)
    }

    @Test("a reader that has enough is called no more")
    func stops() {
        var text = "质保金5年 HT-2024-0031"
        for limit in 1...8 {
            var calls = 0
            text.withUTF8 { utf8 in
                Tokenizer.scan(utf8, mode: .document) { _, _, _, _ in
                    calls += 1
                    return calls < limit
                }
            }
            #expect(calls == limit)
        }
    }

    /// How often the query's tokens stand at consecutive positions of the text.
    private func positions(of query: String, in text: [Tokenizer.Token]) -> Int {
        var slots: [Set<String>] = []
        for token in text {
            if token.colocated, !slots.isEmpty { slots[slots.count - 1].insert(token.text) } else { slots.append([token.text]) }
        }
        let wanted = Tokenizer.tokens(query, mode: .query).map(\.text)
        guard !wanted.isEmpty, wanted.count <= slots.count else { return 0 }
        return (0...(slots.count - wanted.count)).filter { start in
            wanted.indices.allSatisfy { slots[start + $0].contains(wanted[$0]) }
        }.count
    }
}
