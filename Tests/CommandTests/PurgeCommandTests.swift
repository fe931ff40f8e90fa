import DeedCore
import Foundation
import Testing

/// Legal staff hold, keep and purge, from outside.
@Suite("hold, retention, purge, redact")
struct PurgeCommandTests {
    private static let contract = "合同编号：HT-2024-0031\n甲方：上海样例机电有限公司\n独角鲸条款：违约金百分之五\n"

    private func vault() throws -> TestVault {
        let vault = try TestVault(["采购合同.txt": PurgeCommandTests.contract, "保密协议.txt": "保密协议 NDA-2025-009"])
        try vault.deedbox("set", "采购合同.txt", "number=HT-2024-0031", "kind=contract", "expires=2015-12-31").expect()
        try vault.deedbox("customer", "add", "上海样例机电有限公司", "--contact", "王芳", "--phone", "13800001234").expect()
        try vault.deedbox("link", "HT-2024-0031", "上海样例", "--role", "party-a").expect()
        return vault
    }

    /// Whether a word stands in any file of the vault, journal, databases and logs.
    private func stands(_ word: String, in vault: TestVault) throws -> [String] {
        try vault.dir.shell("grep -rlaF --exclude=spec.md '\(word)' vault || true").expect().lines
    }

    @Test("From the request to the tombstone: rules and holds keep it, the trash gives it back, then it is gone from every file")
    func story() throws {
        let vault = try vault()
        try vault.deedbox("retention", "set", "合同", "--years", "10", "--why", "会计档案管理办法").expect()
        #expect(try vault.json("retention", "list")["rules"]?.array?.first?["years"] == 10)
        let due = try vault.json("purge", "request", "HT-2024-0031", "--why", "保管期满", "--today", "2025-12-01")["due"]
        #expect(due == "2025-12-31")
        let early = try vault.json("purge", "run", "--today", "2025-12-31")
        #expect(early["blocked"]?.array?.first?["blocks"]?.array?.first?["until"] == "2025-12-31")
        try vault.deedbox("hold", "add", "诉讼2026-07", "--customer", "上海样例", "--why", "诉讼保全", "--note", "沪01民初1号").expect()
        #expect(try vault.json("purge", "run", "--today", "2026-01-05")["trashed"] == [])
        #expect(try vault.json("purge", "list", "--today", "2026-01-05")["purges"]?.array?.first?["state"] == "blocked")
        #expect(try vault.chinese("show", "HT-2024-0031").contains("诉讼2026-07：诉讼保全"))
        #expect(try vault.json("hold", "release", "诉讼2026-07", "--why", "结案")["released"]?.array?.count == 1)

        // The index holds pairs of characters; pages are compressed.
        #expect(try stands("角鲸", in: vault).contains { $0.contains("derived") })

        // Into the trash: out of lists, search and dates, and back by a hold.
        let dry = try vault.json("purge", "run", "--dry-run", "--today", "2026-01-05")
        #expect(dry["trashed"]?.array?.count == 1)
        #expect(try vault.listed() == ["采购合同.txt", "保密协议.txt"], "a dry run changes nothing")
        #expect(try vault.json("purge", "run", "--today", "2026-01-05")["trashed"]?.array?.count == 1)
        #expect(try vault.listed() == ["保密协议.txt"] && vault.found("独角鲸").isEmpty)
        #expect(try vault.json("list", "--purged")["documents"]?.array?.count == 2)
        let refused = try vault.deedbox("cat", "HT-2024-0031", "--json").expect(10)
        #expect(try refused.error["code"] == "document-in-trash")
        try vault.expectClean()
        #expect(try vault.json("verify", "--no-record")["trash"] == 1)
        let back = try vault.json("hold", "add", "再审", "HT-2024-0031", "--why", "再审")
        #expect(back["restored"]?.array?.count == 1)
        #expect(try vault.found("独角鲸") == ["采购合同"])
        #expect(try vault.deedbox("cat", "HT-2024-0031").expect().text == PurgeCommandTests.contract)
        try vault.deedbox("hold", "release", "再审").expect()

        // For good.
        try vault.deedbox("purge", "request", "HT-2024-0031", "--why", "保管期满", "--today", "2026-02-01").expect()
        try vault.deedbox("purge", "run", "--today", "2026-03-03").expect()
        #expect(try vault.json("purge", "run", "--today", "2026-03-09")["purged"] == [])
        let purged = try vault.json("purge", "run", "--today", "2026-03-10")
        #expect(purged["purged"]?.array?.count == 1 && purged["freed"]?.integer == Int64(PurgeCommandTests.contract.utf8.count))
        #expect(
            try stands("角鲸", in: vault) == [] && stands("采购合同", in: vault).allSatisfy { !$0.contains("derived") },
            "no text of it in any file")
        #expect(try vault.json("show", "HT-2024-0031")["gone"] == "purged")
        #expect(try !vault.chinese("show", "HT-2024-0031").contains("等待读取"))
        #expect(try vault.deedbox("cat", "HT-2024-0031", "--json").expect(10).error["code"] == "document-purged")
        #expect(try vault.deedbox("set", "HT-2024-0031", "owner=李文", "--json").expect(10).error["code"] == "document-purged")
        let history = try vault.json("history", "HT-2024-0031")["records"]?.texts("kind") ?? []
        #expect(history.suffix(3) == ["purge.requested", "purge.intended", "object.purged"])
        #expect(try vault.json("status")["purge"]?["purged"] == 1)
        try vault.expectClean()
        #expect(try vault.json("rebuild")["same"] == true)
        #expect(try vault.dir.shell("find vault/trash vault/objects -type f | wc -l").expect().text.trimmedASCII == "1")
    }

    @Test("The same file again is a new document; while the first lies in the trash, the first comes back")
    func again() throws {
        let vault = try vault()
        let first = try vault.json("show", "HT-2024-0031")["document"]
        try vault.deedbox("purge", "request", "HT-2024-0031", "--why", "误存", "--today", "2026-01-01").expect()
        try vault.deedbox("purge", "run", "--today", "2026-02-01").expect()
        let back = try vault.json("import", "来件")
        #expect(back["stored"] == 0 && back["duplicate"] == 2)
        #expect(try vault.json("show", "HT-2024-0031")["document"] == first)
        #expect(try vault.json("purge", "list", "--all")["purges"]?.array?.first?["state"] == "restored")
        try vault.expectClean()
        try vault.deedbox("purge", "request", "HT-2024-0031", "--why", "误存", "--today", "2026-01-01").expect()
        try vault.deedbox("purge", "run", "--today", "2026-02-01").expect()
        try vault.deedbox("purge", "run", "--today", "2026-02-08").expect()
        #expect(try vault.json("import", "来件")["stored"] == 1)
        #expect(try vault.found("独角鲸") == ["采购合同"])
        let new = try #require(try vault.json("list")["documents"]?.member(where: "title", is: "采购合同"))
        #expect(new["document"] != first && new["number"] == .null)
        try vault.expectClean()
        #expect(try vault.json("rebuild")["same"] == true)
    }

    @Test("A request is taken back; nobody's request, no hold, no reason: told what to do, in both languages")
    func refusals() throws {
        let vault = try vault()
        #expect(try vault.deedbox("purge", "cancel", "HT-2024-0031", "--json").expect(10).error["code"] == "purge-not-found")
        try vault.deedbox("purge", "request", "HT-2024-0031", "--why", "误存").expect()
        #expect(try vault.json("purge", "request", "HT-2024-0031", "--why", "误存")["unchanged"]?.array?.count == 1)
        #expect(try vault.json("purge", "cancel", "HT-2024-0031", "--why", "仍需使用")["cancelled"]?.array?.count == 1)
        #expect(try vault.chinese("purge", "list").contains("没有销毁申请"))
        try vault.deedbox("purge", "request", "HT-2024-0031").expect(64)
        #expect(try vault.deedbox("hold", "release", "没有", "--json").expect(10).error["code"] == "hold-not-found")
        try vault.deedbox("hold", "add", "空", "--why", "诉讼").expect(64)
        #expect(try vault.chinese("hold", "list").contains("没有冻结"))
        try vault.deedbox("purge", "list", "--fail-empty").expect(10)
        try vault.deedbox("retention", "remove", "合同").expect()
    }

    @Test("A withdrawn import is purged as a whole")
    func run() throws {
        let vault = try vault()
        let run = try #require(try vault.json("import", "list")["imports"]?.array?.first?["run"]?.string)
        try vault.deedbox("import", "withdraw", run).expect()
        #expect(try vault.json("purge", "request", "--run", run, "--why", "误导入")["requested"]?.array?.count == 2)
        try vault.deedbox("purge", "run", "--today", "2027-01-30").expect()
        #expect(try vault.json("purge", "run", "--today", "2027-03-30")["purged"]?.array?.count == 2)
        #expect(try vault.json("status")["bytes"] == 0)
        try vault.expectClean()
    }

    @Test("Contacts and a purged document leave every file; the chain holds, the catalog is the same, the record says why")
    func redact() throws {
        let vault = try vault()
        #expect(
            try vault.deedbox("redact", "--document", "HT-2024-0031", "--why", "删除", "--json").expect(64).error["code"]
                == "not-redactable")
        try vault.deedbox("hold", "add", "诉讼", "--customer", "上海样例", "--why", "诉讼保全").expect()
        let held = try vault.deedbox("redact", "--customer", "上海样例", "--why", "本人要求", "--json").expect(1)
        #expect(try held.error["code"] == "document-held")
        try vault.deedbox("hold", "release", "诉讼").expect()
        #expect(try vault.found("王芳") == ["采购合同"], "people are searched too")
        #expect(try vault.json("redact", "--customer", "上海样例", "--why", "本人要求")["records"]?.array?.count == 1)
        #expect(try stands("王芳", in: vault) == [] && stands("13800001234", in: vault) == [])
        #expect(try vault.found("王芳").isEmpty)
        #expect(try vault.chinese("customer", "show", "上海样例").contains("已抹除"))
        let shown = try vault.json("verify")
        #expect(shown["journal"]?["redacted"] == 1 && shown["journal"]?["ok"] == true)
        try vault.deedbox("purge", "request", "HT-2024-0031", "--why", "误存", "--today", "2026-01-01").expect()
        try vault.deedbox("purge", "run", "--today", "2026-02-01").expect()
        try vault.deedbox("purge", "run", "--today", "2026-02-08").expect()
        let id = try #require(try vault.json("show", "HT-2024-0031")["document"]?.string)
        #expect(try vault.json("redact", "--document", id, "--why", "本人要求")["records"]?.array?.count == 4)
        #expect(try stands("采购合同", in: vault) == [] && stands("HT-2024-0031", in: vault) == [])
        #expect(try vault.json("history", id)["records"]?.array?.first?["redacted"] == true)
        #expect(try vault.json("redact", "--document", id, "--why", "本人要求")["records"] == [])
        #expect(try vault.kinds().filter { $0.hasPrefix("redaction") }.count == 4)
        try vault.expectClean()
        #expect(try vault.json("rebuild")["same"] == true)
        let line = try vault.json("history", id)["records"]?.array?.last?["seq"]?.integer ?? 0
        #expect(try vault.deedbox("redact", "\(line)", "--why", "x", "--json").expect(64).error["code"] == "not-redactable")
    }
}
