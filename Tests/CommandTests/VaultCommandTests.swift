import DeedCore
import Foundation
import Testing

/// The vault as a thing on disk: made, proved, repaired.
@Suite("Vault: init, status, verify, rebuild")
struct VaultCommandTests {
    @Test("init makes a folder for its owner alone; a folder with something in it is refused")
    func initialise() throws {
        let dir = try Dir()
        let made = try dir.deedbox("init", "档案库", "--json").expect().json
        #expect(
            made["path"]?.string == dir.file("档案库") && made["vault"]?.string?.count == 36 && made["timeZone"] == "Asia/Shanghai")
        #expect(try dir.shell("stat -c %a 档案库").expect().text == "700\n")
        #expect(try dir.deedbox("init", "档案库", "--json").expect(1).error["code"] == "vault-exists")
        #expect(try dir.deedbox("init", "--json").expect(10).error["code"] == "vault-not-found")
        #expect(try dir.deedbox("init", "新库", "--time-zone", "Mars/Olympus", "--json").expect(64).error["code"] == "bad-value")
        try dir.shell("\"$DEEDBOX\" init 另一个").env("DEEDBOX_LANG", "zh-Hans").expect()
        #expect(try dir.deedbox("list", "--vault", "没有", "--json").expect(10).error["code"] == "vault-not-found")
        try dir.create("不是库/读我.txt", "不是")
        #expect(try dir.deedbox("list", "--vault", "不是库", "--json").expect(10).error["code"] == "vault-not-found")
    }

    @Test("Originals are read-only files named by their hash; nobody else may look into the vault")
    func modes() throws {
        let vault = try Samples.shared()
        let modes = try vault.dir.shell("find vault/objects -type f -printf '%m\\n' | sort -u").expect().text
        #expect(modes == "444\n")
        #expect(try vault.dir.shell("stat -c %a vault").expect().text == "700\n")
        let wrong = try vault.dir.shell(
            "find vault/objects -type f | while read f; do echo \"$(basename $f)  $f\"; done | sha256sum -c --quiet"
        ).run()
        #expect(wrong.code == 0)
    }

    @Test("status counts documents, texts, pages for OCR and says when all was verified last")
    func status() throws {
        let vault = try TestVault.withSamples()
        let before = try vault.json("status")
        #expect(before["documents"] == 41 && before["customers"] == 14 && before["serials"] == 9 && before["lastVerify"] == .null)
        #expect(before["kinds"]?["contract"] == 15 && before["unfinishedImports"] == 0)
        #expect(before["text"]?["waiting"] == 0 && before["text"]?["pagesForOCR"] == 3 && before["text"]?["withText"] == 38)
        #expect(try vault.chinese("status").contains("从未核对"))
        try vault.expectClean()
        #expect(try vault.json("status")["lastVerify"]?["damaged"] == 0)
        #expect(try vault.chinese("status").contains("全部完好") && vault.english("status").contains("all intact"))
    }

    @Test("--no-text leaves texts for later; other commands only say so; deedbox text reads them")
    func textLater() throws {
        let vault = try TestVault()
        try vault.dir.create("来件/维保.txt", "年度维保服务协议")
        _ = try vault.json("import", "来件", "--no-text")
        #expect(try vault.json("status")["text"]?["waiting"] == 1)
        let find = try vault.deedbox("find", "年度").env("DEEDBOX_LANG", "zh-Hans").expect()
        #expect(find.errorText.contains("有 1 份文档等待读取文本") && find.text.contains("没有找到"))
        #expect(try vault.json("find", "年度")["waiting"] == 1)
        #expect(try vault.json("text")["read"] == 1)
        #expect(try vault.found("年度") == ["维保"])
        #expect(try vault.json("text")["read"] == 0)
        #expect(try vault.chinese("text").contains("没有等待读取的文档"))
    }

    @Test("verify on a clean vault: the fixed shape, exit 0, noted once in the journal")
    func clean() throws {
        let vault = try TestVault.withSamples()
        let lines = try vault.lineCount()
        let answer = try vault.json("verify")
        answer.expectKeys("objects", "bytes", "damaged", "missing", "journal", "catalog")
        #expect(answer["objects"] == 41 && answer["damaged"] == [] && answer["missing"] == [])
        #expect(answer["journal"]?["ok"] == true && answer["catalog"]?["ok"] == true)
        #expect(answer["journal"]?["lines"]?.integer == Int64(lines))
        #expect(try vault.kinds(after: lines) == ["vault.verified"])
        _ = try vault.json("verify", "--no-record")
        #expect(try vault.kinds(after: lines) == ["vault.verified"])
        #expect(try vault.chinese("verify").contains("41 份全部完好"))
        // After a verification an import finds a journal that moved on without a document: it must still end.
        #expect(try vault.deedbox("text", "--json").limit(20).expect().json["read"] == 0)
    }

    @Test("A flipped byte and a missing original are named, with exit 3")
    func damagedObjects() throws {
        let vault = try TestVault.withSamples()
        let documents = try vault.json("list")["documents"]?.texts("sha256") ?? []
        let (flipped, lost) = (documents[0], documents[1])
        func path(_ hash: String) -> String { "vault/objects/\(hash.prefix(2))/\(hash)" }
        try vault.dir.shell(
            "chmod 644 \(path(flipped)) && printf '\\377' | dd of=\(path(flipped)) bs=1 seek=9 conv=notrunc 2>/dev/null"
        ).expect()
        try vault.dir.shell("rm -f \(path(lost))").expect()
        let answer = try vault.json("verify", code: 3)
        let damage = try #require(answer["damaged"]?.array?.first)
        damage.expectKeys("sha256", "path", "problem")
        #expect(answer["damaged"]?.array?.count == 1 && damage["sha256"]?.string == flipped)
        #expect(damage["path"]?.string?.hasSuffix(flipped) == true && answer["missing"] == [.string(lost)])
        let chinese = try vault.chinese("verify", code: 3)
        #expect(chinese.contains(flipped) && chinese.contains(lost) && chinese.contains("缺失"))
        #expect(try vault.english("verify", code: 3).contains("2 of 41 damaged or missing"))
    }

    @Test("A changed line of the journal, a changed body and an edited row of the catalog are each named, with exit 3")
    func damagedRecords() throws {
        let body = try TestVault.withSamples()
        try body.dir.edit("vault/bodies/0000000001.tsv", "60s/\"source\":\"ledger\"/\"source\":\"manual\"/")
        let changedBody = try body.json("verify", code: 3)
        #expect(changedBody["journal"]?["ok"] == false && (changedBody["journal"]?["problems"]?.array?.isEmpty) == false)

        let chain = try TestVault.withSamples()
        try chain.dir.edit(
            "vault/records/0000000001.jsonl", "20s/\"kind\":\"document.added\"/\"kind\":\"document.named\"/")
        let changedLine = try chain.json("verify", code: 3)
        #expect(changedLine["journal"]?["ok"] == false)
        #expect(changedLine["journal"]?["problems"]?.array?.first?["path"]?.string?.hasPrefix("records/") == true)
        #expect(try chain.chinese("verify", code: 3).contains("日志：已损坏"))

        let catalog = try TestVault.withSamples()
        try catalog.dir.python(
            """
            import sqlite3
            database = sqlite3.connect("vault/catalog/catalog.sqlite")
            database.execute("UPDATE document_fact SET value = '2036-12-04' WHERE value = '2026-12-04'")
            database.commit()
            """)
        let edited = try catalog.json("verify", code: 3)
        #expect(edited["catalog"]?["ok"] == false && edited["journal"]?["ok"] == true && edited["damaged"] == [])
        #expect(try catalog.chinese("verify", code: 3).contains("deedbox rebuild"))
        #expect(try catalog.json("rebuild")["same"] == false)
        try catalog.expectClean()
    }

    @Test("rebuild makes the same catalog from the journal; a catalog that was deleted comes back by itself")
    func rebuild() throws {
        let vault = try TestVault.withSamples()
        let same = try vault.json("rebuild")
        #expect(same["same"] == true && (same["records"]?.integer ?? 0) > 400)
        let before = try vault.json("list")
        try vault.dir.shell("rm vault/catalog/catalog.sqlite*").expect()
        #expect(try vault.json("rebuild")["same"] == .null)
        #expect(try vault.json("list") == before)
        try vault.expectClean()

        try vault.dir.shell("rm vault/catalog/catalog.sqlite*").expect()
        try vault.deedbox("tag", "HT-2024-0031", "重点").expect()
        #expect(try vault.listed().count == 42)
        try vault.dir.shell("rm vault/catalog/derived.sqlite*").expect()
        try vault.deedbox("text").expect()
        #expect(try vault.found("先到者为准").count == 3)
        try vault.expectClean()
    }

    @Test("Readers meet a vault without its catalog: they say what to do, or do it; they never answer with an empty archive")
    func readerWithoutCatalog() throws {
        let vault = try TestVault.withSamples()
        try vault.dir.shell("rm vault/catalog/catalog.sqlite*").expect()
        let ended = try vault.deedbox("list", "--json").run()
        if ended.code == 0 {
            #expect(try ended.json["documents"]?.array?.count == 41)
        } else {
            #expect(
                try ended.error["code"] == "catalog-damaged" && ended.error["advice"]?.string?.contains("deedbox rebuild") == true
            )
        }
    }

    @Test("Errors are one JSON object on standard error: code, exit, message, advice; the answer stays empty")
    func errors() throws {
        let dir = try Dir()
        let ended = try dir.deedbox("list", "--vault", "没有", "--json").expect(10)
        #expect(ended.out.isEmpty)
        let error = try ended.error
        error.expectKeys("code", "exit", "message", "advice")
        #expect(error["exit"] == 10 && error["message"]?.string?.contains("没有") == true)
        let chinese = try dir.deedbox("list", "--vault", "没有", "--json").env("DEEDBOX_LANG", "zh-Hans").expect(10)
        #expect(try chinese.error["message"]?.string?.hasSuffix("处没有档案库。") == true)
        #expect(try dir.deedbox("list").expect(10).errorText.hasPrefix("Error: No vault was named.\n"))
    }
}
