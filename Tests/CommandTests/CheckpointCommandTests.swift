import DeedCore
import Foundation
import TestSupport
import Testing

/// What the journal was, signed: with openssl and a program in Python as judges.
@Suite("Vault: checkpoints")
struct CheckpointCommandTests {
    /// A vault with two contracts.
    private func vault() throws -> TestVault {
        try TestVault(["采购合同.txt": "采购合同 合同编号：HT-2024-0031", "保修卡.txt": "保修卡 SN-2024-003"])
    }

    /// The program in Python finds every checkpoint's root in `records/` again.
    private func expectJudged(_ vault: TestVault, _ more: String = "", sourceLocation: SourceLocation = #_sourceLocation) throws {
        let judge = Samples.repository + "/tools/judge/evidence.py"
        try vault.dir.shell("python3 -B '\(judge)' vault vault \(more)").expect(sourceLocation: sourceLocation)
    }

    /// What openssl says of a checkpoint's signature.
    private func openssl(_ vault: TestVault, _ file: String, key: String) throws -> Ended {
        try vault.dir.shell(
            """
            head -n 3 \(file) > note && tail -n 1 \(file) | cut -d ' ' -f 3 | base64 -d | tail -c +5 > sig &&
            openssl pkeyutl -verify -pubin -inkey \(key) -rawin -in note -sigfile sig
            """
        ).run()
    }

    @Test("The first call makes a key and says what that means; openssl and Python find signature and root right")
    func first() throws {
        let vault = try vault()
        let before = try vault.lineCount()
        let ended = try vault.deedbox("checkpoint", "-o", "公证.txt").env("DEEDBOX_LANG", "zh-Hans").expect()
        #expect(ended.errorText.contains("keys/checkpoint.pem") && ended.errorText.contains("都能以档案库的名义签名"))
        #expect(ended.text.contains("已签名：日志的前 \(before + 2) 行") && ended.text.contains("— deedbox/"))
        #expect(try vault.kinds(after: before) == ["key.added"])
        #expect(try vault.dir.shell("stat -c %a vault/keys/checkpoint.pem").expect().text == "600\n")
        let list = try vault.json("checkpoint", "list")
        let file = try #require(list["checkpoints"]?.array?.first?["file"]?.string)
        #expect(try vault.dir.bytes("公证.txt") == vault.dir.bytes("vault/" + file))
        let key = try vault.json("checkpoint", "init")
        let id = try #require(key["id"]?.string)
        #expect(try key["made"] == false && openssl(vault, "vault/" + file, key: "vault/checkpoints/\(id).pem").code == 0)
        #expect(try openssl(vault, "vault/" + file, key: "vault/keys/checkpoint.pem").code != 0, "a private key is no public one")
        try expectJudged(vault)
        let again = try vault.json("checkpoint")
        #expect(again["signed"] == false && again["lines"]?.integer == Int64(before + 2))
        #expect(try vault.english("checkpoint").contains("Nothing new since the last checkpoint"))
    }

    @Test("Imports end with a checkpoint once there is a key, not before, and not where that is switched off")
    func automatic() throws {
        let vault = try vault()
        #expect(try vault.json("checkpoint", "list")["checkpoints"] == [])
        #expect(try vault.deedbox("checkpoint", "list", "--fail-empty").expect(10).text.contains("Nothing has been signed"))
        #expect(try vault.json("status")["lastCheckpoint"] == .null)
        _ = try vault.json("checkpoint", "init")
        try vault.dir.create("来件/服务协议.txt", "年度维保服务协议")
        let ended = try vault.deedbox("import", "来件").expect()
        #expect(ended.errorText.contains("Checkpoint signed"))
        let status = try vault.json("status")
        #expect(status["lastCheckpoint"]?["uncovered"] == 0 && status["lastCheckpoint"]?["lines"] == status["journal"])
        try vault.dir.create("来件/补充协议.txt", "补充协议")
        try vault.deedbox("import", "来件").env("DEEDBOX_CHECKPOINT_AUTO", "false").expect()
        #expect(try vault.json("status")["lastCheckpoint"]?["uncovered"]?.integer ?? 0 > 3)
        #expect(try vault.chinese("status").contains("检查点") && vault.english("status").contains("came after it"))
        #expect(try vault.chinese("checkpoint", "list").contains("此后日志又增加了"))
        let clean = try vault.json("verify")
        #expect(clean["checkpoints"]?["ok"] == true && (clean["checkpoints"]?["covered"]?.integer ?? 0) > 10)
        try expectJudged(vault)
    }

