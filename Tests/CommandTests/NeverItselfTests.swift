import DeedCore
import Foundation
import TestSupport
import Testing

/// No vault is ever taken in as papers, by whatever way it is met; what lies beside it is.
@Suite("Import: never a vault, never a signing key")
struct NeverItselfTests {
    private let vault: TestVault

    /// A vault and another's, each with a paper and a signing key.
    private static let template = Template { dir in
        for (name, paper, text) in [("vault", "来件/合同.txt", "甲方：上海样例机电有限公司"), ("别的库", "外来/协议.txt", "别家的协议")] {
            try dir.deedbox("init", name).expect()
            let folder = try dir.create(paper, text).split(separator: "/").dropLast().last
            try dir.deedbox("import", String(try #require(folder)), "--vault", name).expect()
            try dir.deedbox("checkpoint", "--vault", name).expect()
        }
    }

    init() throws { vault = try TestVault(from: NeverItselfTests.template) }

    private var key: [UInt8] { get throws { try vault.dir.bytes("vault/keys/checkpoint.pem") } }

    /// What was refused, by path: the reason with its detail.
    private func refused(_ answer: JSON) -> [String: String] {
        var refused: [String: String] = [:]
        for item in answer["items"]?.array ?? [] where item["outcome"] == "rejected" {
            refused[item["path"]?.string ?? ""] = [item["reason"]?.string, item["detail"]?.string].compactMap { $0 }.joined(
                separator: " ")
        }
        return refused
    }

    /// Nothing of a vault is among the objects.
    private func expectNoSecret(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let found = try vault.dir.shell(
            "grep -rlE 'PRIVATE KEY|\"seq\":1,\"prev\"|SQLite format 3|deedbox_vault_' vault/objects; true"
        ).expect().text
        #expect(found.isEmpty, "\(found)", sourceLocation: sourceLocation)
        try vault.expectClean(sourceLocation: sourceLocation)
    }

    @Test(
        "The vault, a folder or a file in it, however its path is spelled",
        arguments: [
            "vault", "vault/", "./来件/../vault", "vault/keys", "vault/keys/checkpoint.pem", "vault/objects", "vault/records",
            "vault/records/0000000001.jsonl", "vault/catalog/derived.sqlite", "捷径/keys/checkpoint.pem", "捷径/records",
            "vault/vault.json",
        ])
    func own(path: String) throws {
        try vault.dir.shell("ln -s vault 捷径").expect()
        let answer = try vault.json("import", path, code: 4)
        #expect(answer["seen"] == 1 && answer["rejected"] == 1)
        #expect(refused(answer).values.first == "vault this-vault")
        try expectNoSecret()
        #expect(try vault.listed() == ["合同.txt"])
    }

    @Test("Another's vault, a copy of this one, and a single original out of it")
    func others() throws {
        _ = try vault.json("backup", "副本")
        try vault.dir.shell("cp \"$(find 别的库/objects -type f | head -1)\" 原件样本").expect()
        let object = try vault.dir.shell("find 别的库/objects -type f | head -1").expect().text.trimmedASCII
        #expect(refused(try vault.json("import", "别的库", code: 4)) == ["别的库": "vault another-vault"])
        #expect(refused(try vault.json("import", "副本", code: 4)) == ["副本": "vault copy-of-this-vault"])
        #expect(refused(try vault.json("import", object, code: 4)).values.first == "vault another-vault")
        // Outside a vault it is a paper like any other.
        #expect(try vault.json("import", "原件样本")["stored"] == 1)
        let chinese = try vault.chinese("import", "副本", code: 4)
        #expect(chinese.contains("是档案库或其一部分") && chinese.contains("本档案库的副本"))
        try expectNoSecret()
    }

    @Test("In a folder of papers: whole, damaged, of a later version, in parts, by hard link; the papers come in")
    func below() throws {
        try vault.dir.shell(
            """
            mkdir -p 资料/零散 && cp -a 别的库 资料/旧库 && cp -a 别的库 资料/残库 && rm -f 资料/残库/0=* 资料/残库/vault.json
            cp -a 别的库 资料/新版 && mv 资料/新版/0=deedbox_vault_1 资料/新版/0=deedbox_vault_7
            mkdir 资料/又残 && cp -a 别的库/vault.json 别的库/records 资料/又残/
            cp -a 别的库/objects 别的库/records 别的库/bodies 资料/零散/ && cp -a 别的库/catalog 资料/零散/目录
            cp vault/keys/checkpoint.pem 资料/密钥.txt && ln vault/records/0000000001.jsonl 资料/硬链接.txt && ln -s ../vault 资料/捷径
            """
        ).expect()
        try vault.dir.create("资料/新合同.txt", "新的合同")
        try vault.dir.create("资料/objects/清单.txt", "一个叫 objects 的普通文件夹")
        try vault.dir.create("资料/records/2026.jsonl", "{\"seq\":1}")
        let answer = try vault.json("import", "资料", code: 4)
        #expect(answer["stored"] == 3 && answer["duplicate"] == 0)
        let refused = refused(answer)
        for (path, why) in [
            "资料/旧库": "vault another-vault", "资料/残库": "vault part-of-a-vault", "资料/新版": "vault another-vault",
            "资料/又残": "vault another-vault", "资料/零散/objects": "vault part-of-a-vault",
            "资料/零散/records/0000000001.jsonl": "vault part-of-a-vault", "资料/密钥.txt": "signing-key",
            "资料/硬链接.txt": "vault this-vault", "资料/捷径": "link",
        ] { #expect(refused[path] == why, "\(path)") }
        #expect(try vault.listed() == ["合同.txt", "新合同.txt", "清单.txt", "2026.jsonl"])
        try expectNoSecret()
    }

    @Test("A folder above all of them, and a mount of a part of the vault")
    func above() throws {
        guard let namespace = Namespace.command else {
            print("SKIPPED: this user may not mount anything; a mount of a part of the vault was not tried")
            return
        }
        let line = "mkdir -p 上级/挂载 && mount --bind vault/keys 上级/挂载 && exec \"$DEEDBOX\" import . --json --no-text"
        let answer = try vault.dir.shell("\(namespace) sh -c '\(line)'").env("DEEDBOX_VAULT", vault.path).expect(4).json
        let root = vault.dir.path.split(separator: "/").last.map(String.init) ?? ""
        let refused = refused(answer)
        #expect(refused[root + "/vault"] == "vault this-vault" && refused[root + "/别的库"] == "vault another-vault")
        #expect(refused[root + "/上级/挂载"] == "vault this-vault")
        try expectNoSecret()
    }

    @Test(
        "Packed: a whole vault at the top or below, tar, tar.gz and zip, also inside another; nothing of it is kept with --keep-archive"
    )
    func packed() throws {
        try vault.dir.shell(
            """
            tar cf 顶层.tar -C 别的库 . && tar czf 混装.tgz 别的库 外来 && tar cf 倒序.tar 外来 \
            $(find 别的库 -type f | sort -r | grep -v ' ')
            python3 - <<'E'
            import os, zipfile
            with zipfile.ZipFile('套装.zip', 'w') as out:
                out.write('顶层.tar'); out.write('来件/合同.txt', '单据/合同.txt'); out.writestr('说明/README.txt', '普通的说明')
                out.writestr('keys/钥匙交接单.txt', '普通的单据')
            E
            gzip -kc vault/keys/checkpoint.pem > 密钥.pem.gz
            """
        ).expect()
        let top = try vault.json("import", "顶层.tar", code: 4)
        #expect(refused(top) == ["顶层.tar": "vault packed-vault"] && top["stored"] == 0)
        for name in ["混装.tgz", "倒序.tar"] {
            let answer = try vault.json("import", name, "--keep-archive", code: 4)
            #expect(refused(answer) == ["\(name)!/别的库": "vault packed-vault"])
            #expect(answer["archives"]?.array?.first?["kept"] == false)
        }
        let nested = try vault.json("import", "套装.zip", "--keep-archive", code: 4)
        #expect(refused(nested) == ["套装.zip!/顶层.tar": "vault packed-vault"])
        #expect(nested["archives"]?.array?.allSatisfy { $0["kept"] == false } == true)
        #expect(refused(try vault.json("import", "密钥.pem.gz", code: 4)).values.first == "signing-key")
        #expect(try vault.listed() == ["合同.txt", "协议.txt", "README.txt", "钥匙交接单.txt"])
        try expectNoSecret()
    }

    @Test("A key by itself, in other forms, and in mails; keys of other kinds and public ones are papers")
    func keys() throws {
        try vault.dir.create("钥/信封.pem", Array("我的密钥：\r\n".utf8) + key.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] })
        try vault.dir.create("钥/缩进.txt", Array(String(decoding: key, as: UTF8.self).replacing("\n", with: "\n    ").utf8))
        try vault.dir.shell(
            """
            cd 钥 && openssl pkey -in ../vault/keys/checkpoint.pem -outform DER -out der.bin && iconv -t UTF-16 ../vault/keys/checkpoint.pem -o 记事本.txt
            openssl pkey -in ../vault/keys/checkpoint.pem -pubout -out 公钥.pem && openssl genrsa -out rsa.pem 1024 2>/dev/null
            """
        ).expect()
        try vault.dir.python(
            """
            from email.message import EmailMessage
            key = open('vault/keys/checkpoint.pem', 'rb').read()
            def mail(name, body, attachment=None):
                m = EmailMessage(); m['Subject'] = name; m['From'] = 'a@example.com'; m['To'] = 'b@example.com'
                m.set_content(body)
                if attachment: m.add_attachment(attachment, maintype='application', subtype='octet-stream', filename='k.pem')
                open('钥/' + name + '.eml', 'wb').write(m.as_bytes())
            mail('附件', '见附件', key); mail('正文', key.decode()); mail('平常', '合同见附件', b'hello')
            """)
        let answer = try vault.json("import", "钥", code: 4)
        #expect(
            refused(answer) == [
                "钥/信封.pem": "signing-key", "钥/缩进.txt": "signing-key", "钥/der.bin": "signing-key", "钥/记事本.txt": "signing-key",
                "钥/附件.eml": "signing-key in-mail", "钥/正文.eml": "signing-key in-mail",
            ])
        #expect(try vault.listed() == ["合同.txt", "公钥.pem", "rsa.pem", "平常.eml", "k.pem"])
    }

