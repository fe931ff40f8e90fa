import Glibc

/// Writes bytes to a file descriptor, whole and without libc's buffers. The only place that writes to standard output and error.
///
/// A reader that went away (`deedbox list | head`) is no error: what follows is dropped in silence and the command goes
/// on, because an import must not stop for it. A command that only prints asks ``isClosed`` and ends early.
final class Sink {
    private let descriptor: Int32
    /// Whether the reader has gone.
    private(set) var isClosed = false

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// Writes all of `bytes`; waits where the descriptor would block.
    func write(_ bytes: UnsafeRawBufferPointer) throws(SinkError) {
        var rest = bytes[...]
        while !rest.isEmpty, !isClosed {
            let part = UnsafeRawBufferPointer(rebasing: rest)
            let count = Glibc.write(descriptor, part.baseAddress, part.count)
            if count >= 0 {
                rest = rest.dropFirst(count)
                continue
            }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&waiting, 1, -1)
            case EPIPE: isClosed = true
            default: throw SinkError(number: errno)
            }
        }
    }

    /// Writes a text.
    func write(_ text: String) throws(SinkError) {
        let bytes = Array(text.utf8)
        try writeAll(bytes)
    }

    /// Writes bytes.
    func writeAll(_ bytes: [UInt8]) throws(SinkError) {
        var failure: SinkError?
        bytes.withUnsafeBytes { buffer in
            do throws(SinkError) { try write(buffer) } catch { failure = error }
        }
        if let failure { throw failure }
    }
}

/// Standard output or error could not be written, for example into a file on a full disk.
struct SinkError: Error, Hashable {
    /// `errno`.
    var number: Int32
}
