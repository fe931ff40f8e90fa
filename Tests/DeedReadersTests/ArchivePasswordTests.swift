import DeedCore
@testable import DeedExtract
import DeedSystem
import DeedText
import TestSupport
import Testing

/// Encrypted archives: with the right password, with a wrong one, with none.
@Suite struct ArchivePasswordTests {
    let extractor: Extractor

    init() throws { extractor = try Extractor.forTest() }

    /// `密码2026` in GBK, as octal escapes for printf.
    private static let gbk = "\\303\\334\\302\\3532026"

    @Test(arguments: [
        "zip -q -P right r.zip 合同.txt", "7zz a -tzip -mem=AES256 -pright r.zip 合同.txt",
        "7zz a -tzip -mem=AES128 -pright r.zip 合同.txt",
        "bsdtar --format zip --options zip:encryption=aes256 --passphrase right -cf r.zip 合同.txt",
    ]) func `A zip opens with its password among others`(command: String) throws {
        let bytes = try Tool.make("printf '甲方：上海样例' > 合同.txt && \(command) && mv r.zip r", result: "r")
        let opened = try extractor.unpacked(bytes, passwords: ["wrong", "密码", "right"])
        #expect(opened.text("合同.txt") == "甲方：上海样例", "\(opened)")
        #expect(opened.end.state == .read)
        let wrong = try extractor.unpacked(bytes, passwords: ["nothing"])
        #expect(wrong.end.state == .locked && wrong.end.detail == "wrong-password", "\(wrong)")
        #expect(wrong.reason("合同.txt") == "encrypted" && wrong.detail("合同.txt") == "wrong-password")
        let none = try extractor.unpacked(bytes)
        #expect(none.end.state == .locked && none.detail("合同.txt") == "no-password")
    }

    @Test(arguments: ["密码2026", gbk]) func `A Chinese password fits as UTF-8 and as the GBK of Windows`(written: String) throws {
        let bytes = try Tool.make(
            "printf 甲方 > 合同.txt && zip -q -P \"$(printf '\(written)')\" r.zip 合同.txt && mv r.zip r", result: "r")
        #expect(try extractor.unpacked(bytes, passwords: ["密码2026"]).text("合同.txt") == "甲方")
        let strong = try Tool.make(
            """
            printf 甲方 > 合同.txt && bsdtar --format zip --options zip:encryption=aes256 --passphrase "$(printf '\(written)')" -cf r 合同.txt
            """, result: "r")
        #expect(try extractor.unpacked(strong, passwords: ["密码2026"]).text("合同.txt") == "甲方")
    }

    @Test func `Entries with passwords of their own each open with theirs`() throws {
        let bytes = try Tool.make(
            """
            for i in 1 2 3 4; do printf "合同$i" > 合同$i.txt; zip -q -P pw$i r.zip 合同$i.txt; done; printf 公开 > 公开.txt; zip -q r.zip 公开.txt; mv r.zip r
            """, result: "r")
        let opened = try extractor.unpacked(bytes, passwords: ["pw1", "pw2", "pw4"])
        #expect(["合同1.txt", "合同2.txt", "合同4.txt"].allSatisfy { opened.text($0) != nil }, "\(opened)")
        #expect(opened.reason("合同3.txt") == "encrypted" || opened.reason("合同3.txt") == "damaged")
        #expect(opened.text("公开.txt") == "公开")
        #expect(opened.end.state == .read)
    }

    @Test func `Wrong passwords that look right to one byte of check do not spoil an entry`() throws {
        // Of 400 wrong passwords one or two pass ZipCrypto's check; the right one stands behind them.
        let bytes = try Tool.make(
            "head -c 200000 /dev/zero > 零.bin; printf 甲方 > 合同.txt; zip -q -P right r.zip 零.bin 合同.txt && mv r.zip r", result: "r")
        let passwords = (1...400).map { "wrong\($0)" } + ["right"]
        let opened = try extractor.unpacked(bytes, passwords: passwords)
        #expect(opened["零.bin"]?.end == .complete(bytes: 200_000), "\(opened.end) \(String(describing: opened["零.bin"]?.end))")
        #expect(opened.text("合同.txt") == "甲方")
    }

