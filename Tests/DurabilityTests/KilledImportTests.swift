import DeedCore
import Foundation
import Glibc
import TestSupport
import Testing

/// `kill -9` of a real import, again and again, until one run comes to its end.
@Suite("An import that is killed")
struct KilledImportTests {
    /// How many times each way of killing must have hit.
    private static let kills = 25 * Kills.times

    @Test(
        "At random moments: nothing acknowledged is lost, nothing comes in twice, nothing is left out",
        .timeLimit(.minutes(Kills.minutes)))
    func anytime() throws { try killAndGoOn(.anytime) }

    @Test("Right after the journal has grown: the same", .timeLimit(.minutes(Kills.minutes)))
    func afterGrowth() throws { try killAndGoOn(.afterGrowth) }

    private enum Moment { case anytime, afterGrowth }

    private func killAndGoOn(_ moment: Moment) throws {
        let dir = try Dir()
        let papers = try Papers(in: dir, count: 120)
        let reference = try KeptVault(in: dir, named: "参照")
        let start = Date()
        try importing(papers, into: reference).expect(4).expectBalance(of: papers)
        let duration = Date().timeIntervalSince(start)
        let expected = try reference.says()
        var kills = 0
        var vaults = 0
        while kills < KilledImportTests.kills {
            vaults += 1
            // Every third vault reads the texts too, in the same command.
            let text = vaults % 3 == 0
            let vault = try KeptVault(in: dir, named: "档案库\(vaults)")
            var runs = 0
            while true {
                runs += 1
                // A vault is killed at most eight times, so that every one comes to its end.
                let attempt = runs > 8 ? nil : kills * 1000 + vaults * 10 + runs
                let ended = try run(vault, papers, text: text, moment: moment, attempt: attempt, duration: duration)
                if ended.wasKilled {
                    kills += 1
                    try expectKept(ended, vault, papers)
                } else {
                    #expect(ended.code == 4, "\(ended.errorText)")
                    try ended.expectBalance(of: papers)
                    break
                }
            }
            try expectWhole(vault, papers, says: expected, text: text)
            try FileManager.default.removeItem(atPath: vault.path)
        }
        print("killed \(kills) imports (\(moment)) over \(vaults) vaults, seed \(Chances.seed)")
    }

    /// Few papers in batches that are smaller still: some twenty, so that kills meet every part of the way.
    private func importing(_ papers: Papers, into vault: KeptVault, text: Bool = false) -> TestCommand {
        vault.importing(papers, text: text).env("DEEDBOX_IMPORT_BATCH_FILES", "8")
    }

    /// One run; killed at a moment of chance unless `attempt` is nil.
    private func run(
        _ vault: KeptVault, _ papers: Papers, text: Bool, moment: Moment, attempt: Int?, duration: Double
    ) throws -> Ended {
        let command = importing(papers, into: vault, text: text)
        guard let attempt else { return try command.run() }
        var chances = Chances(round: attempt)
        let running = try command.start()
        switch moment {
        case .anytime:
            usleep(UInt32(Double.random(in: 0...duration * (text ? 1.6 : 1), using: &chances) * 1e6))
        case .afterGrowth:
            waitForGrowth(of: vault, times: Int.random(in: 1...12, using: &chances), while: running)
            usleep(UInt32.random(in: 0...3000, using: &chances))
        }
        running.signal(SIGKILL)
        return running.wait()
    }

    /// Waits until the chain has grown so many times, or the program has ended.
    private func waitForGrowth(of vault: KeptVault, times: Int, while running: Running) {
        var seen = KeptVault.size(of: vault.chain)
        var left = times
        while left > 0, running.isAlive {
            let size = KeptVault.size(of: vault.chain)
            if size != seen { left -= 1 }
            seen = size
            usleep(100)
        }
    }

    /// Straight after the kill, before anything is repaired: readers answer, all that was acknowledged is there, nothing is damaged.
    private func expectKept(_ ended: Ended, _ vault: KeptVault, _ papers: Papers) throws {
        let contents = Set(try vault.contents())
        #expect(ended.acknowledgedContents.isSubset(of: contents), "seed \(Chances.seed)")
        #expect(contents.isSubset(of: papers.names.keys))
        try vault.expectClean("after a kill, seed \(Chances.seed)")
    }

    /// At the end nobody can tell that there were kills.
    private func expectWhole(_ vault: KeptVault, _ papers: Papers, says expected: Set<String>, text: Bool) throws {
        try vault.expectAll(of: papers)
        try vault.expectBalance()
        #expect(try vault.says() == expected, "seed \(Chances.seed)")
        if text { try vault.expectIndexed() }
        try vault.expectClean("at the end, seed \(Chances.seed)")
        try vault.expectRebuilt()
        #expect(try vault.list("tmp").isEmpty)
    }
}

extension Running {
    /// Whether it still runs; a dead process that nobody has waited for does not.
    var isAlive: Bool {
        var info = siginfo_t()
        return waitid(P_PID, UInt32(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_signo == 0
    }
}
