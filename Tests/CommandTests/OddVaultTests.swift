import DeedCore
import Foundation
import Glibc
import TestSupport
import Testing

/// What stands in a vault and is no file, or may not be read: told for what it is, waited for never.
@Suite("Odd things in a vault")
struct OddVaultTests {
    private let vault: TestVault
    private let document: String

    /// A vault with two papers, and its copy.
    private static let template = Template { dir in
        try EmptyVault.copy(to: "vault", in: dir)
        try dir.create("来件/合同.txt", "甲方：上海样例机电有限公司")
        try dir.create("来件/协议.txt", "年度维保服务协议")
        try dir.deedbox("import", "来件", "--vault", "vault").expect()
        try dir.deedbox("backup", "副本", "--vault", "vault").expect()
    }

    init() throws {
        vault = try TestVault(from: OddVaultTests.template)
        document = try #require(try vault.json("list")["documents"]?.array?.first?["document"]?.string)
    }

    private func object(_ number: Int) throws -> String {
        let objects = try vault.dir.shell("find vault/objects -type f | sort").expect().lines
        return String(try #require(objects.dropFirst(number).first).dropFirst(6))
    }

    /// Commands that meet the file; each ends in time and says why, or needs it not.
    private func expectNoHang(_ place: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        for command in [
            ["list"], ["show", document], ["status"], ["find", "协议"], ["verify", "--no-record"], ["tag", document, "急"],
            ["cat", document],
        ] {
            let ended = try vault.deedbox(command + ["--json"]).limit(20).run()
            #expect([0, 1, 3, 64].contains(ended.code), "\(place) \(command): \(ended.code)", sourceLocation: sourceLocation)
            guard ended.code != 0, !ended.errorText.isEmpty else { continue }
            let told = try ended.error
            #expect(told["advice"]?.string?.isEmpty == false, sourceLocation: sourceLocation)
            #expect(told["code"] != "internal-error", "\(place) \(command) \(told.text)", sourceLocation: sourceLocation)
        }
    }

    @Test(
        "A pipe in the place of a file: nothing waits for it, the reason is told, a repair from a copy mends it",
        arguments: ["vault.json", "lock", "object", "catalog/catalog.sqlite", "catalog/derived.sqlite", "0=deedbox_vault_1"])
    func pipes(name: String) throws {
        let place = name == "object" ? try object(0) : name
        try vault.dir.shell("rm -f 'vault/\(place)' && mkfifo 'vault/\(place)'").expect()
        try expectNoHang(place)
        if name == "catalog/derived.sqlite" {
            #expect(try vault.deedbox("find", "协议", "--json").expect(1).error["code"] == "index-damaged")
        }
        _ = try vault.deedbox("repair", "--from", "副本", "--json").limit(30).run()
        if place.hasPrefix("catalog/") { _ = try vault.deedbox("rebuild", "--json").limit(30).run() }
        // A new index is made from the originals.
        try vault.deedbox("text", "--json").limit(60).expect()
        try vault.deedbox("verify", "--no-record", "--json").limit(30).expect()
        #expect(try vault.found("协议") == ["协议"])
    }

    @Test(
        "A pipe in the place of the journal's files or of config.toml is told for what it is",
        arguments: ["records", "bodies", "config"])
    func journalPipes(name: String) throws {
        let place =
            ["records": "records/0000000001.jsonl", "bodies": "bodies/0000000001.tsv", "config": "config.toml"][name] ?? name
        try vault.dir.shell("rm -f 'vault/\(place)' && mkfifo 'vault/\(place)'").expect()
        try expectNoHang(place)
        if name == "config" {
            let ended = try vault.deedbox("list").limit(20).expect()
            #expect(ended.errorText.contains("config.toml") && ended.errorText.contains("pipe"))
        }
    }

    @Test(
        "A socket and a folder in the place of objects, and a folder in the place of vault.json: the rest is mended all the same")
    func folders() throws {
        let (first, second) = (try object(0), try object(1))
        try vault.dir.shell(
            """
            rm -f 'vault/\(first)' vault/vault.json && mkdir -p 'vault/\(first)/内' vault/vault.json
            chmod u+w 'vault/\(second)' && printf x >> 'vault/\(second)'
            """
        ).expect()
        let told = try vault.deedbox("verify", "--no-record", "--json").limit(30).run()
        #expect([1, 3].contains(told.code))
        try vault.deedbox("repair", "--from", "副本", "--json").limit(30).expect()
        try vault.expectClean()
    }

    @Test(
        "What this user may not read is named, with the advice that helps; nothing is said of writing",
        arguments: ["records", "records/0000000001.jsonl", "bodies/0000000001.tsv", "objects", "trash", "vault.json"])
    func unreadable(name: String) throws {
        try vault.dir.shell("chmod 000 'vault/\(name)'").expect()
        defer { _ = try? vault.dir.shell("chmod 700 'vault/\(name)'").run() }
        // Root may read everything unless it gives that right away.
        let drop = geteuid() == 0 ? "setpriv --bounding-set=-dac_override,-dac_read_search --inh-caps=-all " : ""
        let ended = try vault.dir.shell("\(drop)\"$DEEDBOX\" verify --no-record --json").env("DEEDBOX_VAULT", vault.path).run()
        #expect([1, 3].contains(ended.code))
        let said = ended.text + ended.errorText
        #expect(said.contains("Permission denied") && !said.contains("written") && !said.contains("read-only"), "\(said)")
        if ended.code == 1 {
            #expect(try ended.error["code"] == "vault-unreadable")
            #expect(try ended.error["advice"]?.string?.contains("chmod") == true)
        }
    }

    @Test("Databases that this user may not read are not damaged: nothing is made anew, the advice is to give the right back")
    func unreadableDatabases() throws {
        try vault.dir.shell("chmod 000 vault/catalog/*.sqlite").expect()
        let drop = geteuid() == 0 ? "setpriv --bounding-set=-dac_override,-dac_read_search --inh-caps=-all " : ""
        func run(_ command: String) throws -> Ended {
            try vault.dir.shell("\(drop)\"$DEEDBOX\" \(command)").env("DEEDBOX_VAULT", vault.path).run()
        }
        let told = try run("verify --no-record --index")
        #expect(told.code == 3 && told.text.contains("Permission denied"), "\(told.text)")
        for file in ["catalog.sqlite", "derived.sqlite"] {
            #expect(told.text.contains("chmod u+rX \(vault.path)/catalog/\(file)"), "\(told.text)")
        }
        #expect(!told.text.contains("rebuild") && !told.text.contains("repair"), "\(told.text)")
        #expect(try run("repair --json").error["code"] == "vault-unreadable")
        #expect(try vault.dir.shell("ls vault/quarantine").expect().text.isEmpty)
        try vault.dir.shell("chmod 600 vault/catalog/*.sqlite").expect()
        try vault.deedbox("verify", "--no-record", "--index").expect()
    }

    @Test("A broken config.toml: file, line and fault are named; who asks is answered, who writes is refused")
    func settings() throws {
        try vault.dir.create("vault/config.toml", "lang = \"zh-Hans\"\n乱写的一行\n[import]\ndepth = 99\nunbekannt = 1\n")
        let ended = try vault.deedbox("list").env("DEEDBOX_LANG", nil).expect()
        for line in [2, 4, 5] { #expect(ended.errorText.contains("config.toml:\(line)"), "\(ended.errorText)") }
        #expect(ended.errorText.contains("乱写的一行") && ended.errorText.contains("已忽略"))
        let refused = try vault.deedbox("tag", document, "急", "--json").expect(64)
        #expect(try refused.error["code"] == "bad-settings")
        #expect(try refused.error["message"]?.string?.contains("config.toml:2") == true)
        try vault.deedbox("verify", "--no-record").expect()
        try vault.dir.create("vault/config.toml", "lang = \"zh-Hans\"\n")
        try vault.deedbox("tag", document, "急").expect()
    }
}
