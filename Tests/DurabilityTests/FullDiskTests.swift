import DeedCore
import Foundation
import Glibc
import TestSupport
import Testing

/// A vault on a small file system of its own that fills up: a tmpfs in a mount namespace, so that nothing stays mounted.
@Suite("A full disk")
struct FullDiskTests {
    /// What the import and its neighbours did, step by step; each leaves its output in `$OUT/N.out`, `N.err` and `N.code`.
    private static let story = #"""
        set -u
        mount -t tmpfs -o size=64m none disk
        mkdir disk/own
        run() { n=$1; shift; "$@" >$OUT/$n.out 2>$OUT/$n.err; echo $? >$OUT/$n.code; }
        run init "$DEEDBOX" init disk/own/vault --time-zone Asia/Shanghai --json
        export DEEDBOX_VAULT=disk/own/vault DEEDBOX_IMPORT_BATCH_FILES=5
        head -c 12m /dev/zero >disk/filler
        run import "$DEEDBOX" import 资料 --no-text --json
        run list "$DEEDBOX" list --json --limit 5000
        run verify "$DEEDBOX" verify --json --no-record
        run audit sh -c 'cd disk/own/vault && find objects -type f | while read -r f; do [ "$(sha256sum <$f | cut -c1-64)" = "${f##*/}" ] || echo BAD $f; done'
        run again "$DEEDBOX" import 资料 --no-text --json
        run set "$DEEDBOX" set "$(sed -E 's/.*"document":"([^"]*)".*/\1/' $OUT/list.out)" title=磁盘已满时的标题 --json
        # Not the last block either: somebody else takes it.
        cat /dev/zero >disk/last 2>/dev/null
        run crammedread "$DEEDBOX" list --json
        doc=$(sed -E 's/.*"document":"([^"]*)".*/\1/' $OUT/list.out)
        q=0; for question in "find 标题" "show $doc" status expiring "history $doc" "customer list" "warranty list" "import list" "purge list" \
            "cat $doc"; do q=$((q + 1)); run question$q "$DEEDBOX" $question --json; cat /dev/zero >>disk/last 2>/dev/null; done
        # Whatever becomes free is taken at once; still each of these goes through, out of the reserve.
        run crammedset "$DEEDBOX" tag $doc 最后一块也没有了 --json
        cat /dev/zero >>disk/last 2>/dev/null
        run crammeddecision "$DEEDBOX" set $doc decision=renew --json
        cat /dev/zero >>disk/last 2>/dev/null
        run crammedpurge "$DEEDBOX" purge request $doc --why 磁盘已满 --json
        cat /dev/zero >>disk/last 2>/dev/null
        run crammed "$DEEDBOX" import 资料 --no-text --json
        run find "$DEEDBOX" find 标题 --json
        run crammedverify "$DEEDBOX" verify --json --no-record
        rm disk/last disk/filler
        mount -o remount,size=256m disk
        run more "$DEEDBOX" import 资料 --no-text --json
        run all "$DEEDBOX" list --json --limit 5000
        run clean "$DEEDBOX" verify --json --no-record
        run rebuild "$DEEDBOX" rebuild --json
        """#

    private struct Steps {
        let dir: Dir

        func ended(_ step: String) throws -> Ended {
            let code = try #require(Int32(String(decoding: dir.bytes("out/\(step).code"), as: UTF8.self).trimmedASCII))
            return Ended(code: code, out: try dir.bytes("out/\(step).out"), err: try dir.bytes("out/\(step).err"))
        }

        /// The step ended well.
        func expect(_ step: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
            let ended = try ended(step)
            #expect(ended.code == 0, "\(step) \(ended.text) \(ended.errorText)", sourceLocation: sourceLocation)
        }

        func contents(_ step: String) throws -> Set<String> {
            Set(try ended(step).json["documents"]?.array?.compactMap { $0["sha256"]?.string } ?? [])
        }
    }

    @Test("The import stops with advice, keeps what it acknowledged, and goes on when there is room")
    func fillsUp() throws {
        guard let namespace = Namespace.command else {
            print("SKIPPED: this user may not mount a tmpfs, not even in a namespace of its own; the full disk was not tried")
            return
        }
        let dir = try Dir()
        // About 60 MB of papers for a disk that has room for some 40.
        let papers = try Papers(in: dir, count: 60, bytes: 800_000)
        try dir.shell("mkdir disk out").expect()
        try dir.create("story.sh", FullDiskTests.story)
        try dir.shell("OUT=$PWD/out \(namespace) sh story.sh").limit(240).expect()
        let steps = Steps(dir: dir)
        #expect(try steps.ended("init").code == 0)

        // The disk fills: a named failure, and all that was acknowledged is there.
        for step in ["import", "again", "crammed"] {
            let ended = try steps.ended(step)
            #expect(ended.code == 1, "\(step) \(ended.errorText)")
            // Where the disk is not full to the last byte, the import keeps the vault's floor free.
            let expected: [JSON] = step == "crammed" ? ["disk-full", "disk-low"] : ["disk-low"]
            #expect(try expected.contains(#require(ended.error["code"])) && ended.error["exit"] == 1)
            #expect(try ended.error["advice"]?.string?.isEmpty == false)
            #expect(ended.out.isEmpty || JSON(parsing: ended.out) != nil, "\(step): what was begun is closed")
        }
        let stopped = try steps.ended("import")
        // The account of what came in before balances, and says that the run was stopped.
        #expect(try stopped.json["state"] == "stopped")
        let sums = try ["seen", "stored", "duplicate", "rejected"].map { try #require(stopped.json[$0]?.integer) }
        #expect(sums[0] > 0 && sums[0] == sums[1] + sums[2] + sums[3])
        #expect(!stopped.acknowledgedContents.isEmpty)
        #expect(try stopped.acknowledgedContents == steps.contents("list"))
        try steps.expect("verify")
        #expect(try steps.ended("audit").out.isEmpty)

        // Facts can still be written, and questions be asked; even the very last block may be gone.
        try steps.expect("set")
        try steps.expect("find")
        try steps.expect("crammedread")
        #expect(try steps.contents("crammedread").count == min(50, steps.contents("list").count))
        for number in 1...10 { try steps.expect("question\(number)") }
        // The title stands in the catalog; the index was not told where nothing was read.
        #expect(try steps.ended("question2").json["title"] == "磁盘已满时的标题")
        for change in ["crammedset", "crammeddecision", "crammedpurge"] { try steps.expect(change) }
        try steps.expect("crammedverify")

        // Room again: the same command goes on.
        let more = try steps.ended("more")
        #expect(more.code == 4, "\(more.errorText)")
        try more.expectBalance(of: papers)
        #expect(try steps.contents("all") == Set(papers.names.keys))
        try steps.expect("clean")
        #expect(try steps.ended("rebuild").json["same"] == true)
    }
}
