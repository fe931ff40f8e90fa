import DeedCore
import Testing

/// Workbooks as legal keeps them, written and read by openpyxl: another hand than the program's.
@Suite("Ledger: workbooks, mappings, reports")
struct LedgerWorkbookTests {
    /// Runs Debian's Python with openpyxl; false where it is not installed.
    private func openpyxl(_ dir: Dir, _ script: String, _ arguments: String...) throws -> Ended? {
        try dir.create("book.py", "import datetime, json, sys\nimport openpyxl\nfrom openpyxl.styles import Font\n" + script)
        let ended = try TestCommand(path: "/usr/bin/python3", ["book.py"] + arguments, in: dir.path, keeping: dir).run()
        if ended.code != 0, ended.errorText.contains("No module named 'openpyxl'") {
            print("SKIPPED: python3-openpyxl is not installed; workbooks of another hand were not tried")
            return nil
        }
        #expect(ended.code == 0, "\(ended.errorText)")
        return ended
    }

    /// A title over joined cells, two rows of headings, real dates, amounts in 万元 by format, a customer joined over two
    /// rows, a sum with a formula, a hidden sheet, notes.
    private static let book = """
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "销售合同"
        sheet["A1"] = "苏州澄砚自动化设备有限公司 2026 年合同台账"
        sheet.merge_cells("A1:K1")
        heads = ["序号", "合同编号", "合同名称", "客户名称", "合同期限", None, "提前通知", "合同金额", "责任人", "扫描件", "备注"]
        for at, head in enumerate(heads, 1): sheet.cell(2, at, head)
        sheet.merge_cells("E2:F2")
        sheet["E3"], sheet["F3"] = "生效日期", "到期日期"
        for column in "ABCDGHIJK": sheet.merge_cells(f"{column}2:{column}3")
        day = datetime.date
        rows = [
            [1, "HT-2026-0101", "打标机销售合同", "上海样例机电有限公司", day(2026, 1, 5), day(2027, 1, 4), "到期前30天", 88000, "王砚", "打标机.txt"],
            [2, "HT-2026-0102", "空压机销售合同", None, "2026.2.1", "二〇二七年一月三十一日", "提前三个月", 128600.5, "王砚", "空压机.txt"],
            [3, "ＨＴ－２０２６－０１０３", "维保服务协议", "东昇精密制造（苏州）有限公司", 46082, "长期", "/", "12.5万元", "李溪", "维保.txt"],
            [4, "HT-2026-0104", "备件框架合同", "宁波海曜港务机械有限公司", day(2026, 3, 1), "2027年2月", None, 5000, "李溪", "没有扫描.pdf"],
        ]
        for at, row in enumerate(rows, 4):
            for column, value in enumerate(row, 1): sheet.cell(at, column, value)
            sheet.cell(at, 8).number_format = '"¥"#,##0.00'
        sheet.merge_cells("D4:D5")
        sheet["A9"], sheet["H9"] = "合计", "=SUM(H4:H7)"
        sheet["A11"] = "制表人：王砚"
        old = book.create_sheet("作废")
        old.append(["合同编号", "到期日期"]); old.append(["HT-2020-0001", day(2021, 1, 1)])
        old.sheet_state = "hidden"
        book.create_sheet("填写说明").append(["每月五日前更新"])
        book.save(sys.argv[1])
        """

    private static let papers = ["打标机.txt": "打标机销售合同 正本", "空压机.txt": "空压机", "维保.txt": "维保", "无台账.txt": "一份没有台账的纸"]

    private func vault() throws -> TestVault? {
        let vault = try TestVault(LedgerWorkbookTests.papers)
        return try openpyxl(vault.dir, LedgerWorkbookTests.book, "台账.xlsx") == nil ? nil : vault
    }

