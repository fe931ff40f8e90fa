import DeedCore
import Foundation
import Testing

/// Legal staff put the samples' bulk archive in.
@Suite("Import: the bulk archive of a sales office")
struct ImportTests {
    @Test("The account balances, names every file, and has the shape that programs rely on")
    func account() throws {
        let account = try Samples.account()
        account.expectKeys("run", "seen", "stored", "duplicate", "rejected", "archives", "items", "text", "ledger", "state")
        #expect(account["seen"] == 44 && account["stored"] == 41 && account["duplicate"] == 1 && account["rejected"] == 2)
        #expect(account["state"] == "complete")
        let items = try #require(account["items"]?.array)
        #expect(items.count == 44)
        for item in items {
            item.expectKeys("path", "outcome", "sha256", "document", "reason")
            let taken = item["outcome"] != "rejected"
            #expect((item["document"]?.string != nil) == taken && (item["sha256"]?.string?.count == 64 || !taken), "\(item)")
            #expect((item["reason"] == .null) == (item["outcome"] == "stored"), "\(item)")
        }
        let counts = Dictionary(grouping: items) { $0["outcome"]?.string ?? "" }.mapValues(\.count)
        #expect(counts == ["stored": 41, "duplicate": 1, "rejected": 2])
    }

    @Test("Names that Windows wrote in GBK are read, the archive in the archive is opened, both are listed with their hash")
    func archives() throws {
        let archives = try #require(try Samples.account()["archives"]?.array)
        #expect(archives.count == 2)
        for archive in archives {
            archive.expectKeys("path", "sha256", "entries", "state")
            #expect(archive["state"] == "read" && archive["names"] == "gb18030")
        }
        let outer = try #require(archives.first { $0["path"] == "合同归档2026.zip" })
        let hash = try Dir().shell("sha256sum < '\(Samples.archive)'").expect().text.prefix(64)
        #expect(outer["sha256"]?.string == String(hash) && outer["entries"] == 42)
        let inner = archives.first { $0["path"]?.string?.hasSuffix("!/合同归档2026/历史资料/2019-2022历史合同.zip") == true }
        #expect(inner?["entries"] == 3)
        let history = "历史资料/2019-2022历史合同.zip!/2019-2022历史合同/HT-2020-0027 冷却塔改造合同.docx"
        let paths = try Samples.account()["items"]?.texts("path") ?? []
        #expect(paths.contains("合同归档2026.zip!/合同归档2026/" + history))
        // 許 in Big5 and 誠 in GBK end with 0x5C, the byte of a backslash: it is no separator inside a character.
        #expect(paths.contains("合同归档2026.zip!/合同归档2026/服务协议/WY-2025-03 設備維運合約書.pdf"))
    }

    @Test(
        "An empty file and Windows' own litter are rejected with their reasons; the same paper under another name is a name more")
    func reasons() throws {
        let items = try #require(try Samples.account()["items"])
        func item(_ end: String) -> JSON? { items.array?.first { $0["path"]?.string?.hasSuffix(end) == true } }
        #expect(item("新建 文本文档.txt")?["reason"] == "empty")
        #expect(item("Thumbs.db")?["reason"] == "system-file")
        let original = try #require(item("/HT-2024-0031 激光打标机销售合同.pdf"))
        let copy = try #require(item("样例机电 打标机合同 最终版.pdf"))
        #expect(copy["outcome"] == "duplicate" && copy["reason"] == "same-content")
        #expect(copy["document"] == original["document"] && copy["sha256"] == original["sha256"])
        // An OFD is a ZIP inside; it is a document all the same.
        #expect(item("电子发票 26322000000055500509.ofd")?["outcome"] == "stored")
    }

    @Test("Texts are read at once; what has none says why; pages for OCR are counted")
    func texts() throws {
        let text = try #require(try Samples.account()["text"])
        #expect(text["read"] == 41 && text["withText"] == 38 && text["pagesForOCR"] == 3)
        #expect(text["without"] == ["needs-ocr": 2, "no-reader": 1])
    }

