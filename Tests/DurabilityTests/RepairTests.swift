import DeedCore
import Foundation
import Glibc
import TestSupport
import Testing

/// What a crash, a bad copy or a careless hand leaves, and what the next command makes of it.
@Suite("Repair")
struct RepairTests {
    /// A vault with papers, a copy of its catalog, and one more batch in the journal that the copy does not know.
    private struct Story {
        let dir: Dir
        let vault: KeptVault
        let document: String
        let chainBefore: Int64
        let bodiesBefore: Int64

        init() throws {
            dir = try Dir()
            vault = try KeptVault(in: dir)
            try vault.importing(Papers(in: dir, count: 30)).expect(4)
            document = try #require(try vault.documents().first?["document"]?.string)
            try dir.shell("cp -a '\(vault.path)/catalog' older").expect()
            (chainBefore, bodiesBefore) = (KeptVault.size(of: vault.chain), KeptVault.size(of: vault.bodies))
            try vault.deedbox("set", document, "title=最后的更改", "owner=李文").expect()
        }

        /// Puts the older catalog in the place of the one that is there.
        func putBackCatalog() throws {
            try dir.shell("rm -r '\(vault.path)/catalog' && cp -a older '\(vault.path)/catalog'").expect()
        }

        func cut(_ path: String, to length: Int64) throws { try #require(truncate(path, off_t(length)) == 0) }

        func title() throws -> String? { try vault.deedbox("show", document, "--json").expect().json["title"]?.string }
    }

    /// How a batch may be torn.
    enum Tear: CaseIterable, CustomTestStringConvertible {
        case halfLine, linesWithoutCommit, halfBodies, garbage

        var testDescription: String { "\(self)" }
    }

    @Test("A torn batch is cut off, kept in quarantine, and said to be nothing that was acknowledged", arguments: Tear.allCases)
    func torn(_ tear: Tear) throws {
        let story = try Story()
        let vault = story.vault
        let whole = KeptVault.size(of: vault.chain)
        try story.putBackCatalog()
        switch tear {
        case .halfLine: try story.cut(vault.chain, to: story.chainBefore + 100)
        case .linesWithoutCommit:
            let lines = try #require(String(validating: story.dir.bytes("档案库/records/0000000001.jsonl"), as: UTF8.self))
            let last = lines.split(separator: "\n").last?.utf8.count ?? 0
            try story.cut(vault.chain, to: whole - Int64(last) - 1)
        case .halfBodies:
            try story.cut(vault.chain, to: story.chainBefore)
            try story.cut(vault.bodies, to: story.bodiesBefore + 30)
        case .garbage:
            try story.cut(vault.bodies, to: story.bodiesBefore)
            try story.cut(vault.chain, to: story.chainBefore)
            try story.dir.shell("head -c 700 /dev/urandom >>'\(vault.chain)'").expect()
        }
        let torn = KeptVault.size(of: vault.chain) - story.chainBefore
        // Readers do not mind, and do not touch it; a verification calls it what it is: no damage.
        #expect(try story.title() != "最后的更改")
        try vault.expectClean()
        #expect(KeptVault.size(of: vault.chain) == story.chainBefore + torn)

        let next = try vault.deedbox("set", story.document, "title=崩溃之后").expect()
        #expect(next.errorText.contains("quarantine/") && next.errorText.contains("Nothing acknowledged is lost"))
        let kept = try vault.list("quarantine")
        #expect(kept.count == (tear == .garbage || tear == .halfBodies ? 1 : 2), "\(kept)")
        let sizes = kept.map { KeptVault.size(of: vault.path + "/quarantine/" + $0) }
        #expect(tear == .halfBodies ? sizes == [30] : sizes.contains(torn))
        #expect(try story.title() == "崩溃之后")
        try vault.expectClean()
        try vault.expectRebuilt()
        #expect(try vault.deedbox("tag", story.document, "安静").expect().errorText.isEmpty)
    }

    @Test("In Chinese it is said in Chinese")
    func chinese() throws {
        let story = try Story()
        try story.putBackCatalog()
        try story.cut(story.vault.chain, to: story.chainBefore + 100)
        let next = try story.vault.deedbox("set", story.document, "title=崩溃之后", "--lang", "zh-Hans").expect()
        #expect(next.errorText.contains("已确认存入的内容没有丢失"))
    }

    @Test(
        "No catalog: readers say what to do, the next change makes it anew",
        arguments: ["rm -f", "sh -c 'for f; do echo 坏了 >$f; done' -"])
    func lostCatalog(by means: String) throws {
        let story = try Story()
        let says = try story.vault.says()
        try story.dir.shell("cd '\(story.vault.path)/catalog' && rm -f *-wal *-shm && \(means) catalog.sqlite").expect()
        let refused = try story.vault.deedbox("list", "--json").expect(1)
        #expect(try refused.error["code"] == "catalog-damaged")
        #expect(try refused.error["advice"]?.string?.contains("deedbox rebuild") == true)
        let second = try story.vault.copy(named: "另一个")
        #expect(try second.deedbox("rebuild", "--json").expect().json["same"] == .null)
        #expect(try second.says() == says)
        try story.vault.deedbox("tag", story.document, "重建").expect()
        #expect(try story.vault.says() == says)
        try story.vault.expectClean()
        try story.vault.expectRebuilt()
    }

    @Test("A catalog from an older copy: readers answer as of then, the next change catches up")
    func olderCatalog() throws {
        let story = try Story()
        let says = try story.vault.says()
        try story.putBackCatalog()
        #expect(try story.vault.says() != says)
        try story.vault.expectClean()
        try story.vault.deedbox("tag", story.document, "补上").expect()
        #expect(try story.vault.says() == says)
        try story.vault.expectRebuilt()
    }

    @Test("A journal from an older copy, behind the catalog: refused with exit 3, nothing is touched, verify names it")
    func olderJournal() throws {
        let story = try Story()
        try story.cut(story.vault.chain, to: story.chainBefore)
        try story.cut(story.vault.bodies, to: story.bodiesBefore)
        for command in [["set", story.document, "title=新的"], ["import", story.vault.chain], ["tag", story.document, "标签"]] {
            let refused = try story.vault.deedbox(command + ["--json"]).expect(3)
            #expect(try refused.error["code"] == "journal-behind-catalog")
            #expect(try refused.error["message"]?.string?.contains("The catalog knows more than the journal") == true)
            #expect(try refused.error["advice"]?.string?.contains("from a backup") == true)
        }
        let report = try story.vault.deedbox("verify", "--json").expect(3).json
        #expect(report["journal"]?["ok"] == false)
        #expect(KeptVault.size(of: story.vault.chain) == story.chainBefore)
        #expect(try story.vault.list("quarantine").isEmpty)
    }

    @Test("What dead processes left in tmp/ goes, what living ones have stays")
    func tmp() throws {
        let story = try Story()
        let tmp = story.vault.path + "/tmp/"
        let boot = try String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8).trimmedASCII
        // A number that no process has; a boot that is long over; this test's own number, and its lock.
        for name in ["\(boot).4194999", "11111111-2222-3333-4444-555555555555.1", "\(boot).\(getpid())"] {
            try FileManager.default.createDirectory(atPath: tmp + name, withIntermediateDirectories: false)
            try story.dir.create("档案库/tmp/\(name)/1", "半份合同")
        }
        try story.vault.deedbox("tag", story.document, "清理").expect()
        #expect(try story.vault.list("tmp") == ["\(boot).\(getpid())"])
    }
}
