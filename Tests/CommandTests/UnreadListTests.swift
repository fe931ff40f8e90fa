import DeedCore
import Foundation
import Testing

/// Which papers of an import cannot be found by their words, why, and what to do: named at once, and asked for at any time.
@Suite("List: what could not be read")
struct UnreadListTests {
    /// A folder as it comes: a sound text, a broken PDF, an Excel 97 workbook, a fax of one page, an empty mail merge.
    private func papers() throws -> TestVault {
        let vault = try TestVault()
        try vault.dir.create("来件/好.txt", "第一条 保修期为十二个月。")
        try vault.dir.create("来件/坏.pdf", Array("%PDF-1.7\n1 0 obj <</Type/Catalog".utf8))
        try vault.dir.create("来件/台账.xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 4096))
        // One white pixel, black on white.
        try vault.dir.create(
            "来件/传真.gif",
            [
                0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0, 1, 0, 0x80, 0, 0, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1,
                0, 0, 2, 2,
                0x44, 1, 0, 0x3B,
            ])
        return vault
    }

    private func reasons(_ json: JSON) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: (json["documents"]?.array ?? []).map {
                ($0["path"]?.string ?? "", $0["unread"]?["reason"]?.string ?? "")
            })
    }

    @Test("The import names them, with the reason and what to do, and ends with 4: a PDF is a format that is read")
    func atImport() throws {
        let vault = try papers()
        let account = try vault.json("import", "来件", code: 4)
        #expect(account["stored"] == 4 && account["rejected"] == 0)
        let texts = try #require(account["text"])
        #expect(texts["unreadable"] == 1 && texts["lacking"] == 3)
        let named = Dictionary(
            uniqueKeysWithValues: (texts["unread"]?.array ?? []).map { ($0["path"]?.string ?? "", $0["reason"]?.string ?? "") })
        #expect(named["来件/坏.pdf"] == "damaged" && named["来件/传真.gif"] == "needs-ocr" && named["来件/台账.xls"] != nil)

        let again = try papers()
        let said = try again.deedbox("import", "来件", "--lang", "zh-Hans").expect(4).text
        #expect(said.contains("来件/坏.pdf") && said.contains("已损坏") && said.contains("请用原软件打开核对"))
        #expect(said.contains("deedbox list --no-text"))
    }

    @Test("A run whose papers are all read, or of formats that nobody claims to read, ends with 0")
    func soundRun() throws {
        let vault = try TestVault()
        try vault.dir.create("来件/好.txt", "第一条 保修期为十二个月。")
        try vault.dir.create("来件/图纸.dwg", Array("AC1032".utf8) + [UInt8](repeating: 1, count: 200))
        let account = try vault.json("import", "来件")
        #expect(account["text"]?["unreadable"] == 0 && account["text"]?["lacking"] == 1)
    }

    @Test("More than ten are counted, and the first ten are named")
    func many() throws {
        let vault = try TestVault()
        for number in 1...13 { try vault.dir.create("来件/坏\(number).pdf", Array("%PDF-1.4 \(number)".utf8)) }
        let said = try vault.deedbox("import", "来件", "--lang", "en").expect(4).text
        #expect(said.contains("… and 3 more") && said.split(separator: "\n").count { $0.contains("来件/坏") } == 10)
        #expect(try vault.json("list", "--no-text", "--limit", "5")["total"] == 13)
    }

    @Test("A list answers at any time: all, for one reason, those that need OCR, the broken ones; in JSON and in a workbook")
    func list() throws {
        let vault = try papers()
        _ = try vault.deedbox("import", "来件").expect(4)
        let all = try vault.json("list", "--no-text")
        #expect(Set(reasons(all).keys) == ["来件/坏.pdf", "来件/台账.xls", "来件/传真.gif"] && all["total"] == 3)
        #expect(all["documents"]?.array?.allSatisfy { $0["unread"]?["advice"]?.string?.isEmpty == false } == true)
        #expect(try reasons(vault.json("list", "--no-text", "damaged")) == ["来件/坏.pdf": "damaged"])
        #expect(try reasons(vault.json("list", "--no-text", "已损坏")) == ["来件/坏.pdf": "damaged"])
        #expect(try reasons(vault.json("list", "--damaged")) == ["来件/坏.pdf": "damaged"])
        #expect(try reasons(vault.json("list", "--needs-ocr")) == ["来件/传真.gif": "needs-ocr"])
        #expect(try vault.json("list", "--locked")["documents"] == [])
        _ = try vault.deedbox("list", "--no-text", "没有这种原因").expect(64)
        _ = try vault.deedbox("list", "--locked", "--damaged").expect(64)

        _ = try vault.deedbox("list", "--no-text", "--report", "未读.csv", "--lang", "zh-Hans").expect()
        let report = String(decoding: try vault.dir.bytes("未读.csv"), as: UTF8.self)
        #expect(report.contains("来件/坏.pdf") && report.contains("处理办法") && report.contains("请用原软件打开核对"))
    }

    @Test("The other conditions narrow it, and what was withdrawn is not in it")
    func narrowed() throws {
        let vault = try papers()
        _ = try vault.deedbox("import", "来件").expect(4)
        _ = try vault.deedbox("tag", "坏.pdf", "补件").expect()
        #expect(try reasons(vault.json("list", "--no-text", "--tag", "补件")) == ["来件/坏.pdf": "damaged"])
        let run = try vault.json("import", "list")["imports"]?.array?.first?["run"]?.string ?? ""
        _ = try vault.deedbox("import", "withdraw", run).expect()
        #expect(try vault.json("list", "--no-text")["documents"] == [])
    }

    @Test("The status and the account of the run say which they are; what waits to be read is one of them")
    func statusAndAccount() throws {
        let vault = try papers()
        let run = try vault.json("import", "来件", "--no-text")["run"]?.string ?? ""
        #expect(try Set(reasons(vault.json("list", "--no-text")).values) == ["waiting"])
        #expect(try vault.json("list", "--no-text", "waiting")["total"] == 4)
        _ = try vault.deedbox("text").expect(4)
        let status = try vault.json("status")
        let named = (status["text"]?["unread"]?.array ?? []).compactMap { $0["path"]?.string }
        #expect(Set(named) == ["来件/坏.pdf", "来件/台账.xls", "来件/传真.gif"])
        let items = try vault.json("import", "show", run)["items"]?.array ?? []
        let reasons = items.map { "\($0["path"]?.string ?? ""): \($0["unread"]?["reason"]?.string ?? "-")" }
        #expect(reasons.contains("来件/坏.pdf: damaged") && reasons.contains("来件/好.txt: -"))
        #expect(try vault.chinese("import", "show", run).contains("已损坏"))
        #expect(try vault.chinese("status").contains("deedbox list --needs-ocr"))
    }
}
