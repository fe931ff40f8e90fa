import DeedCore
import Foundation
import Glibc
import TestSupport
import Testing

/// `kill -9` of the other commands that write, or that take long.
@Suite("Other commands that are killed")
struct KilledCommandTests {
    private static let kills = 6 * Kills.times

    /// Kills a command at moments of chance; what each run left is looked at.
    ///
    /// - Parameter slowest: seconds within which the moments lie.
    private func kill(
        _ name: String, _ command: (Int) -> TestCommand, slowest: Double, then look: (Int, Ended) throws -> Void
    ) throws {
        var kills = 0
        for round in 0..<40 * Kills.times where kills < KilledCommandTests.kills {
            var chances = Chances(round: round)
            let running = try command(round).start()
            usleep(UInt32(Double.random(in: 0...slowest, using: &chances) * 1e6))
            running.signal(SIGKILL)
            let ended = running.wait()
            if ended.wasKilled { kills += 1 }
            try look(round, ended)
        }
        #expect(kills > 0, "the command was always faster than its killer")
        print("killed \(kills) of \(name), seed \(Chances.seed)")
    }

    private func duration(_ command: TestCommand) throws -> Double {
        let start = Date()
        _ = try command.run()
        return Date().timeIntervalSince(start)
    }

    @Test("text: what is read stays read, the rest is read the next time")
    func text() throws {
        let dir = try Dir()
        let papers = try Papers(in: dir, count: 80)
        let vault = try KeptVault(in: dir)
        try vault.importing(papers, ledger: false).expect(4)
        let whole = try duration(vault.copy(named: "副本").deedbox("text", "--json"))
        try kill("text", { _ in vault.deedbox("text", "--json") }, slowest: whole * 0.6) { _, ended in
            // One that came to its end leaves nothing to read: texts are derived, and are read again when they are lost.
            if !ended.wasKilled { try dir.shell("rm -f '\(vault.path)'/catalog/derived.sqlite*").expect() }
            try vault.deedbox("find", "保修责任", "--json").expect()
            try vault.deedbox("status", "--json").expect()
        }
        try vault.deedbox("text", "--json").expect()
        try vault.expectIndexed()
        let answer = try vault.deedbox("find", "保修责任", "--json").expect().json
        #expect(answer["total"]?.integer == Int64(papers.documents))
    }

    @Test("set: a change is there or not, never half; acknowledged ones are there")
    func set() throws {
        let dir = try Dir()
        let papers = try Papers(in: dir, count: 10)
        let vault = try KeptVault(in: dir)
        try vault.importing(papers, ledger: false).expect(4)
        let document = try #require(try vault.documents().first?["document"]?.string)
        let whole = try duration(vault.deedbox("set", document, "title=第一个标题"))
        var last = "第一个标题"
        func fields(_ round: Int) -> [String] { ["title=标题\(round)", "owner=李文\(round)", "amount=\(round + 1).00"] }
        try kill("set", { vault.deedbox(["set", document] + fields($0) + ["--json"]) }, slowest: whole * 1.2) { round, ended in
            // The next command of any kind that writes brings the catalog up to the journal.
            try vault.deedbox("tag", document, "轮次\(round)").expect()
            let shown = try vault.deedbox("show", document, "--json").expect().json
            let title = try #require(shown["title"]?.string)
            if ended.text.contains("\"changed\"") { #expect(title == "标题\(round)", "acknowledged, seed \(Chances.seed)") }
            #expect(title == last || title == "标题\(round)")
            if title != "第一个标题" {
                // All three fields belong to one batch.
                #expect(shown["owner"]?.string == "李文" + title.dropFirst(2))
                #expect(shown["amount"]?.string == "\((Int(title.dropFirst(2)) ?? -9) + 1).00")
            }
            last = title
        }
        try vault.expectClean()
        try vault.expectRebuilt()
    }

    @Test("rebuild: the old catalog answers, or the new one")
    func rebuild() throws {
        let dir = try Dir()
        let papers = try Papers(in: dir, count: 120)
        let vault = try KeptVault(in: dir)
        try vault.importing(papers).expect(4)
        let says = try vault.says()
        let whole = try duration(vault.deedbox("rebuild"))
        try kill("rebuild", { _ in vault.deedbox("rebuild") }, slowest: whole) { _, _ in
            let now = try vault.says()
            #expect(now == says)
        }
        try vault.expectClean()
        try vault.expectRebuilt()
        #expect(try vault.list("catalog").allSatisfy { !$0.contains("rebuild") })
    }

    @Test("verify: changes nothing but its own record")
    func verify() throws {
        let dir = try Dir()
        let papers = try Papers(in: dir, count: 120)
        let vault = try KeptVault(in: dir)
        try vault.importing(papers).expect(4)
        let says = try vault.says()
        let whole = try duration(vault.deedbox("verify"))
        try kill("verify", { _ in vault.deedbox("verify") }, slowest: whole) { _, _ in
            let now = try vault.says()
            #expect(now == says)
            try vault.expectClean()
        }
        try vault.deedbox("verify").expect()
        try vault.expectRebuilt()
    }
}
