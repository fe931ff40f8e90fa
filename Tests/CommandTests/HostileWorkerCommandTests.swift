import DeedCore
import Foundation
import Glibc
import Testing

/// A worker that has been taken over, or says nothing, seen from the command line.
@Suite("A hostile worker, from outside")
struct HostileWorkerCommandTests {
    /// A vault whose worker is `Tests/Fixtures/hostile-worker.py` in one mode.
    private struct Place {
        let vault: TestVault
        let worker: String

        init(_ mode: String, file: String = #filePath) throws {
            vault = try TestVault()
            let tests = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
            worker = vault.dir.file("deedbox-extract-" + mode)
            try FileManager.default.createSymbolicLink(
                atPath: worker, withDestinationPath: tests.path(percentEncoded: false) + "Fixtures/hostile-worker.py")
        }

        static var isThere: Bool { access("/usr/bin/python3", X_OK) == 0 }

        /// Starts a command, waits until the worker is on its job, sends the signal, and gives the program much less time than the
        /// settled deadlines of half a minute.
        func stopped(by signal: Int32, _ arguments: String...) throws -> Ended {
            let running = try vault.deedbox(arguments).env("DEEDBOX_EXTRACT", worker).limit(25).start()
            let deadline = Date().addingTimeInterval(20)
            while !FileManager.default.fileExists(atPath: worker + ".begun"), Date() < deadline { usleep(2000) }
            running.signal(signal)
            return running.wait()
        }
    }

    @Test("SIGTERM is heard while a text is read: 143, the document is kept and read the next time")
    func textStopped() throws {
        guard Place.isThere else { return print("SKIPPED: python3 is not installed") }
        let place = try Place("text_silent")
        try place.vault.dir.create("来件/销售合同.txt", "销售合同 上海样例机电有限公司")
        let ended = try place.stopped(by: SIGTERM, "import", "来件", "--json")
        #expect(ended.code == 143, "\(ended.errorText)")
        #expect(try ended.json["stored"] == 1)
        try place.vault.deedbox("text").expect()
        #expect(try place.vault.json("find", "样例机电")["total"] == 1)
        try place.vault.expectClean()
    }

    @Test("Ctrl-C is heard while an archive is unpacked: 130, and the account balances")
    func archiveStopped() throws {
        guard Place.isThere else { return print("SKIPPED: python3 is not installed") }
        let place = try Place("un_silent")
        try place.vault.dir.create("来件/a.txt", "服务协议")
        try place.vault.dir.zip("来件/b.zip", [TestEntry("合同.txt", "销售合同")])
        let ended = try place.stopped(by: SIGINT, "import", "来件", "--json", "--no-text")
        #expect(ended.code == 130, "\(ended.errorText)")
        let told = try ended.json
        #expect(told["state"] == "stopped")
        #expect(told["seen"]?.integer == Int64(told["items"]?.array?.count ?? -1))
        let rest = try place.vault.json("import", "来件", "--no-text")
        #expect(rest["seen"] == 2 && rest["rejected"] == 0)
        try place.vault.expectClean()
    }

    @Test("SIGTERM is heard in the middle of a file that takes minutes: it is no line of the account, and comes in the next time")
    func largeFileStopped() throws {
        let vault = try TestVault()
        try vault.dir.create("来件/a.txt", "服务协议")
        // Nothing but a hole: it takes no room on the disk, and much time to read.
        try vault.dir.shell("truncate -s 200G 来件/录像.bin").expect()
        let running = try vault.deedbox("import", "来件", "--dry-run", "--json", "--no-text").limit(30).start()
        let deadline = Date().addingTimeInterval(20)
        while running.out.bytes().isEmpty, Date() < deadline { usleep(2000) }
        usleep(200_000)
        running.signal(SIGTERM)
        let ended = running.wait()
        #expect(ended.code == 143, "\(ended.errorText)")
        let told = try ended.json
        #expect(told["seen"]?.integer == Int64(told["items"]?.array?.count ?? -1))
        #expect(told["items"]?.array?.contains { $0["path"]?.string?.hasSuffix("录像.bin") ?? false } == false)
    }

    @Test("What a taken-over worker does to an open file does not reach the vault")
    func originals() throws {
        guard Place.isThere else { return print("SKIPPED: python3 is not installed") }
        let place = try Place("idmut_x")
        try place.vault.dir.zip("b.zip", [TestEntry("合同.txt", "销售合同")])
        let told = try place.vault.deedbox("import", "b.zip", "--json", "--no-text").env("DEEDBOX_EXTRACT", place.worker).expect()
            .json
        let item = try #require(told["items"]?.array?.first { $0["path"]?.string?.hasSuffix("contract.docx") ?? false })
        let bytes = try place.vault.deedbox("cat", try #require(item["document"]?.string)).expect().out
        #expect(String(decoding: bytes, as: UTF8.self).hasPrefix("PK\u{3}\u{4}ORIGINAL BYTES"))
        try place.vault.expectClean()
    }

    @Test("Marks that turn the direction of writing stay out of what people read, and in what programs read")
    func bidi() throws {
        let vault = try TestVault()
        let name = "合同\u{202E}fdp\u{2066}\u{1B}[31m.txt"
        try vault.dir.create("来件/" + name, "销售合同 上海样例机电有限公司")
        try vault.dir.create("来件/空\u{202E}.txt", "")
        func isClean(_ bytes: [UInt8]) -> Bool {
            String(decoding: bytes, as: UTF8.self).unicodeScalars.allSatisfy { ![0x202E, 0x2066].contains($0.value) }
                && !String(decoding: bytes, as: UTF8.self).contains("\u{1B}[31m.txt")
        }
        let account = try vault.deedbox("import", "来件").runOnTerminal()
        #expect(account.code == 4)
        #expect(isClean(account.out), "\(account.text.debugDescription)")
        for command in [["list"], ["find", "样例机电"], ["history", "合同"], ["show", "合同"], ["show", "没有\u{202E}此文"]] {
            let ended = try vault.deedbox(command).runOnTerminal()
            #expect(isClean(ended.out), "\(command): \(ended.text.debugDescription)")
        }
        let listed = try vault.json("list")
        #expect(
            listed["documents"]?.array?.first?["title"]?.string?.unicodeScalars.contains("\u{202E}") == true, "\(listed.text)")
    }
}
