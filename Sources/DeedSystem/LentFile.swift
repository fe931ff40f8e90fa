import CSandbox
import Glibc

/// A file as a worker or a tool may have it: an opening of its own, which cannot write and whose place nobody else reads from.
///
/// Why not the descriptor at hand: one opened for writing can be mapped and changed through the mapping, whatever limits the other
/// process has; and descriptors of one opening share their place, so that whoever moves it makes the other read elsewhere.
public final class LentFile: Sendable {
    /// The descriptor; closed when the last user is gone.
    public let descriptor: Int32

    /// Opens the regular file that `file` has open once more, read-only.
    ///
    /// - Throws: ``IOError`` for anything but a regular file, and when the system does not open it again.
    public init(_ file: Int32) throws {
        descriptor = deed_open_for_reading(file)
        guard descriptor >= 0 else { throw IOError(-descriptor, "open", "/proc/self/fd/\(file)") }
    }

    /// The same for one descriptor among others; `nil` for what is no regular file: sockets, `/dev/null`.
    static func ifFile(_ file: Int32) throws -> LentFile? {
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return try LentFile(file)
    }

    deinit { _ = close(descriptor) }
}
