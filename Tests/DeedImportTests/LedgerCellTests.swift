import DeedCore
import DeedExtract
import DeedText
import Testing

@testable import DeedImport

/// What people and programs write into the cells of ledgers, each kind with inputs of its own.
@Suite("Ledger: cells as they are written")
struct LedgerCellTests {
    private func row(_ headings: String, _ cells: String) throws -> LedgerRow {
        try #require(try file("文件名,\(headings)\na.txt,\(cells)\n").rows.first)
    }

    private func file(_ text: String) throws -> LedgerFile {
        try LedgerFile(source: "/台账.csv", bytes: Array(text.utf8), sha256: #require(LedgerSheetTests.object))
    }

    private func book(_ headings: [String], _ rows: [[TableCell.Content?]], hidden: Set<Int> = []) throws -> LedgerFile {
        var table = [TableRow(number: 1, cells: headings.enumerated().map { TableCell(column: $0, content: .text($1)) })]
        for (at, cells) in rows.enumerated() {
            let cells = cells.enumerated().compactMap { column, content in content.map { TableCell(column: column, content: $0) }
            }
            table.append(TableRow(number: at + 2, cells: cells, isHidden: hidden.contains(at + 2)))
        }
        return try LedgerFile(
            source: "/台账.xlsx", sha256: #require(LedgerSheetTests.object), charset: nil,
            tables: [LedgerTable(TableSheet(name: "销售", rows: table), uses1904: false)], choices: LedgerChoices())
    }

    private func reasons(_ row: LedgerRow) -> [String] { row.faults.map(\.reason) }

    @Test("Guards of exports, escapes of workbooks, blanks of every width and line breaks are no part of a value")
    func guards() throws {
        let row = try row("合同编号,客户,金额", "\"=\"\"HT-1\"\"\",'甲公司,'2000.50")
        #expect(row.fields[.number] == "HT-1" && row.values[.customer] == "甲公司" && row.fields[.amount] == "2000.50")
        let other = try self.row("合同编号,客户", "\u{FEFF}HT-2\u{200B},\"乙\n有限公司\"")
        #expect(other.fields[.number] == "HT-2" && other.values[.customer] == "乙有限公司")
        let book = try book(["合同编号", "客户", "责任人"], [[.text("HT_x002D_3"), .text("_x000D_丙\r\n公司"), .text("Anna\nBell")]])
        let third = try #require(book.rows.first)
        #expect(third.fields[.number] == "HT-3" && third.values[.customer] == "丙公司" && third.fields[.owner] == "Anna Bell")
    }

    @Test("Numbers whose digits a spreadsheet destroyed name nothing, and are listed")
    func damaged() throws {
        for text in ["1.23457E+17", "2.02411e+11", "913201010000000000", "622202020011234000"] {
            let row = try row("序列号", text)
            #expect(row.serials.isEmpty && reasons(row) == ["damaged-number"], "\(text)")
        }
        #expect(try row("电话", "1.38E+10").values[.phone] == nil)
        #expect(try row("序列号", "1234567890123456").serials == ["1234567890123456"])
        #expect(try row("序列号", "123456789012345").serials == ["123456789012345"])
        #expect(try row("合同编号", "202411.0").fields[.number] == "202411")
        // Sixteen digits that end in a zero are rounded, unless the column has others that are not.
        #expect(try reasons(row("序列号", "6222020200112340")) == ["damaged-number"])
        let whole = try file("文件名,序列号\na.txt,6222020200112340\nb.txt,6222020200112347\n")
        #expect(whole.rows.flatMap(\.serials) == ["6222020200112340", "6222020200112347"])
        let book = try book(
            ["序列号", "电话"], [[.number("123456789012345680", shown: "1.23457E+17"), .number("13800002001", shown: "1.38E+10")]])
        let row = try #require(book.rows.first)
        #expect(row.serials.isEmpty && row.values[.phone] == "13800002001" && reasons(row) == ["damaged-number"])
    }

    @Test("A quote that is never closed swallows no rows")
    func quotes() throws {
        let open = try file("文件名,备注,到期日期\na.txt,\"没有收尾,2026-12-11\nb.txt,普通,2026-12-12\n")
        #expect(open.rows.map { $0.fields[.expires] } == ["2026-12-11", "2026-12-12"])
        #expect(open.rows.map { $0.faults.map(\.reason) } == [["unclosed-quote"], []])
        #expect(open.rows[0].faults.first?.heading == "备注")
        let later = try file("文件名,备注,到期日期\na.txt,\"开,2026-12-11\nb.txt,\"闭\",2026-12-12\n")
        #expect(later.rows.count == 2 && later.rows[1].fields[.expires] == "2026-12-12")
        let end = try file("文件名,到期日期,备注\na.txt,2026-12-11,\"开\nb.txt,2026-12-12,闭\"\n")
        #expect(end.rows.map { $0.fields[.expires] } == ["2026-12-11", "2026-12-12"] && !end.rows[0].faults.isEmpty)
        let fine = try file("文件名,备注,到期日期\na.txt,\"两行\n备注，\"\"引用\"\"\",2026-12-11\nb.txt,12\"寸,2026-12-12\n")
        #expect(fine.rows.count == 2 && fine.rows.allSatisfy { $0.faults.isEmpty } && fine.rows[1].line == 4)
    }

    @Test("Several serials in a cell, ranges, and what is none")
    func serials() throws {
        func serials(_ text: String) throws -> [String] { try row("序列号", "\"\(text)\"").serials }
        #expect(try serials("SN-1、SN-2") == ["SN-1", "SN-2"])
        #expect(try serials("SN-1\nSN-2；SN-3") == ["SN-1", "SN-2", "SN-3"])
        #expect(try serials("SN-0007/SN-0008") == ["SN-0007", "SN-0008"])
        #expect(try serials("SN-0014 SN-0015") == ["SN-0014", "SN-0015"])
        #expect(try serials("CH30-2506-0042～CH30-2506-0044") == ["CH30-2506-0042", "CH30-2506-0043", "CH30-2506-0044"])
        #expect(try serials("SN 0014") == ["SN 0014"])
        #expect(try serials("2023/0456") == ["2023/0456"])
        #expect(try serials("AM75-2506-0128") == ["AM75-2506-0128"])
        for text in ["SN-0016-0018", "SN-0001/2", "SN-0001/0003", "AB-01~CD-09"] {
            let row = try row("序列号", text)
            #expect(row.serials.isEmpty && reasons(row) == ["several-or-one"], "\(text)")
        }
        for text in ["见附件", "详见清单共12台", "另附", "同上", "空压机一台"] {
            #expect(try serials(text).isEmpty, "\(text)")
            #expect(try !reasons(row("序列号", text)).isEmpty, "\(text)")
        }
        for text in ["无", "/", "待补", "未知"] {
            #expect(try serials(text).isEmpty, "\(text)")
            #expect(try reasons(row("序列号", text)).isEmpty, "\(text)")
        }
    }

    @Test("Days that stand for none are asked about; 长期 is understood")
    func sentinels() throws {
        for text in ["9999-12-31", "2099/12/31", "2999-01-01", "1900-01-01", "1970-01-01", "0001-01-01"] {
            let row = try row("到期日期", text)
            #expect(row.fields[.expires] == nil && reasons(row) == ["sentinel"], "\(text)")
        }
        #expect(try row("到期日期", "长期有效").fields[.perpetual] == "yes")
        #expect(try row("到期日期", "2098-12-31").fields[.expires] == "2098-12-31")
        #expect(try reasons(row("合同期限", "2025-01-01至9999-12-31")) == ["sentinel"])
    }

    @Test("What contradicts itself in a row is a conflict; the usual ends of a term are none")
    func contradictions() throws {
        func why(_ headings: String, _ cells: String) throws -> [String] { try row(headings, cells).contradictions.map(\.reason) }
        let term = "生效日期,到期日期,合同期限"
        #expect(try why(term, "2025-01-01,2027-12-31,2年") == ["term-against-end"])
        #expect(try why(term, "2027-01-01,2026-01-01,") == ["end-before-start"])
        for end in ["2026-12-31", "2027-01-01"] { #expect(try why(term, "2025-01-01,\(end),2年").isEmpty, "\(end)") }
        #expect(try why(term, "2024-02-29,2025-02-28,12个月").isEmpty)
        #expect(try why(term, "2025-01-31,2025-02-28,1个月").isEmpty)
        #expect(try why(term, "2025-01-01,2027-06-30,2025-01-01至2026-12-31") == ["ends-differ"])
        let signed = "签订日期,到期日期,合同期限"
        for cells in ["2025-01-01,长期,1年", "2025-01-01,2026-12-31,长期", "2025-01-01,长期,2025.1.1-2025.12.31"] {
            #expect(try why(signed, cells) == ["end-of-perpetual"], "\(cells)")
        }
        #expect(try why(signed, "2025-01-01,长期,").isEmpty && why(signed, "2025-01-01,长期,长期").isEmpty)
        let cover = "序列号,销售日期,保修月数,保修到期"
        #expect(try why(cover, "S1,2026-06-01,,2026-01-01") == ["cover-before-sale"])
        #expect(try why(cover, "S1,2026-06-01,12,2028-06-01") == ["cover-against-term"])
        #expect(try why(cover, "S1,2026-01-31,12,2027-01-30").isEmpty)
    }

    @Test("Percentages, units and currencies of cell formats")
    func formats() throws {
        func amount(_ number: String, _ shown: String) throws -> String? {
            let row = try #require(try book(["文件名", "金额"], [[.text("a.txt"), .number(number, shown: shown)]]).rows.first)
            return row.fields[.amount].map { "\($0) \(row.fields[.currency] ?? "")" } ?? row.faults.first?.reason
        }
        #expect(try amount("0.05", "5%") == "percentage")
        #expect(try amount("12.5", "12.5万元") == "125000.00 CNY")
        #expect(try amount("125000", "12.5万元") == "125000.00 CNY")
        #expect(try amount("126400", "12.6万元") == "126400.00 CNY")
        #expect(try amount("-1234.5", "1,234.50") == "-1234.50 CNY")
        #expect(try amount("-1234.5", "(1,234.50)") == "-1234.50 CNY")
        #expect(try amount("5000", "€ 5,000.00") == "5000.00 EUR")
        #expect(try amount("12.5", "99.9万元") == "not-an-amount")
    }

    @Test("Doubled headings and other words for an end: the same is taken, what differs is listed; other columns are named")
    func columns() throws {
        let twice = try file("文件名,到期日期,到期日期\na.txt,2026-12-11,2027-12-11\nb.txt,2026-12-12,2026年12月12日\nc.txt,,2026-12-13\n")
        #expect(twice.rows.map { $0.fields[.expires] } == [nil, "2026-12-12", "2026-12-13"])
        #expect(twice.rows.map { $0.faults.map(\.reason) } == [["columns-differ"], [], []])
        #expect(twice.mapping.twins.map(\.heading) == ["到期日期 (2)"])
        let words = try file("文件名,到期日期,终止日期\na.txt,2026-12-11,2026-11-30\nb.txt,2026-12-12,\n")
        #expect(
            words.rows.map { $0.fields[.expires] } == [nil, "2026-12-12"]
                && words.rows[0].faults.first?.text == "2026-12-11 | 2026-11-30")
        let others = try file("文件名,项目名称,项目经理,空列,到期日\na.txt,一期,赵珩,,2026-12-31\nb.txt,二期,,,2026-12-31\n")
        #expect(
            others.sheets[0].untaken.map(\.heading) == ["项目名称", "项目经理"] && others.sheets[0].untaken[0].values == ["一期", "二期"])
    }

