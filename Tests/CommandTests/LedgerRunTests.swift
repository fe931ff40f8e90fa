import DeedCore
import Foundation
import Testing

/// A ledger is accounted for: what came of each row is kept, shown, and can be taken back.
@Suite("Ledger: runs, rows and taking back")
struct LedgerRunTests {
    private static let ledger = """
        合同编号,客户,到期日期,金额,文件名
        HT-2026-0001,上海样例机电有限公司,2026-12-31,"1,234.50",甲.txt
        HT-2026-0002,宁波海曜港务机械有限公司,25.3.15,12万元,乙.txt
        HT-2026-0003,,2027-01-31,,没有.txt
        合计,,,,

        """

    private func vault() throws -> TestVault {
        let vault = try TestVault(["甲.txt": "甲合同", "乙.txt": "乙合同"])
        try vault.dir.create("台账.csv", LedgerRunTests.ledger)
        return vault
    }

    @Test("A dry run tells what the run does; the run is listed and shown, every row with its outcome, reason and how to mend it")
    func show() throws {
        let vault = try vault()
        let lines = try vault.lineCount()
        let dry = try vault.json("ledger", "台账.csv", "--dry-run", code: 4)
        #expect(try vault.lineCount() == lines && dry["run"] == .null)
        let done = try vault.json("ledger", "台账.csv", code: 4)
        for key in ["outcomes", "lines", "faults", "planned", "added", "rowsWithoutFile"] {
            #expect(dry[key] == done[key], "\(key)")
        }
        let run = try #require(done["run"]?.string)
        let listed = try #require(try vault.json("ledger", "list")["ledgers"]?.array?.first)
        #expect(listed["run"]?.string == run && listed["outcomes"]?["waiting"] == 1 && listed["outcomes"]?["skipped"] == 1)
        let shown = try vault.json("ledger", "show", run)
        #expect(shown["lines"] == done["lines"])
        let rows = try #require(shown["lines"]?.array)
        #expect(rows.map { $0["outcome"]?.string } == ["applied", "applied", "waiting", "skipped"])
        let finding = try #require(rows[1]["findings"]?.array?.first)
        #expect(finding["heading"] == "到期日期" && finding["value"] == "25.3.15" && finding["reason"] == "ambiguous-date")
        #expect(finding["mend"] == "write the year with four digits, first" && finding["could"]?.array?.first == "2025-03-15")
        let waiting = try vault.json("ledger", "show", String(run.prefix(10)), "--outcome", "waiting")
        #expect(waiting["lines"]?.array?.count == 1)
        let chinese = try vault.chinese("ledger", "show", run)
        #expect(chinese.contains("日期有歧义") && chinese.contains("请把四位年份写在最前面") && chinese.contains("待处理"))
        try vault.deedbox("ledger", "show", run, "--report", "r.csv").expect()
        let csv = try String(contentsOfFile: vault.dir.file("r.csv"), encoding: .utf8)
        #expect(csv.contains("25.3.15") && csv.contains("write the year with four digits, first"))
        try vault.deedbox("ledger", "show", "01zzzz").expect(10)
    }

