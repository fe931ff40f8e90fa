import Glibc

/// What a program wrote until it ended or was stopped.
public struct ProcessOutput: Sendable {
    /// Its standard output.
    public var output: [UInt8]
    /// The first bytes of its standard error; the rest was read and thrown away.
    public var errors: [UInt8]
    /// How it ended.
    public var end: ProcessEnd
    /// Why it was stopped; `nil` when it ended by itself.
    public var stopped: Stop?

    /// Why a program was killed.
    public enum Stop: String, Sendable {
        case timeout
        case tooLarge = "too-large"
        /// The person wanted to stop.
        case stopped
    }
}

extension ChildProcess {
    /// Runs a program with the open file `input` on its standard input and reads what it says.
    ///
    /// - Parameters:
    ///   - seconds: after these it is killed.
    ///   - isStopped: asked ten times a second; when it says so the program is killed.
    ///   - grant: seconds more for what it has just written, up to `maximumSeconds` in all.
    ///   - outputBytes: more standard output than this kills it.
    ///   - errorBytes: how much of standard error is kept; a parser has been seen to write 186 MB in 10 s, so all of it is drained.
    /// - Throws: ``IOError`` when it cannot be started.
    public static func capture(
        _ path: String, arguments: [String], environment: [String], input: Int32, seconds: Double, outputBytes: Int,
        errorBytes: Int = 64 << 10, maximumSeconds: Double = .infinity, isStopped: () -> Bool = { false },
        grant: (ArraySlice<UInt8>) -> Double = { _ in 0 }
    ) throws -> ProcessOutput {
        let output = try ProcessPipe()
        let errors = try ProcessPipe()
        let child = try launch(
            path, arguments: arguments, environment: environment, descriptors: [input, output.write, errors.write])
        output.closeWrite()
        errors.closeWrite()
        var capture = ProcessOutput(
            output: [], errors: [], end: ProcessEnd(exit: nil, signal: nil, peakResident: 0), stopped: nil)
        let start = monotonicNanoseconds()
        var granted = seconds
        var deadline: Int64 { start + Int64(min(granted, max(seconds, maximumSeconds), 1e9) * 1e9) }
        var streams = Streams(output: output.read, errors: errors.read)
        while capture.stopped == nil, streams.areOpen {
            let left = deadline - monotonicNanoseconds()
            guard left > 0 else { capture.stopped = .timeout; break }
            if isStopped() { capture.stopped = .stopped; break }
            streams.read(for: Int(min(left, ProcessStream.lookEvery) / 1_000_000) + 1) { isError, bytes in
                if isError {
                    capture.errors += bytes.prefix(max(0, errorBytes - capture.errors.count))
                } else if capture.output.count + bytes.count > outputBytes {
                    capture.stopped = .tooLarge
                } else {
                    capture.output += bytes
                    granted += grant(bytes)
                }
            }
        }
        if capture.stopped == nil, let end = child.reap(until: deadline) {
            capture.end = end
            return capture
        }
        if capture.stopped == nil { capture.stopped = .timeout }
        child.kill()
        capture.end = child.reap()
        return capture
    }
}

/// The two streams of a program, read as they come.
private struct Streams {
    private var ends: [pollfd]
    private var room = [UInt8](repeating: 0, count: 256 << 10)

    init(output: Int32, errors: Int32) {
        ends = [output, errors].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    }

    var areOpen: Bool { ends.contains { $0.fd >= 0 } }

    mutating func read(for milliseconds: Int, _ body: (_ isError: Bool, _ bytes: ArraySlice<UInt8>) -> Void) {
        guard poll(&ends, nfds_t(ends.count), Int32(clamping: milliseconds)) > 0 else { return }
        for at in ends.indices where ends[at].fd >= 0 && ends[at].revents != 0 {
            let count = Glibc.read(ends[at].fd, &room, room.count)
            if count > 0 { body(at == 1, room[..<count]) } else if count == 0 || errno != EINTR { ends[at].fd = -1 }
        }
    }
}
