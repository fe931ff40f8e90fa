import DeedSystem
import Glibc
import Synchronization

/// 7-Zip (`7zz` of Debian's package 7zip): what decrypts archives that libarchive cannot.
enum SevenZip {
    /// The program: `DEEDBOX_7ZZ`, else the one of the package; `nil` when it is not there.
    static var executable: String? {
        let path = getenv("DEEDBOX_7ZZ").map { String(cString: $0) } ?? "/usr/bin/7zz"
        return access(path, X_OK) == 0 ? path : nil
    }

    /// Whether it reads an encrypted archive of this format. Debian leaves RAR out, whose code has no free licence; other builds
    /// and the package 7zip-rar have it.
    static func reads(_ format: String) -> Bool {
        guard let executable else { return false }
        return format == "rar" ? readsRar(executable) : format == "7z"
    }

    private static let rar = Mutex<Bool?>(nil)

    private static func readsRar(_ executable: String) -> Bool {
        rar.withLock { known in
            if let known { return known }
            let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
            defer { _ = close(null) }
            let said = try? ChildProcess.capture(
                executable, arguments: ["i"], environment: ["LC_ALL=C.UTF-8"], input: null, seconds: 10, outputBytes: 1 << 20)
            let found = said.map { String(decoding: $0.output, as: UTF8.self).contains(" Rar5 ") } ?? false
            known = found
            return found
        }
    }

    /// Why an encrypted archive of this format stays locked: `needs-7zip`, `needs-7zip-rar` (one that reads RAR), `no-password`
    /// or `wrong-password`.
    static func lockedDetail(format: String, hasPasswords: Bool) -> String {
        if format == "rar" || format == "7z", !reads(format) { return format == "rar" ? "needs-7zip-rar" : "needs-7zip" }
        return hasPasswords ? "wrong-password" : "no-password"
    }
}

extension Extractor {
    /// Runs 7-Zip on the archive: the password comes on its standard input, what it writes goes to `body`.
    func runSevenZip(
        _ arguments: [String], _ file: Int32, password: String, body: (UnsafeRawBufferPointer) throws -> Bool
    ) throws -> ProcessOutput {
        guard let tool = SevenZip.executable else { throw IOError(ENOENT, "exec", "7zz") }
        // -mmt=off: one core is the importer's to give; -bd: no progress.
        return try run(
            tool, arguments + ["-mmt=off", "-bd", Extractor.givenFile], file, input: Array(password.utf8) + [0x0A], body: body)
    }

    /// Where a tool finds the one file that it is given.
    static let givenFile = "/proc/self/fd/3"

    /// Runs a tool in a sandbox of its own: it can read the file at descriptor 3 and what it is made of, write to its output, and
    /// nothing else.
    func run(
        _ tool: String, _ arguments: [String], _ file: Int32, input: [UInt8] = [],
        body: (UnsafeRawBufferPointer) throws -> Bool = { _ in true }
    ) throws -> ProcessOutput {
        var own = [
            "exec", "--parent", "\(ownProcessNumber)", "--walls", walls.rawValue, "--memory",
            "\(limits.decompressorBytes + Extractor.toolOwnBytes)", "--threads", "yes",
        ]
        for path in ["/usr", "/lib", "/lib64", "/etc/ld.so.cache", tool, Extractor.givenFile] { own += ["--read", path] }
        let environment = WorkerEnvironment.variables.filter { !$0.hasPrefix("TZ=") } + ["LC_ALL=C.UTF-8", "TZ=UTC0"]
        let output = try ChildProcess.stream(
            executable, arguments: own + ["--", tool] + arguments, environment: environment, input: input, files: [file],
            stallSeconds: limits.stallSeconds, bytesPerSecond: limits.slowestBytesPerSecond, isStopped: { self.isStopped },
            body: body)
        if output.stopped == .stopped { throw ExtractionStopped() }
        return output
    }

    /// Address space for a tool's program, libraries, threads and buffers, beside what decompressing may take.
    private static let toolOwnBytes = 384 << 20
}
