import DeedCore
import Foundation
import Glibc
import TestSupport
import Testing

/// Ctrl-C and SIGTERM: the import ends itself, with an account that balances.
@Suite("An import that is asked to stop")
struct StoppedImportTests {
    @Test("It stops clean, says so, and goes on the next time", arguments: [(SIGTERM, 143), (SIGINT, 130)])
    func stop(signal: Int32, code: Int) throws {
        let dir = try Dir()
        let papers = try Papers(in: dir, count: 600)
        let vault = try KeptVault(in: dir)
        let running = try vault.importing(papers).start()
        // As soon as the first batch is durable.
        let empty = KeptVault.size(of: vault.chain)
        while KeptVault.size(of: vault.chain) == empty, running.isAlive { usleep(200) }
        running.signal(signal)
        let ended = running.wait()
        #expect(ended.code == Int32(code), "\(ended.errorText)")
        let account = try ended.json
        func count(_ key: String) -> Int64 { account[key]?.integer ?? -1 }
        #expect(account["state"] == "stopped")
        #expect(count("seen") > 0 && count("seen") < Int64(papers.leaves))
        #expect(count("seen") == count("stored") + count("duplicate") + count("rejected"))
        #expect(Int(count("seen")) == ended.acknowledged.count)
        #expect(Set(try vault.contents()) == ended.acknowledgedContents)
        #expect(try vault.list("tmp").isEmpty)
        try vault.expectClean()
        try vault.importing(papers).expect(4).expectBalance(of: papers)
        try vault.expectAll(of: papers)
        try vault.expectBalance()
        let runs = try vault.deedbox("import", "list", "--json").expect().json["imports"]?.array ?? []
        #expect(runs.map { $0["state"] } == ["complete", "stopped"])
    }
}
