import CSandbox
import DeedCore
public import DeedExtract
import Glibc

/// `deedbox-extract walls`: closes a worker's walls and tries to get out, so that an operator sees what holds on this machine.
public enum SandboxProof {
    private static let attempts: [(String, deed_attempt)] = [
        ("read /etc/passwd", DEED_READ_FILE), ("list /", DEED_LIST_FOLDER), ("create a file in /tmp", DEED_WRITE_FILE),
        ("open a network socket", DEED_OPEN_SOCKET), ("signal the parent", DEED_SIGNAL), ("read the parent's memory", DEED_TRACE),
        ("write into an anonymous file", DEED_GROW_FILE), ("fork", DEED_FORK), ("execute /bin/true", DEED_EXECUTE),
    ]

    /// Prints one line an attempt; 0 when all were refused, 1 when one was not, 2 when the walls could not be closed.
    ///
    /// The attempts are made by a second process that answers over a socket: inside the walls not even a redirected standard output
    /// can be written.
    public static func run(walls: Walls) -> Int32 {
        var pair: [Int32] = [-1, -1]
        var pid: Int32 = 0
        guard deed_socket_pair(&pair) == 0 else { return 2 }
        defer { for end in pair where end >= 0 { _ = close(end) } }
        let libraries = getenv("LD_LIBRARY_PATH").map { "LD_LIBRARY_PATH=" + String(cString: $0) }
        let arguments = SandboxTool.cStrings(["deedbox-extract", "walls-inside", "--walls", walls.rawValue])
        let environment = SandboxTool.cStrings(["SWIFT_BACKTRACE=enable=no"] + (libraries.map { [$0] } ?? []))
        defer { for text in arguments + environment { free(text) } }
        guard deed_spawn("/proc/self/exe", arguments, environment, [-1, pair[1], 2], 3, &pid) == 0 else { return 2 }
        _ = close(pair[1])
        pair[1] = -1
        var line = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(pair[0], &line, line.count)
            guard count > 0 else { break }
            _ = write(STDOUT_FILENO, line, count)
        }
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 2
    }

    /// The attempts, inside the walls; answers on standard output.
    static func attempt(walls: Walls) -> Int32 {
        do throws(Failure) {
            let report = try Sandbox(.worker, walls: walls, memory: 1 << 30, readable: Sandbox.fonts).close()
            say("landlock: \(report.landlock == 0 ? "none" : "ABI \(report.landlock)")")
            say("seccomp: \(report.seccomp ? "on" : "none")")
        } catch {
            say("\(error.code.rawValue): \(error.subject) \(error.detail)")
            return 2
        }
        var allRefused = true
        for (name, attempt) in attempts {
            let code = deed_try(attempt)
            if code == 0 { allRefused = false }
            say("\(name): \(code == 0 ? "ALLOWED" : "refused (\(String(cString: strerror(-code))))")")
        }
        return allRefused ? 0 : 1
    }

    private static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = write(STDOUT_FILENO, bytes, bytes.count)
    }
}
