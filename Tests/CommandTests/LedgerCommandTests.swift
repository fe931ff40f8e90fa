import DeedCore
import Testing

/// The 台账 that comes with the papers.
@Suite("Ledger: with the import")
struct LedgerCommandTests {
    private static let headings = "合同编号,合同名称,类型,甲方,乙方,签订日期,到期日期,自动续期,提前通知天数,金额,币种,责任人,文件名\n"

    private func vault(_ rows: String, _ files: [String: String]) throws -> (vault: TestVault, answer: JSON) {
        let vault = try TestVault()
        for (name, text) in files { try vault.dir.create("来件/" + name, text) }
        try vault.dir.create("台账.csv", LedgerCommandTests.headings + rows)
        let ended = try vault.deedbox("import", "来件", "--ledger", "台账.csv", "--json").run()
        #expect([0, 4].contains(ended.code), "\(ended.errorText)")
        return (vault, try ended.json)
    }

    @Test("The samples' ledger: columns guessed, customers once, rows without a file and files without a row both listed")
    func samples() throws {
        let ledger = try #require(try Samples.account()["ledger"])
        #expect(ledger["charset"] == "gb18030" && ledger["rows"] == 37 && ledger["conflicts"] == [] && ledger["faults"] == [])
        #expect(ledger["columns"]?["到期日期"] == "expires" && ledger["columns"]?["序列号"] == "serial")
        #expect(ledger["added"]?["customers"] == 14 && ledger["added"]?["serials"] == 9 && ledger["added"]?["covers"] == 11)
        #expect(ledger["rowsWithoutFile"]?.texts("subject") == ["HT-2021-0015", "HT-2026-0015"])
        #expect(ledger["filesWithoutRow"]?.array?.count == 7)
        let ways = Dictionary(grouping: ledger["matched"]?.texts("by") ?? []) { $0 }.mapValues(\.count)
        #expect(ways["file-name"] == 33 && ways.values.reduce(0, +) == 35, "\(ways)")
        // The two rows that name no file are found by their numbers.
        let vault = try Samples.shared()
        for number in ["京采购2025第001号", "BX-2026-1105"] {
            #expect(try vault.json("list", "--number", number)["documents"]?.array?.count == 1, "\(number)")
        }
    }

