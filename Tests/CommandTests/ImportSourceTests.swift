import DeedCore
import Foundation
import Glibc
import Testing

/// What people's folders and archives hold besides contracts.
@Suite("Import: foreign files")
struct ImportSourceTests {
    private func reasons(_ answer: JSON) -> [String: String] {
        var reasons: [String: String] = [:]
        for item in answer["items"]?.array ?? [] where item["outcome"] == "rejected" {
            reasons[item["path"]?.string ?? ""] = item["reason"]?.string
        }
        return reasons
    }

    @Test("A folder whose names on disk are GBK, because it was unpacked without care")
    func foreignNames() throws {
        let vault = try TestVault()
        try vault.dir.python(
            """
            import os
            folder = "来件".encode() + b"/" + "合同归档".encode("gbk")
            os.makedirs(folder)
            with open(folder + b"/" + "京采购2025第001号 采购合同.txt".encode("gbk"), "wb") as file:
                file.write("甲方：北京京云采购服务有限公司".encode("gbk"))
            """)
        let answer = try vault.json("import", "来件")
        #expect(answer["items"]?.texts("path") == ["来件/合同归档/京采购2025第001号 采购合同.txt"])
        #expect(try vault.found("京云采购") == ["京采购2025第001号 采购合同"])
        #expect(try vault.found("2025第001") == ["京采购2025第001号 采购合同"])
        #expect(try vault.json("import", "来件")["alreadyImported"] == 1)
    }

    @Test("A link, a pipe and a file that nobody may read are refused one by one; the rest goes in")
    func refused() throws {
        let vault = try TestVault()
        try vault.dir.create("来件/维保协议.txt", "年度维保服务协议")
        try vault.dir.create("来件/加密.txt", "不许读")
        try vault.dir.shell("ln -s /etc/passwd 来件/快捷方式; mkfifo 来件/管道; chmod 000 来件/加密.txt").expect()
        // Root may read everything unless it gives that right away.
        let command =
            "import 来件 --json"
        let line =
            geteuid() == 0
            ? "setpriv --bounding-set=-dac_override,-dac_read_search --inh-caps=-all \"$DEEDBOX\" \(command)"
            : "\"$DEEDBOX\" \(command)"
        let ended = try vault.dir.shell(line).env("DEEDBOX_VAULT", vault.path).expect(4)
        let answer = try ended.json
        #expect(answer["stored"] == 1 && answer["seen"] == 4)
        #expect(reasons(answer) == ["来件/快捷方式": "link", "来件/管道": "device", "来件/加密.txt": "unreadable"])
    }

    @Test("A single link named on the command line is refused too, not followed")
    func linkedSource() throws {
        let vault = try TestVault()
        try vault.dir.shell("ln -s /etc/passwd 合同").expect()
        #expect(reasons(try vault.json("import", "合同", code: 4)) == ["合同": "link"])
    }

    @Test(
        "Names in archives without any environment: GBK, Big5, UTF-8",
        arguments: [
            ("gbk", "销售合同/东昇精密制造 框架合同.txt"), ("big5", "服務協議/臺北禾誠股份有限公司 設備維運合約書.txt"),
            ("utf-8", "合同/上海样例机电 维保协议.txt"),
        ])
    func charsets(charset: String, name: String) throws {
        let vault = try TestVault()
        let names = [name, name.replacing(".txt", with: "（附件）.txt")]
        try vault.dir.zip("归档.zip", charset: charset, names.map { TestEntry($0, $0) })
        let ended = try vault.dir.deedbox("import", vault.dir.file("归档.zip"), "--vault", vault.path, "--json")
            .emptyEnvironment().env("LC_ALL", "C").expect()
        let answer = try ended.json
        #expect(answer["items"]?.texts("path") == names.map { "归档.zip!/" + $0 })
        #expect(try vault.json("list")["documents"]?.array?.count == 2)
    }