    @Test(arguments: ["-t7z", "-t7z -mhe=on", "-t7z -ms=off", "-t7z -mx=0"]) func `A 7z opens through 7-Zip`(options: String)
        throws
    {
        guard Tool.path("7zz") != nil else { return Tool.skip("7zz not installed") }
        let bytes = try Tool.make(
            """
            mkdir -p 合同/附件; printf 甲方 > 合同/销售.txt; printf 乙方 > 合同/附件/质保卡.txt; : > 合同/空.txt
            head -c 3000000 /dev/urandom > 合同/大.bin; 7zz a \(options) -p密码2026 r.7z 合同 && mv r.7z r
            """, result: "r")
        let opened = try extractor.unpacked(bytes, name: "合同.7z", passwords: ["错的", "密码2026", "right"])
        #expect(opened.end.state == .read, "\(opened.end)")
        #expect(opened.format == "7z")
        #expect(opened.paths.sorted() == ["合同/大.bin", "合同/空.txt", "合同/销售.txt", "合同/附件/质保卡.txt"].sorted())
        #expect(opened.text("合同/销售.txt") == "甲方" && opened.text("合同/附件/质保卡.txt") == "乙方")
        #expect(opened["合同/大.bin"]?.end == .complete(bytes: 3_000_000))
        #expect(opened["合同/空.txt"]?.end == .complete(bytes: 0))
        let wrong = try extractor.unpacked(bytes, name: "合同.7z", passwords: ["错的", "也错"])
        #expect(wrong.end.state == .locked && wrong.end.detail == "wrong-password", "\(wrong.end)")
        #expect(wrong.items.allSatisfy { $0.end != .complete(bytes: 6) })
        if !options.contains("mhe") { #expect(wrong.items.count >= 3) }
        let none = try extractor.unpacked(bytes, name: "合同.7z")
        #expect(none.end.state == .locked && none.end.detail == "no-password")
    }

    @Test func `A 7z in volumes opens with its password`() throws {
        guard Tool.path("7zz") != nil else { return Tool.skip("7zz not installed") }
        let files = try Tool.files(
            "head -c 300000 /dev/urandom > 大.bin; printf 甲方 > 合同.txt; 7zz a -t7z -mhe=on -v100k -psecret r.7z 大.bin 合同.txt",
            "r.7z.*")
        #expect(files.count >= 3)
        let volumes = files.dropFirst().map(\.bytes)
        let opened = try extractor.unpacked(files[0].bytes, volumes: volumes, name: "r.7z.001", passwords: ["secret"])
        #expect(opened.text("合同.txt") == "甲方" && opened["大.bin"]?.end == .complete(bytes: 300_000), "\(opened.end)")
        // Joining them for 7-Zip keeps to the budget.
        let tight = try extractor.unpacked(
            files[0].bytes, volumes: volumes, name: "r.7z.001", budget: 1000, passwords: ["secret"])
        #expect(tight.end.state == .locked)
    }

    @Test func `Links, names that lead out, a bomb and a budget are refused behind a password too`() throws {
        guard Tool.path("7zz") != nil else { return Tool.skip("7zz not installed") }
        let links = try Tool.make(
            "printf 甲方 > 合同.txt; ln -s /etc/passwd 软.txt; 7zz a -t7z -snl -px r.7z 合同.txt 软.txt && mv r.7z r", result: "r")
        let refused = try extractor.unpacked(links, passwords: ["x"])
        #expect(refused.reason("软.txt") == "link" && refused.text("合同.txt") == "甲方", "\(refused)")
        let up = try Tool.make(
            "mkdir a; printf 甲 > x.txt; printf 乙 > 合同.txt; (cd a; 7zz a -t7z -spf -px ../r.7z ../x.txt ../合同.txt) && mv r.7z r",
            result: "r")
        let escaped = try extractor.unpacked(up, passwords: ["x"])
        #expect(escaped.items.allSatisfy { $0.refusal == "path-escapes" || $0.refusal == nil }, "\(escaped.items)")
        #expect(escaped.items.contains { $0.refusal == "path-escapes" }, "\(escaped.items)")
        let zeros = try Tool.make("head -c 200000000 /dev/zero > 炸弹.bin; 7zz a -t7z -px r.7z 炸弹.bin && mv r.7z r", result: "r")
        let bomb = try extractor.unpacked(zeros, passwords: ["x"], keep: 16)
        #expect(bomb.reason("炸弹.bin") == "too-large" && bomb.end.state == .limit, "\(bomb)")
        let two = try Tool.make(
            "head -c 1000 /dev/urandom > a; head -c 1000 /dev/urandom > b; 7zz a -t7z -px r.7z a b && mv r.7z r", result: "r")
        let budget = try extractor.unpacked(two, budget: 1500, passwords: ["x"])
        #expect(budget.end.state == .limit && budget.end.detail == "budget" && budget.reason("b") == "budget", "\(budget)")
        var limits = ExtractLimits()
        limits.entries = 1
        let few = try Extractor.forTest(limits: limits).unpacked(two, passwords: ["x"])
        #expect(few.end.state == .limit && few.items.count <= 1, "\(few)")
    }

    @Test func `A 7z that is damaged behind its password keeps what came before`() throws {
        guard Tool.path("7zz") != nil else { return Tool.skip("7zz not installed") }
        var bytes = try Tool.make(
            "for i in 1 2 3; do head -c 50000 /dev/urandom > 合同$i.bin; done; 7zz a -t7z -mx=0 -ms=off -px r.7z 合同*.bin && mv r.7z r",
            result: "r")
        bytes[32 + 50_016 + 25_000] ^= 0xFF
        let result = try extractor.unpacked(bytes, passwords: ["x"])
        #expect(result["合同1.bin"]?.end == .complete(bytes: 50_000), "\(result.end)")
        #expect(result.reason("合同2.bin") == "damaged")
        #expect(result.end.state == .damaged && result.end.detail?.contains("合同2.bin") == true)
        let cut = try extractor.unpacked(Array(bytes.prefix(60_000)), passwords: ["x"])
        #expect(cut.end.state != .read)
    }

    @Test func `A program in place of 7-Zip that hangs or floods is ended`() throws {
        let bytes = try Tool.make("printf 甲方 > 合同.txt; 7zz a -t7z -px r.7z 合同.txt && mv r.7z r", result: "r")
        let file = try OpenFile(bytes)
        var limits = ExtractLimits()
        limits.stallSeconds = 0.5
        let extractor = try Extractor.forTest(limits: limits)
        // The sandbox of the tool, with tools that misbehave in place of 7zz.
        let hung = try extractor.run("/bin/sleep", ["30"], file.descriptor)
        #expect(hung.stopped == .timeout)
        var length = 0
        let flood = try extractor.run("/usr/bin/yes", [], file.descriptor) { bytes in
            length += bytes.count
            return length < 1 << 20
        }
        #expect(flood.stopped == .tooLarge && length < 4 << 20)
        let thief = try extractor.run("/bin/cat", ["/etc/passwd"], file.descriptor)
        #expect(thief.end.exit != 0)
        let writer = try extractor.run("/bin/sh", ["-c", "echo x > /tmp/deedbox-escape"], file.descriptor)
        #expect(writer.end.exit != 0)
        let forker = try extractor.run("/bin/sh", ["-c", "/bin/true & wait"], file.descriptor)
        #expect(forker.end.exit != 0)
    }

    @Test func `An encrypted RAR is listed as locked`() throws {
        for passwords in [[], ["x"]] {
            let names = try extractor.unpacked(RarWriter.lockedEntry5("合同.txt"), name: "合同.rar", passwords: passwords)
            #expect(names.end.state == .locked && names.reason("合同.txt") == "encrypted", "\(names)")
            let all = try extractor.unpacked(RarWriter.locked5, name: "合同.rar", passwords: passwords)
            #expect(all.end.state == .locked && all.items.isEmpty, "\(all)")
            let old = try extractor.unpacked(
                RarWriter.rar4([(Array("a.txt".utf8), Array("x".utf8))], encrypted: true), name: "a.rar", passwords: passwords)
            #expect(old.end.state == .locked && old.reason("a.txt") == "encrypted", "\(old)")
            if !SevenZip.reads("rar") { #expect(old.end.detail == "needs-7zip-rar") }
        }
    }

    @Test func `Passwords are never part of what a value prints`() throws {
        let passwords = ArchivePasswords(["绝密2026", "", "绝密2026"])
        var archive = ArchiveFile(0, name: "x")
        archive.passwords = passwords
        #expect("\(passwords)" == "1 passwords" && !"\(archive)".contains("绝密"))
        var dumped = ""
        dump(archive, to: &dumped)
        #expect(!dumped.contains("绝密"))
        #expect(TextCharset.gb18030Bytes(of: "密码") == [0xC3, 0xDC, 0xC2, 0xEB])
    }
}
