import DeedCore
import Foundation
import Testing

/// Archives that are locked, in volumes, damaged, or imported before: what legal staff get from a dozen companies.
@Suite("Import: archives to their full width")
struct ArchiveWidthTests {
    private func reasons(_ answer: JSON) -> [String: String] {
        var reasons: [String: String] = [:]
        for item in answer["items"]?.array ?? [] where item["outcome"] == "rejected" {
            reasons[item["path"]?.string ?? ""] = item["reason"]?.string
        }
        return reasons
    }

    private func balances(_ answer: JSON) -> Bool {
        let sums = ["stored", "duplicate", "rejected"].map { answer[$0]?.integer ?? -1 }
        return answer["seen"]?.integer == sums.reduce(0, +)
            && Int64(answer["items"]?.array?.count ?? -1) == answer["seen"]?.integer
    }

    // MARK: passwords

    @Test("Locked archives open with the password file; the passwords are nowhere in the vault or the output")
    func passwords() throws {
        let vault = try TestVault()
        try vault.dir.shell(
            """
            mkdir 来件 && cd 来件 && printf '甲方：上海样例' > 合同.txt && printf '质保两年' > 质保卡.txt && printf '乙方' > 附件.txt
            zip -q -P 绝密口令 '东昇 加密.zip' 合同.txt && 7zz a -mhe=on -p绝密口令 归档.7z 质保卡.txt >/dev/null
            zip -q -P another 另.zip 附件.txt && rm *.txt
            """
        ).expect()
        let locked = try vault.json("import", "来件", code: 4)
        #expect(
            reasons(locked) == [
                "来件/东昇 加密.zip!/合同.txt": "encrypted", "来件/归档.7z": "locked", "来件/另.zip!/附件.txt": "encrypted",
            ])
        #expect(locked["archives"]?.texts("state") == ["locked", "locked", "locked"])
        #expect(balances(locked))
        let advice = try vault.chinese("import", "来件", code: 4)
        #expect(advice.contains("未提供密码") && advice.contains("--password-file 文件"))

