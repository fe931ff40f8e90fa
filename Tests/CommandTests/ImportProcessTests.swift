import DeedCore
import Foundation
import Glibc
import Testing

/// Imports that are interrupted, that run side by side, and whose reader goes away.
@Suite("Import: processes")
struct ImportProcessTests {
    /// Contracts enough to be interrupted in.
    private static func folder(_ count: Int, in dir: Dir) throws {
        for number in 1...count {
            let year = 2020 + number % 7
            try dir.create("来件/\(year)/HT-\(year)-\(10000 + number) 销售合同.txt", "销售合同 第\(number)份 上海样例机电有限公司")
        }
    }

    @Test("Ctrl-C in the middle: a clean stop with 130, what was told is kept, and the next run takes the rest")
    func interrupted() throws {
        let vault = try TestVault()
        try ImportProcessTests.folder(1500, in: vault.dir)
        let running = try vault.deedbox("import", "来件", "--json", "--no-text").start()
        let deadline = Date().addingTimeInterval(30)
        while running.out.bytes().isEmpty, Date() < deadline { usleep(1000) }
        usleep(100_000)
        running.signal(SIGINT)
        let ended = running.wait()
        // A machine fast enough to be done already has nothing to interrupt; then the sums are whole.
        #expect(ended.code == 130 || ended.code == 0)
        let told = try ended.json
        #expect(told["seen"]?.integer == Int64(told["items"]?.array?.count ?? -1))
        if ended.code == 130 {
            #expect(told["state"] == "stopped")
            #expect(JSON(parsing: ended.err)?["error"]?["code"] == "interrupted")
        }
        let stored = told["stored"]?.integer ?? 0
        #expect(try vault.json("status")["documents"]?.integer == stored)
        let rest = try vault.json("import", "来件", "--no-text")
        #expect(rest["seen"] == 1500 && rest["stored"]?.integer == 1500 - stored && rest["alreadyImported"]?.integer == stored)
        try vault.expectClean()
    }

    @Test("Killed with -9 in the middle: run again, no duplicate and no gap")
    func killed() throws {
        let vault = try TestVault()
        try ImportProcessTests.folder(600, in: vault.dir)
        let running = try vault.deedbox("import", "来件", "--json").start()
        usleep(400_000)
        running.signal(SIGKILL)
        #expect([137, 0].contains(running.wait().code))
        let rest = try vault.json("import", "来件")
        #expect(rest["seen"] == 600 && (rest["stored"]?.integer ?? 0) + (rest["duplicate"]?.integer ?? 0) == 600)
        #expect(try vault.json("status")["documents"] == 600)
        #expect(try vault.json("find", "样例机电")["total"] == 600)
        try vault.expectClean()
    }

    @Test("Two imports at the same time into one vault: both balance, what both have is one document")
    func sideBySide() throws {
        let vault = try TestVault()
        for number in 1...120 {
            try vault.dir.create("甲/销售合同\(number).txt", "销售合同 \(number)")
            try vault.dir.create("乙/合同副本\(number).txt", "销售合同 \(number + 60)")
        }
        let first = try vault.deedbox("import", "甲", "--json").start()
        let second = try vault.deedbox("import", "乙", "--json").start()
        let answers = try [first.wait(), second.wait()].map { ended in
            #expect(ended.code == 0, "\(ended.errorText)")
            return try ended.json
        }
        for answer in answers {
            #expect(answer["seen"] == 120 && answer["rejected"] == 0)
            #expect((answer["stored"]?.integer ?? 0) + (answer["duplicate"]?.integer ?? 0) == 120)
        }
        #expect(answers.compactMap { $0["stored"]?.integer }.reduce(0, +) == 180)
        #expect(try vault.json("status")["documents"] == 180)
        // Both read texts too; whatever one left to the other is read now at the latest.
        try vault.deedbox("text").expect()
        #expect(try vault.json("find", "销售合同")["total"] == 180)
        try vault.expectClean()
    }

    @Test("A reader that goes away does not stop an import")
    func readerGone() throws {
        let vault = try TestVault()
        try ImportProcessTests.folder(50, in: vault.dir)
        let line = "{ \"$DEEDBOX\" import 来件 --json --no-text; echo $? >&2; } | head -c 1"
        let ended = try vault.dir.shell(line).env("DEEDBOX_VAULT", vault.path).expect()
        #expect(ended.errorText == "0\n")
        #expect(try vault.listed().count == 50)
    }

    @Test("On a terminal a bar shows files and bytes; in a pipe only the answer is written")
    func progress() throws {
        let vault = try TestVault()
        try ImportProcessTests.folder(50, in: vault.dir)
        let seen = try vault.deedbox("import", "来件").runOnTerminal(columns: 100)
        #expect(seen.code == 0 && seen.text.contains("50 seen = 50 stored"))
        let quiet = try vault.deedbox("import", "来件", "--quiet").expect()
        #expect(quiet.errorText.isEmpty)
        let json = try vault.deedbox("import", "来件", "--json").expect()
        #expect(json.errorText.isEmpty && !json.text.contains("\u{1B}"))
    }
}