    @Test("A person who knows better gives the charset of the names")
    func override() throws {
        let vault = try TestVault()
        try vault.dir.zip("歸檔.zip", charset: "big5", [TestEntry("保固.txt", "保固卡")])
        let answer = try vault.json("import", "歸檔.zip", "--names", "big5")
        #expect(answer["items"]?.texts("path") == ["歸檔.zip!/保固.txt"] && answer["archives"]?.texts("names") == ["big5"])
        let run = try vault.json("import", "show", answer["run"]?.string ?? "")
        #expect(run["names"] == "big5")
        #expect(try vault.deedbox("import", "歸檔.zip", "--names", "ebcdic", "--json").expect(64).error["code"] == "bad-value")
    }

    @Test("--keep-archive keeps the archive's own bytes; without it only what lies in it")
    func keepArchive() throws {
        let vault = try TestVault()
        try vault.dir.zip("归档.zip", [TestEntry("合同.txt", "合同")])
        let plain = try vault.json("import", "归档.zip")
        let hash = try #require(plain["archives"]?.array?.first?["sha256"]?.string)
        let object = vault.path + "/objects/\(hash.prefix(2))/\(hash)"
        #expect(!FileManager.default.fileExists(atPath: object) && plain["archives"]?.array?.first?["kept"] == false)
        try vault.dir.shell("cp 归档.zip 归档二.zip").expect()
        let kept = try vault.json("import", "归档二.zip", "--keep-archive")
        #expect(kept["archives"]?.array?.first?["kept"] == true)
        #expect(try vault.dir.shell("cmp 归档.zip '\(object)'").run().code == 0)
        #expect(try vault.json("list")["documents"]?.array?.count == 1)
        try vault.expectClean()
    }

    @Test("Paths that leave the archive and links are refused one by one; absolute ones come in, and the account says so")
    func escapes() throws {
        let vault = try TestVault()
        try vault.dir.zip(
            "恶意.zip",
            [
                TestEntry("合同.txt", "正常的合同"), TestEntry("../../etc/合同.txt", "跑出去"), TestEntry("/etc/合同.txt", "绝对路径"),
                TestEntry("..\\..\\合同.txt", "反斜线"), TestEntry("链接.txt", Array("/etc/passwd".utf8), isLink: true),
            ])
        let answer = try vault.json("import", "恶意.zip", code: 4)
        #expect(answer["stored"] == 2 && answer["rejected"] == 3)
        let given = Dictionary(grouping: reasons(answer).values) { $0 }.mapValues(\.count)
        #expect(given == ["path-escapes": 2, "link": 1])
        let chinese = try vault.chinese("import", "show", answer["run"]?.string ?? "")
        #expect(chinese.contains("路径指向压缩包之外") && chinese.contains("已去掉指向外部的部分"))
    }

    @Test("An archive that is written to while it is read is told as changed, and comes in whole afterwards")
    func changingArchive() throws {
        let vault = try TestVault()
        try vault.dir.shell("mkdir 合同; for n in $(seq 40); do head -c 2M /dev/urandom > 合同/$n.bin; done; tar cf 归档.tar 合同")
            .expect()
        try vault.dir.shell("(while [ ! -e fertig ]; do touch 归档.tar; sleep 0.01; done) > /dev/null 2>&1 &").expect()
        defer { _ = try? vault.dir.shell("touch fertig").run() }
        let answer = try vault.json("import", "归档.tar", code: 4)
        #expect(answer["stored"] == 40 && reasons(answer) == ["归档.tar!/…": "changed"])
        try vault.dir.shell("touch fertig; sleep 0.1").expect()
        let again = try vault.json("import", "归档.tar")
        #expect(again["rejected"] == 0 && again["duplicate"] == 40)
    }