    @Test("The key may lie outside the vault: made there, taken from openssl, named in config.toml")
    func outside() throws {
        let vault = try vault()
        let made = try vault.json("checkpoint", "init", "--key", "U盘.pem")
        #expect(made["made"] == true && made["path"]?.string == vault.dir.file("U盘.pem"))
        #expect(try vault.dir.shell("stat -c %a U盘.pem && ls vault/keys").expect().text == "600\n")
        try vault.dir.shell("openssl pkey -in U盘.pem -pubout > pub.pem").expect()
        #expect(try String(decoding: vault.dir.bytes("pub.pem"), as: UTF8.self) == made["pem"]?.string)
        try vault.dir.create("vault/config.toml", "[checkpoint]\nkey = \"\(vault.dir.file("U盘.pem"))\"\n")
        #expect(try vault.json("checkpoint")["key"] == made["key"])
        #expect(try vault.dir.shell("ls vault/keys").expect().text.isEmpty)
        // The disk with the key is not there: an import goes on and says so, a signature is refused.
        try vault.dir.shell("mv U盘.pem 保险柜.pem").expect()
        try vault.dir.create("来件/服务协议.txt", "服务协议")
        #expect(try vault.deedbox("import", "来件").expect().errorText.contains("No checkpoint was signed"))
        #expect(try vault.deedbox("checkpoint", "--json").expect(1).error["code"] == "key-unreadable")
        // Another key, made by openssl: both stand in the journal, and old checkpoints stay good.
        try vault.dir.shell("openssl genpkey -algorithm ed25519 -out 新.pem").expect()
        let second = try vault.json("checkpoint", "--key", "新.pem")
        #expect(second["signed"] == true && second["key"] != made["key"])
        let report = try vault.json("checkpoint", "verify")
        #expect(report["ok"] == true && Set(report["checkpoints"]?.texts("key") ?? []).count == 2)
        try vault.dir.shell("openssl genpkey -algorithm x25519 -out 别种.pem && echo 不是 > 不是.pem").expect()
        for wrong in ["别种.pem", "不是.pem", "没有.pem"] {
            let error = try vault.deedbox("checkpoint", "--key", wrong, "--json").expect(1).error
            #expect(error["code"] == "key-unreadable" && error["advice"]?.string?.contains("openssl genpkey") == true, "\(wrong)")
        }
        try expectJudged(vault)
    }

