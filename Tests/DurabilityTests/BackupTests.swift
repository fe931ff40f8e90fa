import DeedCore
import DeedVault
import Foundation
import Glibc
import TestSupport
import Testing

/// A second copy that is a vault itself, brought up to date again and again, and a vault made of it.
@Suite("Backup and restore")
struct BackupTests {
    private let dir: Dir
    private let vault: KeptVault
    private let papers: Papers

    init() throws {
        dir = try Dir()
        vault = try KeptVault(in: dir)
        papers = try Papers(in: dir, count: 40)
        try vault.importing(papers).expect(4)
    }

    private var copy: String { dir.file("备份") }
    private var copied: KeptVault { KeptVault(at: copy, in: dir) }

    @discardableResult
    private func backup(_ more: String..., code: Int32 = 0) throws -> JSON {
        try vault.deedbox(["backup", copy, "--json"] + more).expect(code).json
    }

    private func object(_ name: String, in vault: String) -> String { "\(vault)/objects/\(name.prefix(2))/\(name)" }

    @Test("A copy is a vault: it opens, verifies and answers the same; the second run copies only what is new")
    func incremental() throws {
        let first = try backup()
        #expect(first["new"] == true && first["recorded"] == true)
        #expect(first["copied"]?.integer == Int64(papers.documents) && first["objects"] == first["copied"])
        try copied.expectClean()
        #expect(try copied.says() == vault.says())
        let again = try backup()
        #expect(again["copied"] == 0 && again["new"] == false)

        try dir.create("新合同.txt", "合同编号：HT-2026-0100\n甲方：上海样例机电有限公司\n")
        try vault.deedbox("import", dir.file("新合同.txt"), "--no-text").expect()
        let third = try backup()
        #expect(third["copied"] == 1)
        #expect(try copied.says() == vault.says())
        try copied.expectClean()
        try copied.expectRebuilt()
        let status = try vault.deedbox("status", "--json").expect().json
        #expect(status["lastBackup"]?["target"]?.string == copy)
        #expect(status["lastBackup"]?["line"] == third["line"])
    }

    @Test("In both languages, and a vault without a backup is told so")
    func languages() throws {
        #expect(try vault.deedbox("status").expect().text.contains("No backup within 7 days: deedbox backup DIR"))
        #expect(try vault.deedbox("status", "--lang", "zh-Hans").expect().text.contains("7 天内没有备份：deedbox backup 目录"))
        let chinese = try vault.deedbox("backup", copy, "--lang", "zh-Hans").expect()
        #expect(chinese.text.contains("已复制 \(papers.documents) 份原件"))
        #expect(try vault.deedbox("backup", copy).expect().text.contains("is up to date"))
        #expect(try !vault.deedbox("status").expect().text.contains("No backup within"))
    }

    @Test("A folder that is no copy of a vault is called that, and nobody is told to make a vault there")
    func noCopy() throws {
        for command in [["restore", papers.folder, dir.file("恢复")], ["repair", "--vault", vault.path, "--from", papers.folder]] {
            let failed = try dir.deedbox(command + ["--json"]).expect(10).error
            #expect(failed["code"]?.string == "copy-not-found")
            #expect(try #require(failed["message"]?.string).contains(papers.folder))
            let advice = try #require(failed["advice"]?.string)
            #expect(advice.contains("deedbox backup") && !advice.contains("init"))
        }
        let said = try dir.deedbox("restore", papers.folder, dir.file("恢复"), "--lang", "zh-Hans").expect(10)
        #expect(said.errorText.contains("没有档案库的副本"))
    }

