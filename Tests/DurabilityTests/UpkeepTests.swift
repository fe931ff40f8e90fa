import DeedCore
import Deedbox
import Foundation
import Glibc
import TestSupport
import Testing

/// Scrub, verify in parts, repair: as a person at a shell meets them.
@Suite("Scrub, verify, repair")
struct UpkeepTests {
    private let dir: Dir
    private let vault: KeptVault
    private let papers: Papers

    init() throws {
        dir = try Dir()
        vault = try KeptVault(in: dir)
        papers = try Papers(in: dir, count: 30)
        try vault.importing(papers, text: true).expect(4)
    }

    private var copy: String { dir.file("备份") }
    private func object(_ name: String) -> String { "\(vault.path)/objects/\(name.prefix(2))/\(name)" }

    private func spoil(_ path: String) throws {
        try dir.shell("chmod u+w '\(path)' && printf '坏' | dd of='\(path)' conv=notrunc 2>/dev/null").expect()
    }

    @Test("Scrubs within a budget go on where the last one ended, until everything was read; the result stands in the journal")
    func scrub() throws {
        let count = Int64(papers.documents)
        var read: Int64 = 0
        var rounds = 0
        while rounds < 40 {
            let answer = try vault.deedbox("scrub", "--bytes", "12K", "--json").expect().json
            read += answer["objects"]?.integer ?? 0
            rounds += 1
            #expect(answer["recorded"] == true)
            if answer["readSince"] != .null { break }
        }
        // The last round has room left for what was read first.
        #expect(rounds > 2 && read >= count && read < 2 * count, "\(rounds) rounds read \(read) of \(count)")
        let status = try vault.deedbox("status", "--json").expect().json
        #expect(status["lastScrub"]?["readSince"] != .null && status["lost"] == 0)
        // Losing what the machine noted costs nothing but reading again.
        try dir.shell("cd '\(vault.path)/catalog' && rm -f local.sqlite-wal local.sqlite-shm && echo 坏 >local.sqlite").expect()
        let again = try vault.deedbox("scrub", "--budget", "10m", "--json").expect().json
        #expect(again["objects"]?.integer == count && again["complete"] == true)
        try vault.expectRebuilt()
        let said = try vault.deedbox("scrub", "--lang", "zh-Hans").expect()
        #expect(said.text.contains("全部完好") && said.text.contains("全部原件都已读取过"))
        #expect(try vault.deedbox("scrub", "--budget", "昨天").run().code == 64)
    }

    @Test("Damage that a scrub finds is named, ends with 3, and is shown until it is mended")
    func scrubDamage() throws {
        try vault.deedbox("backup", copy).expect()
        let names = try vault.contents().sorted()
        try spoil(object(names[0]))
        try dir.shell("rm -f '\(object(names[1]))'").expect()
        let found = try vault.deedbox("scrub", "--json").expect(3).json
        #expect(found["damaged"]?.array?.compactMap { $0["sha256"]?.string } == [names[0]])
        #expect(found["missing"]?.array?.compactMap(\.string) == [names[1]])
        #expect(try vault.deedbox("status").expect().text.contains("2 originals are damaged or missing"))
        let shown = try vault.deedbox("show", String(names[0].prefix(16)), "--json").expect().json
        #expect(shown["damage"] == "damaged")
        #expect(try vault.deedbox("show", String(names[1].prefix(16)), "--lang", "zh-Hans").expect().text.contains("缺失"))

        let mended = try vault.deedbox("repair", "--from", copy).expect()
        #expect(mended.text.contains(names[0]) && mended.text.contains("put back"))
        #expect(try vault.list("quarantine").count == 1)
        #expect(try vault.deedbox("status", "--json").expect().json["lost"] == 0)
        #expect(try vault.deedbox("show", String(names[0].prefix(16)), "--json").expect().json["damage"] == .null)
        try vault.expectClean()
        try vault.expectRebuilt()
        #expect(try vault.deedbox("repair", "--from", copy).expect().text.contains("Nothing is damaged"))
    }

    @Test("Without a copy it is lost: exit 3, in both languages, and nothing is touched")
    func lost() throws {
        let name = try #require(try vault.contents().first)
        try spoil(object(name))
        let english = try vault.deedbox("repair").expect(3)
        #expect(english.text.contains("Lost, no copy has them: 1 originals") && english.text.contains("its SHA-256 is "))
        let chinese = try vault.deedbox("repair", "--lang", "zh-Hans").expect(3)
        #expect(chinese.text.contains("已丢失（没有任何副本）：1 份原件") && chinese.text.contains("其 SHA-256 实为 "))
        #expect(try vault.deedbox("status", "--json").expect().json["lost"] == 1)
        #expect(try vault.list("quarantine").isEmpty)
        let verified = try vault.deedbox("verify", "--lang", "zh-Hans").expect(3)
        #expect(verified.text.contains("其 SHA-256 实为 ") && !verified.text.contains("its SHA-256"))
    }