    @Test("A workbook alone: dry run first, every row accounted for, again changes nothing, as CSV neither")
    func alone() throws {
        guard let vault = try vault() else { return }
        let journal = try vault.journal()
        let dry = try vault.json("ledger", "台账.xlsx", "--dry-run", code: 4)
        #expect(try vault.journal() == journal && dry["dryRun"] == true && dry["outcomes"]?["applied"] == 3)

        let first = try vault.json("ledger", "台账.xlsx", code: 4)
        #expect(first["rows"] == 6 && first["charset"] == .null)
        let outcomes = try #require(first["outcomes"])
        #expect(
            ["applied", "unchanged", "conflict", "waiting", "skipped"].map { outcomes[$0]?.integer } == [3, 0, 0, 1, 2],
            "\(outcomes.text)")
        #expect(first["columns"]?["合同期限/到期日期"] == "expires" && first["columns"]?["扫描件"] == "fileName")
        #expect(first["otherSheets"]?.texts("reason") == ["hidden", "no-headings"])
        #expect(first["rowsWithoutFile"]?.texts("subject") == ["HT-2026-0104"])
        #expect(first["filesWithoutRow"]?.texts("title") == ["无台账"])
        let fault = try #require(first["faults"]?.array?.first)
        #expect(
            fault["reason"] == "no-day" && fault["line"] == 7 && fault["sheet"] == "销售合同" && first["faults"]?.array?.count == 1)
        #expect(first["skippedRows"]?.texts("reason") == ["total", "note"])

        let one = try vault.json("show", "HT-2026-0101")
        #expect(one["expires"] == "2027-01-04" && one["amount"] == "88000.00" && one["currency"] == "CNY")
        let two = try vault.json("show", "HT-2026-0102")
        #expect(
            two["customers"]?.texts("name") == ["上海样例机电有限公司"] && two["amount"] == "128600.50" && two["expires"] == "2027-01-31")
        #expect(two["fields"]?.member(where: "field", is: "noticeMonths")?["value"] == "3")
        let three = try vault.json("show", "HT-2026-0103")
        #expect(three["endUnknown"] == "perpetual" && three["amount"] == "125000.00")
        #expect(three["fields"]?.member(where: "field", is: "effective")?["value"] == "2026-03-01")

        let lines = try vault.lineCount()
        let again = try vault.json("ledger", "台账.xlsx", code: 4)
        #expect(again["outcomes"]?["unchanged"] == 3 && again["outcomes"]?["applied"] == 0 && again["written"] == 0)
        // The same as CSV, saved by a Chinese Excel: GBK, text everywhere.
        let csv = """
            合同编号,合同名称,客户名称,生效日期,到期日期,提前通知,合同金额,责任人,扫描件
            HT-2026-0101,打标机销售合同,上海样例机电有限公司,2026/1/5,2027/1/4,到期前30天,"¥88,000.00",王砚,打标机.txt
            HT-2026-0102,空压机销售合同,上海样例机电有限公司,2026.2.1,二〇二七年一月三十一日,提前三个月,"¥128,600.50",王砚,空压机.txt
            HT-2026-0103,维保服务协议,东昇精密制造(苏州)有限公司,2026/3/1,长期,/,12.5万元,李溪,维保.txt
            """
        try vault.dir.create("台账.csv", csv)
        try vault.dir.shell("iconv -f utf-8 -t gb18030 台账.csv > 台账gbk.csv").expect()
        let plain = try vault.json("ledger", "台账gbk.csv")
        #expect(plain["charset"] == "gb18030" && plain["outcomes"]?["unchanged"] == 3 && plain["written"] == 0)
        #expect(try vault.lineCount() == lines)
        try vault.expectClean()
    }

    @Test("With an import: the workbook is read by the worker before the first file comes in")
    func withImport() throws {
        let vault = try TestVault()
        for (name, text) in LedgerWorkbookTests.papers { try vault.dir.create("来件/" + name, text) }
        guard try openpyxl(vault.dir, LedgerWorkbookTests.book, "台账.xlsx") != nil else { return }
        let answer = try vault.json("import", "来件", "--ledger", "台账.xlsx", code: 4)
        #expect(answer["stored"] == 4 && answer["ledger"]?["outcomes"]?["applied"] == 3)
        #expect(answer["ledger"]?["filesWithoutRow"]?.texts("title") == ["无台账"])
        let journal = try vault.journal()
        try vault.dir.create("坏.xlsx", [0x50, 0x4B, 0x03, 0x04] + Array("不是工作簿".utf8))
        let broken = try vault.deedbox("import", "来件", "--ledger", "坏.xlsx", "--json").run()
        #expect(try broken.code == 1 && broken.error["code"] == "ledger-unreadable")
        #expect(try vault.journal() == journal)
        try vault.deedbox("import", "来件", "--update").expect(64)
    }

    @Test("Columns mapped once are remembered: by the ledger's name, by a name of one's own, shown and forgotten")
    func mappings() throws {
        let vault = try TestVault(["甲.txt": "甲", "乙.txt": "乙"])
        try vault.dir.create("部门表.csv", "代号,止期,存档\nFW-1,2026-12-31,甲.txt\n")
        try vault.deedbox("ledger", "部门表.csv").expect(1)
        let first = try vault.json("ledger", "部门表.csv", "--map", "代号=合同编号", "--map", "止期=expires", "--map", "存档=文件名")
        #expect(first["savedAs"] == "部门表" && first["outcomes"]?["applied"] == 1)
        // Next year's, with the same headings in another order, needs nothing.
        try vault.dir.create("明年.csv", "存档,代号,止期\n乙.txt,FW-2,2027-12-31\n")
        let next = try vault.json("ledger", "明年.csv")
        #expect(next["sheets"]?.texts("mapping") == ["部门表"] && next["savedAs"] == .null)
        #expect(try vault.json("show", "FW-2")["expires"] == "2027-12-31")
        let named = try vault.json(
            "ledger", "明年.csv", "--mapping", "服务部", "--map", "止期=到期日期", "--map", "代号=number", "--map", "存档=fileName")
        #expect(named["savedAs"] == "服务部" && named["written"] == 1)
        #expect(try vault.json("ledger", "明年.csv", "--mapping", "服务部")["written"] == 0)
        let all = try vault.json("ledger", "mapping", "list")["mappings"]
        #expect(all?.texts("name") == ["部门表", "服务部"] && all?.array?.first?["columns"]?["止期"] == "expires")
        #expect(try vault.chinese("ledger", "mapping", "show", "部门表").contains("止期"))
        try vault.deedbox("ledger", "mapping", "remove", "部门表").expect()
        try vault.deedbox("ledger", "mapping", "remove", "部门表").expect(10)
        #expect(try vault.json("ledger", "明年.csv")["sheets"]?.texts("mapping") == ["服务部"])
        try vault.deedbox("rebuild").expect()
        #expect(try vault.json("ledger", "mapping", "list")["mappings"]?.texts("name") == ["服务部"])
        #expect(
            try vault.kinds().filter { $0.hasPrefix("ledger.") && $0 != "ledger.rows" }.sorted() == [
                "ledger.imported", "ledger.imported", "ledger.mapped", "ledger.mapped", "ledger.unmapped",
            ])
    }

    @Test("A corrected ledger: a conflict, and with --update the new value; what a person set stays")
    func updates() throws {
        let vault = try TestVault(["甲.txt": "甲", "乙.txt": "乙"])
        try vault.dir.create("一.csv", "合同编号,到期日期,责任人,文件名\nHT-1,2026-12-31,王砚,甲.txt\nHT-2,2026-12-31,王砚,乙.txt\n")
        _ = try vault.json("ledger", "一.csv")
        try vault.deedbox("set", "HT-2", "expires=2027-03-31").expect()
        try vault.dir.create("二.csv", "合同编号,到期日期,责任人,文件名\nHT-1,2027-06-30,王砚,甲.txt\nHT-2,2027-06-30,李溪,乙.txt\n")
        let plain = try vault.json("ledger", "二.csv", code: 4)
        #expect(plain["outcomes"]?["conflict"] == 2 && plain["written"] == 0)
        let updated = try vault.json("ledger", "二.csv", "--update", code: 4)
        #expect(updated["outcomes"]?["applied"] == 1 && updated["outcomes"]?["conflict"] == 1)
        #expect(updated["changes"]?.array?.first?["given"] == "2027-06-30")
        #expect(try vault.json("show", "HT-1")["expires"] == "2027-06-30")
        #expect(try vault.json("show", "HT-2")["expires"] == "2027-03-31" && vault.json("show", "HT-2")["owner"] == "王砚")
        #expect(try vault.json("ledger", "二.csv", "--update", code: 4)["written"] == 0)
    }

    @Test("The reconciliation as a workbook: dates are dates, amounts are numbers, headings are frozen; as CSV nothing runs")
    func report() throws {
        guard let vault = try vault() else { return }
        try vault.deedbox("ledger", "台账.xlsx", "--report", "核对.xlsx").env("DEEDBOX_LANG", "zh-Hans").expect(4)
        let script = """
            book = openpyxl.load_workbook(sys.argv[1])
            out = {}
            for sheet in book:
                out[sheet.title] = [[v.isoformat() if hasattr(v, "isoformat") else v for v in row] for row in sheet.iter_rows(values_only=True)]
            rows = book["台账行"]
            out["frozen"] = rows.freeze_panes
            out["types"] = [rows["J2"].is_date, rows["K2"].data_type, rows["A1"].font.b, rows["K2"].number_format]
            print(json.dumps(out, ensure_ascii=False))
            """
        guard let ended = try openpyxl(vault.dir, script, "核对.xlsx") else { return }
        let book = try #require(JSON(parsing: ended.out))
        #expect(book.members?.prefix(5).map(\.name) == ["汇总", "台账行", "冲突", "无法识别的单元格", "有文件无台账"])
        #expect(book["frozen"] == "A2" && book["types"] == [true, "n", true, "#,##0.00"])
        let rows = try #require(book["台账行"]?.array)
        #expect(
            rows.count == 7
                && rows.compactMap { $0.array?.first?.string }.dropFirst() == ["已登记", "已登记", "已登记", "待处理", "跳过", "跳过"])
        #expect(rows[1].array?[9] == "2027-01-04T00:00:00" && rows[1].array?[10] == .number(88000))
        #expect(book["有文件无台账"]?.array?.count == 2 && book["无法识别的单元格"]?.array?.count == 2)
        try vault.dir.shell("unzip -tq 核对.xlsx").expect()

        try vault.dir.create("坏.csv", "合同编号,合同名称,文件名\n=cmd|' /C calc'!A0,\"@SUM(1,2)\",没有.txt\n")
        try vault.deedbox("ledger", "坏.csv", "--report", "核对.csv").env("DEEDBOX_LANG", "zh-Hans").expect(4)
        let csv = try vault.dir.shell("cat 核对.csv").expect().text
        #expect(csv.hasPrefix("\u{FEFF}结果,") && csv.contains("\"'@SUM(1,2)\"") && csv.contains("有文件无台账"))
        // A formula that nobody has computed is no number: it is listed, and no cell begins with it.
        #expect(csv.contains("=cmd|' /C calc'!A0 （公式没有计算结果）") && !csv.contains(",=cmd") && !csv.contains(",\"=cmd"))
        try vault.deedbox("ledger", "坏.csv", "--report", "核对.pdf").expect(64)
    }

    @Test("What ends, and the list, as tables: the same rows as in JSON")
    func tables() throws {
        let vault = try Samples.shared()
        let dir = try Dir()
        let range = ["--from", "2026-10-01", "--to", "2026-12-31"]
        let json = try vault.deedbox(["expiring", "--json", "--report", dir.file("到期.xlsx")] + range).expect().json
        try vault.deedbox(["expiring", "--report", dir.file("到期.csv")] + range).expect()
        let rows = try #require(json["confirmed"]?.array)
        let lines = try dir.shell("cat 到期.csv").expect().text.split(separator: "\r\n")
        #expect(rows.count > 3 && lines.count == rows.count + 1)
        for (row, line) in zip(rows, lines.dropFirst()) { #expect(line.contains(row["expires"]?.string ?? "")) }
        let listed = try vault.deedbox("list", "--limit", "5", "--json", "--report", dir.file("清单.csv")).expect().json[
            "documents"]
        let list = try dir.shell("cat 清单.csv").expect().text.split(separator: "\r\n")
        #expect(list.count == 6 && listed?.array?.count == 5)
        // More documents than a screen shows: the file has all of them.
        let many = try TestVault(
            Dictionary(uniqueKeysWithValues: (1...120).map { ("合同\($0).txt", "合同编号：HT-2026-\(1000 + $0)") }))
        #expect(try many.json("list", "--report", many.dir.file("全部.csv"))["documents"]?.array?.count == 100)
        #expect(try many.dir.shell("cat 全部.csv").expect().text.split(separator: "\r\n").count == 121)
        let script = """
            book = openpyxl.load_workbook(sys.argv[1])
            sheet = book.worksheets[0]
            print(json.dumps([[v.isoformat()[:10] if hasattr(v, "isoformat") else v for v in row] for row in sheet.iter_rows(values_only=True)]))
            """
        guard let ended = try openpyxl(dir, script, "到期.xlsx") else { return }
        let book = try #require(JSON(parsing: ended.out)?.array)
        #expect(book.dropFirst().map { $0.array?[1] } == rows.map { $0["expires"] })
    }

    @Test("What a person reads, in both languages")
    func words() throws {
        guard let vault = try vault() else { return }
        let chinese = try vault.chinese("ledger", "台账.xlsx", "--dry-run", code: 4)
        #expect(chinese.contains("6 行 = 3 已登记 + 0 无变化 + 0 有冲突 + 1 待处理 + 2 跳过"))
        #expect(chinese.contains("未读取的工作表：作废（已隐藏；用 --sheet 指定才读取）"))
        #expect(chinese.contains("有台账无文件（1）：") && chinese.contains("无法识别的单元格（1）：") && chinese.contains("只有年月，没有日"))
        #expect(chinese.contains("没有写入：这只是试运行。") && !chinese.contains(": "))
        let english = try vault.english("ledger", "台账.xlsx", code: 4)
        #expect(english.contains("6 rows = 3 applied + 0 unchanged + 0 in conflict + 1 waiting + 2 skipped"))
        #expect(english.contains("Sheet not read: 作废 (hidden; name it with --sheet)"))
        let hidden = try vault.json("ledger", "台账.xlsx", "--sheet", "作废", code: 4)
        #expect(hidden["rowsWithoutFile"]?.texts("subject") == ["HT-2020-0001"])
        #expect(
            try vault.deedbox("ledger", "台账.xlsx", "--sheet", "没有", "--json").expect(64).error["candidates"]?.array?.count == 3)
    }
}
