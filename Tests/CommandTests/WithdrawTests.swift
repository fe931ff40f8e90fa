import DeedCore
import Testing

/// An import was a mistake, and then it was not.
@Suite("Import: withdrawn and brought back")
struct WithdrawTests {
    @Test("What was withdrawn leaves the lists, the search, the dates and the verdicts; the originals stay; again it comes back")
    func thereAndBack() throws {
        let vault = try TestVault.withSamples()
        let run = try #require(try Samples.account()["run"]?.string)
        let withdrawn = try vault.json("import", "withdraw", run, "--why", "传错了文件夹")
        #expect(withdrawn["changed"] == true)
        #expect(try vault.json("list")["documents"] == [])
        #expect(try vault.json("list", "--withdrawn")["documents"]?.array?.count == 41)
        #expect(try vault.json("find", "保")["total"] == 0)
        let expiring = try vault.json("expiring")
        #expect(expiring["confirmed"] == [] && expiring["unknown"]?["count"] == 0)
        #expect(try vault.json("warranty", "CH30-2506-0042")["covers"] == [])
        #expect(try vault.json("status")["withdrawn"] == 41)
        #expect(try vault.json("import", "list")["imports"]?.array?.first?["state"] == "withdrawn")
        #expect(try vault.json("import", "withdraw", run)["changed"] == false)
        #expect(try vault.chinese("import", "list").contains("已撤回"))
        try vault.expectClean()

        let again = try vault.json("import", Samples.archive, "--ledger", Samples.ledger, code: 4)
        #expect(again["stored"] == 0 && again["duplicate"] == 42 && again["ledger"]?["written"] == 0)
        #expect(try vault.json("list")["documents"]?.array?.count == 41)
        let before = try Samples.shared()
        #expect(try vault.json("find", "保")["total"] == before.json("find", "保")["total"])
        #expect(try vault.json("expiring")["confirmed"]?.texts("number") == before.json("expiring")["confirmed"]?.texts("number"))
        #expect(try vault.json("warranty", "CH30-2506-0042")["verdict"] == "partly")
        try vault.expectClean()
    }

    @Test("A document that another import brought too stays")
    func twoRuns() throws {
        let vault = try TestVault(["保密协议.txt": "保密协议 NDA-2025-009"])
        try vault.dir.create("二/保密协议（副本）.txt", "保密协议 NDA-2025-009")
        let second = try vault.json("import", "二")
        try vault.json("import", "withdraw", second["run"]?.string ?? "").expectKeys("run")
        #expect(try vault.listed() == ["保密协议.txt"])
        #expect(try vault.found("副本").isEmpty && vault.found("保密协议") == ["保密协议"])
    }
}
