import DeedCore
import Foundation
import Glibc
import TestSupport
import Testing

@Suite("Purge: killed, and on a full disk")
struct PurgeDurabilityTests {
    /// A vault with papers, all of which were asked for on 2026-01-01.
    private func asked(in dir: Dir, count: Int) throws -> KeptVault {
        for number in 0..<count { try dir.create("来件/合同 \(number).txt", "合同编号：HT-\(number)\n独角鲸第\(number)号条款\n") }
        let vault = try KeptVault(in: dir)
        let account = try vault.deedbox("import", dir.file("来件"), "--json").expect().json
        let run = try #require(account["run"]?.string)
        try vault.deedbox("purge", "request", "--run", run, "--why", "保管期满", "--today", "2026-01-01").expect()
        return vault
    }

    private func files(_ vault: KeptVault, _ folder: String) throws -> Int {
        try vault.dir.shell("find '\(vault.path)/\(folder)' -type f").expect().lines.filter { !$0.isEmpty }.count
    }

    @Test("kill -9 at moments of chance: every paper is kept, in the trash or purged, and the next run ends it")
    func killed() throws {
        let dir = try Dir()
        let count = 60
        let original = try asked(in: dir, count: count)
        let words = "grep -rlaF 角鲸 '\(original.path)' || true"
        #expect(try dir.shell(words).expect().text.contains("derived"))
        let timed = try original.copy(named: "计时")
        let start = Date()
        try timed.deedbox("purge", "run", "--today", "2026-02-01").expect()
        let whole = Date().timeIntervalSince(start)
        var kills = 0
        for round in 0..<6 * Kills.times {
            // The step into the trash, or the one out of it.
            let day = round % 2 == 0 ? "2026-02-01" : "2026-02-08"
            let vault = try original.copy(named: "第\(round)次")
            if day == "2026-02-08" { try vault.deedbox("purge", "run", "--today", "2026-02-01").expect() }
            var chances = Chances(round: round)
            let running = try vault.deedbox("purge", "run", "--today", day).start()
            usleep(UInt32(Double.random(in: 0...whole, using: &chances) * 1e6))
            running.signal(SIGKILL)
            if running.wait().wasKilled { kills += 1 }
            let verified = try vault.deedbox("verify", "--json", "--no-record").run()
            #expect(verified.code == 0, "\(verified.text)")
            let status = try vault.deedbox("status", "--json").expect().json
            let listed = try #require(status["documents"]?.integer)
            let trash = try #require(status["purge"]?["trash"]?.integer)
            let purged = try #require(status["purge"]?["purged"]?.integer)
            #expect(listed + trash + purged == Int64(count))
            try vault.deedbox("purge", "run", "--today", day).expect()
            try vault.deedbox("purge", "run", "--today", "2026-02-15").expect()
            #expect(try files(vault, "objects") == 0 && files(vault, "trash") == 0)
            #expect(try vault.dir.shell("grep -rlaF 角鲸 '\(vault.path)' || true").expect().lines.allSatisfy(\.isEmpty))
            try vault.expectClean()
            try vault.expectRebuilt()
            try FileManager.default.removeItem(atPath: vault.path)
        }
        print("killed \(kills) of purge, seed \(Chances.seed)")
    }

    private static let story = #"""
        set -u
        mount -t tmpfs -o size=48m none disk
        run() { n=$1; shift; "$@" >$OUT/$n.out 2>$OUT/$n.err; echo $? >$OUT/$n.code; }
        run init "$DEEDBOX" init disk/vault --time-zone Asia/Shanghai --json
        export DEEDBOX_VAULT=disk/vault
        run import "$DEEDBOX" import 资料 --json
        RUN=$(grep -oE '"run":"[^"]*"' $OUT/import.out | head -n 1 | cut -d'"' -f4)
        grep -rlaF mongoose disk/vault/catalog >$OUT/before.out
        cat /dev/zero >disk/filler 2>/dev/null
        run request "$DEEDBOX" purge request --run $RUN --why 保管期满 --today 2026-01-01 --json
        run hold "$DEEDBOX" hold add 诉讼 "$(ls 资料 | head -n 1)" --why 诉讼保全 --json
        run trash "$DEEDBOX" purge run --today 2026-02-01 --json
        run purge "$DEEDBOX" purge run --today 2026-02-08 --json
        rm disk/filler
        run after "$DEEDBOX" purge run --today 2026-02-09 --json
        stat -c %s disk/vault/reserve >$OUT/reserve.out
        run verify "$DEEDBOX" verify --json --no-record
        run list "$DEEDBOX" list --json
        find disk/vault/objects disk/vault/trash -type f | wc -l >$OUT/files.out
        grep -rlaF mongoose disk/vault/catalog >$OUT/words.out
        exit 0
        """#

    @Test("A disk without a free byte: requests, holds and both steps of the purge go on, and the reserve comes back")
    func full() throws {
        guard let namespace = Namespace.command else {
            print(
                "SKIPPED: this user may not mount a tmpfs, not even in a namespace of its own; the purge on a full disk was not tried"
            )
            return
        }
        let dir = try Dir()
        for (number, word) in ["aardvark", "mongoose", "wombat"].enumerated() {
            try dir.create("资料/合同\(number).txt", "\(word)\n" + String(repeating: "条款 \(number) ", count: 60_000))
        }
        try dir.shell("mkdir disk out").expect()
        try dir.create("story.sh", PurgeDurabilityTests.story)
        try dir.shell("OUT=$PWD/out \(namespace) sh story.sh").limit(120).expect()
        func text(_ name: String) throws -> String { String(decoding: try dir.bytes("out/" + name), as: UTF8.self) }
        for step in ["init", "import", "request", "hold", "trash", "purge", "after", "verify", "list"] {
            let (code, error) = (try text(step + ".code").trimmedASCII, try text(step + ".err"))
            #expect(code == "0", "\(step): \(error)")
        }
        func answer(_ step: String) throws -> JSON { try #require(JSON(parsing: Array(try text(step + ".out").utf8))) }
        #expect(try answer("trash")["trashed"]?.array?.count == 2 && answer("trash")["blocked"]?.array?.count == 1)
        #expect(try answer("purge")["purged"]?.array?.count == 2)
        #expect(try answer("list")["documents"]?.array?.count == 1)
        #expect(try text("files.out").trimmedASCII == "1")
        #expect(try Int(text("reserve.out").trimmedASCII) ?? 0 > 0)
        #expect(try text("before.out").contains("derived"))
        #expect(try text("words.out").isEmpty, "the index has forgotten it once there was room")
    }
}
