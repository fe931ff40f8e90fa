import CSandbox
import Glibc

/// A program that this process started, with exactly the descriptors it was given, in a process group of its own.
///
/// Whoever launches one reaps it, once, with ``reap()``; until then its number cannot belong to another process.
public struct ChildProcess: Sendable, Hashable {
    /// The process number, which is also that of its group.
    public let pid: Int32

    /// Starts the program at `path`.
    ///
    /// - Parameters:
    ///   - arguments: without the program's own name.
    ///   - environment: `NAME=value`, all of it; nothing is inherited.
    ///   - descriptors: the child's descriptors 0, 1, 2 and up; `nil` stands for `/dev/null`. They stay the caller's to close. Of a
    ///     regular file the child gets a ``LentFile``, from its beginning.
    /// - Throws: ``IOError`` when the program cannot be started.
    public static func launch(
        _ path: String, arguments: [String], environment: [String], descriptors: [Int32?]
    ) throws -> ChildProcess {
        var sources: [Int32] = []
        defer { for source in sources where source >= 0 { _ = Glibc.close(source) } }
        // Moved out of the way first: dup2 in the child must not overwrite a source that is still needed.
        for descriptor in descriptors {
            guard let descriptor else {
                sources.append(-1)
                continue
            }
            // A regular file is lent: the child gets no way to write to it.
            let lent = try LentFile.ifFile(descriptor)
            let moved = fcntl(lent?.descriptor ?? descriptor, F_DUPFD_CLOEXEC, Int32(descriptors.count + 16))
            guard moved >= 0 else { throw IOError(errno, "fcntl", path) }
            sources.append(moved)
        }
        var pid: Int32 = 0
        let code = withCStrings([path] + arguments) { argv in
            withCStrings(environment) { envp in deed_spawn(path, argv, envp, sources, sources.count, &pid) }
        }
        guard code == 0 else { throw IOError(-code, "posix_spawn", path) }
        return ChildProcess(pid: pid)
    }

    /// Launches on one thread that lives as long as this process.
    ///
    /// Why: a child that asks to die with its parent (PR_SET_PDEATHSIG) dies with the *thread* that started it, see prctl(2); a
    /// worker must outlive the thread that happened to need it first.
    public static func launchToStay(
        _ path: String, arguments: [String], environment: [String], descriptors: [Int32?]
    ) throws -> ChildProcess {
        let answer = Monitor<Result<ChildProcess, any Error>?>(nil)
        launcher.submit {
            let result = Result {
                try launch(path, arguments: arguments, environment: environment, descriptors: descriptors)
            }
            answer.change { $0 = result }
        }
        return try answer.wait { $0 }.get()
    }

    private static let launcher = WorkerPool(threads: 1)

    /// Kills the process and all of its group at once.
    public func kill() {
        _ = Glibc.kill(-pid, SIGKILL)
        _ = Glibc.kill(pid, SIGKILL)
    }

    /// Waits for its end and frees its number.
    public func reap() -> ProcessEnd {
        reap(options: 0) ?? ProcessEnd(exit: nil, signal: nil, peakResident: 0)
    }

    /// Waits for its end until the monotonic clock shows `deadline`; `nil` when it still runs then.
    public func reap(until deadline: Int64) -> ProcessEnd? {
        var pause: UInt32 = 100
        while true {
            if let end = reap(options: WNOHANG) { return end }
            guard monotonicNanoseconds() < deadline else { return nil }
            usleep(pause)
            pause = min(pause * 2, 10_000)
        }
    }

    private func reap(options: Int32) -> ProcessEnd? {
        var status: Int32 = 0
        var usage = rusage()
        var found: Int32
        repeat { found = wait4(pid, &status, options, &usage) } while found < 0 && errno == EINTR
        guard found == pid else { return nil }
        // A process begins as a copy of this one, and exec leaves the kernel's mark of its most memory where it was: what is not above this
        // process' own mark says nothing of the child.
        var own = rusage()
        getrusage(RUSAGE_SELF.rawValue, &own)
        let peak = usage.ru_maxrss > own.ru_maxrss ? Int(usage.ru_maxrss) * 1024 : 0
        let signal = status & 0x7F
        return signal == 0
            ? ProcessEnd(exit: (status >> 8) & 0xFF, signal: nil, peakResident: peak)
            : ProcessEnd(exit: nil, signal: signal, peakResident: peak)
    }

    /// Memory of its own that it holds now, in bytes, without mapped files: resident minus shared of `/proc/PID/statm`; `nil` when
    /// it is gone.
    public var privateResident: Int? {
        let file = open("/proc/\(pid)/statm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { _ = Glibc.close(file) }
        var line = [UInt8](repeating: 0, count: 128)
        let count = read(file, &line, line.count)
        guard count > 0 else { return nil }
        let numbers = String(decoding: line[..<count], as: UTF8.self).split(separator: " ").map { Int($0) ?? 0 }
        guard numbers.count > 2 else { return nil }
        return max(0, numbers[1] - numbers[2]) * sysconf(Int32(_SC_PAGESIZE))
    }
}

/// How a process ended.
public struct ProcessEnd: Sendable, Hashable {
    /// The exit code, `nil` when a signal ended it.
    public let exit: Int32?
    /// The signal that ended it.
    public let signal: Int32?
    /// The most memory it ever held, in bytes, mapped files included; 0 where that is not known: it is no more than this process has held.
    public let peakResident: Int
}

/// Runs `body` with a NULL-terminated array of C strings.
private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var copies: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    copies.append(nil)
    return copies.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { preconditionFailure("the array holds at least its NULL") }
        return body(base)
    }
}
