import CSandbox
import DeedCore
public import DeedExtract
import Glibc

/// `deedbox-extract walls`: closes a worker's walls and tries to get out, so that an operator sees what holds on this machine.
public enum SandboxProof {
    /// What the attempts are made on, beside the descriptors.
    struct Place {
        /// The process outside.
        var parent: Int32 = 0
        /// A process that has nothing to do with the worker.
        var stranger: Int32 = 0
        /// A folder that may be read.
        var folder = ""
    }

    /// Descriptors of the process that tries, by agreement with the one that watches.
    private static let (answers, writable, readable): (Int32, Int32, Int32) = (1, 3, 4)
    private static let last = "end of the attempts"

    /// Prints one line an attempt; 0 when all were refused and what readers need works, 1 when not, 2 when the walls could not be closed.
    ///
    /// The attempts are made by a second process that answers over a socket: inside the walls not even a redirected standard output
    /// can be written. A third process, a folder and an open file are what it tries to reach; whether they are untouched is looked at
    /// from outside. With `landlock` it is as on a kernel that has no more than that ABI.
    public static func run(walls: Walls, landlock: Int? = nil) -> Int32 {
        do { return try Watch().run(walls: walls, landlock: landlock) } catch {
            let bytes = Array("deedbox-extract: the attempts could not be made: \(String(cString: strerror(error.code)))\n".utf8)
            _ = write(STDERR_FILENO, bytes, bytes.count)
            return 2
        }
    }

    /// What a system call said.
    struct SystemError: Error {
        var code = errno
    }

    // MARK: inside

    /// The attempts, inside the walls; answers over the socket at standard output.
    static func attempt(walls: Walls, landlock: Int?, at place: Place) -> Int32 {
        do throws(Failure) {
            var sandbox = Sandbox(.worker, walls: walls, memory: 1 << 30, readable: Sandbox.fonts + [place.folder])
            sandbox.landlock = landlock
            let report = try sandbox.close()
            say("landlock: \(report.landlock == 0 ? "none" : "ABI \(report.landlock)")")
            say("seccomp: \(report.seccomp ? "on" : "none")")
        } catch {
            say("\(error.code.rawValue): \(error.subject) \(error.detail)")
            return 2
        }
        place.folder.withCString { folder in
            var proof = deed_proof(
                parent: place.parent, stranger: place.stranger, socket: answers, writable: writable, readable: readable,
                folder: folder)
            deed_try_everything(&proof) { what, shouldWork, code in
                SandboxProof.tell(what.map { String(cString: $0) } ?? "", shouldWork: shouldWork != 0, code)
            }
        }
        say(last)
        return 0
    }

    /// One line. Only what a wall says (EPERM, EACCES) is a refusal: a call that fails for another reason was let through.
    private static func tell(_ what: String, shouldWork: Bool, _ code: Int32) {
        let reason = String(cString: strerror(-code))
        if shouldWork { return say("\(what): \(code == 0 ? "works" : "FAILS (\(reason))")") }
        if code == 0 { return say("\(what): ALLOWED") }
        say(code == -EPERM || code == -EACCES ? "\(what): refused (\(reason))" : "\(what): LET THROUGH (\(reason))")
    }

