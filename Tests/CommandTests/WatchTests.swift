import DeedCore
import Foundation
import Glibc
import TestSupport
import Testing

/// A folder that people put files into, watched from outside as a service would.
@Suite("Import: a watched folder")
struct WatchTests {
    let vault: TestVault

    init() throws {
        vault = try TestVault()
        try vault.dir.shell("mkdir 收件箱").expect()
    }

    private func watch(_ options: String...) throws -> Running {
        try vault.deedbox(["import", "--watch", "收件箱", "--json", "--settle", "1", "--no-text"] + options).limit(120).start()
    }

    /// Waits until the watcher has told a run in which `path` is; the lines so far.
    @discardableResult
    private func wait(_ running: Running, for path: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> [JSON] {
        for _ in 0..<1200 {
            let lines = told(running)
            if lines.contains(where: { $0["items"]?.texts("path").contains(path) ?? false }) { return lines }
            usleep(50_000)
        }
        Issue.record(
            "\(path) was not taken: \(told(running).map(\.text)) \(String(decoding: running.err.bytes(), as: UTF8.self))",
            sourceLocation: sourceLocation)
        return []
    }

    private func told(_ running: Running) -> [JSON] {
        running.out.bytes().split(separator: 0x0A).compactMap { JSON(parsing: $0) }
    }

    private func stop(_ running: Running) {
        running.signal(SIGTERM)
        #expect(running.wait().code == 143)
    }

    @Test(
        "What is there, what is put in, what is moved in and what lies in folders comes in; unfinished names wait; a link is refused"
    )
    func taken() throws {
        try vault.dir.create("收件箱/早先 合同.txt", "早先放入")
        let running = try watch()
        try wait(running, for: "收件箱/早先 合同.txt")
        try vault.dir.create("收件箱/下载.pdf.part", "未完")
        try vault.dir.create("收件箱/~$报价.docx", "锁")
        try vault.dir.create("收件箱/客户/东昇/维保协议.txt", "维保")
        try wait(running, for: "收件箱/客户/东昇/维保协议.txt")
        try vault.dir.create("别处/质保卡.txt", "质保")
        try vault.dir.shell("mv 别处/质保卡.txt 收件箱/; ln -s /etc/passwd 收件箱/快捷方式").expect()
        try wait(running, for: "收件箱/质保卡.txt")
        try wait(running, for: "收件箱/快捷方式")
        try vault.dir.shell("mv 收件箱/下载.pdf.part 收件箱/下载.pdf").expect()
        let lines = try wait(running, for: "收件箱/下载.pdf")
        stop(running)
        let items = lines.flatMap { $0["items"]?.array ?? [] }
        #expect(items.filter { $0["outcome"] == "stored" }.count == 4)
        #expect(items.filter { $0["reason"] == "link" }.count == 1)
        for line in lines { line.expectKeys("run", "items", "seen", "stored", "duplicate", "rejected", "archives", "state") }
        #expect(try vault.listed() == ["早先 合同.txt", "维保协议.txt", "质保卡.txt", "下载.pdf"])
    }

    @Test("A file that is still being written is not taken, however long its writer rests; an archive is taken whole")
    func halfWritten() throws {
        let running = try watch()
        let file = open(vault.dir.file("收件箱/大合同.txt"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        try #require(file >= 0)
        #expect(write(file, "上半", 6) == 6)
        try vault.dir.zip("归档.zip", [TestEntry("合同/甲.txt", "甲"), TestEntry("合同/乙.txt", "乙")])
        try vault.dir.shell("mv 归档.zip 收件箱/").expect()
        var lines = try wait(running, for: "收件箱/归档.zip!/合同/甲.txt")
        // A later file has come in: the open one had its second and more.
        try vault.dir.create("收件箱/后来.txt", "后来")
        lines = try wait(running, for: "收件箱/后来.txt")
        #expect(!lines.contains { $0["items"]?.texts("path").contains("收件箱/大合同.txt") ?? false })
        #expect(write(file, "下半", 6) == 6)
        close(file)
        try wait(running, for: "收件箱/大合同.txt")
        stop(running)
        #expect(try vault.deedbox("cat", "大合同.txt").expect().text == "上半下半")
    }

    @Test("Killed and started again it takes nothing twice, and goes on")
    func killed() throws {
        try vault.dir.create("收件箱/一.txt", "一")
        var running = try watch()
        try wait(running, for: "收件箱/一.txt")
        running.signal(SIGKILL)
        #expect(running.wait().code == 137)
        // What it noted is lost too.
        try vault.dir.shell("rm -f vault/catalog/watched-*").expect()
        try vault.dir.create("收件箱/二.txt", "二")
        running = try watch()
        let lines = try wait(running, for: "收件箱/二.txt")
        stop(running)
        #expect(lines.allSatisfy { $0["stored"] != 0 })
        #expect(try vault.json("list")["documents"]?.array?.count == 2)
        #expect(try vault.kinds().filter { $0 == "document.named" } == [])
        try vault.expectClean()
    }

    @Test("Moved when safe, what was refused with its reason beside")
    func moved() throws {
        let running = try watch("--after", "move")
        try vault.dir.create("收件箱/客户/合同.txt", "合同")
        try vault.dir.create("收件箱/空.txt", "")
        try wait(running, for: "收件箱/空.txt")
        try wait(running, for: "收件箱/客户/合同.txt")
        stop(running)
        #expect(try vault.dir.bytes("收件箱/done/客户/合同.txt") == Array("合同".utf8))
        #expect(try String(decoding: vault.dir.bytes("收件箱/rejected/空.txt.reason.txt"), as: UTF8.self).contains("empty file"))
        #expect(try vault.dir.shell("find 收件箱 -type f | wc -l").expect().text.contains("3"))
    }

    @Test("Deleted when safe")
    func deleted() throws {
        let running = try watch("--after", "delete")
        try vault.dir.create("收件箱/合同.txt", "合同")
        try wait(running, for: "收件箱/合同.txt")
        stop(running)
        #expect(try vault.dir.shell("ls 收件箱").expect().text.isEmpty)
        #expect(try vault.deedbox("cat", "合同.txt").expect().text == "合同")
    }

    @Test("The vault itself, a folder in it and a folder around it are refused; so is what makes no sense with it")
    func refused() throws {
        for folder in ["vault", "vault/objects", "."] {
            #expect(try vault.deedbox("import", "--watch", folder, "--json").expect(64).error["code"] == "watch-overlaps")
        }
        try vault.deedbox("import", "--watch", "没有").expect(1)
        try vault.deedbox("import", "--watch", "收件箱", "别的").expect(64)
        try vault.deedbox("import").expect(64)
    }
}