    @Test("Hidden and filtered rows are read like the others, and counted")
    func hidden() throws {
        let book = try book(
            ["文件名", "到期日期"], [[.text("a.txt"), .text("2026-12-31")], [.text("b.txt"), .text("2026-12-30")]], hidden: [3])
        #expect(book.rows.count == 2 && book.sheets[0].hiddenRows == 1)
    }

    @Test(
        "Headings of real ledgers",
        arguments: [
            ("购方", LedgerColumn.customer), ("服务到期日", .expires), ("合同到期日", .expires), ("Signed Date", .signed),
            ("发货日期", .saleDate),
            ("附件名称", .fileName), ("合同年限", .term), ("檔案名稱", .fileName), ("檔名", .fileName), ("合約金額", .amount),
            ("Agreement #", .number),
            ("Vendor Name", .partyB), ("保固到期日", .warrantyEnds), ("Expiration Date", .expires), ("对方单位", .customer),
            ("统一信用代码", .creditCode),
        ])
    func headings(_ heading: String, _ meaning: LedgerColumn) throws {
        let file = try file("\(meaning == .number ? "客户" : "合同编号"),\(heading)\nx,y\n")
        #expect(file.mapping.json[heading]?.string == meaning.rawValue)
    }

    @Test(
        "Units: of the heading, of the cell, of a column 单位; where a sign leaves it open, the cell is listed",
        arguments: [
            ("合同金额（万元）", "￥125000", "unit-or-whole"), ("金额（万元）", "USD 5", "unit-or-whole"),
            ("金额（万元）", "￥12.5万", "125000.00 CNY"), ("合同金额/万元", "12.5", "125000.00 CNY"),
            ("合同金额（万美元）", "12.5", "125000.00 USD"), ("Amount (k USD)", "12.5", "12500.00 USD"),
            ("Amount (USD thousand)", "3", "3000.00 USD"), ("Contract Value (USD million)", "1.2", "1200000.00 USD"),
            ("Amount (USD)", "5000元", "currencies-differ"), ("Amount (USD)", "5000", "5000.00 USD"),
        ])
    func headingUnits(_ heading: String, _ text: String, _ expected: String) throws {
        let row = try row(heading, text)
        let amount = row.fields[.amount].map { "\($0) \(row.fields[.currency] ?? "")" }
        #expect(amount ?? row.faults.first?.reason == expected, "\(heading) \(text)")
    }