    @Test("Dates in seven written forms are the same kind of date")
    func dates() throws {
        let vault = try Samples.shared()
        let ends = [
            "京采购2025第001号": "2026-12-31", "HT-2024-0031": "2026-12-04", "HT-2024-0052": "2026-12-31",
            "HT-2025-0007": "2027-01-14", "HT-2025-0019": "2027-11-30", "WY-2025-03": "2027-06-30", "HT-2023-0044": "2026-08-15",
        ]
        for (number, end) in ends { #expect(try vault.json("show", number)["expires"]?.string == end, "\(number)") }
        let perpetual = try vault.json("show", "HT-2025-0033")
        #expect(perpetual["expires"] == .null && perpetual["endUnknown"] == "perpetual")
    }

    @Test("What a person confirmed is not overwritten: the row is listed as a conflict, and nothing of it is written")
    func conflict() throws {
        let row = "HT-2026-0088,打标机销售合同,销售合同,上海样例机电有限公司,苏州澄砚自动化设备有限公司,2026-01-05,2027-01-04,否,30,\"88,000.00\",CNY,王砚,打标机.txt\n"
        let (vault, first) = try vault(row, ["打标机.txt": "打标机销售合同"])
        #expect(first["ledger"]?["matched"]?.array?.count == 1)
        try vault.deedbox("set", "HT-2026-0088", "expires=2027-06-30").expect()
        let lines = try vault.lineCount()
        let ended = try vault.deedbox("import", "来件", "--ledger", "台账.csv", "--json").expect(4)
        let conflict = try #require(try ended.json["ledger"]?["conflicts"]?.array?.first)
        #expect(conflict["field"] == "expires" && conflict["known"] == "2027-06-30" && conflict["given"] == "2027-01-04")
        #expect(conflict["subject"] == "HT-2026-0088" && conflict["line"] == 2)
        #expect(try vault.json("show", "HT-2026-0088")["expires"] == "2027-06-30")
        #expect(try !vault.kinds(after: lines).contains("document.set"))
        let chinese = try vault.chinese("import", "来件", "--ledger", "台账.csv", code: 4)
        #expect(chinese.contains("与已确认的值不一致，未写入（1）：") && chinese.contains("到期日期：2027-06-30 ≠ 2027-01-04"))
    }

    @Test("A row that fits two files, and two rows that say different things of one file, are left to a person")
    func ambiguous() throws {
        let rows = """
            HT-2026-0001,框架合同,销售合同,东昇精密制造（苏州）有限公司,苏州澄砚自动化设备有限公司,,2026-12-31,,,,,王砚,
            HT-2026-0002,供货合同,销售合同,上海样例机电有限公司,苏州澄砚自动化设备有限公司,,2026-12-31,,,,,王砚,供货合同.txt
            HT-2026-0003,供货合同,销售合同,上海样例机电有限公司,苏州澄砚自动化设备有限公司,,2027-12-31,,,,,王砚,供货合同.txt

            """
        let (vault, answer) = try vault(
            rows,
            ["框架一.txt": "合同编号：HT-2026-0001 正本", "框架二.txt": "合同编号：HT-2026-0001 副本", "供货合同.txt": "供货合同"])
        let ambiguous = try #require(answer["ledger"]?["ambiguous"]?.array)
        #expect(ambiguous.compactMap { $0["subject"]?.string } == ["HT-2026-0001", "HT-2026-0002", "HT-2026-0003"])
        #expect(ambiguous.first?["documents"]?.array?.count == 2)
        #expect(try vault.json("list", "--expires-from", "2026-01-01")["documents"] == [])
    }

    @Test("Headings that nobody can guess are given by hand; a cell that is no date is named with its line")
    func mapping() throws {
        let vault = try TestVault()
        try vault.dir.create("来件/维保.txt", "年度维保服务协议")
        try vault.dir.create("台账.csv", "代号,终止日,文件名\nFW-1,2026-12-31,维保.txt\nFW-2,明年,没有.txt\n")
        let answer = try vault.json("import", "来件", "--ledger", "台账.csv", "--map", "代号=number", "--map", "终止日=expires", code: 4)
        #expect(try vault.json("show", "FW-1")["expires"] == "2026-12-31")
        let fault = answer["ledger"]?["faults"]?.array?.first
        #expect(fault?["line"] == 3 && fault?["column"] == "expires" && fault?["text"] == "明年")
        #expect(answer["ledger"]?["rowsWithoutFile"]?.texts("subject") == ["FW-2"])
        let wrong = try vault.deedbox("import", "来件", "--ledger", "台账.csv", "--map", "代号", "--json").expect(64)
        #expect(try wrong.error["code"] == "bad-value")
    }

    @Test("A ledger that cannot be read is known before the first file comes in")
    func unreadable() throws {
        let vault = try TestVault()
        try vault.dir.create("来件/合同.txt", "合同")
        try vault.dir.create("台账.csv", [0x00, 0x01, 0x02, 0x03])
        let journal = try vault.journal()
        let ended = try vault.deedbox("import", "来件", "--ledger", "台账.csv", "--json").run()
        #expect(try ended.error["code"] == "ledger-unreadable" && ended.code == 1)
        #expect(try vault.journal() == journal)
    }

    @Test("A ledger in UTF-8 with a mark at its beginning, quotes and line breaks in cells")
    func quoting() throws {
        let vault = try TestVault()
        try vault.dir.create("来件/租赁.txt", "设备租赁合同")
        try vault.dir.create(
            "台账.csv", "\u{FEFF}合同编号,合同名称,甲方,文件名\r\nZL-2026-01,\"设备\n租赁\"\"合同\"\"\",\"云栖谷, 智能\",租赁.txt\r\n")
        _ = try vault.json("import", "来件", "--ledger", "台账.csv")
        let shown = try vault.json("show", "ZL-2026-01")
        #expect(shown["customers"]?.texts("name") == ["云栖谷, 智能"])
        #expect(shown["title"]?.string?.contains("租赁\"合同\"") == true)
    }
}