    private static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = deed_send(answers, bytes, bytes.count, -1)
    }

    // MARK: outside

    /// Does nothing until the one that watches is gone.
    static func beStranger(parent: Int32) -> Int32 {
        guard deed_bind_to_parent(parent) == 0 else { return 1 }
        while true { pause() }
    }

    /// The process that watches, with all that the attempts are made on.
    private final class Watch {
        private let folder: String
        private var descriptors: [Int32] = []
        private var stranger: Int32 = 0
        private static let original = Array("original bytes".utf8)
        private static let names = ["font", "victim-1", "victim-2"]

        init() throws(SystemError) {
            var pattern = Array("/tmp/deedbox-walls-XXXXXX".utf8CString)
            guard mkdtemp(&pattern) != nil else { throw SystemError() }
            folder = String(decoding: pattern.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
            for name in Watch.names { _ = close(try file(name)) }
        }

        deinit {
            for descriptor in descriptors { _ = close(descriptor) }
            for name in (try? names()) ?? [] { unlink(folder + "/" + name) }
            rmdir(folder)
            if stranger > 0 {
                kill(stranger, SIGKILL)
                waitpid(stranger, nil, 0)
            }
        }

        private func file(_ name: String) throws(SystemError) -> Int32 {
            let file = open(folder + "/" + name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard file >= 0, write(file, Watch.original, Watch.original.count) == Watch.original.count else {
                throw SystemError()
            }
            return file
        }

        /// What is in the folder.
        private func names() throws(SystemError) -> [String] {
            guard let opened = opendir(folder) else { throw SystemError() }
            defer { closedir(opened) }
            var names: [String] = []
            while let entry = readdir(opened) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
                if name != ".", name != ".." { names.append(name) }
            }
            return names.sorted()
        }

        func run(walls: Walls, landlock: Int?) throws(SystemError) -> Int32 {
            let writable = try file("spool")
            descriptors.append(writable)
            unlink(folder + "/spool")
            let readable = deed_open_for_reading(writable)
            guard readable >= 0 else { throw SystemError(code: -readable) }
            descriptors.append(readable)
            stranger = try start(["walls-stranger", "--parent", "\(getpid())"], [])
            let before = deed_file_limit(stranger)
            var pair: [Int32] = [-1, -1]
            guard deed_socket_pair(&pair) == 0 else { throw SystemError() }
            descriptors.append(pair[0])
            let level = landlock.map { ["--landlock", "\($0)"] } ?? []
            let inside = try start(
                [
                    "walls-inside", "--parent", "\(getpid())", "--walls", walls.rawValue, "--stranger", "\(stranger)", "--folder",
                    folder,
                ] + level,
                [-1, pair[1], 2, writable, readable])
            _ = close(pair[1])
            let said = listen(pair[0])
            var status: Int32 = 0
            waitpid(inside, &status, 0)
            guard status == 0 else { return status & 0x7F == 0 ? (status >> 8) & 0xFF : 2 }
            let holds = said.hold && said.isWhole
            return tellAftermath(before, of: writable) && holds ? 0 : 1
        }

        /// Passes the lines on; whether every attempt was refused, and whether the last one was reached.
        private func listen(_ socket: Int32) -> (hold: Bool, isWhole: Bool) {
            var (hold, isWhole) = (true, false)
            var rest: [UInt8] = []
            var block = [UInt8](repeating: 0, count: 4096)
            while case let count = read(socket, &block, block.count), count > 0 {
                rest += block[..<count]
                while let end = rest.firstIndex(of: 0x0A) {
                    let line = String(decoding: rest[..<end], as: UTF8.self)
                    rest.removeSubrange(...end)
                    if line == last { isWhole = true } else { print(line) }
                    if [": ALLOWED", ": LET THROUGH", ": FAILS"].contains(where: line.contains) { hold = false }
                }
            }
            if !isWhole { print("the attempts ended before the last one: a wall did not hold") }
            return (hold, isWhole)
        }

        /// Whether everything that could have been reached is as it was; prints it.
        private func tellAftermath(_ before: Int64, of writable: Int32) -> Bool {
            var bytes = [UInt8](repeating: 0, count: 64)
            let count = pread(writable, &bytes, bytes.count, 0)
            var font = [UInt8](repeating: 0, count: 64)
            let file = open(folder + "/font", O_RDONLY | O_CLOEXEC)
            let length = read(file, &font, font.count)
            _ = close(file)
            let outcomes = [
                ("the stranger runs on", waitpid(stranger, nil, WNOHANG | WUNTRACED) == 0),
                ("its limits are its own", deed_file_limit(stranger) == before),
                ("the open file has its bytes", Array(bytes.prefix(max(0, count))) == Watch.original),
                (
                    "the folder is as it was",
                    (try? names()) == Watch.names && Array(font.prefix(max(0, length))) == Watch.original
                ),
            ]
            for (what, holds) in outcomes { print("\(what): \(holds ? "yes" : "NO")") }
            return outcomes.allSatisfy(\.1)
        }

        private func print(_ line: String) {
            let bytes = Array((line + "\n").utf8)
            _ = write(STDOUT_FILENO, bytes, bytes.count)
        }

        /// Starts this program again.
        private func start(_ arguments: [String], _ files: [Int32]) throws(SystemError) -> Int32 {
            var pid: Int32 = 0
            let libraries = getenv("LD_LIBRARY_PATH").map { "LD_LIBRARY_PATH=" + String(cString: $0) }
            let words = SandboxTool.cStrings(["deedbox-extract"] + arguments)
            let environment = SandboxTool.cStrings(["SWIFT_BACKTRACE=enable=no"] + (libraries.map { [$0] } ?? []))
            defer { for text in words + environment { free(text) } }
            // Out of the way first: no descriptor may be overwritten in the child before it was put in its place.
            let moved = files.map { $0 < 0 ? $0 : fcntl($0, F_DUPFD_CLOEXEC, 20) }
            defer { for file in moved where file >= 0 { _ = close(file) } }
            let code = deed_spawn("/proc/self/exe", words, environment, moved, files.count, &pid)
            guard code == 0 else { throw SystemError(code: -code) }
            return pid
        }
    }
}
