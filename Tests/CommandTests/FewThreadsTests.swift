import DeedCore
import Foundation
import TestSupport
import Testing

/// A container with `pids.max`, a service with `TasksMax`, a user with `ulimit -u`: the system gives few threads, or none.
@Suite("Where the system gives no threads")
struct FewThreadsTests {
    private static let limits = [1, 2, 3, 4, 6, 12]
    /// A user of this test alone: the limit counts all that run as one.
    private static let user = 62_187

    /// Runs `deedbox` as somebody else who may have so many threads; `nil` where that cannot be done here.
    private func run(_ limit: Int, _ arguments: String, in dir: Dir) throws -> Ended {
        let command = """
            exec setpriv --reuid \(FewThreadsTests.user) --regid \(FewThreadsTests.user) --clear-groups \
              prlimit --nproc=\(limit):\(limit) ./bin/deedbox \(arguments)
            """
        return try dir.shell(command).env("DEEDBOX_VAULT", dir.file("vault")).env(
            "DEEDBOX_EXTRACT", dir.file("bin/deedbox-extract")
        )
        .limit(60).run()
    }

    /// A folder that this user may write, with the programs and papers in it.
    private func place() throws -> Dir? {
        guard geteuid() == 0 else {
            print("SKIPPED: not root, so no other user can be become; a limit of threads was not tried")
            return nil
        }
        let dir = try Dir()
        for number in 1...40 { try dir.create("来件/协议\(number).txt", "年度维保服务协议 第 \(number) 号，质保期三年") }
        let programs = Built.program("deedbox").split(separator: "/").dropLast().joined(separator: "/")
        try dir.shell(
            "mkdir bin && cp '/\(programs)/deedbox' '/\(programs)/deedbox-extract' bin && chmod 755 . bin bin/* && chown -R \(FewThreadsTests.user) ."
        ).expect()
        return dir
    }

    @Test("Papers go in, are checked and found, on one thread as on many; one sentence says why it was slower", arguments: limits)
    func works(limit: Int) throws {
        guard let dir = try place() else { return }
        #expect(try run(limit, "init vault", in: dir).code == 0)
        let taken = try run(limit, "import 来件 --no-text", in: dir)
        #expect(taken.code == 0 && taken.text.contains("40 stored"), "\(limit): \(taken.text) \(taken.errorText)")
        #expect(taken.errorText.contains("no further threads"), "\(limit): \(taken.errorText)")
        let checked = try run(limit, "verify", in: dir)
        #expect(checked.code == 0 && checked.text.contains("40"), "\(limit): \(checked.text) \(checked.errorText)")
        // With text: read, or refused because no worker can be started. It ends.
        let read = try run(limit, "import 来件", in: dir)
        #expect(read.code == 0 || read.errorText.contains("deedbox-extract"), "\(limit): \(read.code) \(read.errorText)")
        #expect(try run(limit, "list --limit 1", in: dir).code == 0)
    }
}
