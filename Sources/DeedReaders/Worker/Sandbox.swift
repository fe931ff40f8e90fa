import CSandbox
public import DeedCore
public import DeedExtract
import Glibc

/// The walls around a process that is about to see a foreign file: limits, no privileges, landlock, seccomp.
public struct Sandbox: Sendable {
    /// What the process inside may do.
    public enum Use: Sendable {
        /// A worker: its descriptors, memory, and reading fonts.
        case worker
        /// A tool that is about to be executed: reading and executing what it needs to load.
        case tool
        /// The same for a tool that does not work without threads of its own.
        case threadedTool
    }

    /// Who is inside.
    public var use: Use
    /// Whether it goes on without landlock or seccomp.
    public var walls: Walls
    /// Address space in bytes; 0 = unlimited.
    public var memory: UInt64
    /// Seconds of CPU; 0 = unlimited.
    public var cpuSeconds: UInt64
    /// What may be read; paths that do not exist are passed over.
    public var readable: [String]
    /// The landlock ABI to make do with, to see what an older kernel would hold; `nil`: the kernel's own.
    var landlock: Int?

    /// Fonts: pdfium looks for a Chinese one when a PDF embeds none.
    public static let fonts = ["/usr/share/fonts", "/usr/local/share/fonts"]

    /// Walls to be closed.
    public init(_ use: Use, walls: Walls, memory: UInt64 = 0, cpuSeconds: UInt64 = 0, readable: [String]) {
        self.use = use
        self.walls = walls
        self.memory = memory
        self.cpuSeconds = cpuSeconds
        self.readable = readable
    }

    /// Which walls stand.
    public struct Report: Sendable, Hashable {
        /// The kernel's landlock ABI; 0 = none.
        public var landlock: Int
        /// Whether system calls are filtered.
        public var seccomp: Bool
    }

    /// Closes the walls around this process; there is no way back.
    ///
    /// - Throws: ``Failure`` `walls-missing` when the kernel lacks one and the walls are `.full`, `worker-failed` for anything else.
    public func close() throws(Failure) -> Report {
        // Open files are no way out; the volumes of one archive may be many.
        var limits = deed_limits(
            address_space: memory, cpu_seconds: cpuSeconds, file_bytes: 0, open_files: 1100, threads: use == .threadedTool ? 1 : 0
        )
        try check(deed_limit_self(&limits), "setrlimit")
        // Landlock closes the walls around one thread, so there must be no other.
        guard deed_thread_count() == 1 else { throw Failure(.workerFailed, "threads") }
        try check(deed_drop_capabilities(use == .worker ? 0 : 1), "capset")
        return Report(landlock: try closeFiles(), seccomp: try filterCalls())
    }

    private func closeFiles() throws(Failure) -> Int {
        let paths = readable.map { strdup($0) }
        defer { for path in paths { free(path) } }
        let abi = landlock.map { Int32(clamping: $0) } ?? deed_landlock_abi()
        let code = deed_landlock_as(abi, paths.map { UnsafePointer($0) }, paths.count, use == .worker ? 0 : 1)
        guard code == 0 else {
            try missing(code, "landlock")
            return 0
        }
        return Int(abi)
    }

    private func filterCalls() throws(Failure) -> Bool {
        let calls =
            switch use {
            case .worker: DEED_CALLS_WORKER
            case .tool: DEED_CALLS_TOOL
            case .threadedTool: DEED_CALLS_THREADED_TOOL
            }
        let code = deed_seccomp_self(calls)
        if code != 0 { try missing(code, "seccomp") }
        return code == 0
    }

    private func missing(_ code: Int32, _ wall: String) throws(Failure) {
        if walls == .full { throw Failure(.wallsMissing, wall, detail: String(cString: strerror(-code))) }
    }

    private func check(_ code: Int32, _ call: String) throws(Failure) {
        if code != 0 { throw Failure(.workerFailed, call, detail: String(cString: strerror(-code))) }
    }
}
