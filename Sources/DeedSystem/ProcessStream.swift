import Glibc

extension ChildProcess {
    /// Runs a program and hands on what it writes while it writes it: memory stays constant however much that is.
    ///
    /// - Parameters:
    ///   - input: what its standard input reads, up to 64 KiB; it is in no file and on no command line.
    ///   - files: open files, its descriptors 3 and up.
    ///   - stallSeconds: without output for this long it is killed, and also when it comes more slowly than `bytesPerSecond` for long.
    ///   - isStopped: asked ten times a second; when it says so the program is killed.
    ///   - errorBytes: how much of standard error is kept; all of it is drained.
    ///   - body: takes the next bytes; `false` ends the program, and so does an error.
    /// - Returns: how it ended; the output is empty. Ended by `body`, ``ProcessOutput/stopped`` is `.tooLarge`.
    /// - Throws: ``IOError`` when it cannot be started, and what `body` throws.
    public static func stream(
        _ path: String, arguments: [String], environment: [String], input: [UInt8], files: [Int32], stallSeconds: Double,
        bytesPerSecond: Int = 1, errorBytes: Int = 64 << 10, isStopped: () -> Bool = { false },
        body: (UnsafeRawBufferPointer) throws -> Bool
    ) throws -> ProcessOutput {
        let (given, output, errors) = (try ProcessPipe(), try ProcessPipe(), try ProcessPipe())
        guard Glibc.write(given.write, input, input.count) == input.count else { throw IOError(errno, "write", path) }
        given.closeWrite()
        let child = try launch(
            path, arguments: arguments, environment: environment,
            descriptors: [given.read, output.write, errors.write] + files.map { Optional($0) })
        output.closeWrite()
        errors.closeWrite()
        let stall = Int64(min(max(0, stallSeconds), 1e9) * 1e9)
        var stream = ProcessStream(
            output: output.read, errors: errors.read, errorBytes: errorBytes, stall: stall, bytesPerSecond: bytesPerSecond)
        do {
            let stopped = try stream.run(isStopped, body)
            if stopped == nil, let end = child.reap(until: monotonicNanoseconds() + stall) {
                return ProcessOutput(output: [], errors: stream.complaints, end: end, stopped: nil)
            }
            child.kill()
            return ProcessOutput(output: [], errors: stream.complaints, end: child.reap(), stopped: stopped ?? .timeout)
        } catch {
            child.kill()
            _ = child.reap()
            throw error
        }
    }
}

/// The two streams of a program, read as they come.
struct ProcessStream {
    private(set) var complaints: [UInt8] = []
    private var ends: [pollfd]
    private let errorBytes: Int
    private let stall: Int64
    private let nanosecondsPerByte: Double
    private var room = [UInt8](repeating: 0, count: 1 << 20)

    /// How often whoever waits looks whether the person wants to stop.
    static let lookEvery: Int64 = 100_000_000

    init(output: Int32, errors: Int32, errorBytes: Int, stall: Int64, bytesPerSecond: Int) {
        ends = [output, errors].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        self.errorBytes = errorBytes
        self.stall = stall
        nanosecondsPerByte = 1e9 / Double(max(1, bytesPerSecond))
    }

    /// Reads until both streams end; why it stopped before that.
    mutating func run(_ isStopped: () -> Bool, _ body: (UnsafeRawBufferPointer) throws -> Bool) throws -> ProcessOutput.Stop? {
        // Runs down while the program is waited for and grows by what it writes: a byte a second is no progress.
        var left = stall
        var lastTurn = monotonicNanoseconds()
        while ends.contains(where: { $0.fd >= 0 }) {
            let now = monotonicNanoseconds()
            left -= now - lastTurn
            lastTurn = now
            guard left > 0 else { return .timeout }
            if isStopped() { return .stopped }
            guard poll(&ends, nfds_t(ends.count), Int32(clamping: min(left, ProcessStream.lookEvery) / 1_000_000 + 1)) > 0 else {
                continue
            }
            for at in ends.indices where ends[at].fd >= 0 && ends[at].revents != 0 {
                let count = read(ends[at].fd, &room, room.count)
                guard count > 0 else {
                    if count == 0 || errno != EINTR { ends[at].fd = -1 }
                    continue
                }
                if at == 1 {
                    complaints += room[..<min(count, max(0, errorBytes - complaints.count))]
                } else {
                    left = min(stall, left + Int64(Double(count) * nanosecondsPerByte))
                    let before = monotonicNanoseconds()
                    guard try room.withUnsafeBytes({ try body(UnsafeRawBufferPointer(rebasing: $0[..<count])) }) else {
                        return .tooLarge
                    }
                    // What the caller took for itself is not the program's time.
                    lastTurn += monotonicNanoseconds() - before
                }
            }
        }
        return nil
    }
}
