import DeedCore
import Testing

/// The same facts from outside: lists, customers, machines and values that a person types.
@Suite("Business: what people enter and ask, through the program")
struct BusinessTests {
    @Test(
        "A list by ends says what the clock says: a stated end, the end of a term, the end after renewals; what cannot be known is said"
    )
    func ends() throws {
        // Given four contracts that end by their words, by a term, after renewals, and nobody knows when
        let vault = try TestVault(["设备.txt": "设备采购合同", "租赁.txt": "厂房租赁合同", "维保.txt": "年度维保协议", "物业.txt": "物业服务协议"])
        try vault.deedbox("set", "设备", "expires=2026-12-31").expect()
        try vault.deedbox("set", "租赁", "effective=2025-01-15", "termMonths=2年").expect()
        try vault.deedbox("set", "维保", "expires=2023-12-31", "renewal=自动续期", "renewalMonths=12").expect()
        try vault.deedbox("set", "物业", "expires=2024-06-30", "renewal=是").expect()
        // When somebody asks for the ends around the turn of the year
        let answer = try vault.json("list", "--expires-from", "2026-12-01", "--expires-to", "2027-01-31")
        // Then all that end there are listed, and the one that cannot be known is counted
        let rows = try #require(answer["documents"])
        #expect(Set(rows.texts("title")) == ["设备", "租赁", "维保"])
        #expect(rows.member(where: "title", is: "维保")?["renewedUntil"] == "2026-12-31" && answer["renewedForUnknown"] == 1)
        #expect(try vault.listed("--expires-to", "2024-12-31") == [])
        #expect(try vault.listed("--expires-from", "2027-01-15") == ["租赁.txt"])
        #expect(try vault.listed("--expires-to", "2024-01-31", "--today", "2023-11-20") == ["维保.txt"])
        let chinese = try vault.chinese("list", "--expires-to", "2026-12-31")
        #expect(chinese.contains("维保：已自动续期，当前一期到 2026年12月31日 止") && chinese.contains("另有 1 份已自动续期但续期时长不明"))
        #expect(
            try vault.deedbox("list", "--expires-from", "2027-01-01", "--expires-to", "2026-01-01").expect(64).errorText.contains(
                "before"))
    }

    @Test("An address and a phone that reach nobody are refused, in Chinese too", arguments: ["add", "edit", "contact"])
    func addresses(command: String) throws {
        let vault = try TestVault()
        try vault.deedbox("customer", "add", "甲公司", "--phone", "138 0000 2001", "--email", "a@x.example;b@x.example").expect()
        let front = [
            "add": ["customer", "add", "乙公司"], "edit": ["customer", "edit", "甲公司"],
            "contact": ["customer", "contact", "甲公司", "2001"],
        ]
        let arguments = try #require(front[command])
        for (option, text, why) in [
            ("--email", "not an email", "不是邮箱地址"), ("--email", "a@localhost", "不是邮箱地址"), ("--phone", "王工", "不是电话号码"),
        ] {
            let ended = try vault.deedbox(arguments + [option, text]).env("DEEDBOX_LANG", "zh-Hans").expect(64)
            #expect(ended.errorText.contains(why), "\(text)")
        }
        try vault.deedbox(arguments + ["--email", "wang@jia.example", "--phone", "0512-55550188 转 8"]).expect()
    }

    @Test("A machine that a person took back stays away with the same ledger, and comes again by command")
    func takenBack() throws {
        let vault = try TestVault()
        try vault.dir.create("台账.csv", "客户,序列号,型号,销售日期,保修月数\n甲公司,SN-0001,M1,2025-03-15,36\n甲公司,SN-0002,M1,2025-03-15,36\n")
        try vault.deedbox("ledger", "台账.csv").expect()
        try vault.deedbox("machine", "remove", "SN-0001", "--why", "误录").expect()
        let again = try vault.json("ledger", "台账.csv", code: 4)
        #expect(again["conflicts"]?.array?.first?["reason"] == "taken-back" && again["outcomes"]?["unchanged"] == 1)
        #expect(try vault.json("warranty", "SN-0001")["known"] == false)
        try vault.deedbox("machine", "add", "SN-0001", "--model", "M1").expect()
        try vault.json("ledger", "台账.csv").expectKeys("outcomes")
        #expect(try vault.json("warranty", "SN-0001")["verdict"] == "covered")
        try vault.expectClean()
    }

    @Test(
        "What a person types is taken by the words that ledgers know",
        arguments: [
            ("到期日=2027年1月31日", "expires", "2027-01-31"), ("合同金额=12.5万元", "amount", "125000.00"),
            ("Expires=31-Dec-26", "expires", "2026-12-31"), ("续约方式=不续签", "renewal", "none"), ("expires=长期", "perpetual", "yes"),
            ("合同期限=两年", "termMonths", "24"),
        ])
    func typed(_ assignment: String, _ field: String, _ value: String) throws {
        let vault = try TestVault(["合同.txt": "合同"])
        try vault.deedbox("set", "合同", assignment).expect()
        let fields = try vault.json("show", "合同")["fields"]
        #expect(fields?.member(where: "field", is: field)?["value"]?.string == value)
    }

    @Test(
        "What makes no sense is refused with a true reason and with what helps",
        arguments: [
            (["expires"], "请写成 字段=值"), (["=5"], "请写成 字段=值"), (["noticeDays=一个月"], "noticeMonths"),
            (["noticeMonths=90天"], "noticeDays"),
            (["effective=1900-01-01"], "像是代替空值的日期"), (["signed=1970-01-01"], "像是代替空值的日期"),
            (["expires=2027-01-01", "expires=2028-01-01"], "同一字段给了两个值"), (["perpetual=是", "expires=2027-01-01"], "长期有效与到期日期矛盾"),
            (["effective=2026-01-01", "termMonths=24", "expires=2026-12-31"], "期限与到期日期不符"), (["amount=12,34"], "请写成 1,234.50"),
        ])
    func refused(_ assignments: [String], _ why: String) throws {
        let vault = try TestVault(["合同.txt": "合同"])
        let ended = try vault.deedbox(["set", "合同"] + assignments).env("DEEDBOX_LANG", "zh-Hans").expect(64)
        #expect(ended.errorText.contains(why) && !ended.errorText.contains("--help"), "\(ended.errorText)")
        #expect(try vault.json("show", "合同")["fields"] == [])
    }

    @Test("A contract has one end and one notice: the new one takes the place of the other")
    func oneEnd() throws {
        let vault = try TestVault(["合同.txt": "合同"])
        try vault.deedbox("set", "合同", "perpetual=是", "noticeMonths=3").expect()
        #expect(try vault.json("set", "合同", "expires=2027-12-31", "noticeDays=30天")["changed"] == 4)
        let shown = try vault.json("show", "合同")
        #expect(shown["expires"] == "2027-12-31" && shown["fields"]?.texts("field") == ["expires", "noticeDays"])
        try vault.deedbox("set", "合同", "expires=长期").expect()
        #expect(try vault.json("show", "合同")["expires"] == .null)
        #expect(try vault.json("show", "合同")["fields"]?.texts("field") == ["noticeDays", "perpetual"])
    }

    @Test(
        "Short numbers find the files that are called so, from a ledger in GBK; the ledger itself may lie among the papers",
        arguments: [false, true])
    func shortNumbers(isAmongPapers: Bool) throws {
        let vault = try TestVault()
        for name in ["B7", "B71", "2025-3", "2025-31", "合-4"] { try vault.dir.create("来件/\(name).txt", "纸质件 \(name)") }
        try vault.dir.create(
            "utf8.csv", "合同编号,到期日期\nB7,2026-12-01\n2025-3,2026-12-02\n合-4,2026-12-03\nB71,2026-12-04\n2025-31,2026-12-05\n")
        let place = isAmongPapers ? "来件/清单/2026年台账.csv" : "台账.csv"
        try vault.dir.shell("mkdir -p 来件/清单 && iconv -f UTF-8 -t GBK utf8.csv > '\(place)'").expect()
        let answer = try vault.json("import", "来件", "--ledger", place)
        #expect(answer["ledger"]?["outcomes"]?["applied"] == 5 && answer["ledger"]?["filesWithoutRow"] == [])
        for (number, day) in [("B7", "01"), ("2025-3", "02"), ("合-4", "03"), ("B71", "04"), ("2025-31", "05")] {
            #expect(try vault.json("show", "\(number).txt")["expires"]?.string == "2026-12-\(day)", "\(number)")
        }
    }

    @Test("HT-1 is the file that is written so, HT1 the other one, and each stays itself when the ledger comes again")
    func alikeNumbers() throws {
        let vault = try TestVault()
        for name in ["HT-1", "HT1", "HT-10"] { try vault.dir.create("来件/\(name).txt", "纸质件 \(name)") }
        try vault.dir.create("台账.csv", "合同编号,到期日期\nHT-1,2026-12-01\nHT1,2026-12-02\nHT-10,2026-12-03\n")
        #expect(try vault.json("import", "来件", "--ledger", "台账.csv", "--dry-run")["ledger"]?["outcomes"]?["applied"] == 3)
        #expect(try vault.json("import", "来件", "--ledger", "台账.csv")["ledger"]?["outcomes"]?["applied"] == 3)
        for (name, day) in [("HT-1.txt", "01"), ("HT1.txt", "02"), ("HT-10.txt", "03")] {
            let paper = try vault.json("list", "--limit", "9")["documents"]?.array?.first { $0["names"] == [.string(name)] }
            #expect(paper?["expires"]?.string == "2026-12-\(day)", "\(name)")
        }
        #expect(try vault.json("ledger", "台账.csv")["outcomes"]?["unchanged"] == 3)
    }

    @Test("A machine that is known without a promise is not an unknown one, in both languages", arguments: ["", "12"])
    func knownWithoutCover(months: String) throws {
        let vault = try TestVault()
        try vault.dir.create("台账.csv", "客户,序列号,销售日期,保修月数\n壬公司,HP-0008,,\(months)\n")
        try vault.deedbox("ledger", "台账.csv").expect()
        #expect(try !vault.chinese("warranty", "HP-0008").contains("查无"))
        let english = try vault.english("warranty", "hp0008")
        #expect(english.contains("壬公司") && !english.contains("not known"))
    }

    @Test(
        "What went wrong is said in Chinese, with its cause",
        arguments: [
            ["ledger", "没有表头.csv"], ["ledger", "坏的.xlsx"], ["import", "没有这个文件夹"], ["list", "--report", "没有/清单.xlsx"],
            ["customer", "add", "丁公司", "--credit-code", "123"], ["list", "--expires-from", "2026-02-30"],
        ])
    func causes(_ arguments: [String]) throws {
        let vault = try TestVault()
        try vault.dir.create("没有表头.csv", "甲,乙\n1,2\n")
        try vault.dir.create("坏的.xlsx", "PK\u{3}\u{4}junk")
        let ended = try vault.deedbox(arguments).env("DEEDBOX_LANG", "zh-Hans").run()
        #expect(ended.code != 0 && ended.errorText.hasPrefix("错误："))
        #expect(!ended.errorText.contains(/[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}/), "\(ended.errorText)")
    }
}
