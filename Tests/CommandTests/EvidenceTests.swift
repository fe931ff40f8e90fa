import DeedCore
import Foundation
import TestSupport
import Testing

/// A document leaves the house with its proof: checked by the bundle's own script, by openssl and by a program in Python.
@Suite("Evidence")
struct EvidenceTests {
    /// The samples with a bundle of one contract beside them.
    private func exported(_ more: String...) throws -> TestVault {
        let vault = try TestVault.withSamples()
        _ = try vault.deedbox(["evidence", "HT-2024-0031", "--to", "证据", "--json"] + more).expect()
        return vault
    }

    private func check(_ vault: TestVault, _ folder: String = "证据", _ more: String = "", chinese: Bool = false) throws -> Ended {
        try vault.dir.shell("bash '\(folder)/check.sh' \(more)").env("LC_ALL", chinese ? "zh_CN.UTF-8" : "C.UTF-8").run()
    }

    /// The steps that fail, by their names.
    private func failures(_ vault: TestVault, _ folder: String = "证据", _ more: String = "") throws -> [String] {
        let ended = try check(vault, folder, more)
        let failed = ended.lines.filter { $0.hasPrefix("FAILED  ") }.map { String($0.dropFirst(8)) }
        #expect((ended.code == 0) == failed.isEmpty, "\(ended.text)\(ended.errorText)")
        return failed
    }

    @Test("Every step of the script is right, and Python finds every proof right; the journal notes the export")
    func whole() throws {
        let vault = try TestVault.withSamples()
        let lines = try vault.lineCount()
        let answer = try vault.json("evidence", "HT-2024-0031", "--to", "证据", "--why", "上海仲裁委员会")
        answer.expectKeys("document", "sha256", "path", "records", "checkpoint", "key", "signed")
        #expect(answer["signed"] == true && answer["path"]?.string == vault.dir.file("证据"))
        #expect(try vault.kinds(after: lines) == ["key.added", "evidence.exported"])
        let ended = try check(vault)
        #expect(ended.code == 0 && ended.errorText.isEmpty && !ended.text.contains("FAILED"), "\(ended.text)\(ended.errorText)")
        #expect(ended.lines.last == "    " + (answer["key"]?.string ?? ""))
        let records = try #require(answer["records"]?.integer)
        #expect(ended.lines.filter { $0.hasPrefix("ok      line ") }.count == Int(records) && records > 10)
        let chinese = try check(vault, chinese: true)
        #expect(chinese.code == 0 && chinese.text.contains("通过    签名") && chinese.text.contains("全部通过"))
        let judge = Samples.repository + "/tools/judge/evidence.py"
        #expect(try vault.dir.shell("python3 -B '\(judge)' bundle 证据").expect().text == "\(records) proofs\n")
        try vault.dir.shell("cd 证据 && sha256sum -c --quiet SHA256SUMS").expect()
        let history = try vault.json("history", "HT-2024-0031")["records"]?.array?.last
        #expect(history?["kind"] == "evidence.exported" && history?["body"]?["why"] == "上海仲裁委员会")
        #expect(try vault.chinese("history", "HT-2024-0031").contains("导出证据"))
        try vault.expectClean()
    }

