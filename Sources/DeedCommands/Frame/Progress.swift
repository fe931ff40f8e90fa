import DeedMessages
import Glibc
import Synchronization

/// How far a long command is, on standard error: a line that is redrawn on a terminal (at most ten times a second), a new line
/// every five seconds in a pipe, nothing where nobody wants it.
///
/// Safe from any thread.
final class Progress: Sendable {
    /// What is done so far.
    struct State: Sendable, Hashable {
        /// Files done.
        var files = 0
        /// Files in all, where known.
        var totalFiles: Int?
        /// Bytes done.
        var bytes: Int64 = 0
        /// Bytes in all, where known.
        var totalBytes: Int64?
        /// What is being worked on.
        var current = ""
    }

    private struct Drawing {
        var state = State()
        var drawn: UInt64 = 0
        var isOnLine = false
        var isFinished = false
    }

    private let label: String
    private let messages: Messages
    private let terminal: Terminal?
    private let started: UInt64
    private let drawing: Mutex<Drawing>
    private let write: @Sendable (String) -> Void
    private let clock: @Sendable () -> UInt64

    /// - Parameters:
    ///   - label: what is being done, for example "Importing".
    ///   - terminal: what standard error is connected to; `nil` shows nothing.
    ///   - clock: nanoseconds that only grow.
    ///   - write: writes to standard error.
    init(
        label: String, messages: Messages, terminal: Terminal?,
        clock: @escaping @Sendable () -> UInt64 = { monotonicNanoseconds() },
        write: @escaping @Sendable (String) -> Void = { writeToStandardError($0) }
    ) {
        self.label = label
        self.messages = messages
        self.terminal = terminal
        self.clock = clock
        self.write = write
        started = clock()
        drawing = Mutex(Drawing(drawn: started))
    }

    /// Notes how far the work is and draws it when it is time to.
    func update(_ change: (inout State) -> Void) {
        drawing.withLock { drawing in
            change(&drawing.state)
            let now = clock()
            guard let terminal, !drawing.isFinished, now - drawing.drawn >= (terminal.isTerminal ? 100_000_000 : 5_000_000_000)
            else { return }
            drawing.drawn = now
            let line = ProgressLine(label: label, state: drawing.state, seconds: Double(now - started) / 1e9, messages: messages)
            if terminal.isTerminal {
                write("\r\u{1B}[2K" + line.text(columns: (terminal.columns ?? 80) - 1))
                drawing.isOnLine = true
            } else {
                write(line.text(columns: nil) + "\n")
            }
        }
    }

    /// Takes the line away; nothing is drawn after it. The answer itself says how it ended.
    func finish() {
        drawing.withLock { drawing in
            drawing.isFinished = true
            if drawing.isOnLine { write("\r\u{1B}[2K") }
            drawing.isOnLine = false
        }
    }
}

/// The monotonic clock in nanoseconds.
func monotonicNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