    @Test("Refused: inside the vault, over something else, another vault's copy, a copy that knows more, another story")
    func refused() throws {
        func code(_ target: String, _ exit: Int32) throws -> String? {
            try vault.deedbox("backup", target, "--json").expect(exit).error["code"]?.string
        }
        #expect(try code(vault.path + "/里面", 64) == "copy-inside")
        #expect(try code(vault.path, 64) == "copy-inside")
        #expect(try code(dir.path, 64) == "copy-inside")
        try dir.shell("ln -s '\(vault.path)/tmp' 链接").expect()
        #expect(try code(dir.file("链接/副本"), 64) == "copy-inside")
        #expect(try code(papers.folder, 1) == "vault-exists")
        // Made anew, not copied from what other tests begin with: another vault has another name of its own.
        let stranger = KeptVault(at: dir.file("别的库"), in: dir)
        try dir.deedbox("init", stranger.path, "--quiet").expect()
        #expect(try code(stranger.path, 64) == "copy-foreign")

        try backup()
        let lines = try copied.list("records")
        let older = try vault.copy(named: "旧库")
        try vault.deedbox("tag", "HT-1008", "之后").expect()
        try backup()
        #expect(try older.deedbox("backup", copy, "--json").expect(3).error["code"] == "copy-ahead")
        #expect(try older.deedbox("backup", copy, "--lang", "zh-Hans").expect(3).errorText.contains("deedbox repair --from"))
        try copied.deedbox("tag", "HT-1000", "在副本里写").expect()
        #expect(try code(copy, 3) == "copy-ahead")
        try vault.deedbox("tag", "HT-1000", "在库里写").expect()
        #expect(try code(copy, 3) == "copy-diverged")
        #expect(try copied.list("records") == lines)
    }

    @Test("A damaged original is reported and not copied; what is damaged in the copy is replaced; a good one there is kept")
    func damage() throws {
        try backup()
        let names = try vault.contents().sorted()
        // Damaged in the copy: another size is seen at once, other bytes with --check.
        try dir.shell("chmod u+w '\(object(names[0], in: copy))' && echo 坏 >>'\(object(names[0], in: copy))'").expect()
        try dir.shell(
            "chmod u+w '\(object(names[1], in: copy))' && printf X | dd of='\(object(names[1], in: copy))' conv=notrunc"
        )
        .expect()
        #expect(try backup()["repaired"]?.array?.compactMap(\.string) == [names[0]])
        #expect(try backup("--check")["repaired"]?.array?.compactMap(\.string) == [names[1]])
        try copied.expectClean()

        // Damaged and lost in the vault: the copy's stay.
        try dir.create("新.txt", "合同编号：HT-2026-0101\n")
        try vault.deedbox("import", dir.file("新.txt"), "--no-text").expect()
        let added = try #require(try vault.contents().first { !names.contains($0) })
        try dir.shell("chmod u+w '\(object(added, in: vault.path))' && echo 坏 >'\(object(added, in: vault.path))'").expect()
        try dir.shell("rm -f '\(object(names[2], in: vault.path))'").expect()
        let report = try backup(code: 3)
        #expect(report["damaged"]?.array?.compactMap { $0["sha256"]?.string } == [added])
        #expect(report["missing"]?.array?.compactMap(\.string) == [names[2]])
        #expect(KeptVault.size(of: object(added, in: copy)) == 0)
        #expect(KeptVault.size(of: object(names[2], in: copy)) > 0)
        #expect(try vault.deedbox("status", "--json").expect().json["lost"] == 2)
    }

    @Test("Killed at any moment, the same command goes on; the copy is never half a vault")
    func killed() throws {
        for round in 1...12 {
            let running = try vault.deedbox("backup", copy, "--json").start()
            usleep(UInt32(round) * 4000)
            running.signal(SIGKILL)
            _ = running.wait()
            if FileManager.default.fileExists(atPath: copy + "/0=deedbox_vault_1") { break }
        }
        try backup()
        try copied.expectClean()
        #expect(try copied.says() == vault.says())
    }

    @Test("Ctrl-C ends with 130, and what was copied stays")
    func stopped() throws {
        let running = try vault.deedbox("backup", copy).start()
        usleep(20_000)
        running.signal(SIGINT)
        let ended = running.wait()
        #expect([0, 130].contains(ended.code), "\(ended.errorText)")
        try backup()
        try copied.expectClean()
    }