    @Test("万元 in a column of its own, or in that of the currency; an amount of a currency that nobody knows is not one in yuan")
    func unitColumns() throws {
        #expect(try row("金额,单位", "12.5,万元").fields[.amount] == "125000.00")
        #expect(try row("金额,单位", "12.5,台").fields[.amount] == "12.50")
        #expect(try row("金额,币种", "12.5,万元").fields[.amount] == "125000.00")
        #expect(try reasons(row("金额（万元）,单位", "125000,元")) == ["unit-or-whole"])
        for currency in ["XYZ", "积分"] {
            let row = try row("金额,币种", "12,\(currency)")
            #expect(row.fields[.amount] == nil && reasons(row) == ["not-known", "currency-unknown"], "\(currency)")
        }
    }

    @Test(
        "A cell with more than a serial number in it names no machine",
        arguments: [
            "SN-5901（2台）", "SN-6001等3台", "SN-5801*2", "SN-8401 x 2", "①SN-8201②SN-8202", "SN-8501→SN-8502", "旧SN-8601新SN-8602",
            "共3台：SN-8101、SN-8102、SN-8103", "SN-6801,6802,6803", "SN-6901、6902", "SN-4201-SN-4205", "20250001-20250010",
        ])
    func remarks(_ text: String) throws {
        let row = try row("序列号", "\"\(text)\"")
        #expect(row.serials.isEmpty && reasons(row) == ["several-or-one"], "\(text)")
    }

