import DeedCore
import Foundation
import TestSupport
import Testing

/// The journal's end, or all of it, is gone: nobody may make the loss invisible, and a backup brings back what it has.
@Suite("Lost lines of the journal")
struct LostLinesTests {
    /// A vault with papers, a checkpoint and one more change, whose last batch is cut off the chain.
    private struct Story {
        let dir: Dir
        let vault: KeptVault
        let document: String
        let known: Int64

        /// The papers and the last change.
        private static let plain = Template { dir in
            let vault = try KeptVault(in: dir)
            for number in 0..<4 { try dir.create("资料/合同\(number).txt", "合同编号：HT-2024-000\(number) 设备采购合同") }
            try vault.deedbox("import", dir.file("资料")).expect()
            let document = try #require(try vault.documents().first?["document"]?.string)
            try vault.deedbox("set", document, "title=最后的更改").expect()
        }

        /// The same with its backup, `副本`.
        private static let backedUp = Template { dir in
            try plain.copy(into: dir)
            try KeptVault(at: dir.file("档案库"), in: dir).deedbox("backup", "副本").expect()
        }

        init(checkpoint: Bool = false, backup: Bool = false) throws {
            dir = try Dir()
            try (backup ? Story.backedUp : Story.plain).copy(into: dir)
            vault = KeptVault(at: dir.file("档案库"), in: dir)
            document = try #require(try vault.documents().first?["document"]?.string)
            if checkpoint { try vault.deedbox("checkpoint").expect() }
            known = Int64(try dir.bytes("档案库/records/0000000001.jsonl").count { $0 == UInt8(ascii: "\n") })
        }

        func cut(lines: Int) throws {
            try dir.shell("head -n -\(lines) '\(vault.chain)' >cut && cp cut '\(vault.chain)'").expect()
        }
    }

    @Test("A cut end is told by verify, and neither a rebuild nor a change takes the trace away")
    func cut() throws {
        let story = try Story()
        try story.cut(lines: 2)
        for _ in 0..<2 {
            let told = try story.vault.deedbox("verify", "--no-record").expect(3)
            #expect(!told.text.contains("rebuild") && told.text.contains("what the catalog has applied"))
            let refused = try story.vault.deedbox("rebuild", "--json").expect(3).error
            #expect(refused["code"] == "journal-cut")
            let advice = try #require(refused["advice"]?.string)
            #expect(advice.contains("repair --from") && advice.contains("--accept-loss \(story.known)"))
            #expect(refused["candidates"]?.array?.contains { $0.string?.contains("document.set") ?? false } == true)
            try story.vault.deedbox("set", story.document, "title=新的").expect(3)
            try story.vault.deedbox("backup", "副本", "--json").expect(3)
        }
    }

    /// What alone remembers the lines.
    enum Witness: String, CaseIterable { case catalog, index, checkpoints }

    @Test("Whatever is left that knows of the lines, no catalog is made without them", arguments: Witness.allCases)
    func witnesses(_ witness: Witness) throws {
        let story = try Story(checkpoint: witness == .checkpoints)
        // The checkpoint covers the lines up to the key's and its own.
        try story.cut(lines: witness == .checkpoints ? 3 : 2)
        let gone: [Witness: String] = [
            .catalog: "catalog/derived.sqlite* checkpoints/*", .index: "catalog/catalog.sqlite* checkpoints/*",
            .checkpoints: "catalog/*",
        ]
        try story.dir.shell("cd '\(story.vault.path)' && rm -rf \(try #require(gone[witness]))").expect()
        let refused = try story.vault.deedbox("rebuild", "--json").expect(3).error
        #expect(refused["code"] == "journal-cut", "\(refused.text)")
        #expect(try story.vault.deedbox("set", story.document, "title=新的", "--json").run().code == 3)
        #expect(try story.vault.deedbox("import", story.dir.file("资料"), "--json").run().code == 3)
        let repaired = try story.vault.deedbox("repair", "--json").expect(3).json
        #expect(repaired["loss"]?["witnesses"]?.array?.contains(.string(witness.rawValue)) == true, "\(repaired.text)")
        #expect(try story.vault.deedbox("rebuild", "--json").expect(3).error["code"] == "journal-cut")
    }