    @Test("A restore makes a vault that verifies, answers the same and is written on; an interrupted one goes on")
    func restore() throws {
        try backup()
        let target = dir.file("恢复")
        for round in 1...6 {
            let running = try dir.deedbox("restore", copy, target, "--json").start()
            usleep(UInt32(round) * 5000)
            running.signal(SIGKILL)
            if !running.wait().wasKilled { break }
        }
        let restored = KeptVault(at: target, in: dir)
        if !FileManager.default.fileExists(atPath: target + "/0=deedbox_vault_1") {
            let answer = try dir.deedbox("restore", copy, target, "--verify", "--json").expect().json
            #expect(answer["problems"] == [] && answer["documents"]?.integer == Int64(papers.documents))
        }
        try restored.expectClean()
        #expect(try restored.says() == vault.says())
        try restored.deedbox("tag", "HT-1000", "恢复后").expect()
        try restored.expectRebuilt()
        let refused = try dir.deedbox("restore", copy, target, "--json").expect(1)
        #expect(try refused.error["code"] == "vault-exists")
    }

    @Test("A drill says whether the copy can be restored, leaves nothing behind, and the vault remembers")
    func drill() throws {
        try backup()
        try dir.create("演练/.keep", "")
        let said = try vault.deedbox("restore", "--drill", copy, "--in", dir.file("演练")).expect()
        #expect(said.text.contains("The drill succeeded"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: dir.file("演练")) == [".keep"])
        var drill = try vault.deedbox("status", "--json").expect().json["lastDrill"]
        #expect(drill?["problems"] == 0 && drill?["documents"]?.integer == Int64(papers.documents))

        let name = try #require(try vault.contents().first)
        try dir.shell("rm -f '\(object(name, in: copy))'").expect()
        let failed = try vault.deedbox("restore", "--drill", copy, "--in", dir.file("演练"), "--lang", "zh-Hans").expect(3)
        #expect(failed.text.contains("演练失败") && failed.text.contains(name))
        drill = try vault.deedbox("status", "--json").expect().json["lastDrill"]
        #expect((drill?["problems"]?.integer ?? 0) > 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: dir.file("演练")) == [".keep"])
    }

    @Test("A purge: what lies in the trash is copied; what is gone stays in the copy until somebody asks, then it goes there too")
    func purged() throws {
        let gone = try #require(try vault.deedbox("show", "HT-1000", "--json").expect().json["sha256"]?.string)
        try vault.deedbox("purge", "request", "HT-1000", "--why", "期限已过", "--today", "2026-11-22").expect()
        try vault.deedbox("purge", "run", "--today", "2027-01-10").expect()
        #expect(KeptVault.size(of: object(gone, in: vault.path)) == 0)
        #expect(try backup()["copied"]?.integer == Int64(papers.documents))
        #expect(KeptVault.size(of: object(gone, in: copy)) > 0)
        try copied.expectClean()

        try vault.deedbox("purge", "run", "--today", "2027-02-20").expect()
        #expect(try backup()["missing"] == [])
        #expect(try backup("--drop-removed")["removed"]?["objects"] == [])
        #expect(KeptVault.size(of: object(gone, in: copy)) > 0)
        let dropped = try backup("--drop-removed", "--grace-days", "0")
        #expect(dropped["removed"]?["objects"]?.array?.compactMap(\.string) == [gone])
        #expect(KeptVault.size(of: object(gone, in: copy)) == 0)
        try copied.expectClean()
        #expect(try backup()["copied"] == 0)
        let answer = try vault.deedbox("restore", copy, dir.file("恢复"), "--verify", "--json").expect().json
        #expect(answer["problems"] == [])
    }

    @Test("A golden vault is restored into this version: intact, with its answers, ready to be written on")
    func golden() throws {
        let tar = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "storage-layout/golden/vault-1.tar").path(percentEncoded: false)
        try dir.shell("tar --extract --file '\(tar)'").expect()
        let golden = KeptVault(at: dir.file("vault"), in: dir)
        let answer = try dir.deedbox("restore", golden.path, dir.file("新机器"), "--verify", "--json").expect().json
        #expect(answer["problems"] == [] && answer["verified"] == true)
        let restored = KeptVault(at: dir.file("新机器"), in: dir)
        #expect(try restored.says() == golden.says())
        try restored.deedbox("set", "HT-2024-0031", "decision=renew").expect()
        try restored.expectClean()
    }
}
