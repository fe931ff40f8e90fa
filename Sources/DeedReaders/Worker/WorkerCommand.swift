import DeedCore
import DeedExtract
import Glibc

/// The command line of `deedbox-extract`, which is written by ``Extractor`` and, for `walls` and `--version`, by people.
public enum WorkerCommand {
    /// The program's version.
    public static let version = "0.1.0"

    private static let usage = """
        usage: deedbox-extract worker --parent PID [--walls full|reduced] [--memory BYTES]
               deedbox-extract exec --parent PID [--walls full|reduced] [--memory BYTES] [--cpu SECONDS] [--read PATH]... [--threads yes] -- TOOL [ARGUMENT]...
               deedbox-extract walls [--walls full|reduced] [--landlock ABI]
               deedbox-extract --version

        Reads documents and archives for deedbox, in a sandbox. `worker` takes its jobs from the socket at descriptor 3;
        `walls` tries to get out of the sandbox and says what was refused, `--landlock 2` as on a kernel whose landlock is that old.

        """

    /// Options as given.
    private struct Options {
        var parent: Int32 = 0
        var walls = Walls.full
        var memory: UInt64 = 1 << 30
        var cpuSeconds: UInt64 = 0
        var readable: [String] = []
        var threads = false
        var landlock: Int?
        var proof = SandboxProof.Place()
        var command: [String] = []

        /// Reads what follows the mode; `nil` for anything else.
        init?(_ arguments: ArraySlice<String>) {
            var rest = arguments
            while let option = rest.popFirst() {
                if option == "--" {
                    command = Array(rest)
                    return
                }
                guard let value = rest.popFirst(), set(option, value) else { return nil }
            }
        }

        private mutating func set(_ option: String, _ value: String) -> Bool {
            switch option {
            case "--parent":
                proof.parent = Int32(value) ?? 0
                return assign(&parent, Int32(value))
            case "--walls": return assign(&walls, Walls(rawValue: value))
            case "--memory": return assign(&memory, UInt64(value))
            case "--cpu": return assign(&cpuSeconds, UInt64(value))
            case "--read":
                readable.append(value)
                return true
            case "--landlock":
                landlock = Int(value)
                return landlock != nil
            case "--stranger": return assign(&proof.stranger, Int32(value))
            case "--folder": return assign(&proof.folder, value)
            case "--threads":
                threads = value == "yes"
                return threads
            default: return false
            }
        }

        private func assign<Value>(_ field: inout Value, _ value: Value?) -> Bool {
            guard let value else { return false }
            field = value
            return true
        }
    }

    /// Does what the arguments (without the program's name) say; the exit code.
    public static func run(_ arguments: [String]) -> Int32 {
        guard let mode = arguments.first, let options = Options(arguments.dropFirst()) else {
            return say(arguments.first == nil ? usage : "deedbox-extract: unknown option\n\n" + usage, 64)
        }
        switch mode {
        case "worker": return Worker.run(parent: options.parent, walls: options.walls, memory: options.memory)
        case "exec":
            let failure = SandboxTool.become(
                options.command, parent: options.parent, walls: options.walls, memory: options.memory,
                cpuSeconds: options.cpuSeconds, readable: options.readable, threads: options.threads)
            return say("deedbox-extract: \(failure.code.rawValue): \(failure.subject) \(failure.detail)\n", 127)
        case "walls": return SandboxProof.run(walls: options.walls, landlock: options.landlock)
        case "walls-inside": return SandboxProof.attempt(walls: options.walls, landlock: options.landlock, at: options.proof)
        case "walls-stranger": return SandboxProof.beStranger(parent: options.parent)
        case "--version": return say("deedbox-extract \(version)\n", 0)
        case "--help", "-h": return say(usage, 0)
        default: return say("deedbox-extract: unknown mode \(mode)\n\n" + usage, 64)
        }
    }

    private static func say(_ text: String, _ code: Int32) -> Int32 {
        let bytes = Array(text.utf8)
        _ = write(code == 0 ? STDOUT_FILENO : STDERR_FILENO, bytes, bytes.count)
        return code
    }
}
