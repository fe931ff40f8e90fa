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

    @Test func `Inside the walls nothing can be read, written, connected, started or signalled`() throws {
        let nothing = try OpenFile("")
        let result = try run(["walls"], input: nothing.descriptor)
        let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(result.end.exit == 0)
        #expect(lines.first?.hasPrefix("landlock: ABI ") == true)
        #expect(lines.contains("seccomp: on"))
        let attempts = [
            "read /etc/passwd", "list /", "create a file in /tmp", "open a network socket", "signal the parent",
            "read the parent's memory", "write into an anonymous file", "fork", "execute /bin/true",
        ]
        for attempt in attempts {
            #expect(lines.contains { $0.hasPrefix("\(attempt): refused") }, "\(attempt)")
        }
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
