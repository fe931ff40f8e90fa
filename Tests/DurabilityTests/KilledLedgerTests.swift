import DeedCore
import Foundation
import Glibc
import TestSupport
import Testing

/// A ledger is written in steps: what `kill -9` leaves between two of them, and what another writer does there.
@Suite("A ledger that is killed, and one beside another writer")
struct KilledLedgerTests {
    /// Four steps of a hundred rows and some rows of a fifth. Every tenth row has a paper, all name a customer and a machine.
    private static let rows = 430

    private static func world() throws -> KeptVault {
        let dir = try Dir()
        let vault = try KeptVault(in: dir)
        var ledger = "客户,合同编号,到期日期,文件名,序列号,型号,销售日期,保修月数\r\n"
        for row in 0..<rows {
            let customer = "样例客户\(row % 37)号机电有限公司"
            var paper = ",,"
            if row.isMultiple(of: 10) {
                try dir.create("资料/HT-\(1000 + row) 采购合同.txt", "合同编号：HT-\(1000 + row)\n甲方：\(customer)\n")
                paper = "HT-\(1000 + row),2027-03-\(1 + row % 28),HT-\(1000 + row) 采购合同.txt"
            }
            ledger += "\(customer),\(paper),SN-\(7000 + row),CH\(30 + row % 4),2025-06-\(1 + row % 28),24\r\n"
        }
        try dir.create("台账.csv", ledger)
        try vault.deedbox("import", dir.file("资料"), "--no-text", "--json").expect()
        return vault
    }

    /// Applies the ledger; with its answer.
    private static func ledger(_ vault: KeptVault) -> TestCommand {
        vault.deedbox("ledger", vault.dir.file("台账.csv"), "--json")
    }

    /// Steps that a vault's journal has.
    private static func steps(_ vault: KeptVault) throws -> Int {
        try String(contentsOfFile: vault.chain, encoding: .utf8).components(separatedBy: "\"ledger.rows\"").count - 1
    }

    /// All that the vault says, by names and numbers: the ids of customers and machines differ from run to run.
    private static func says(_ vault: KeptVault) throws -> [String] {
        var all = try vault.documents().map { document in
            var said = ["sha256", "title", "number", "expires", "owner", "amount"].map { document[$0]?.text ?? "" }
            said += (document["customers"]?.array ?? []).map { "\($0["name"]?.text ?? "") \($0["role"]?.text ?? "")" }
            return "paper " + said.joined(separator: " ")
        }
        let customers = try #require(
            try vault.deedbox("customer", "list", "--json", "--limit", "5000").expect().json["customers"]?.array)
        all += customers.map { "customer \($0["name"]?.text ?? "") \($0["documents"]?.text ?? "") \($0["serials"]?.text ?? "")" }
        for row in stride(from: 7, to: rows, by: 90) {
            let machine = try vault.deedbox("warranty", "SN-\(7000 + row)", "--today", "2026-11-20", "--json").expect().json
            let covers = try #require(machine["covers"]?.array).map { cover in
                ["kind", "starts", "months", "ends", "title"].map { cover[$0]?.text ?? "" }.joined(separator: " ")
            }
            let sales = try #require(machine["purchases"]?.array).map { $0["date"]?.text ?? "" }
            #expect(covers.count == 1 && sales.count == 1)
            all.append(
                "machine \(row) \(machine["model"]?.text ?? "") \(machine["customer"]?["name"]?.text ?? "") \(covers) \(sales)")
        }
        return all.sorted()
    }

    /// How many rows of a run, by its account, came out so.
    private static func count(_ outcome: String, _ answer: JSON) -> Int {
        Int(answer["outcomes"]?[outcome]?.integer ?? -1)
    }

    @Test("Killed or stopped behind a step, the same ledger again ends where one ends that nobody stopped")
    func killed() throws {
        let vault = try KilledLedgerTests.world()
        let whole = try vault.copy(named: "未中断")
        let undisturbed = try KilledLedgerTests.ledger(whole).expect().json
        #expect(KilledLedgerTests.count("applied", undisturbed) == KilledLedgerTests.rows)
        let says = try KilledLedgerTests.says(whole)

        var kills = 0
        var stops = 0
        for (moment, signal) in [(1, SIGKILL), (2, SIGINT), (3, SIGKILL)] {
            let killed = try vault.copy(named: "第\(moment)步后被中断")
            let running = try KilledLedgerTests.ledger(killed).start()
            while running.isAlive, try KilledLedgerTests.steps(killed) < moment { usleep(500) }
            running.signal(signal)
            let ended = running.wait()
            guard ended.wasKilled || ended.code == 130 else { continue }
            if signal == SIGKILL { kills += 1 } else { stops += 1 }
            // What the catalog of the killed one lacks, the next writer reads from the journal.
            let again = try KilledLedgerTests.ledger(killed).expect().json
            let (applied, unchanged) = (
                KilledLedgerTests.count("applied", again), KilledLedgerTests.count("unchanged", again)
            )
            #expect(applied + unchanged == KilledLedgerTests.rows, "\(again["outcomes"]?.text ?? "")")
            #expect(unchanged >= 100 && unchanged.isMultiple(of: 100) || unchanged == KilledLedgerTests.rows, "\(unchanged)")
            #expect(again["lines"]?.array?.count == KilledLedgerTests.rows)
            let end = try KilledLedgerTests.says(killed)
            #expect(end == says, "killed behind step \(moment)")
            try killed.expectClean()
            try killed.expectRebuilt()
        }
        #expect(kills > 0 && stops > 0, "the ledger was always faster than who ends it")
    }

    @Test("Another writer beside a ledger is never refused, and what a person set stays")
    func beside() throws {
        let vault = try KilledLedgerTests.world()
        let papers = try vault.documents().compactMap { $0["document"]?.string }
        let running = try KilledLedgerTests.ledger(vault).start()
        var set: [String: Int] = [:]
        for (at, paper) in papers.reversed().enumerated() where running.isAlive {
            try vault.deedbox("set", paper, "expires=2031-01-0\(1 + at % 9)", "owner=王砚").expect()
            try vault.deedbox("tag", paper, "加急").expect()
            set[paper] = at
        }
        let ended = running.wait()
        #expect([0, 4].contains(ended.code), "\(ended.errorText)")
        let answer = try ended.json
        #expect(!set.isEmpty, "the ledger was faster than anybody who writes")

        let documents = try vault.documents()
        for document in documents {
            guard let at = document["document"]?.string.flatMap({ set[$0] }) else { continue }
            #expect(document["expires"]?.string == "2031-01-0\(1 + at % 9)" && document["owner"] == "王砚")
            #expect(document["tags"] == ["加急"])
        }
        // A row that came after the person differs from what was set, and nothing of it is written; one that came before is applied.
        let outcomes = ["applied", "conflict"].map { KilledLedgerTests.count($0, answer) }
        #expect(outcomes[0] + outcomes[1] == KilledLedgerTests.rows, "\(answer["outcomes"]?.text ?? "")")
        let conflicts = (answer["lines"]?.array ?? []).filter { $0["outcome"] == "conflict" }
        #expect(conflicts.allSatisfy { line in line["document"]?.string.map { set[$0] != nil } ?? false })
        let run = try #require(answer["run"]?.string)
        #expect(try vault.deedbox("ledger", "show", run, "--json").expect().json["lines"] == answer["lines"])
        try vault.expectClean()
        try vault.expectRebuilt()
    }
}