    @Test("Lines are given up only by their last number; the journal says so, and what knew of them is kept")
    func givenUp() throws {
        let story = try Story(checkpoint: true)
        try story.cut(lines: 2)
        let vault = story.vault
        try vault.deedbox("rebuild", "--accept-loss", "3").expect(3)
        try vault.deedbox("rebuild", "--accept-loss", "\(story.known + 1)").expect(3)
        let given = try vault.deedbox("rebuild", "--accept-loss", "\(story.known)", "--json").expect().json
        #expect(given["loss"]?["known"]?.integer == story.known)
        let kept = try vault.list("quarantine")
        #expect(
            kept.contains { $0.hasPrefix("catalog-catalog.sqlite") } && kept.contains { $0.hasPrefix("checkpoints-") }, "\(kept)")
        let told = try vault.deedbox("verify", "--json").expect().json
        #expect(told["losses"]?.array?.first?["last"]?.integer == story.known)
        #expect(try vault.deedbox("verify", "--no-record").env("DEEDBOX_LANG", "zh-Hans").expect().text.contains("曾经丢失并已放弃"))
        #expect(try story.dir.shell("grep -c loss.accepted '\(vault.chain)'").expect().text == "1\n")
        try vault.deedbox("set", story.document, "title=之后").expect()
        try vault.deedbox("text").expect()
        try vault.expectRebuilt()
        try vault.expectIndexed()
        // Nothing is lost now, and that cannot be given up.
        try vault.deedbox("rebuild", "--accept-loss", "\(story.known)", "--json").expect(64)
    }

    @Test("A journal without a beginning is no new vault", arguments: ["rm -r catalog/*", "true"])
    func emptied(alsoGone: String) throws {
        let story = try Story()
        let vault = story.vault
        try story.dir.shell("cd '\(vault.path)' && : >records/0000000001.jsonl && \(alsoGone)").expect()
        #expect(try vault.deedbox("verify", "--no-record").expect(3).text.contains("damaged"))
        try vault.deedbox("rebuild").expect(3)
        try vault.deedbox("import", story.dir.file("资料")).expect(3)
        try vault.deedbox("backup", "副本").expect(3)
        #expect(KeptVault.size(of: vault.chain) == 0)
        #expect(try story.dir.shell("ls '\(vault.path)/quarantine'").expect().text.isEmpty)
    }

    @Test("A vault whose making was cut off before its first record is completed by the first command that writes")
    func unfinishedMaking() throws {
        let dir = try Dir()
        let vault = try KeptVault(in: dir)
        try dir.shell("cd '\(vault.path)' && : >records/0000000001.jsonl && : >bodies/0000000001.tsv && rm -r catalog/*").expect()
        try dir.create("合同.txt", "设备采购合同")
        try vault.deedbox("import", dir.file("合同.txt")).expect()
        #expect(try dir.shell("head -n 1 '\(vault.chain)'").expect().text.contains("vault.created"))
        try vault.expectClean()
    }

    @Test(
        "A backup of a moment ago brings the whole journal back, its own lines too",
        arguments: [
            "rm records/*", "rm bodies/*", "rm -r records", "rm -r bodies", "rm -r records bodies", ": >records/0000000001.jsonl",
            ": >bodies/0000000001.tsv", "truncate -s -900 records/0000000001.jsonl", "truncate -s 100 bodies/0000000001.tsv",
            "sed -i 's/$/\\r/' records/0000000001.jsonl", "sed -i 's/$/\\r/' bodies/0000000001.tsv",
            "sed -i '1s/^/\\xef\\xbb\\xbf/' records/0000000001.jsonl", "sed -i '3,5d' records/0000000001.jsonl",
            "sed -i '2d' bodies/0000000001.tsv", "sed -i 1d records/0000000001.jsonl", "cp bodies/* records/0000000001.jsonl",
        ])
    func repaired(damage: String) throws {
        let story = try Story(backup: true)
        let vault = story.vault
        let (chain, bodies) = (
            try story.dir.bytes("档案库/records/0000000001.jsonl"), try story.dir.bytes("档案库/bodies/0000000001.tsv")
        )
        try story.dir.shell("cd '\(vault.path)' && \(damage)").expect()
        #expect(try vault.deedbox("verify", "--no-record", "--json").run().code == 3)
        let repaired = try vault.deedbox("repair", "--from", "副本", "--json").expect().json
        #expect(repaired["loss"] == .null)
        // What was appended since says that it was repaired.
        #expect(try story.dir.bytes("档案库/records/0000000001.jsonl").starts(with: chain))
        #expect(try story.dir.bytes("档案库/bodies/0000000001.tsv").starts(with: bodies))
        try vault.expectClean()
    }

    @Test(
        "An older backup brings back what it has; which lines no copy has is said, and they can be given up",
        arguments: ["records", "bodies"])
    func olderBackup(folder: String) throws {
        let story = try Story(backup: true)
        let vault = story.vault
        let copied = try story.dir.bytes("副本/records/0000000001.jsonl")
        try vault.deedbox("set", story.document, "owner=李文").expect()
        try story.dir.shell("rm '\(vault.path)/\(folder)'/*").expect()
        let repaired = try vault.deedbox("repair", "--from", "副本", "--json").expect(3).json
        #expect(repaired["loss"]?["lines"]?.array?.map { $0["kind"] } == ["document.set"])
        let known = try #require(repaired["loss"]?["known"]?.integer)
        #expect(try story.dir.bytes("档案库/records/0000000001.jsonl") == copied)
        #expect(try vault.deedbox("repair", "--from", "副本").expect(3).text.contains("rebuild --accept-loss \(known)"))
        try vault.deedbox("rebuild", "--accept-loss", "\(known)").expect()
        try vault.expectClean()
        #expect(try vault.deedbox("show", story.document, "--json").expect().json["title"] == "最后的更改")
    }

    @Test("A copy gives up no line that the vault still has: a hole in the middle stays for a better copy")
    func holeInTheMiddle() throws {
        let story = try Story(backup: true)
        let vault = story.vault
        for number in 0..<4 { try vault.deedbox("set", story.document, "note=第\(number)次").expect() }
        let lines = try story.dir.bytes("档案库/records/0000000001.jsonl").count { $0 == UInt8(ascii: "\n") }
        try story.dir.shell("sed -i '\(lines - 4),\(lines - 3)d' '\(vault.chain)'").expect()
        let before = try story.dir.bytes("档案库/records/0000000001.jsonl")
        try vault.deedbox("repair", "--from", "副本").expect(3)
        #expect(try story.dir.bytes("档案库/records/0000000001.jsonl") == before)
    }

    @Test(
        "Folders that nothing is lost with are made again by the next command",
        arguments: ["catalog", "tmp", "trash", "keys", "checkpoints", "quarantine"])
    func lostFolders(name: String) throws {
        let story = try Story()
        let vault = story.vault
        try story.dir.shell("rm -r '\(vault.path)/\(name)'").expect()
        try vault.deedbox(name == "catalog" ? "rebuild" : "list").expect()
        try story.dir.create("新的.txt", "补充协议")
        try vault.deedbox("import", story.dir.file("新的.txt")).expect()
        try vault.expectClean()
        try vault.expectRebuilt()
        #expect(try vault.contents().count == 5)
    }

    @Test("Empty folders of objects that a way of copying left out are made again; all of them missing is put back from a copy")
    func lostObjectFolders() throws {
        let story = try Story(backup: true)
        let vault = story.vault
        try story.dir.shell("find '\(vault.path)/objects' -type d -empty -delete").expect()
        for number in 0..<8 { try story.dir.create("新的/\(number).txt", "补充协议 \(number)") }
        try vault.deedbox("import", story.dir.file("新的")).expect()
        try vault.expectClean()
        try vault.deedbox("backup", "副本").expect()
        try story.dir.shell("rm -r '\(vault.path)/objects'").expect()
        #expect(try vault.deedbox("verify", "--no-record", "--json").expect(3).json["missing"]?.array?.count == 12)
        #expect(try vault.deedbox("repair", "--from", "副本", "--json").expect().json["repaired"]?.array?.count == 12)
        try vault.expectClean()
    }

    @Test(
        "A damaged index is named as the index, and what is advised mends it",
        arguments: [
            "truncate -s 40960 derived.sqlite", "head -c 65536 /dev/zero >derived.sqlite",
            "rm derived.sqlite; mkdir derived.sqlite",
            "sqlite3 derived.sqlite 'DROP TABLE fts_version'", "sqlite3 derived.sqlite 'DROP TABLE page'",
        ])
    func damagedIndex(damage: String) throws {
        let story = try Story()
        let vault = story.vault
        try story.dir.shell("cd '\(vault.path)/catalog' && rm -f derived.sqlite-* && \(damage)").expect()
        let told = try vault.deedbox("find", "采购合同", "--json").run()
        #expect(told.code == 1 && told.errorText.contains("derived.sqlite"))
        #expect(try vault.deedbox("verify", "--no-record", "--index", "--json").expect(3).json["catalog"]?["ok"] == true)
        try vault.deedbox("repair").expect()
        #expect(try vault.deedbox("find", "采购合同", "--json").expect().json["waiting"] == 4)
        try vault.deedbox("text").expect()
        #expect(try vault.deedbox("find", "采购合同", "--json").expect().json["total"] == 4)
        try vault.expectIndexed()
    }
}
