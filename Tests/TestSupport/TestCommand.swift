import DeedCore
import Foundation
import Glibc
package import Testing

/// A call of a program as a user would make it, with an environment of its own: nothing of the developer's leaks in.
package struct TestCommand: Sendable {
    private let program: String
    private var arguments: [String]
    private let directory: String
    /// The directory must live as long as a command may run in it: `try Dir().deedbox("list").run()`.
    private let keeper: Dir?
    private var environment: [String: String]
    private var input: [UInt8] = []
    private var limit = 60.0

    /// A built program.
    package init(_ name: String, _ arguments: [String], in directory: Dir) {
        self.init(path: Built.program(name), arguments, in: directory.path, keeping: directory)
    }

    /// Any program.
    package init(path: String, _ arguments: [String], in directory: String, keeping keeper: Dir? = nil) {
        program = path
        self.keeper = keeper
        self.arguments = arguments
        self.directory = directory
        environment = [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": directory, "LC_ALL": "C.UTF-8", "DEEDBOX_LANG": "en",
            "TZ": "Asia/Shanghai", "DEEDBOX": Built.program("deedbox"),
        ]
        for name in ["DEEDBOX_PDFIUM", "DEEDBOX_EXTRACT"] {
            if let value = ProcessInfo.processInfo.environment[name] { environment[name] = value }
        }
        // Under a clock that is shifted (tools/long/clock) the programs see the same one, and its zone.
        if ProcessInfo.processInfo.environment["FAKETIME"] != nil {
            for name in ["FAKETIME", "LD_PRELOAD", "TZ"] { environment[name] = ProcessInfo.processInfo.environment[name] }
        }
    }

    /// More arguments.
    package func args(_ more: String...) -> TestCommand { changed { $0.arguments += more } }

    /// An environment variable; `nil` takes it away.
    package func env(_ name: String, _ value: String?) -> TestCommand { changed { $0.environment[name] = value } }

    /// An empty environment, as `env -i` gives.
    package func emptyEnvironment() -> TestCommand { changed { $0.environment = [:] } }

    /// What the program reads from standard input.
    package func stdin(_ text: String) -> TestCommand { changed { $0.input = Array(text.utf8) } }

    /// Seconds after which it is killed; 60 where nothing else is said.
    package func limit(_ seconds: Double) -> TestCommand { changed { $0.limit = seconds } }

    private func changed(_ change: (inout TestCommand) -> Void) -> TestCommand {
        var copy = self
        change(&copy)
        return copy
    }

    /// Runs it with files as standard input, output and error.
    package func run() throws -> Ended { try start().wait() }

    /// Runs it and expects exit code `code`.
    @discardableResult
    package func expect(_ code: Int32 = 0, sourceLocation: SourceLocation = #_sourceLocation) throws -> Ended {
        let ended = try run()
        let call = arguments.joined(separator: " ")
        #expect(ended.code == code, "\(call)\n\(ended.text)\n\(ended.errorText)", sourceLocation: sourceLocation)
        return ended
    }

    /// Starts it and returns at once, for tests that send signals.
    package func start() throws -> Running {
        let files = try [input, [], []].map { try ScratchFile($0) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (target, file) in files.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, file.descriptor, Int32(target))
        }
        let pid = try spawn(actions: &actions, flags: 0)
        return Running(pid: pid, out: files[1], err: files[2], limit: limit)
    }

    /// Runs it on a terminal of its own. What it writes to standard output and error comes back mixed, as a person sees it,
    /// with `\r\n` as the terminal makes it.
    package func runOnTerminal(columns: Int = 80, rows: Int = 24) throws -> Ended {
        let terminal = try PseudoTerminal(columns: columns, rows: rows)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, terminal.path, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        let pid = try spawn(actions: &actions, flags: 0x80)  // POSIX_SPAWN_SETSID, which glibc shows to GNU sources only
        let running = Running(pid: pid, out: try ScratchFile([]), err: try ScratchFile([]), limit: limit)
        let seen = terminal.readAll()
        var ended = running.wait()
        ended.out = seen
        return ended
    }

    private func spawn(actions: inout posix_spawn_file_actions_t, flags: Int16) throws -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A thread of the test runner blocks signals; what it starts must not.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, flags | Int16(POSIX_SPAWN_SETSIGMASK))
        var argv: [UnsafeMutablePointer<CChar>?] = (["env", "-C", directory, program] + arguments).map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { (argv + envp).forEach { free($0) } }
        var pid: pid_t = 0
        let number = posix_spawn(&pid, "/usr/bin/env", &actions, &attributes, &argv, &envp)
        try #require(number == 0, "cannot start \(program): \(String(cString: strerror(number)))")
        return pid
    }
}