    @Test("A ledger that is withdrawn takes back what nobody changed since, and what was there before is there again")
    func withdraw() throws {
        let vault = try vault()
        let first = try vault.json("list")["documents"]
        try vault.deedbox("set", try #require(first?.array?.first?["document"]?.string), "owner=王砚").expect()
        let before = try vault.json("list")["documents"]
        let run = try #require(try vault.json("ledger", "台账.csv", code: 4)["run"]?.string)
        try vault.deedbox("set", "HT-2026-0001", "expires=2027-06-30").expect()
        let answer = try vault.json("ledger", "withdraw", run, "--why", "登记错了")
        #expect(answer["changed"] == true && answer["kept"] == 1)
        #expect(try vault.json("ledger", "withdraw", run)["changed"] == false)
        let after = try #require(try vault.json("list")["documents"]?.array)
        #expect(after.allSatisfy { $0["number"] == .null && $0["amount"] == .null && $0["customers"] == [] })
        #expect(after.filter { $0["expires"] == "2027-06-30" }.count == 1)
        #expect(after.compactMap { $0["owner"]?.string } == ["王砚"] && before?.array?.count == after.count)
        #expect(try vault.json("ledger", "list")["ledgers"]?.array?.first?["withdrawnWhy"] == "登记错了")
        try vault.deedbox("verify").expect()
        // The same ledger again is applied anew.
        #expect(try vault.json("ledger", "台账.csv", code: 4)["outcomes"]?["applied"] == 1)
    }

    @Test("Two lengths of one promise are compared in words, in both languages, and in what is kept of the run too")
    func lengths() throws {
        let vault = try TestVault(["甲.txt": "甲合同"])
        let heading = "客户,序列号,销售日期,保修月数\n"
        try vault.dir.create("去年.csv", heading + "上海样例机电有限公司,SN-7001,2025-03-01,24\n")
        try vault.deedbox("ledger", "去年.csv").expect()
        try vault.dir.create("今年.csv", heading + "上海样例机电有限公司,SN-7001,2025-03-01,1\n上海样例机电有限公司,SN-7002,2025-03-02,13\n")
        let english = try vault.deedbox("ledger", "今年.csv", "--report", "r.csv").expect(4).text
        #expect(english.contains("covers: 2025-03-01 + 24 months → 2027-03-01 ≠ 2025-03-01 + 1 month → 2025-04-01"))
        let chinese = try vault.deedbox("ledger", "今年.csv", "--lang", "zh-Hans").expect(4).text
        #expect(chinese.contains("2025-03-01 + 24 个月 → 2027-03-01 ≠ 2025-03-01 + 1 个月 → 2025-04-01"))
        let run = try #require(try vault.json("ledger", "list")["ledgers"]?.array?.first?["run"]?.string)
        let shown = try vault.deedbox("ledger", "show", run, "--report", "s.csv").expect().text
        let report = try ["r.csv", "s.csv"].map { try String(contentsOfFile: vault.dir.file($0), encoding: .utf8) }
        for text in [english, chinese, shown] + report { #expect(text.firstMatch(of: /P[0-9]+M/) == nil, "\(text)") }
        #expect(report.allSatisfy { $0.contains("+ 24 months") } && report[0].contains("+ 1 month →"))
    }

    @Test("A ledger among the papers is known as one: no file without a row, and no row's file")
    func amongPapers() throws {
        let vault = try vault()
        try vault.dir.create("来件/台账.csv", LedgerRunTests.ledger)
        let answer = try vault.json("import", "来件", "--ledger", "来件/台账.csv", code: 4)
        let ledger = try #require(answer["ledger"])
        #expect(ledger["isAmongPapers"] == true && ledger["filesWithoutRow"] == [])
        #expect(ledger["rowsWithoutFile"]?.texts("subject") == ["HT-2026-0003"])
    }

    @Test("The list of documents, exported and read as a ledger, changes nothing")
    func exported() throws {
        let vault = try vault()
        try vault.deedbox("ledger", "台账.csv").expect(4)
        for language in ["en", "zh-Hans"] {
            for form in ["csv", "xlsx"] {
                try vault.deedbox("list", "--report", "out.\(form)").env("DEEDBOX_LANG", language).expect()
                let again = try vault.json("ledger", "out.\(form)")
                #expect(again["written"] == 0 && again["outcomes"]?["unchanged"] == 2, "\(language) \(form)")
            }
        }
    }

    @Test(
        "A phone is found however it is grouped, by its tail, and in cells with two; AC75 finds AC-75/A+; a star in front is told"
    )
    func finding() throws {
        let vault = try TestVault(["甲.txt": "联系人 陈思远 电话 138 0000 2001 型号 AC-75/A+", "乙.txt": "Tel 021-5555 0188"])
        for query in ["13800002001", "1380000 2001", "+86 138-0000-2001"] { #expect(try vault.found(query) == ["甲"], "\(query)") }
        for query in ["02155550188", "55550188", "21 55550188"] { #expect(try vault.found(query) == ["乙"], "\(query)") }
        #expect(try vault.found("AC75") == ["甲"] && vault.found("AC76") == [])
        #expect(try vault.json("find", "*0188")["hints"] == ["star-in-front"])
        try vault.deedbox("customer", "add", "丙公司", "--contact", "王工", "--phone", "13900002002/０５１２－５５５５０１９９ 转 8").expect()
        for tail in ["2002", "0199", "0512-55550199", "+8613900002002"] {
            #expect(try vault.json("customer", "show", tail)["name"] == "丙公司", "\(tail)")
        }
        try vault.deedbox("customer", "show", "0000").expect(10)
    }
}