    @Test("Archives in archives to the fourth level; the fifth is one rejected line")
    func depth() throws {
        let vault = try TestVault()
        var inner = TestEntry("第6层.txt", "第6层")
        for level in (1...5).reversed() {
            try vault.dir.zip("第\(level)层.zip", [TestEntry("合同\(level).txt", "合同 \(level)"), inner])
            inner = TestEntry("第\(level)层.zip", try vault.dir.bytes("第\(level)层.zip"))
        }
        let answer = try vault.json("import", "第1层.zip", code: 4)
        #expect(answer["stored"] == 4 && answer["rejected"] == 1)
        #expect(reasons(answer) == ["第1层.zip!/第2层.zip!/第3层.zip!/第4层.zip!/第5层.zip": "depth"])
        #expect(answer["archives"]?.array?.count == 4)
        // Deeper where the person wants it so.
        let deeper = try vault.json("import", "第1层.zip", "--max-depth", "5")
        #expect(deeper["stored"] == 2 && deeper["rejected"] == 0)
    }

    @Test("A bomb is refused by what it expands to; its neighbours go in")
    func bomb() throws {
        let vault = try TestVault()
        try vault.dir.zip("炸弹.zip", [TestEntry("前.txt", "前面的合同"), TestEntry("后.txt", "后面的合同")])
        try vault.dir.python(
            """
            import zipfile
            with zipfile.ZipFile("炸弹.zip", "a", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("bomb.bin", bytes(9 << 20))
                archive.writestr("last.txt", "The last contract")
            """)
        // The real limit is 200 times beyond 64 MiB; the same rule from 8 MiB on keeps the test quick.
        try vault.dir.create("vault/config.toml", "[import]\nratio_from_mib = 8\nratio = 10\n")
        let answer = try vault.json("import", "炸弹.zip", code: 4)
        #expect(answer["stored"] == 3 && reasons(answer) == ["炸弹.zip!/bomb.bin": "too-large"])
    }

    @Test("An archive that breaks in the middle: what could be read is in, the rest is one line")
    func broken() throws {
        let vault = try TestVault()
        var random = SystemRandomNumberGenerator()
        let noise = (0..<60_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        try vault.dir.zip("断了.zip", [TestEntry("前.txt", "前面的合同"), TestEntry("后.bin", noise)])
        try vault.dir.shell("head -c 30000 断了.zip > 断了一半.zip; printf 'PK\\003\\004xxxxxxxxxx' > 坏的.zip").expect()
        let answer = try vault.json("import", "断了一半.zip", code: 4)
        #expect(answer["stored"] == 1 && answer["rejected"]?.integer ?? 0 >= 1)
        #expect(answer["archives"]?.texts("state") == ["damaged"])
        #expect((answer["seen"]?.integer ?? 0) == (answer["stored"]?.integer ?? 0) + (answer["rejected"]?.integer ?? 0))
        // A file that only begins like an archive is kept as the file that it is, or refused with a reason: never lost.
        let other = try vault.deedbox("import", "坏的.zip", "--json").run()
        #expect([0, 4].contains(other.code))
        #expect(try other.json["seen"] == 1 && other.json["items"]?.array?.count == 1)
    }

    @Test(
        "tar, tar.gz, 7z are archives too, whatever they are called",
        arguments: ["tar", "tar.gz", "tar.xz", "7z"])
    func formats(format: String) throws {
        let vault = try TestVault()
        try vault.dir.create("合同/FW-2025-012 维保.txt", "年度维保服务协议")
        guard FileManager.default.isExecutableFile(atPath: "/usr/bin/bsdtar") else {
            print("SKIPPED: bsdtar is not there")
            return
        }
        try vault.dir.shell("bsdtar -a -cf 归档.\(format) 合同 && mv 归档.\(format) 归档").expect()
        let answer = try vault.json("import", "归档")
        #expect(answer["items"]?.texts("path") == ["归档!/合同/FW-2025-012 维保.txt"] && answer["archives"]?.texts("state") == ["read"])
    }
}
