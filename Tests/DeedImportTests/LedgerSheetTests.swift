import DeedCore
import DeedExtract
import Testing

@testable import DeedImport

/// Sheets as legal staff keep them: titles, groups of headings, joined cells, sums, notes.
@Suite struct LedgerSheetTests {
    static let object = ObjectID(hex: String(repeating: "0d", count: 32))

    /// A sheet given as lines of cells parted by `|`, with joined cells as (first row, last row, first column, last column).
    static func sheet(_ name: String, _ lines: String, joined: [(Int, Int, Int, Int)] = [], isRead: Bool = true) -> LedgerTable {
        let rows = lines.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
            at, line -> TableRow? in
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).enumerated().compactMap { column, text in
                text.isEmpty ? nil : TableCell(column: column, content: .text(String(text)))
            }
            return cells.isEmpty ? nil : TableRow(number: at + 1, cells: cells)
        }
        let merges = joined.map { TableRange(firstRow: $0.0, lastRow: $0.1, firstColumn: $0.2, lastColumn: $0.3) }
        return LedgerTable(TableSheet(name: name, isHidden: !isRead, isRead: isRead, rows: rows, merges: merges), uses1904: false)
    }

    private func file(_ tables: [LedgerTable], _ change: (inout LedgerChoices) -> Void = { _ in }) throws -> LedgerFile {
        var choices = LedgerChoices()
        change(&choices)
        return try LedgerFile(
            source: "/台账.xlsx", sha256: #require(LedgerSheetTests.object), charset: nil, tables: tables, choices: choices)
    }

    private func csv(_ text: String) throws -> LedgerFile {
        try LedgerFile(source: "/台账.csv", bytes: Array(text.utf8), sha256: #require(LedgerSheetTests.object))
    }

    static let grouped = """
        苏州澄砚自动化设备有限公司合同台账（2026年度）
        编制：王砚
        合同编号|合同名称|签约方||合同期限||金额（万元）|文件名|保修
        ||甲方|乙方|生效日期|到期日期|||到期
        HT-1|采购合同|上海样例机电有限公司|苏州澄砚|2025年3月15日|二〇二六年三月十四日|128.6|甲.pdf|
        HT-2|销售合同||苏州澄砚|2025/4/1|2026.3.31|12.5万元|乙.pdf|2027-01-01

        小计||||||141.1||
        HT-3|框架合同|东昇精密|苏州澄砚|20250501|长期|0.5|丙.pdf|
        合计||||||141.6||
        制表人：王砚|||审核：李溪
        """

    @Test("A title, groups of headings over two rows, a customer joined over two rows, sums and notes")
    func groups() throws {
        let joined = [(1, 1, 0, 8), (3, 4, 0, 0), (3, 4, 1, 1), (3, 3, 2, 3), (3, 3, 4, 5), (3, 4, 6, 6), (5, 6, 2, 2)]
        let sheet = try #require(try file([Self.sheet("销售", Self.grouped, joined: joined)]).sheets.first)
        #expect(sheet.headingLine == 3 && sheet.mapping.headings[2] == "签约方/甲方" && sheet.mapping.headings[0] == "合同编号")
        let meanings = sheet.mapping.columns.mapValues { $0 }
        #expect(meanings[.partyA] == 2 && meanings[.effective] == 4 && meanings[.expires] == 5 && meanings[.amount] == 6)
        #expect(sheet.rows.map(\.line) == [5, 6, 9])
        #expect(sheet.skipped.map(\.line) == [8, 10, 11] && sheet.skipped.map(\.reason) == ["total", "total", "note"])
        #expect(sheet.rows.allSatisfy { $0.faults.isEmpty })
        #expect(sheet.rows[0].fields[.expires] == "2026-03-14" && sheet.rows[0].fields[.amount] == "1286000.00")
        #expect(sheet.rows[1].values[.partyA] == "上海样例机电有限公司" && sheet.rows[1].fields[.amount] == "125000.00")
        #expect(sheet.rows[2].fields[.perpetual] == "yes" && sheet.rows[2].fields[.effective] == "2025-05-01")
        #expect(sheet.rows[2].fields[.amount] == "5000.00")
    }

    @Test("The same saved as CSV, where joined cells leave blanks")
    func groupsInCSV() throws {
        let sheet = try #require(try csv(Self.grouped.replacing("|", with: ",")).sheets.first)
        #expect(sheet.rows.map(\.line) == [5, 6, 9] && sheet.skipped.count == 3)
        #expect(sheet.mapping.columns[.partyB] == 3 && sheet.mapping.columns[.expires] == 5)
        #expect(sheet.rows[0].fields[.expires] == "2026-03-14")
    }

    @Test("到期 below 保修 is the warranty's end, not the contract's")
    func groupDecides() throws {
        let lines = "序列号|型号|保修||合同||文件名\n||开始|到期|生效|到期|\nSN1|X|2025-01-01|2026-01-01|2024-06-01|2027-06-01|卡.pdf"
        let sheet = try #require(
            try file([Self.sheet("机器", lines, joined: [(1, 1, 2, 3), (1, 1, 4, 5), (1, 2, 0, 0)])]).sheets.first)
        #expect(sheet.mapping.columns[.warrantyStarts] == 2 && sheet.mapping.columns[.warrantyEnds] == 3)
        #expect(sheet.mapping.columns[.effective] == 4 && sheet.mapping.columns[.expires] == 5)
        #expect(sheet.rows.first?.covers.first?.ends?.description == "2026-01-01")
    }

    @Test("Several sheets: each has its headings; hidden, empty and other ones are named with a reason; --sheet chooses")
    func several() throws {
        let tables = [
            Self.sheet("说明", "填写说明|\n请按月更新"), Self.sheet("销售", "合同编号|到期日\nHT-1|2026-12-31"), Self.sheet("空", ""),
            Self.sheet("旧", "合同编号\nHT-0", isRead: false), Self.sheet("机器", "序列号|保修期（年）\nSN-1|2"),
        ]
        let all = try file(tables)
        #expect(all.sheets.map(\.name) == ["销售", "机器"] && all.rows.map(\.sheet) == ["销售", "机器"])
        #expect(all.otherSheets.map(\.reason) == ["no-headings", "empty", "hidden"])
        #expect(all.rows[1].warrantyMonths == 24)
        let one = try file(tables) { $0.sheets = ["机器"] }
        #expect(one.sheets.map(\.name) == ["机器"])
        #expect(throws: Failure.self) { try file(tables) { $0.sheets = ["没有"] } }
        #expect(throws: Failure.self) { try file([tables[0]]) }
    }

    @Test(
        "What cannot be taken for sure is listed with its reason, and nothing is guessed",
        arguments: [
            ("到期日期", "2025年3月", "no-day", 0), ("到期日期", "25.3.15", "ambiguous-date", 2), ("到期日期", "2025-02-30", "no-such-day", 0),
            ("到期日期", "明年", "not-a-date", 0), ("金额", "约十万", "not-an-amount", 0),
            ("金额", "￥120,000.00（人民币壹拾叁万元整）", "amounts-differ", 0), ("提前通知", "15个工作日", "working-days", 0),
            ("保修期", "2", "no-unit", 0),
            ("合同期限", "两三年", "not-a-count", 0), ("自动续期", "也许", "not-known", 0), ("币种", "贝壳", "not-known", 0),
        ])
    func faults(_ heading: String, _ text: String, _ reason: String, _ could: Int) throws {
        let row = try #require(try csv("合同编号,\(heading)\nHT-1,\"\(text)\"\n").rows.first)
        #expect(row.faults.map(\.reason) == [reason] && row.faults[0].text == text && row.faults[0].could.count == could)
        #expect(row.fields.keys.filter { $0 != .number }.isEmpty && row.warrantyMonths == nil)
    }

    @Test(
        "What people write, and what it is",
        arguments: [
            ("金额", "1,234,567.00", DocumentField.amount, "1234567.00"), ("金额", "￥１２，０００", .amount, "12000.00"),
            ("金额", "人民币壹佰贰拾叁万元整", .amount, "1230000.00"), ("金额", "¥1,230,000.00（大写：壹佰贰拾叁万元整）", .amount, "1230000.00"),
            ("金额", "1.2亿元", .amount, "120000000.00"), ("金额（元）", "128000", .amount, "128000.00"),
            ("金额（万元）", "12.8", .amount, "128000.00"),
            ("金额（万元）", "12.8万", .amount, "128000.00"), ("金额（美元）", "5000", .currency, "USD"),
            ("金额", "US$5,000.5", .amount, "5000.50"),
            ("提前通知", "到期前30天", .noticeDays, "30"), ("提前通知", "提前三个月", .noticeMonths, "3"), ("提前通知（月）", "2", .noticeMonths, "2"),
            ("提前通知天数", "３０", .noticeDays, "30"), ("合同期限", "2年", .termMonths, "24"), ("合同期限", "二十四个月", .termMonths, "24"),
            ("合同期限", "2025.3.1-2026.2.28", .expires, "2026-02-28"), ("合同期限", "2025年3月1日至2026年2月28日", .effective, "2025-03-01"),
            ("合同期限", "无固定期限", .perpetual, "yes"), ("合同期限(月)", "36", .termMonths, "36"), ("到期日期", "长期有效", .perpetual, "yes"),
            ("到期日期", "46022", .expires, "2025-12-31"), ("到期日期", "20251231", .expires, "2025-12-31"),
            ("自动续期", "√", .renewal, "auto"),
            ("币种", "美金", .currency, "USD"),
        ] as [(String, String, DocumentField, String)])
    func values(_ heading: String, _ text: String, _ field: DocumentField, _ value: String) throws {
        let row = try #require(try csv("合同编号,\(heading)\nHT-1,\"\(text)\"\n").rows.first)
        #expect(row.faults == [] && row.fields[field] == value)
    }

    @Test("Cells of a workbook keep their kind: a serial for a day, a month shown, an error, a formula never computed")
    func cells() throws {
        let day = try #require(CivilDate("2026-12-31"))
        let contents: [TableCell.Content] = [
            .number("20250031", shown: "20250031"), .day("46387", shown: "12月31日", day),
            .number("1286000.005", shown: "¥1,286,000.01"),
            .number("45717", shown: "2025年3月"), .error("#REF!"), .formula, .number("24", shown: "24个月"),
        ]
        let headings = ["合同编号", "到期日期", "金额", "签订日期", "责任人", "生效日期", "合同期限"]
        let rows = [
            TableRow(number: 1, cells: headings.enumerated().map { TableCell(column: $0, content: .text($1)) }),
            TableRow(number: 2, cells: contents.enumerated().map { TableCell(column: $0, content: $1) }),
        ]
        let row = try #require(try file([LedgerTable(TableSheet(name: "一", rows: rows), uses1904: false)]).rows.first)
        #expect(row.fields[.number] == "20250031" && row.fields[.expires] == "2026-12-31" && row.fields[.termMonths] == "24")
        #expect(row.fields[.amount] == "1286000.01")
        #expect(
            Set(row.faults.map { "\($0.column?.rawValue ?? "") \($0.reason)" }) == [
                "signed no-day", "owner error-cell", "effective no-value",
            ])
    }

    @Test("A mapping given by hand; a column passed over; a heading below its group; Chinese or English names of fields")
    func assignments() throws {
        let table = Self.sheet("一", "代号|期限||到期日期|文件名\n|起|止||\nA-1|2025-01-01|2025-12-31|作废|甲.pdf", joined: [(1, 1, 1, 2)])
        let sheet = try #require(
            try file([table]) { $0.assignments = ["number=代号", "-=到期日期", "expires=期限/止"] }.sheets.first)
        #expect(sheet.rows.first?.fields[.expires] == "2025-12-31" && sheet.rows.first?.fields[.effective] == "2025-01-01")
        #expect(sheet.rows.first?.faults == [])
        #expect(
            LedgerColumn(named: "到期日") == .expires && LedgerColumn(named: "expires") == .expires
                && LedgerColumn(named: "不知") == nil)
        #expect(throws: Failure.self) { try file([table]) { $0.assignments = ["expires=没有这列"] } }
        #expect(throws: Failure.self) { try file([table]) { $0.assignments = ["expiry=代号"] } }
        #expect(throws: Failure.self) { try file([table]) { $0.assignments = [""] } }
    }

    @Test("A saved mapping counts for the same headings in whatever order, and under its name for others too")
    func saved() throws {
        let saved = SavedMapping(name: "年度", headings: ["代号", "编号", "止"], columns: ["代号": "number", "止": "expires"])
        let same = Self.sheet("一", "止|编号|代号\n2025-12-31|7|A-1")
        let sheet = try #require(try file([same]) { $0.saved = [saved] }.sheets.first)
        #expect(sheet.used == "年度" && sheet.rows.first?.fields == [.number: "A-1", .expires: "2025-12-31"])
        #expect(try file([same]).sheets.first?.used == nil)
        let more = Self.sheet("一", "代号|止|新列\nA-1|2025-12-31|x")
        #expect(throws: Failure.self) { try file([more]) { $0.saved = [saved] } }
        #expect(try file([more]) { ($0.saved, $0.mapping) = ([saved], "年度") }.sheets.first?.used == "年度")
        #expect(throws: Failure.self) { try file([Self.sheet("一", "甲|乙\n1|2")]) { ($0.saved, $0.mapping) = ([saved], "年度") } }
    }

    @Test("Any characters in any cells: no crash, and every row is in exactly one place")
    func anything() throws {
        var random = SystemRandomNumberGenerator()
        let words = [
            "合同编号", "文件名", "到期日期", "合计", "HT-1", "2025.1.1", "", "", "长期", "12万", "注：", "序列号", "期限", "甲方", "=1", "，", "\u{0}",
            "１", "#",
        ]
        for _ in 0..<300 {
            let lines = (0..<Int.random(in: 1...8, using: &random)).map { _ in
                (0..<5).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: "|")
            }
            let joined = (0..<3).map { _ in
                let (row, column) = (Int.random(in: 1...6, using: &random), Int.random(in: 0...4, using: &random))
                return (row, row + Int.random(in: 0...3, using: &random), column, column + Int.random(in: 0...3, using: &random))
            }
            let table = Self.sheet("乱", lines.joined(separator: "\n"), joined: joined)
            guard let sheet = try? file([table]).sheets.first else { continue }
            let places = sheet.rows.map(\.line) + sheet.skipped.map(\.line)
            #expect(Set(places).count == places.count && places.allSatisfy { $0 > sheet.headingLine })
            let below = table.rows.map(\.line).filter { $0 > sheet.headingLine }
            #expect(below.count - places.count <= 1, "only the second row of headings is neither")
        }
    }
}
