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
        #expect(try row("保修到期", "无固定期限").faults.isEmpty)
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
}
