import CSandbox
import Glibc

/// A connected pair of descriptors, closed on exec from the first moment and when it goes.
final class ProcessPipe {
    /// The end that is read from.
    let read: Int32
    /// The end that is written to; -1 once closed.
    private(set) var write: Int32

    /// A new pair.
    init() throws {
        var ends: [Int32] = [-1, -1]
        let code = deed_socket_pair(&ends)
        guard code == 0 else { throw IOError(-code, "socketpair") }
        (read, write) = (ends[0], ends[1])
    }

    /// Closes the writing end here; a child's copy of it stays.
    func closeWrite() {
        if write >= 0 { _ = Glibc.close(write) }
        write = -1
    }

    deinit {
        closeWrite()
        _ = Glibc.close(read)
    }
}