    @Test("The account stays in the vault and tells the same again")
    func kept() throws {
        let vault = try Samples.shared()
        let account = try Samples.account()
        let run = try #require(account["run"]?.string)
        let list = try vault.json("import", "list")
        #expect(list["imports"]?.array?.count == 1 && list["imports"]?.array?.first?["run"]?.string == run)
        let shown = try vault.json("import", "show", String(run.prefix(12)))
        for key in ["seen", "stored", "duplicate", "rejected"] { #expect(shown[key] == account[key], "\(key)") }
        #expect(shown["items"]?.array?.count == 44 && shown["archives"]?.array?.count == 2)
        let rejected = try vault.json("import", "show", run, "--outcome", "rejected")
        #expect(rejected["items"]?.texts("reason").sorted() == ["empty", "system-file"])
        let chinese = try vault.chinese("import", "show", run)
        #expect(chinese.contains("共 44 个文件 = 存入 41 + 重复 1 + 未收入 2") && chinese.contains("操作系统附带的文件"))
        let english = try vault.english("import", "show", run)
        #expect(english.contains("44 seen = 41 stored + 1 duplicate + 2 rejected") && english.contains("empty file"))
        #expect(try vault.deedbox("import", "show", "01zzzz", "--json").expect(10).error["code"] == "run-not-found")
    }

    @Test("The same archive again: every file was imported before, nothing about a document is written, and it ends")
    func again() throws {
        let vault = try TestVault.withSamples()
        let lines = try vault.lineCount()
        let again = try vault.json("import", Samples.archive, "--ledger", Samples.ledger, code: 4)
        #expect(again["seen"] == 44 && again["stored"] == 0 && again["duplicate"] == 42 && again["rejected"] == 2)
        #expect(again["alreadyImported"] == 42)
        let taken = (again["items"]?.array ?? []).filter { $0["outcome"] == "duplicate" }
        #expect(taken.count == 42 && taken.allSatisfy { $0["reason"] == "already-imported" && $0["document"] != .null })
        let ledger = try #require(again["ledger"])
        #expect(ledger["written"] == 0 && ledger["conflicts"] == [] && ledger["rowsWithoutFile"]?.array?.count == 2)
        let account: Set = ["import.started", "import.rejected", "import.archive", "import.finished"]
        #expect(Set(try vault.kinds(after: lines)).isSubset(of: account))
        try vault.expectClean()
    }

    @Test("A folder of which everything is known leaves the journal as it is, byte for byte")
    func nothingNew() throws {
        let vault = try TestVault(["京采购2025第001号 采购合同.txt": "采购合同", "保修卡.txt": "保修卡 AC75-2503-0017"])
        let journal = try vault.journal()
        let again = try vault.json("import", "来件")
        #expect(again["seen"] == 2 && again["duplicate"] == 2 && again["alreadyImported"] == 2)
        #expect(try vault.journal() == journal)
        #expect(try vault.chinese("import", "来件").contains("没有新内容"))
    }

    @Test("The same papers from another folder are names more, not documents more")
    func otherFolder() throws {
        let vault = try TestVault(["采购合同.txt": "京采购2025第001号 立式加工中心采购合同"])
        try vault.dir.create("备份/采购合同 最终版.txt", "京采购2025第001号 立式加工中心采购合同")
        let second = try vault.json("import", "备份")
        #expect(second["stored"] == 0 && second["duplicate"] == 1 && second["items"]?.texts("reason") == ["same-content"])
        let documents = try vault.json("list")["documents"]?.array ?? []
        #expect(documents.count == 1)
        #expect(documents.first?["names"] == ["采购合同.txt", "采购合同 最终版.txt"])
        #expect(try vault.found("最终版") == ["采购合同"])
    }

    @Test("A dry run says what would happen and writes nothing")
    func dryRun() throws {
        let vault = try TestVault()
        let journal = try vault.journal()
        let dry = try vault.json("import", Samples.archive, "--ledger", Samples.ledger, "--dry-run", code: 4)
        #expect(dry["seen"] == 44 && dry["stored"] == 41 && dry["duplicate"] == 1 && dry["rejected"] == 2)
        #expect(try vault.journal() == journal)
        let objects = try vault.dir.shell("find vault/objects vault/tmp -type f | wc -l").expect().text
        #expect(objects == "0\n")
        // The ledger is compared with the files that would come in, not with the empty vault.
        #expect((dry["ledger"]?["matched"]?.array?.count ?? 0) >= 33 && dry["ledger"]?["written"] == 0)
        #expect(try vault.listed().isEmpty)
    }

    @Test("A person sees archives, sums and what was left out, in Chinese and in English")
    func seen() throws {
        let vault = try TestVault()
        try vault.dir.zip("来件.zip", [TestEntry("合同/维保协议.txt", "年度维保服务协议"), TestEntry("合同/空白.txt", "")])
        let chinese = try vault.chinese("import", "来件.zip", code: 4)
        #expect(chinese.contains("共 2 个文件 = 存入 1 + 重复 0 + 未收入 1") && chinese.contains("空文件"))
        #expect(chinese.contains("GB18030（GBK）") && chinese.contains("已读完") && chinese.contains("1 份文档中 1 份有文本"))
        let english = try vault.english("import", "来件.zip", code: 4)
        #expect(english.contains("2 seen = 0 stored + 1 duplicate + 1 rejected") && english.contains("empty file"))
        #expect(english.contains("1 of the duplicates were imported before."))
    }

    @Test("A path that does not exist is an error before anything is written")
    func missing() throws {
        let vault = try TestVault()
        let journal = try vault.journal()
        let ended = try vault.deedbox("import", "没有这个.zip", "--json").expect(1)
        #expect(try ended.error["code"] == "source-not-found" && ended.out.isEmpty)
        #expect(try ended.error["message"]?.string?.contains("没有这个.zip") == true)
        #expect(try vault.journal() == journal)
        let ledger = try vault.deedbox("import", Samples.archive, "--ledger", "没有台账.csv", "--json").expect(1)
        #expect(try ledger.error["code"] == "source-not-found")
        #expect(try vault.journal() == journal)
    }

    @Test("deedbox-import is the same import, for cron")
    func program() throws {
        let vault = try TestVault()
        try vault.dir.create("投递/东昇 采购合同.txt", "东昇精密制造（苏州）有限公司")
        let ended = try vault.dir.deedboxImport("--vault", vault.path, "投递", "--json").expect()
        #expect(try ended.json["stored"] == 1)
        #expect(try vault.found("东升") == ["东昇 采购合同"])
        #expect(try vault.dir.deedboxImport("--help").expect().text.contains("deedbox-import"))
    }
}