    @Test("Journal, vault.json and declaration rot together with originals: named, and put back from two copies")
    func everythingAtOnce() throws {
        try vault.deedbox("backup", copy).expect()
        let says = try vault.says()
        try vault.deedbox("tag", "HT-1000", "备份之后").expect()
        let names = try vault.contents().sorted()
        try spoil(object(names[3]))
        try dir.shell("printf '坏' | dd of='\(vault.chain)' bs=1 seek=2000 conv=notrunc 2>/dev/null").expect()
        try dir.shell("printf '坏' | dd of='\(vault.bodies)' bs=1 seek=900 conv=notrunc 2>/dev/null").expect()
        let named = try vault.deedbox("verify", "--json").expect(3).json
        let paths = named["journal"]?["problems"]?.array?.compactMap { $0["path"]?.string } ?? []
        #expect(Set(paths) == ["records/0000000001.jsonl", "bodies/0000000001.tsv"])
        try dir.shell(
            "rm -f '\(vault.path)/0=deedbox_vault_1' && chmod u+w '\(vault.path)/vault.json' && echo 坏 >'\(vault.path)/vault.json'"
        )
        .expect()
        #expect(try vault.deedbox("list").run().code != 0)
        let mended = try vault.deedbox("repair", "--from", copy, "--json").expect().json
        #expect(mended["files"]?.array?.count == 4 && mended["repaired"]?.array?.count == 1)
        #expect(mended["recorded"] == true)
        try vault.expectClean()
        try vault.expectRebuilt()
        #expect(try vault.says() == says)
        // The line that only this vault had is still there.
        #expect(try vault.deedbox("show", "HT-1000", "--json").expect().json["tags"] == ["备份之后"])
    }

    @Test("Parts of the vault: a sample, what came in since a day, the index")
    func parts() throws {
        let count = Int64(papers.documents)
        #expect(try vault.deedbox("verify", "--sample", "100%", "--json").expect().json["objects"]?.integer == count)
        let some = try vault.deedbox("verify", "--sample", "30%", "--json").expect().json
        #expect((some["objects"]?.integer ?? count) < count && some["recorded"] == false)
        #expect(try vault.deedbox("verify", "--since", "2020-01-01", "--json").expect().json["objects"]?.integer == count)
        #expect(try vault.deedbox("verify", "--since", "2099-01-01", "--json").expect().json["objects"] == 0)
        let index = try vault.deedbox("verify", "--index", "--json").expect().json
        #expect(index["index"]?["checked"] == true && index["index"]?["problem"] == .null)
        #expect(try vault.deedbox("verify", "--sample", "0%").run().code == 64)
        #expect(try vault.deedbox("verify", "--sample", "5%", "--since", "2020-01-01").run().code == 64)
    }

    /// How a page may rot.
    private enum Rot: CaseIterable { case flip, zero, garbage }

    private func pages(_ path: String) throws -> Int { Int(KeptVault.size(of: path) / 4096) }

    private func spoil(_ bytes: [UInt8], page: Int, _ rot: Rot) -> [UInt8] {
        var bytes = bytes
        let range = page * 4096..<min((page + 1) * 4096, bytes.count)
        switch rot {
        // The first bytes of a page say what it is; those of the first page are the file's header.
        case .flip: bytes[range.lowerBound + (page == 0 ? 20 : 3)] ^= 0x55
        case .zero: for at in range { bytes[at] = 0 }
        case .garbage: for at in range { bytes[at] = UInt8(truncatingIfNeeded: at &* 31 &+ 7) }
        }
        return bytes
    }

    @Test("Pages of the catalog, its header among them: found and named, and made anew by a repair")
    func catalogPages() throws {
        let file = vault.path + "/catalog/catalog.sqlite"
        try dir.shell("cp -a '\(vault.path)' 完好").expect()
        let whole = try Data(contentsOf: URL(filePath: file))
        let count = try pages(file)
        #expect(count > 20)
        var silent: [Int] = []
        for page in 0..<count {
            let rot = Rot.allCases[page % 3]
            try Data(spoil(Array(whole), page: page, rot)).write(to: URL(filePath: file))
            let answer = try VerifyVault().run(at: vault.path, settings: SessionSettings(.cli), record: false, tell: nil)
            #expect(answer.report.isClean)
            if answer.catalogOK { silent.append(page) }
        }
        // A page that holds nothing may rot unseen; it has nothing to lose.
        #expect(silent.count <= count / 10, "\(silent) of \(count)")
        try Data(spoil(Array(whole), page: 0, .zero)).write(to: URL(filePath: file))
        let mended = try vault.deedbox("repair", "--json").expect().json
        #expect(mended["catalog"] != .null)
        try vault.expectClean()
        try vault.expectRebuilt()
    }

    @Test("Pages of the index: found and named; a repair sets it aside, deedbox text makes it anew")
    func indexPages() throws {
        let file = vault.path + "/catalog/derived.sqlite"
        let whole = try Data(contentsOf: URL(filePath: file))
        let count = try pages(file)
        var silent: [Int] = []
        for page in stride(from: 0, to: count, by: max(1, count / 40)) {
            try Data(spoil(Array(whole), page: page, Rot.allCases[page % 3])).write(to: URL(filePath: file))
            var verify = VerifyVault()
            verify.checksIndex = true
            let answer = try verify.run(at: vault.path, settings: SessionSettings(.cli), record: false, tell: nil)
            if answer.indexProblem == nil { silent.append(page) }
        }
        #expect(silent.count <= 4, "\(silent) of \(count)")
        try Data(spoil(Array(whole), page: 0, .garbage)).write(to: URL(filePath: file))
        let mended = try vault.deedbox("repair").expect()
        #expect(mended.text.contains("deedbox text"))
        try vault.deedbox("text").expect()
        try vault.expectIndexed()
    }
}