    @Test(
        "Labels and brackets around a number, and lists of digits, are read",
        arguments: [
            ("S/N: 5601", ["5601"]), ("序列号：AC75-01", ["AC75-01"]), ("(SN-5603)", ["SN-5603"]),
            ("1001、1002、1003", ["1001", "1002", "1003"]),
            ("SN5001 to SN5003", ["SN5001", "SN5002", "SN5003"]), ("沪A12345", ["沪A12345"]),
        ])
    func labels(_ text: String, _ serials: [String]) throws { #expect(try row("序列号", "\"\(text)\"").serials == serials) }

    @Test(
        "Numbers of which a spreadsheet has made days, errors and formulas name nothing",
        arguments: [
            ("Nov-24", "became-a-date"), ("11月24日", "became-a-date"), ("3-Jan", "became-a-date"), ("#N/A", "error-cell"),
            ("#####", "error-cell"), ("=T(\"\"HT-6\"\")", "no-value"), ("=1+1", "no-value"),
        ])
    func codesThatAreNone(_ text: String, _ reason: String) throws {
        let row = try row("合同编号", "\"\(text)\"")
        #expect(row.fields[.number] == nil && reasons(row) == [reason], "\(text)")
    }

    @Test("What databases write for nothing names no customer; quotes that an export wrote twice are no part of a number")
    func nothings() throws {
        let row = try row("客户,合同编号", "NULL,\"\"\"HT-11\"\"\"")
        #expect(row.values[.customer] == nil && row.fields[.number] == "HT-11" && row.faults.isEmpty)
        #expect(try self.row("客户,合同编号", "(null),=“HT-3”").fields[.number] == "HT-3")
        let day = try #require(CivilDate("2024-11-01"))
        let book = try book(["合同编号", "客户"], [[.day("45597", shown: "2024/11/1", day), .text("甲")]])
        #expect(book.rows.first.map(reasons) == ["became-a-date"])
    }

    @Test("A comma without quotes moves what stands behind it: the row is in conflict, nothing of it is written")
    func surplus() throws {
        let table = try file("文件名,客户,金额,到期日期\na.txt,甲公司,1,234.50,2026-12-31\nb.txt,乙公司,12,2026-12-31\n")
        #expect(table.rows.map { $0.contradictions.map(\.reason) } == [["more-cells"], []])
        let remark = try file("文件名,客户,到期日期,\na.txt,甲公司,2026-12-31,见邮件\nb.txt,乙公司,2026-12-31,\n")
        #expect(remark.rows.allSatisfy { $0.contradictions.isEmpty })
    }

    @Test(
        "Persons, phones and addresses of a cell",
        arguments: [
            ("王工 13700003003", "", "王工", "13700003003"),
            ("孙总 138-0000-3333 / 周工 139-0000-4444", "", "孙总/周工", "138-0000-3333 / 139-0000-4444"),
            ("李经理:13700003005", "021-55550123", "李经理", "021-55550123 / 13700003005"),
            ("陈思远/李明", "13800002001", "陈思远/李明", "13800002001"),
        ])
    func contacts(_ contact: String, _ phone: String, _ name: String, _ phones: String) throws {
        let row = try row("联系人,电话", "\(contact),\(phone)")
        #expect(row.values[.contact] == name && row.values[.phone] == phones)
    }

    @Test("A phone without a number and an address without an @ are listed; several addresses are taken")
    func addresses() throws {
        #expect(try reasons(row("电话,邮箱", "王工,not an email")) == ["not-a-phone", "not-an-address"])
        #expect(try reasons(row("邮箱", "x@y")) == ["not-an-address"])
        for text in ["a@x.example；b@x.example", "mailto:q@w.example", "李明 <li.ming@x.example>", "ａ＠ｘ.example"] {
            #expect(try row("邮箱", text).values[.email] != nil, "\(text)")
        }
    }

    @Test(
        "Two languages in a heading, a unit behind a slash, several words for one thing",
        arguments: [
            ("合同编号 Contract No.", LedgerColumn.number), ("到期日 Expiry Date", .expires), ("社会信用代码/税号", .creditCode),
            ("amount_cny", .amount), ("客户联系电话", .phone), ("成交价", .amount), ("交付日期", .saleDate), ("质保（年）", .warrantyMonths),
        ])
    func bilingual(_ heading: String, _ meaning: LedgerColumn) throws {
        let other = meaning == .number ? "客户" : "合同编号"
        #expect(try file("\(other),\(heading)\nx,y\n").mapping.json[heading]?.string == meaning.rawValue)
    }

    @Test("A heading of two meanings has none, and is named")
    func twoMeanings() throws {
        let table = try file("合同编号,甲方/乙方,备注\nHT-1,甲公司/乙公司,\n")
        #expect(table.mapping.json["甲方/乙方"] == nil && table.sheets[0].untaken.map(\.heading) == ["甲方/乙方"])
    }

    @Test(
        "Terms in days and words of renewal: taken, or the reason is true",
        arguments: [("保修期", "90天", "counts-months"), ("合同期限", "90天", "counts-months"), ("提前通知", "15个工作日", "working-days")])
    func lengths(_ heading: String, _ text: String, _ reason: String) throws {
        #expect(try reasons(row(heading, text)) == [reason])
    }

    @Test("不续签, 到期终止: it does not renew", arguments: ["不续签", "到期终止", "不续", "无"])
    func noRenewal(_ text: String) throws { #expect(try row("自动续约", text).fields[.renewal] == "none") }

    @Test(
        "A remark in brackets that may change the amount is listed; one that changes nothing is passed over; a unit in brackets counts",
        arguments: [
            ("100万（年）", nil), ("5000（元/月）", nil), ("5000（月租）", nil), ("100万（单价）", nil), ("（单价）100", nil), ("100万（封顶）", nil),
            ("100万（税前）", nil), ("100万（首付30万）", "1000000.00 CNY"), ("100万（其中设备80万）", "1000000.00 CNY"),
            ("（含税）100万", "1000000.00 CNY"), ("100万（含13%税）", "1000000.00 CNY"), ("100(万美元)", "1000000.00 USD"),
            ("100万（美元）", "1000000.00 USD"), ("100（万元）", "1000000.00 CNY"), ("100(USD)", "100.00 USD"),
            ("5000 dollars", "5000.00 USD"), ("5000 euros", "5000.00 EUR"), ("¥10,000.00 大写壹万元整", "10000.00 CNY"),
        ])
    func remarksOfAmounts(_ text: String, _ amount: String?) throws {
        let row = try row("金额", "\"\(text)\"")
        let read = row.fields[.amount].map { "\($0) \(row.fields[.currency] ?? "?")" }
        #expect(read == amount && reasons(row) == (amount == nil ? ["remark"] : []), "\(text)")
    }

    @Test("Digits and words that differ are listed, brackets or not")
    func wordsBesideDigits() throws {
        #expect(try reasons(row("金额", "\"¥10,000.00 大写壹仟元整\"")) == ["amounts-differ"])
        #expect(try reasons(row("金额", "100万元（壹拾万元整）")) == ["amounts-differ"])
    }

    @Test(
        "金额（元） beside 金额（万元）: the filled one counts; where both are filled they must agree, as far as the coarser one shows",
        arguments: [
            ("1000000", "100", "1000000.00"), ("1000000", "120", nil), ("", "100", "1000000.00"), ("1000000", "", "1000000.00"),
            ("100", "100", nil), ("0", "100", nil), ("1234567", "123.46", "1234567.00"), ("1234567", "123", "1234567.00"),
            ("1234567", "123.40", nil), ("1000000", "100万", "1000000.00"),
        ])
    func twoUnits(_ yuan: String, _ wan: String, _ amount: String?) throws {
        let row = try row("金额（元）,金额（万元）", "\(yuan),\(wan)")
        #expect(row.fields[.amount] == amount && reasons(row) == (amount == nil ? ["columns-differ"] : []), "\(yuan) \(wan)")
    }

    @Test("Of two amounts one that cannot be read is listed under its own heading; with the tax and without it are two things")
    func twoAmounts() throws {
        let broken = try row("合同金额（元）,合同总额（万元）", "100,约3")
        #expect(broken.fields[.amount] == "100.00" && broken.faults.map(\.heading) == ["合同总额（万元）"])
        let net = try row("合同金额（元）,含税金额（万元）", "1000000,113")
        #expect(net.faults.isEmpty && net.fields[.amount] != nil)
        let heading = try file("文件名,金额（元）,金额（万元）\na.txt,1,2\n").mapping.twins
        #expect(heading.map(\.heading) == ["金额（万元）"])
    }

    @Test("Units and currencies that a row names twice must agree, and a heading of two units has none")
    func unitsTwice() throws {
        #expect(try row("金额,单位", "100,万美元").fields[.currency] == "USD")
        #expect(try row("金额,单位", "100,万美元").fields[.amount] == "1000000.00")
        #expect(try reasons(row("金额,单位,币种", "100,万美元,CNY")) == ["currencies-differ"])
        #expect(try reasons(row("金额,单位", "100,元/月")) == ["unit-or-whole"])
        #expect(try reasons(row("合同金额(USD),币种", "100,CNY")) == ["currencies-differ"])
        #expect(try row("金额（元）,币种", "100,USD").fields[.currency] == "USD")
        #expect(try row("金额,币种", "100,美元（USD）").fields[.currency] == "USD")
        #expect(try reasons(row("金额,币种", "100,CNY/USD")) == ["not-known", "currency-unknown"])
        #expect(try reasons(row("合同金额（元/万元）", "10")) == ["unit-or-whole"])
        #expect(try row("合同金额（元/万元）", "10万").fields[.amount] == "100000.00")
    }

    @Test(
        "A length that counts from elsewhere, is a least one or is of a part only is listed",
        arguments: [
            "24个月（自验收起算）", "两年（到货后）", "1年（暂定）", "1年（仅电池）", "3年（2+1）", "至少3年", "不少于一年",
        ])
    func remarksOfLengths(_ text: String) throws {
        let term = try row("签订日期,合同期限", "2026-01-01,\(text)")
        #expect(term.fields[.termMonths] == nil && reasons(term) == ["remark"])
        let cover = try row("序列号,销售日期,保修期", "S1,2026-01-01,\(text)")
        #expect(cover.warrantyMonths == nil && reasons(cover) == ["remark"])
    }

    @Test("Remarks that leave a length as it is; a notice of at least 30 days is one of 30")
    func harmlessRemarks() throws {
        for text in ["1年（可续1年）", "1年（含安装期）", "一年（12个月）", "1 year (renewable)"] {
            #expect(try row("合同期限", text).fields[.termMonths] == "12", "\(text)")
        }
        #expect(try row("提前通知", "至少30天").fields[.noticeDays] == "30")
        #expect(try row("提前通知", "提前30天（书面通知）").fields[.noticeDays] == "30")
    }

    @Test("Three years from March beside a start in January are listed; without a start in January they begin in March")
    func startsDiffer() throws {
        let row = try row("生效日期,合同期限", "2026-01-01,自2026年3月1日起三年")
        #expect(row.fields[.termMonths] == nil && row.fields[.effective] == "2026-01-01" && reasons(row) == ["starts-differ"])
        #expect(try self.row("合同期限", "自2026年3月1日起三年").fields[.effective] == "2026-03-01")
    }

    @Test("Where only the signature says when it began, a term that leads to another end is listed, and the end stands")
    func termFromSignature() throws {
        let headings = "签订日期,到期日期,合同期限"
        let row = try row(headings, "2025-01-01,2027-12-31,1年")
        #expect(reasons(row) == ["term-from-signature"] && row.contradictions.isEmpty)
        #expect(row.fields[.expires] == "2027-12-31" && row.fields[.termMonths] == nil)
        for cells in ["2025-01-01,2025-12-31,1年", "2025-01-01,2026-03-31,1年", "2027-01-01,2026-12-31,1年"] {
            #expect(try self.row(headings, cells).faults.isEmpty, "\(cells)")
        }
    }

    @Test("A warranty without an end, and one of 36 years, are listed")
    func endlessCovers() throws {
        #expect(try reasons(row("序列号,保修期", "S1,永久")) == ["endless-cover"])
        #expect(try reasons(row("序列号,保修到期日", "S1,长期")) == ["endless-cover"])
        #expect(try reasons(row("序列号,保修年限", "S1,36")) == ["no-unit"])
        #expect(try row("序列号,保修年限", "S1,3").warrantyMonths == 36)
        #expect(try reasons(row("合同年限", "36")) == ["no-unit"])
        #expect(try reasons(row("提前通知（月）", "90")) == ["no-unit"])
        #expect(try row("合同年限", "20").fields[.termMonths] == "240")
    }

    @Test(
        "Serial numbers that may be several are listed; the same in quotes is one",
        arguments: [
            "SN101-105", "SN0201-0205", "SN-8701-02", "D1/D2/D3", "D4 D5 D6", "H3+H4", "J1&J2", "J3和J4", "Y1-Y3", "G1（主机）、G2（副机）",
            "主机:H1 副机:H2", "U1 x2", "R1。R2", "12,345",
        ])
    func severalOrOne(_ text: String) throws {
        #expect(try reasons(row("序列号", "\"\(text)\"")) == ["several-or-one"], "\(text)")
        #expect(try row("序列号", "“\(text)”".contains(",") ? "\"“\(text)”\"" : "“\(text)”").serials == [text], "\(text)")
    }

    @Test(
        "Months and years in a number make no range, and short numbers in a list are several",
        arguments: [
            ("AC75-2506-07", ["AC75-2506-07"]), ("SN-2024-31", ["SN-2024-31"]), ("T-1000", ["T-1000"]), ("AX 200", ["AX 200"]),
            ("001,002", ["001", "002"]), ("B2-100-3", ["B2-100-3"]),
        ])
    func oneSerial(_ text: String, _ serials: [String]) throws {
        #expect(try row("序列号", "\"\(text)\"").serials == serials)
    }

    @Test("同上 and 见附件 name no customer and no day")
    func dittos() throws {
        for text in ["同上", "〃", "见附件", "详见合同"] {
            let row = try row("客户,到期日期", "\(text),\(text)")
            #expect(row.values[.customer] == nil && row.fields[.expires] == nil && row.faults.count == 2, "\(text)")
        }
        #expect(try row("客户", "清单科技有限公司").values[.customer] == "清单科技有限公司")
    }

    @Test(
        "Phones and addresses in the column of the person go where they are looked for",
        arguments: [
            ("13800000037", nil, "13800000037", nil), ("王工 li@x.example", "王工", nil, "li@x.example"),
            ("li@x.example", nil, nil, "li@x.example"),
            ("王工 13800000015 李工 13800000016", "王工/李工", "13800000015 / 13800000016", nil),
        ] as [(String, String?, String?, String?)])
    func persons(_ text: String, _ name: String?, _ phone: String?, _ email: String?) throws {
        let row = try row("联系人", text)
        #expect([row.values[.contact], row.values[.phone], row.values[.email]] == [name, phone, email], "\(text)")
    }

    @Test("13800000021.0 of an export is the number; a name with letters is none; a name of three lines is one")
    func exports() throws {
        #expect(try row("电话", "13800000021.0").values[.phone] == "13800000021")
        #expect(try reasons(row("电话", "微信：abc123")) == ["not-a-phone"])
        #expect(try row("客户", "\"甲\r\r\n公司\"").values[.customer] == "甲公司")
    }

    @Test("Numbered notes below the table are notes")
    func numberedNotes() throws {
        let table = try file("合同编号,客户,到期日期\nHT-1,甲公司,2026-12-31\n1、本表金额均为含税,,\n（2）到期自动续签,,\n")
        #expect(table.rows.map(\.subject) == ["HT-1"] && table.sheets[0].skipped.map(\.reason) == ["note", "note"])
        let signed = try file("合同编号,客户,到期日期\nHT-1,甲公司,2026-12-31\n,张三,签字\n")
        #expect(signed.rows.map(\.subject) == ["HT-1"] && signed.sheets[0].skipped.map(\.reason) == ["note"])
    }

    @Test(
        "What a warranty promises: what is excepted is no promise, and is listed",
        arguments: [
            ("整机", ["whole"], []), ("标准保修", ["whole"], []), ("配件、人工", ["parts", "labour"], []), ("不含人工", [], ["not-known"]),
            ("除易损件外", [], ["not-known"]), ("压缩机", [], ["not-known"]), ("整机，不含电池", ["whole"], ["remark"]),
            ("配件（不含人工）", ["parts"], ["remark"]), ("parts only", ["parts"], ["remark"]),
        ])
    func promises(_ text: String, _ kinds: [String], _ why: [String]) throws {
        let row = try row("序列号,销售日期,保修月数,保修范围", "S1,2026-01-01,12,\(text)")
        #expect(row.covers.map(\.covers) == kinds && reasons(row) == why, "\(text)")
    }

    @Test("A long dash between letters and digits is a dash", arguments: ["D—400", "SN——8701", "D–400"])
    func longDashes(_ text: String) throws { #expect(try row("序列号", text).serials == [text]) }
}