    @Test("A copy kept elsewhere, also out of a mail, is compared; the proof of consistency holds for Python")
    func kept() throws {
        let vault = try vault()
        _ = try vault.json("checkpoint", "-o", "公证.txt")
        _ = try vault.json("set", "采购合同.txt", "owner=李雷")
        _ = try vault.json("checkpoint")
        try vault.dir.shell("sed 's/$/\\r/' 公证.txt > 邮件.txt").expect()
        let report = try vault.json("checkpoint", "verify", "--against", "邮件.txt")
        #expect(report["ok"] == true && report["checkpoints"]?.array?.count == 3)
        let proof = try #require(report["consistency"]?.text)
        try expectJudged(vault, "公证.txt '\(proof)'")
        let key = try #require(try vault.json("checkpoint", "init")["key"]?.string)
        try vault.dir.create("公钥.vkey", key + "\n")
        #expect(try vault.json("checkpoint", "verify", "--public-key", "公钥.vkey")["ok"] == true)
        try vault.dir.shell("openssl genpkey -algorithm ed25519 | openssl pkey -pubout > 别人.pem").expect()
        let other = try vault.json("checkpoint", "verify", "--public-key", "别人.pem", code: 3)
        #expect(other["checkpoints"]?.texts("problem") == ["unknown-key", "unknown-key"])
        #expect(
            try vault.deedbox("checkpoint", "verify", "--against", "没有.txt", "--json").expect(1).error["code"]
                == "source-not-found")
        #expect(
            try vault.json("checkpoint", "verify", "--against", "公钥.vkey", code: 3)["checkpoints"]?.texts("problem") == [
                "unreadable"
            ])
        #expect(try vault.deedbox("checkpoint", "-o", "公证.txt", "--json").expect(1).error["code"] == "target-exists")
    }

    @Test(
        "Who writes the journal anew, every hash in order, or cuts its end, is found: by verify, and by what was kept elsewhere")
    func forged() throws {
        let vault = try vault()
        _ = try vault.json("checkpoint")
        let early = try vault.dir.shell("cp -a vault 早先").expect().code
        _ = try vault.json("set", "采购合同.txt", "owner=李雷")
        _ = try vault.json("checkpoint", "-o", "公证.txt")
        #expect(early == 0)
        // The owner was never 李雷: body, commitment and every later line are made anew, and the catalog from them.
        try vault.dir.python(
            """
            import hashlib, json
            sha = lambda text: hashlib.sha256(text).hexdigest()
            bodies = open("vault/bodies/0000000001.tsv", "rb").read().split(b"\\n")[:-1]
            bodies = [line.replace("李雷".encode(), "韩梅".encode()) for line in bodies]
            by = {line.split(b"\\t")[0]: sha(line.split(b"\\t", 1)[1]) for line in bodies}
            out, prev = [], "0" * 64
            for line in open("vault/records/0000000001.jsonl", encoding="utf-8").read().split("\\n")[:-1]:
                record = json.loads(line)
                record["prev"] = prev
                if "body" in record: record["body"] = by[str(record["seq"]).encode()]
                out.append(json.dumps(record, separators=(",", ":")))
                prev = sha(out[-1].encode())
            open("vault/records/0000000001.jsonl", "w").write("\\n".join(out) + "\\n")
            open("vault/bodies/0000000001.tsv", "wb").write(b"\\n".join(bodies) + b"\\n")
            """)
        try vault.dir.shell("rm -f vault/catalog/*").expect()
        // While the checkpoints lie there, no catalog is made of it; and verify names them without one.
        #expect(try vault.deedbox("rebuild", "--json").expect(3).error["code"] == "journal-cut")
        #expect(try vault.json("verify", code: 3)["checkpoints"]?["problems"]?.texts("problem") == ["rewritten"])
        try vault.dir.shell("mkdir away && mv vault/checkpoints/*.txt away && \"$DEEDBOX\" rebuild --vault vault").expect()
        try vault.dir.shell("mv away/*.txt vault/checkpoints").expect()
        let verify = try vault.json("verify", code: 3)
        #expect(verify["journal"]?["ok"] == true && verify["catalog"]?["ok"] == true && verify["recorded"] == true)
        #expect(verify["checkpoints"]?["problems"]?.texts("problem") == ["rewritten"])
        #expect(try vault.chinese("verify", code: 3).contains("日志被改写"))
        #expect(try vault.deedbox("checkpoint", "--json").expect(3).error["code"] == "checkpoint-mismatch")
        #expect(try vault.deedbox("import", "来件").expect().code == 0, "nothing new, nothing to sign")
        // All checkpoints removed, a new one signed: only the copy that was kept elsewhere knows better.
        try vault.dir.shell("rm vault/checkpoints/*.txt").expect()
        _ = try vault.json("checkpoint")
        #expect(try vault.json("checkpoint", "verify")["ok"] == true)
        let against = try vault.json("checkpoint", "verify", "--against", "公证.txt", code: 3)
        #expect(against["checkpoints"]?.member(where: "file", is: "公证.txt")?["problem"] == "rewritten")
        // The vault of yesterday put in its place.
        try vault.dir.shell("rm -rf vault && mv 早先 vault").expect()
        #expect(try vault.json("verify", "--no-record")["checkpoints"]?["ok"] == true)
        let cut = try vault.json("checkpoint", "verify", "--against", "公证.txt", code: 3)
        #expect(cut["checkpoints"]?.member(where: "file", is: "公证.txt")?["problem"] == "cut-off")
        #expect(try vault.chinese("checkpoint", "verify", "--against", "公证.txt", code: 3).contains("日志末尾被截断"))
    }

    @Test(
        "A time-stamp authority that openssl plays is asked, its answer kept and verified; an answer about something else is refused"
    )
    func timeStamp() throws {
        let vault = try vault()
        #expect(
            try vault.deedbox("checkpoint", "stamp", "--request", "q.tsq", "--json").expect(10).error["code"]
                == "checkpoint-not-found")
        _ = try vault.json("checkpoint")
        try vault.dir.create(
            "tsa.cnf",
            """
            [tsa]
            default_tsa = one
            [one]
            serial = serial
            default_policy = 1.2.3.4.1
            digests = sha256
            accuracy = secs:1
            signer_digest = sha256
            ess_cert_id_alg = sha256
            """)
        try vault.dir.shell(
            """
            openssl req -x509 -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.pem -subj '/CN=时间戳' -utf8 -days 2 \
                -addext extendedKeyUsage=critical,timeStamping 2>/dev/null && echo 01 > serial
            """
        ).expect()
        let asked = try vault.json("checkpoint", "stamp", "--request", "q.tsq")
        let file = try #require(asked["file"]?.string)
        let query = try vault.dir.shell("openssl ts -query -in q.tsq -text").expect().text
        let hash = try vault.dir.shell("sha256sum < vault/\(file)").expect().text.prefix(8)
        #expect(query.contains("sha256") && query.contains("Certificate required: yes") && query.contains("\(hash.prefix(2)) "))
        try vault.dir.shell(
            "openssl ts -reply -config tsa.cnf -queryfile q.tsq -signer tsa.pem -inkey tsa.key -out r.tsr 2>/dev/null"
        ).expect()
        try vault.dir.shell("openssl ts -verify -in r.tsr -data vault/\(file) -CAfile tsa.pem").expect()
        try vault.dir.create("别的.tsr", "不是答复")
        #expect(
            try vault.deedbox("checkpoint", "stamp", "--response", "别的.tsr", "--json").expect(64).error["code"] == "bad-value")
        #expect(try vault.deedbox("checkpoint", "stamp", "--json").expect(64).error["code"] == "bad-use")
        _ = try vault.json("checkpoint", "stamp", "--response", "r.tsr")
        #expect(try vault.json("checkpoint", "list")["checkpoints"]?.array?.first?["timeStamp"] == true)
        #expect(try vault.chinese("checkpoint", "list").contains("有"))
        _ = try vault.json("evidence", "采购合同.txt", "--to", "证据")
        try vault.dir.shell("cd 证据 && openssl ts -verify -in checkpoint.tsr -data checkpoint.txt -CAfile ../tsa.pem").expect()
        #expect(try String(decoding: vault.dir.bytes("证据/README.zh-CN.txt"), as: UTF8.self).contains("openssl ts -verify"))
    }
}
