import DeedCore
@testable import DeedExtract
import DeedSystem
import Glibc
import Testing

/// The walls around a worker, tried from inside.
@Suite struct SandboxTests {
    private func run(_ arguments: [String], input: Int32) throws -> ProcessOutput {
        let executable = try #require(WorkerEnvironment.executable(nil), "deedbox-extract is not built")
        return try ChildProcess.capture(
            executable, arguments: arguments, environment: WorkerEnvironment.variables, input: input, seconds: 60,
            outputBytes: 1 << 20)
    }

    /// What an operator must be able to find in the list; the rest is there too.
    private static let attempts = [
        "read /etc/passwd", "list /", "create a file in /tmp", "empty a font", "open the given file for writing",
        "open a network socket", "kill the parent with 0", "tgkill the parent with 0", "tgkill a stranger with SIGSTOP",
        "rt_sigqueueinfo to a stranger", "pidfd_open a stranger", "read the parent's limits", "set a stranger's limits",
        "raise its own memory without end", "read the parent's memory", "fcntl F_SETOWN of a stranger", "fcntl F_SETSIG",
        "fcntl F_SETFL O_ASYNC", "ioctl FIOSETOWN of a stranger", "lease the given file", "lock the given file",
        "write into a writable file", "map a writable file shared", "memory to execute", "make memory executable",
        "an anonymous file", "fork", "clone3", "execute /bin/true", "be traced", "io_uring", "bpf", "another seccomp filter",
        "prctl: outlive the parent",
    ]

    private func expectWalls(_ result: ProcessOutput, abi: Int?) {
        let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(result.end.exit == 0)
        #expect(lines.first?.hasPrefix("landlock: ABI \(abi.map(String.init) ?? "")") == true)
        #expect(lines.contains("seccomp: on"))
        let broken = lines.filter { line in [": ALLOWED", ": LET THROUGH", ": FAILS", ": NO"].contains(where: line.contains) }
        #expect(broken.isEmpty, "\(broken)")
        for attempt in SandboxTests.attempts { #expect(lines.contains { $0.hasPrefix("\(attempt): refused") }, "\(attempt)") }
        #expect(lines.count { $0.contains(": refused") } > 150)
        #expect(lines.count { $0.hasSuffix(": works") } > 8)
        #expect(lines.suffix(4).allSatisfy { $0.hasSuffix(": yes") })
    }

    @Test(arguments: [nil, 1, 2, 4])
    func `Inside the walls nothing can be read, written, connected, started or signalled, on old kernels neither`(abi: Int?)
        throws
    {
        let nothing = try OpenFile("")
        let level = abi.map { ["--landlock", "\($0)"] } ?? []
        expectWalls(try run(["walls"] + level, input: nothing.descriptor), abi: abi)
    }

    @Test func `The walls of a user who is not root are as high`() throws {
        guard getuid() == 0, let setpriv = Tool.path("setpriv") else { return Tool.skip("not root, or setpriv is not installed") }
        let executable = try #require(WorkerEnvironment.executable(nil))
        // A copy where anybody may execute it.
        var pattern = Array("/tmp/deedbox-nobody-XXXXXX".utf8CString)
        let folder = try #require(mkdtemp(&pattern).map { String(cString: $0) })
        defer {
            unlink(folder + "/deedbox-extract")
            rmdir(folder)
        }
        let nothing = try OpenFile("")
        let script = """
            chmod 755 '\(folder)' && cp '\(executable)' '\(folder)' && chmod 755 '\(folder)/deedbox-extract' && \
            exec '\(setpriv)' --reuid 65534 --regid 65534 --clear-groups '\(folder)/deedbox-extract' walls --landlock 2
            """
        let result = try ChildProcess.capture(
            "/bin/sh", arguments: ["-c", script], environment: WorkerEnvironment.variables, input: nothing.descriptor,
            seconds: 60,
            outputBytes: 1 << 20)
        expectWalls(result, abi: 2)
    }

    @Test func `Where the walls are lower, the list says so`() throws {
        let nothing = try OpenFile("")
        let result = try run(["walls", "--walls", "reduced", "--landlock", "0"], input: nothing.descriptor)
        let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(result.end.exit == 1)
        #expect(lines.first == "landlock: none")
        #expect(lines.contains("read /etc/passwd: ALLOWED"))
        // Without landlock the list of system calls still holds what it can.
        #expect(lines.contains { $0.hasPrefix("open the given file for writing: refused") })
    }

    @Test func `A tool inside the walls reads what it is given and nothing else`() throws {
        let letter = try OpenFile("质保期自验收合格之日起两年。\n")
        lseek(letter.descriptor, 0, SEEK_SET)
        let walls = [
            "exec", "--parent", "\(getpid())", "--read", "/usr", "--read", "/lib", "--read", "/lib64", "--read", "/bin", "--",
        ]
        let given = try run(walls + ["/bin/cat"], input: letter.descriptor)
        #expect(String(decoding: given.output, as: UTF8.self) == "质保期自验收合格之日起两年。\n")
        let denied = try run(walls + ["/bin/cat", "/etc/passwd"], input: letter.descriptor)
        #expect(denied.output.isEmpty)
        #expect(denied.end.exit == 1)
        #expect(String(decoding: denied.errors, as: UTF8.self).contains("Permission denied"))
    }

    @Test func `A worker whose parent is another than it was told does not begin`() throws {
        let nothing = try OpenFile("")
        let result = try run(["exec", "--parent", "1", "--read", "/usr", "--", "/bin/cat"], input: nothing.descriptor)
        #expect(result.end.exit == 127)
    }

    @Test func `A program that is no worker is refused at the start`() {
        #expect(throws: Failure.self) { try Extractor(executable: "/bin/true", workers: 1) }
        #expect(throws: Failure(.workerMissing, "/nonexistent/deedbox-extract")) {
            try Extractor(executable: "/nonexistent/deedbox-extract", workers: 1)
        }
    }