    @Test("A ledger in a vault, and a watched folder that is one, lies in one or around it")
    func ledgerAndWatch() throws {
        for path in ["vault/bodies/0000000001.tsv", "别的库/records/0000000001.jsonl"] {
            #expect(try vault.deedbox("ledger", path, "--json").expect(64).error["code"] == "source-in-vault")
            #expect(try vault.deedbox("import", "来件", "--ledger", path, "--json").expect(64).error["code"] == "source-in-vault")
        }
        _ = try vault.json("backup", "副本")
        for path in ["别的库", "别的库/objects", "副本", "副本/keys"] {
            #expect(try vault.deedbox("import", "--watch", path, "--json").expect(64).error["code"] == "watch-overlaps")
        }
    }

    @Test("A vault that comes to lie in a watched folder is left alone, also with --after delete")
    func watched() throws {
        try vault.dir.shell("mkdir 收件箱 && cp -a 别的库 收件箱/旧库").expect()
        let running = try vault.deedbox([
            "import", "--watch", "收件箱", "--json", "--settle", "1", "--no-text", "--after", "delete",
        ]).limit(60).start()
        usleep(500_000)
        try vault.dir.shell("\"$DEEDBOX\" backup 收件箱/副本 --vault 别的库").expect()
        try vault.dir.create("收件箱/新到.txt", "新到的合同")
        for _ in 0..<400 where FileManager.default.fileExists(atPath: vault.dir.file("收件箱/新到.txt")) { usleep(50_000) }
        running.signal(SIGTERM)
        #expect(running.wait().code == 143)
        #expect(try vault.listed() == ["合同.txt", "新到.txt"])
        for copy in ["收件箱/旧库", "收件箱/副本"] {
            try vault.dir.deedbox("verify", "--vault", copy, "--no-record").expect()
        }
        #expect(try vault.dir.shell("ls 收件箱").expect().lines.sorted() == ["副本", "旧库"])
    }
}

/// The way into a mount namespace of one's own; `nil` where the machine allows none.
private enum Namespace {
    static let command: String? = ["unshare --mount", "unshare --user --map-root-user --mount"].first { way in
        (try? Dir().shell("mkdir t && \(way) mount -t tmpfs none t 2>/dev/null").run().code) == 0
    }
}