        try vault.dir.create("密码.txt", "不对的\n绝密口令\n")
        try vault.dir.shell("chmod 644 密码.txt").expect()
        let opened = try vault.deedbox("import", "来件", "--password-file", "密码.txt").expect(4)
        #expect(opened.errorText.contains("chmod 600"))
        #expect(opened.text.contains("no given password fits") && opened.text.contains("2 stored"))
        try vault.dir.shell("chmod 600 密码.txt").expect()
        let again = try vault.deedbox("import", "来件", "--password-file", "密码.txt").expect(4)
        #expect(!again.errorText.contains("chmod"))
        #expect(again.text.contains("0 stored + 2 duplicate + 1 rejected"))
        #expect(try vault.found("质保两年") == ["质保卡"])
        let traces = try vault.dir.shell("grep -r -a -l 绝密口令 vault; true").expect().text
        #expect(traces.isEmpty && !opened.text.contains("绝密口令") && !opened.errorText.contains("绝密口令"))
        try vault.expectClean()
    }

    @Test("No password stands on a command line while 7-Zip runs")
    func passwordsAreNotArguments() throws {
        let vault = try TestVault()
        // A 7zz that writes down how it was called before it does its work: it may write nowhere but to its output.
        try vault.dir.create(
            "7zz", "#!/bin/sh\ncase \"$*\" in *绝密*) echo 'Path = leaked'; exit 1;; esac\nexec /usr/bin/7zz \"$@\"\n")
        try vault.dir.shell(
            "chmod 755 7zz && printf 甲方 > 合同.txt && 7zz a -p绝密 归档.7z 合同.txt >/dev/null && printf '绝密\\n' > 密码 && chmod 600 密码"
        ).expect()
        let answer = try vault.deedbox("import", "归档.7z", "--password-file", "密码", "--json")
            .env("DEEDBOX_7ZZ", vault.dir.file("7zz")).expect().json
        #expect(answer["stored"] == 1)
    }

    @Test("Without 7zip a locked 7z is listed, with what to install; a wrong file is an error before anything else")
    func withoutSevenZip() throws {
        let vault = try TestVault()
        try vault.dir.shell(
            "printf 甲方 > 合同.txt && 7zz a -p1 归档.7z 合同.txt >/dev/null && printf '1\\n' > 密码 && chmod 600 密码"
        ).expect()
        let without = vault.deedbox("import", "归档.7z", "--password-file", "密码").env("DEEDBOX_7ZZ", "/nowhere/7zz")
        #expect(try without.expect(4).text.contains("apt install 7zip"))
        #expect(try without.env("DEEDBOX_LANG", "zh-Hans").expect(4).text.contains("请安装 7zip"))
        let json = try without.args("--json").expect(4).json
        #expect(reasons(json) == ["归档.7z!/合同.txt": "encrypted"])
        #expect(json["archives"]?.texts("detail") == ["needs-7zip"])
        #expect(
            try vault.deedbox("import", "归档.7z", "--password-file", "没有.txt", "--json").expect(1).error["code"]
                == "source-not-found")
        try vault.dir.shell("head -c 20000 /dev/zero | tr '\\0' a > 大文件").expect()
        #expect(try vault.deedbox("import", "归档.7z", "--password-file", "大文件", "--json").expect(64).error["code"] == "bad-value")
    }

    // MARK: volumes

    @Test("Volumes in a folder are one archive; a missing one is named; without any environment")
    func volumes() throws {
        let vault = try TestVault()
        try vault.dir.shell(
            """
            mkdir 来件 && cd 来件 && head -c 300000 /dev/urandom > 扫描件.bin && printf '维保协议' > 协议.txt
            7zz a -v64k 上海.7z 扫描件.bin 协议.txt >/dev/null && zip -q -s 64k 北京.zip 扫描件.bin 协议.txt
            7zz a -v64k 缺卷.7z 扫描件.bin >/dev/null && rm 缺卷.7z.002 扫描件.bin 协议.txt
            printf '编号一' > 报告.001 && printf '编号二' > 报告.002
            """
        ).expect()
        let ended = try vault.dir.deedbox("import", vault.dir.file("来件"), "--vault", vault.path, "--json", "--keep-archive")
            .emptyEnvironment().env("LC_ALL", "C").expect(4)
        let answer = try ended.json
        #expect(
            answer["items"]?.texts("path").sorted()
                == [
                    "来件/上海.7z.001!/协议.txt", "来件/上海.7z.001!/扫描件.bin", "来件/北京.zip!/协议.txt", "来件/北京.zip!/扫描件.bin",
                    "来件/报告.001", "来件/报告.002", "来件/缺卷.7z.001",
                ].sorted())
        #expect(answer["archives"]?.texts("path").sorted() == ["来件/上海.7z.001", "来件/北京.zip"])
        #expect(answer["archives"]?.texts("state") == ["read", "read"])
        #expect(reasons(answer) == ["来件/缺卷.7z.001": "volume-missing"])
        #expect(answer["items"]?.array?.first { $0["reason"] == "volume-missing" }?["detail"] == "缺卷.7z.002")
        #expect(balances(answer))
        let joined = answer["archives"]?.array?.first?["sha256"]?.string ?? ""
        #expect(try vault.dir.shell("cat 来件/上海.7z.0* | sha256sum").expect().text.hasPrefix(joined))
        try vault.expectClean()
    }

    @Test("The first volume by name brings the others along; a later one says which to name; all of them together are one")
    func namedVolumes() throws {
        let vault = try TestVault()
        try vault.dir.shell(
            "head -c 200000 /dev/urandom > a.bin; 7zz a -v64k 归档.7z a.bin >/dev/null; zip -q -s 64k 卷.zip a.bin; rm a.bin"
        ).expect()
        #expect(try vault.json("import", "归档.7z.001")["stored"] == 1)
        #expect(try vault.json("import", "卷.zip")["duplicate"] == 1)
        #expect(try vault.json("import", "卷.z01")["alreadyImported"] == 1)
        let later = try vault.json("import", "归档.7z.002", code: 4)
        #expect(reasons(later) == ["归档.7z.002": "later-volume"])
        #expect(later["items"]?.array?.first?["detail"] == "归档.7z.001")
        let all = try vault.json("import", "归档.7z.001", "归档.7z.002", "归档.7z.003", "归档.7z.004")
        #expect(all["seen"] == 1 && all["alreadyImported"] == 1)
    }

    @Test("Volumes inside an archive are one archive too, with a password and a level deeper")
    func nestedVolumes() throws {
        let vault = try TestVault()
        try vault.dir.shell(
            """
            mkdir in && cd in && head -c 200000 /dev/urandom > 扫描.bin && printf 协议 > 协议.txt && zip -q 内.zip 协议.txt
            7zz a -v64k -pkey 卷.7z 扫描.bin 内.zip >/dev/null; zip -q -s 64k 分.zip 扫描.bin
            7zz a -v64k 缺.7z 扫描.bin >/dev/null; rm 缺.7z.001 扫描.bin 内.zip; cd .. && 7zz a 外.zip ./in/* >/dev/null && rm -r in
            printf 'key\\n' > 密码; chmod 600 密码
            """
        ).expect()
        let answer = try vault.json("import", "外.zip", "--password-file", "密码", code: 4)
        #expect(
            answer["items"]?.texts("path").sorted()
                == [
                    "外.zip!/协议.txt", "外.zip!/分.zip!/扫描.bin", "外.zip!/卷.7z.001!/内.zip!/协议.txt", "外.zip!/卷.7z.001!/扫描.bin",
                    "外.zip!/缺.7z.001",
                ].sorted())
        #expect(reasons(answer) == ["外.zip!/缺.7z.001": "volume-missing"])
        #expect(answer["stored"] == 2 && answer["duplicate"] == 2 && balances(answer))
        // Depth counts for volumes as for any archive.
        let shallow = try vault.json("import", "外.zip", "--password-file", "密码", "--max-depth", "1", code: 4)
        #expect(reasons(shallow)["外.zip!/卷.7z.001"] == "depth")
    }

    // MARK: once more

    @Test("A zip that broke off goes on where it was: entries that are in are not unpacked again")
    func resumed() throws {
        let vault = try TestVault()
        func write(seventh: String) throws {
            try vault.dir.python(
                """
                import sys, zipfile
                with zipfile.ZipFile("年度归档.zip", "w", zipfile.ZIP_STORED) as archive:
                    for number in range(300):
                        text = f"第{sys.argv[1] if number == 7 else number}号合同，" * 40
                        archive.writestr(zipfile.ZipInfo(f"合同/{number:03}.txt", (2026, 3, 15, 9, 30, 0)), text)
                """, seventh)
        }
        try write(seventh: "7")
        let half = try vault.json("import", "年度归档.zip", "--max-entries", "120", "--no-text", code: 4)
        #expect(half["stored"] == 120 && half["rejected"] == 1)
        let whole = try vault.json("import", "年度归档.zip", "--no-text")
        #expect(whole["seen"] == 300 && whole["stored"] == 180 && whole["alreadyImported"] == 120 && balances(whole))
        #expect(whole["archives"]?.texts("state") == ["read"])

        // Every entry's bytes are spoiled, the directory is not: who unpacks them must notice.
        try vault.dir.python(
            """
            data = bytearray(open("年度归档.zip", "rb").read())
            at = 0
            while (at := data.find("号合同，".encode(), at)) >= 0:
                data[at] ^= 1
                at += 1
            open("年度归档.zip", "wb").write(data)
            """)
        let unread = try vault.json("import", "年度归档.zip", "--no-text")
        #expect(unread["alreadyImported"] == 300 && balances(unread))
        // Another checksum in the directory is another content: that entry is read.
        try write(seventh: "8")
        let changed = try vault.json("import", "年度归档.zip", "--no-text")
        #expect(changed["duplicate"] == 300 && changed["alreadyImported"] == 299 && balances(changed))
        // Withdrawn entries come back.
        try vault.deedbox("import", "withdraw", changed["run"]?.string ?? "", "--why", "误导入").expect()
        #expect(try vault.json("import", "年度归档.zip", "--no-text")["alreadyImported"] == 299)
        try vault.deedbox("rebuild").expect()
        #expect(try vault.json("import", "年度归档.zip", "--no-text")["alreadyImported"] == 300)
        try vault.expectClean()
    }

    @Test("A folder is hashed again each time; --trust-mtime believes size and time instead")
    func trusted() throws {
        let vault = try TestVault()
        try vault.dir.shell("mkdir 来件; printf '合同金额壹万' > 来件/甲.txt; printf 乙 > 来件/乙.txt; touch -d 2026-03-15T09:30:00 来件/*")
            .expect()
        #expect(try vault.json("import", "来件")["stored"] == 2)
        #expect(try vault.json("import", "来件", "--trust-mtime")["alreadyImported"] == 2)
        try vault.dir.shell("printf '合同金额贰万' > 来件/甲.txt; touch -d 2026-03-15T09:30:00 来件/甲.txt").expect()
        #expect(try vault.json("import", "来件", "--trust-mtime")["alreadyImported"] == 2)
        let honest = try vault.json("import", "来件")
        #expect(honest["stored"] == 1 && honest["alreadyImported"] == 1)
        try vault.dir.shell("touch -d 2026-03-16T09:30:00 来件/乙.txt").expect()
        #expect(try vault.json("import", "来件", "--trust-mtime")["alreadyImported"] == 2)
    }

    // MARK: damage

    @Test(
        "A damaged archive keeps what came before, says where it broke and what to do",
        arguments: [
            ("tar.gz", "tar -czf 归档.tar.gz 合同*.bin"), ("7z", "7zz a -mx=0 -ms=off 归档.7z 合同*.bin"),
            ("zip", "zip -q -0 归档.zip 合同*.bin"), ("tar", "tar -cf 归档.tar 合同*.bin"),
            ("tar.zst", "bsdtar --zstd -cf 归档.tar.zst 合同*.bin"),
        ])
    func cutOff(kind: String, command: String) throws {
        let vault = try TestVault()
        try vault.dir.shell(
            """
            for i in 1 2 3 4 5; do head -c 100000 /dev/urandom > 合同$i.bin; done; { \(command); } >/dev/null
            head -c 330000 归档.\(kind) > 断.\(kind); rm 合同*.bin
            """
        ).expect()
        let answer = try vault.json("import", "断.\(kind)", code: 4)
        #expect(answer["archives"]?.texts("state") == ["damaged"] && balances(answer))
        // The list of a 7z stands at its end: without it nothing can be told.
        #expect((answer["stored"]?.integer ?? 0) >= (kind == "7z" ? 0 : 2), "\(answer["stored"]?.integer ?? -1)")
        #expect((answer["rejected"]?.integer ?? 0) >= 1)
        #expect(try vault.english("import", "断.\(kind)", code: 4).contains("Get it again from where it came from"))
        #expect(try vault.chinese("import", "断.\(kind)", code: 4).contains("请从来源处重新获取"))
        try vault.expectClean()
    }

    @Test("One wrong checksum in the middle fails that entry only, where the format allows")
    func middle() throws {
        let vault = try TestVault()
        try vault.dir.shell(
            "mkdir in; for i in 1 2 3; do printf \"第${i}号合同的正文\" > in/合同$i.txt; done; cd in; zip -q -0 ../归档.zip *.txt; 7zz a -mx=0 -ms=off ../归档.7z *.txt >/dev/null; rm -r ../in"
        ).expect()
        try vault.dir.python(
            """
            for name in ["归档.zip", "归档.7z"]:
                data = bytearray(open(name, "rb").read())
                data[data.find("第2号".encode()) + 1] ^= 1
                open(name, "wb").write(data)
            """)
        let zip = try vault.json("import", "归档.zip", code: 4)
        #expect(zip["stored"] == 2 && reasons(zip) == ["归档.zip!/合同2.txt": "damaged"] && balances(zip))
        let seven = try vault.json("import", "归档.7z", code: 4)
        #expect(reasons(seven)["归档.7z!/合同2.txt"] == "damaged" && balances(seven))
    }
}
