import DeedCore
import DeedSystem
import Glibc
import TestSupport
import Testing

/// Several processes on one vault: writers take turns, readers never wait.
@Suite("Several processes")
struct TwoWritersTests {
    @Test("An import, many changes and readers at the same time: no record is lost, no reader fails")
    func together() throws {
        let dir = try Dir()
        let papers = try Papers(in: dir, count: 600)
        let vault = try KeptVault(in: dir)
        try dir.create("旧合同.txt", "合同编号：HT-0001\n旧合同，在别的进程导入时被更改。\n")
        try vault.deedbox("import", dir.file("旧合同.txt")).expect()
        let document = try #require(try vault.documents().first?["document"]?.string)

        let importing = try vault.importing(papers).env("DEEDBOX_IMPORT_BATCH_FILES", "8").start()
        let readers = Later { try TwoWritersTests.read(vault, while: importing) }
        var changes = 0
        repeat {
            changes += 1
            try vault.deedbox("set", document, "title=第\(changes)次更改", "note=\(changes)").expect()
        } while importing.isAlive && changes < 60 || changes < 10
        let ended = importing.wait()
        #expect(ended.code == 4, "\(ended.errorText)")
        try ended.expectBalance(of: papers)
        #expect(try readers.value() == [])

        let history = try vault.deedbox("history", document, "--json").expect().text
        for change in 1...changes { #expect(history.contains("第\(change)次更改")) }
        #expect(try Set(vault.contents()).isSuperset(of: papers.names.keys))
        #expect(try vault.contents().count == papers.documents + 1)
        try vault.expectClean()
        try vault.expectRebuilt()
    }

    /// Asks one question after the other, `verify` among them, until the writer is done; those that failed.
    private static func read(_ vault: KeptVault, while writer: Running) throws -> [String] {
        var failures: [String] = []
        let questions = [
            ["find", "保修责任", "--json"], ["list", "--json"], ["status", "--json"], ["verify", "--no-record", "--json"],
            ["warranty", "SN-7000", "--json"], ["expiring", "--this-quarter", "--today", "2026-11-20", "--json"],
        ]
        repeat {
            for question in questions {
                let ended = try vault.deedbox(question).run()
                guard ended.code != 0 else { continue }
                failures.append("\(question[0]): \(ended.code) \(ended.text.suffix(300)) \(ended.errorText)")
            }
        } while writer.isAlive
        return failures
    }

    @Test("While somebody holds the lock, readers answer and writers wait")
    func lock() throws {
        let dir = try Dir()
        let vault = try KeptVault(in: dir)
        try dir.create("合同.txt", "合同编号：HT-0001\n")
        try vault.deedbox("import", dir.file("合同.txt")).expect()
        let document = try #require(try vault.documents().first?["document"]?.string)
        let descriptor = open(vault.path + "/lock", O_RDWR | O_CLOEXEC)
        try #require(descriptor >= 0 && flock(descriptor, LOCK_EX) == 0)
        let writer = try vault.deedbox("set", document, "title=等锁的更改").start()
        for question in [
            ["list"], ["show", document], ["find", "合同"], ["status"], ["cat", document], ["verify", "--no-record"],
        ] {
            try vault.deedbox(question).limit(20).expect()
        }
        #expect(writer.isAlive)
        close(descriptor)
        #expect(writer.wait().code == 0)
        #expect(try vault.documents().first?["title"] == "等锁的更改")
    }
}