    @Test func `What runs inside the walls dies with the program that wanted it`() throws {
        let executable = try #require(WorkerEnvironment.executable(nil))
        let (mine, its) = try ProcessSocket.pair()
        let script =
            "'\(executable)' exec --parent $$ --read /usr --read /lib --read /lib64 --read /bin -- /bin/sleep 300 & echo $!; wait"
        let parent = try ChildProcess.launch(
            "/bin/sh", arguments: ["-c", script], environment: WorkerEnvironment.variables,
            descriptors: [nil, its.descriptor, nil])
        var line = [UInt8](repeating: 0, count: 64)
        let received = try line.withUnsafeMutableBytes { try mine.receive(into: $0, patience: 20_000) }
        guard case .bytes(let count) = received else {
            Issue.record("no process number came")
            return
        }
        let pid = try #require(Int32(String(decoding: line[..<(count - 1)], as: UTF8.self)))
        #expect(kill(pid, 0) == 0)
        // The parent alone: killing its group would end the child too.
        kill(parent.pid, SIGKILL)
        _ = parent.reap()
        let deadline = monotonicNanoseconds() + 20_000_000_000
        while kill(pid, 0) == 0, !hasEnded(pid), monotonicNanoseconds() < deadline { usleep(5000) }
        #expect(kill(pid, 0) != 0 || hasEnded(pid))
    }

    /// Whether a process is only waiting to be reaped by whoever inherited it.
    private func hasEnded(_ pid: Int32) -> Bool {
        let file = open("/proc/\(pid)/stat", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return true }
        defer { _ = close(file) }
        var line = [UInt8](repeating: 0, count: 256)
        let count = read(file, &line, line.count)
        return String(decoding: line[..<max(0, count)], as: UTF8.self).contains(") Z ")
    }

    /// A program in a file of its own that speaks on descriptor 3 instead of a worker; the file is gone with the object.
    private final class Impostor {
        let path: String