    @Test("The lines of the README, typed by hand, give what they say")
    func byHand() throws {
        let vault = try exported()
        let readme = try String(decoding: vault.dir.bytes("证据/README.txt"), as: UTF8.self)
        let commands = readme.split(separator: "\n").filter { $0.hasPrefix("    ") }.map { $0.dropFirst(4) }.filter {
            $0.contains("sha256sum") || $0.contains("openssl") || $0.hasPrefix("head ")
        }
        #expect(commands.count == 6)
        try vault.dir.create("证据/hand.sh", commands.joined(separator: "\n") + "\n")
        let ended = try vault.dir.shell("cd 证据 && bash -e hand.sh").expect()
        let added = try #require(
            ended.lines.compactMap { JSON(parsing: Array($0.utf8)) }.first { $0["kind"] == "document.added" })
        let object = try #require(added["object"]?.array?.first?.string)
        let body = try #require(added["body"]?.string)
        #expect(ended.lines.contains { $0.hasPrefix(object + "  original/") })
        #expect(ended.lines.contains { $0.hasPrefix(body + "  -") } && ended.text.contains("Signature Verified Successfully"))
    }

    @Test("Both READMEs tell when, from where, by whom and as what it came; no line is about another document")
    func contents() throws {
        let vault = try exported()
        let manifest = try #require(JSON(parsing: vault.dir.bytes("证据/manifest.json")))
        let document = try #require(manifest["document"]?.string)
        let added = try #require(manifest["added"]?.string)
        for name in ["README.txt", "README.zh-CN.txt"] {
            let text = try String(decoding: vault.dir.bytes("证据/" + name), as: UTF8.self)
            for word in [
                document, added, manifest["sha256"]?.string ?? "?", "合同归档2026.zip!/合同归档2026/销售合同/", "最终版.pdf",
                manifest["addedBy"]?.string ?? "?", manifest["archives"]?.array?.first?["sha256"]?.string ?? "?",
                manifest["checkpoint"]?["key"]?.string ?? "?",
            ] { #expect(text.contains(word), "\(name) lacks \(word)") }
        }
        #expect(manifest["originals"]?.array?.count == 2 && manifest["number"] == "HT-2024-0031")
        let others = try vault.json("list")["documents"]?.texts("document").filter { $0 != document } ?? []
        let shown = try vault.dir.shell("cat 证据/journal/* 证据/manifest.json 证据/README*").expect().text
        #expect(others.count == 40 && others.allSatisfy { !shown.contains($0) })
        let customers = try vault.json("customer", "list")["customers"]?.texts("name") ?? []
        #expect(customers.count > 5)
        let bodies = try String(decoding: vault.dir.bytes("证据/journal/bodies.tsv"), as: UTF8.self)
        for name in customers { #expect(!bodies.contains(name)) }
        // What went out before is nobody's business: a second bundle has the same lines.
        _ = try vault.json("evidence", "HT-2024-0031", "--to", "第二份")
        #expect(try vault.dir.bytes("第二份/journal/records.jsonl") == vault.dir.bytes("证据/journal/records.jsonl"))
    }

    @Test("A ZIP holds the same and unpacks with other programs, names in Chinese as well")
    func zip() throws {
        let vault = try exported()
        let answer = try vault.json("evidence", "HT-2024-0031", "--to", "证据.ZIP")
        #expect(answer["signed"] == false)
        try vault.dir.python(
            "import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nz.extractall('解开')", "证据.ZIP")
        try vault.dir.shell("unzip -q 证据.ZIP -d 又一份 && diff -r 解开 又一份 && test -x 又一份/check.sh").expect()
        #expect(try failures(vault, "解开") == [])
        try vault.dir.shell("diff -r -x SHA256SUMS 解开 证据").expect()
    }

    @Test("Every file that was changed is named")
    func changedFiles() throws {
        let vault = try exported()
        try vault.dir.shell(
            """
            cd 证据 && printf x | dd of="$(echo original/*合同.pdf)" bs=1 seek=100 conv=notrunc 2>/dev/null
            for file in journal/records.jsonl journal/bodies.tsv proofs/*.tlog-proof checkpoint.txt key.pem; do echo >> $file; done
            """
        ).expect()
        let failed = try failures(vault)
        for name in ["original/", "journal/records.jsonl", "journal/bodies.tsv", "proofs/", "checkpoint.txt", "key.pem"] {
            #expect(failed.contains { $0.hasPrefix("file ") && $0.contains(name) }, "\(name) is not among \(failed)")
        }
    }

    @Test("What was changed is found by its name, when SHA256SUMS was made anew too")
    func changed() throws {
        let vault = try exported()
        let manifest = try #require(JSON(parsing: vault.dir.bytes("证据/manifest.json")))
        let added = try #require(manifest["records"]?.member(where: "kind", is: "document.added")?["line"]?.integer)
        func tampered(_ line: String) throws -> [String] {
            try vault.dir.shell("rm -rf 假 && cp -a 证据 假 && cd 假 && \(line)").expect()
            try vault.dir.shell("cd 假 && find . -type f ! -name SHA256SUMS -printf '%P\\0' | xargs -0 sha256sum > SHA256SUMS")
                .expect()
            return try failures(vault, "假")
        }
        func names(_ failed: [String], _ words: String...) {
            for word in words { #expect(failed.contains { $0.hasPrefix(word) }, "\(word) is not among \(failed)") }
        }
        // The first sign of the third line becomes another one, whatever it was.
        let other = "3{s/^A/B/;t;s/^./A/}"
        names(
            try tampered("printf x | dd of=\"$(echo original/*合同.pdf)\" bs=1 seek=100 conv=notrunc 2>/dev/null"),
            "original: original/HT-2024")
        names(
            try tampered("sed -i '3s/\"time\":\"..../\"time\":\"1999/' journal/records.jsonl"),
            "line \(added) (document.added)")
        names(try tampered("sed -i '/^\(added)\\t/s/销售/采购/' journal/bodies.tsv"), "body \(added) (document.added)")
        names(try tampered("sed -i '\(other)' proofs/\(added).tlog-proof"), "line \(added) (document.added)")
        names(try tampered("sed -i '/^\(added)\\t/d' journal/bodies.tsv"), "body \(added) (document.added): not there")
        names(try tampered("sed -i '2s/^4/5/' checkpoint.txt"), "signature: ", "line \(added) (document.added)")
        names(try tampered("sed -i '\(other)' checkpoint.txt"), "signature: ", "line \(added) (document.added)")
        names(try tampered("openssl genpkey -algorithm ed25519 | openssl pkey -pubout > key.pem"), "key: ", "key: no line here")
        names(try tampered("sed -i '/key.added/d' journal/records.jsonl"), "key: no line here")
        #expect(try tampered("true") == [])
    }

    @Test(
        "With a key from elsewhere: the vault's own is right, another one is found; a bundle that a forger signed anew is found by it"
    )
    func keyFromElsewhere() throws {
        let vault = try exported()
        try vault.dir.shell(
            "cp vault/checkpoints/*.pem 真.pem && openssl genpkey -algorithm ed25519 | openssl pkey -pubout > 别人.pem"
        )
        .expect()
        #expect(try failures(vault, "证据", "真.pem") == [])
        #expect(try failures(vault, "证据", "别人.pem").first?.hasPrefix("key: ") == true)
        #expect(try failures(vault, "证据", "证据/manifest.json").first?.contains("is no public key") == true)
        // The forger's own vault, everything in it right, with the same contract.
        let forger = try TestVault.withSamples()
        _ = try forger.json("evidence", "HT-2024-0031", "--to", "证据")
        try vault.dir.shell("cp -a '\(forger.dir.file("证据"))' 伪造").expect()
        #expect(try failures(vault, "伪造") == [])
        #expect(try failures(vault, "伪造", "真.pem").contains { $0.hasSuffix("has not signed the checkpoint") })
    }

    @Test("A body that was taken out lawfully is shown as redacted, and the rest still holds")
    func redacted() throws {
        let vault = try TestVault.withSamples()
        let seq = try #require(
            try vault.json("history", "HT-2024-0031")["records"]?.array?.last { $0["kind"] == "document.set" }?["seq"]?.integer)
        // As long as what it replaces: the catalog knows where the bodies end.
        try vault.dir.python(
            """
            import sys
            path, seq = "vault/bodies/0000000001.tsv", sys.argv[1].encode()
            lines = open(path, "rb").read().split(b"\\n")
            at = next(i for i, line in enumerate(lines) if line.startswith(seq + b"\\t"))
            text = seq + b'\\tredacted\\t{"by":"01kah7rmq0000000000000000a","why":"%s","time":"2026-11-21T08:00:00.123Z"}'
            lines[at] = text % (b"x" * (len(lines[at]) - len(text) + 2))
            open(path, "wb").write(b"\\n".join(lines))
            """, "\(seq)")
        _ = try vault.json("evidence", "HT-2024-0031", "--to", "证据")
        let ended = try check(vault)
        #expect(ended.code == 0 && ended.text.contains("body \(seq) (document.set): redacted"), "\(ended.text)")
        #expect(try check(vault, chinese: true).text.contains("正文 \(seq)（document.set）：已依法删除"))
        let manifest = try #require(JSON(parsing: vault.dir.bytes("证据/manifest.json")))
        #expect(manifest["records"]?.array?.first { $0["line"]?.integer == seq }?["redacted"] == true)
        #expect(try String(decoding: vault.dir.bytes("证据/README.zh-CN.txt"), as: UTF8.self).contains("正文已依法删除"))
    }

    @Test(
        "No bundle of a damaged original, over something that is there, or of a journal that was rewritten; nothing is left behind"
    )
    func refused() throws {
        let vault = try exported()
        let lines = try vault.lineCount()
        #expect(try vault.deedbox("evidence", "HT-2024-0031", "--to", "证据", "--json").expect(1).error["code"] == "target-exists")
        #expect(try vault.deedbox("evidence", "没有这份", "--to", "新", "--json").expect(10).error["code"] == "document-not-found")
        let hash = try #require(try vault.json("show", "HT-2024-0031")["sha256"]?.string)
        let path = "vault/objects/\(hash.prefix(2))/\(hash)"
        try vault.dir.shell(
            "cp -a \(path) 好 && chmod 644 \(path) && printf x | dd of=\(path) bs=1 seek=9 conv=notrunc 2>/dev/null"
        ).expect()
        for target in ["新", "新.zip"] {
            let error = try vault.deedbox("evidence", "HT-2024-0031", "--to", target, "--json").expect(3).error
            #expect(error["code"] == "object-damaged")
        }
        try vault.dir.shell("cp -a 好 \(path)").expect()
        #expect(try vault.lineCount() == lines)
        // Another hour that a day has, whatever hour it was.
        try vault.dir.edit("vault/records/0000000001.jsonl", "6{s/T1/T0/;t;s/T[02]/T1/}")
        try vault.dir.shell("rm -f vault/catalog/merkle").expect()
        #expect(try vault.deedbox("evidence", "HT-2024-0031", "--to", "新", "--json").run().code == 3)
        #expect(try vault.dir.shell("ls -d 新* 2>/dev/null | wc -l").expect().text == "0\n")
    }
}
