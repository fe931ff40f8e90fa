import CSandbox
import Glibc

/// One end of a pair of connected sockets, over which bytes and open files go to another process. Closed when the last user is gone.
public final class ProcessSocket: Sendable {
    /// The descriptor, for handing this end to a child.
    public let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { _ = Glibc.close(descriptor) }

    /// Two connected ends, both closed on exec.
    public static func pair() throws -> (ProcessSocket, ProcessSocket) {
        var ends: [Int32] = [-1, -1]
        let code = deed_socket_pair(&ends)
        guard code == 0 else { throw IOError(-code, "socketpair") }
        return (ProcessSocket(ends[0]), ProcessSocket(ends[1]))
    }

    /// Sends all of `bytes`, the open file `descriptor` along with the first; the receiver gets a ``LentFile``: nothing that it could
    /// write to.
    public func send(_ bytes: [UInt8], descriptor file: Int32? = nil) throws {
        let lent = try file.map { try LentFile($0) }
        try bytes.withUnsafeBytes { buffer in
            var sent = 0
            while sent < buffer.count {
                let rest = UnsafeRawBufferPointer(rebasing: buffer[sent...])
                let count = deed_send(descriptor, rest.baseAddress, rest.count, sent == 0 ? lent?.descriptor ?? -1 : -1)
                guard count > 0 else { throw IOError(Int32(-count), "sendmsg") }
                sent += count
            }
        }
    }

    /// What ``receive(into:patience:)`` saw.
    public enum Received: Sendable, Hashable {
        case bytes(Int)
        /// The other end is gone.
        case end
        /// Nothing came in time.
        case nothing
    }

    /// Receives what is there, waiting up to `patience` milliseconds for the first byte.
    public func receive(into buffer: UnsafeMutableRawBufferPointer, patience: Int) throws -> Received {
        while true {
            let count = recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
            if count > 0 { return .bytes(count) }
            if count == 0 || errno == ECONNRESET { return .end }
            switch errno {
            case EINTR: continue
            case EAGAIN: if try !waitForBytes(patience) { return .nothing }
            default: throw IOError(errno, "recv")
            }
        }
    }

    private func waitForBytes(_ patience: Int) throws -> Bool {
        var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let count = poll(&wait, 1, Int32(clamping: max(0, patience)))
        if count < 0, errno != EINTR { throw IOError(errno, "poll") }
        return count > 0
    }
}