        init(_ script: String) throws {
            var pattern = Array("/tmp/deedbox-impostor-XXXXXX".utf8CString)
            let file = mkstemp(&pattern)
            try #require(file >= 0)
            path = String(decoding: pattern.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let text = Array("#!/bin/sh\n\(script)\n".utf8)
            try #require(write(file, text, text.count) == text.count)
            fchmod(file, 0o700)
            _ = close(file)
        }

        deinit { unlink(path) }

        /// The shell's words for a frame.
        static func says(_ kind: Frame.Kind, _ json: String) -> String {
            let bytes = Frame.bytes(kind, Array(json.utf8)).map { "\\" + ("000" + String($0, radix: 8)).suffix(3) }
            return "printf '\(bytes.joined())' >&3"
        }
    }

    @Test func `What the program itself holds is never taken for the memory of what it started`() throws {
        // More than a shell ever takes.
        let held = UnsafeMutableRawBufferPointer.allocate(byteCount: 32 << 20, alignment: 4096)
        defer { held.deallocate() }
        for page in stride(from: 0, to: held.count, by: 4096) { held[page] = 1 }
        let shell = try ChildProcess.launch(
            "/bin/sh", arguments: ["-c", "exit 3"], environment: [], descriptors: [nil, nil, nil])
        let end = shell.reap()
        #expect(end.exit == 3 && end.peakResident < held.count)
    }

    @Test func `A worker that finds a wall missing says so, and the program does not start`() throws {
        let refusal = #"{"code":"walls-missing","detail":"landlock: Function not implemented"}"#
        let impostor = try Impostor(Impostor.says(.refused, refusal))
        let failure = #expect(throws: Failure.self) { try Extractor(executable: impostor.path, workers: 1) }
        #expect(failure?.code == .wallsMissing)
        #expect(failure?.detail == "landlock: Function not implemented")
    }

    @Test(arguments: [
        "printf 'rubbish without any frame' >&3; sleep 60", Impostor.says(.bytes, "bytes of nothing") + "; sleep 60",
        Impostor.says(.textEnd, #"{"job":99,"state":"text"}"#) + "; sleep 60", Impostor.says(.ready, "{}") + "; sleep 60",
        "exit 3",
    ]) func `A worker that has been taken over fails its document and nothing else`(answer: String) throws {
        let impostor = try Impostor(Impostor.says(.ready, "{}") + "; head -c 1 <&3 >/dev/null; " + answer)
        let extractor = try Extractor(executable: impostor.path, workers: 1)
        let letter = try OpenFile("销售合同")
        let text = extractor.text(of: letter.descriptor, name: "合同.txt")
        #expect(text.state == .failed)
        #expect(text.reason == "crashed")
        let end = try extractor.unpack(letter.descriptor, name: "合同.zip") { _ in }
        #expect(end.state == .damaged)
        #expect(end.entries == 0)
    }

    @Test func `Output beyond its cap and a deadline end a program, and its complaints are drained`() throws {
        let nothing = try OpenFile("")
        func shell(_ script: String, seconds: Double = 30) throws -> ProcessOutput {
            try ChildProcess.capture(
                "/bin/sh", arguments: ["-c", script], environment: ["PATH=/usr/bin:/bin"], input: nothing.descriptor,
                seconds: seconds, outputBytes: 100_000, errorBytes: 1000)
        }
        #expect(try shell("yes").stopped == .tooLarge)
        #expect(try shell("sleep 60", seconds: 0.3).stopped == .timeout)
        let noisy = try shell("head -c 3000000 /dev/zero | tr '\\0' x >&2; echo 完")
        #expect(noisy.stopped == nil)
        #expect(noisy.errors.count == 1000)
        #expect(String(decoding: noisy.output, as: UTF8.self) == "完\n")
        #expect(try shell("exit 7").end.exit == 7)
    }
}
