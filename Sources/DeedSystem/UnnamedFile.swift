import DeedCore
import Glibc

/// A file without a name: nothing of it is left when its descriptor is closed, however the program ends.
public final class UnnamedFile: Sendable {
    /// The open file.
    public let descriptor: Int32

    /// `O_TMPFILE` of `<fcntl.h>`, a macro that Swift does not import.
    private static let temporary: Int32 = 0o20000000 | O_DIRECTORY

    /// Makes one on the file system of `folder`.
    ///
    /// - Throws: ``Failure`` `inputOutput` or `diskFull`.
    public init(in folder: String) throws {
        var made = Glibc.open(folder, UnnamedFile.temporary | O_RDWR | O_CLOEXEC, 0o600)
        if made < 0 {
            // Some file systems have no O_TMPFILE: a name that is removed at once does the same but for a kill in between.
            let template = folder + "/spool-XXXXXX"
            var bytes = Array(template.utf8CString)
            made = mkstemp(&bytes)
            if made >= 0 {
                _ = fcntl(made, F_SETFD, FD_CLOEXEC)
                unlink(bytes)
            }
        }
        guard made >= 0 else { throw IOError(errno, "open", folder).failure }
        descriptor = made
    }

    /// Appends bytes.
    ///
    /// - Throws: ``Failure`` `diskFull` or `inputOutput`.
    public func append(_ bytes: UnsafeRawBufferPointer) throws {
        var done = 0
        while done < bytes.count {
            let count = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
            if count < 0 {
                if errno == EINTR { continue }
                throw IOError(errno, "write", "tmp").failure
            }
            done += count
        }
    }

    /// A reader of the whole file; closing it gives the file up.
    public func reader(named path: String) -> SourceReader {
        _ = lseek(descriptor, 0, SEEK_SET)
        return SourceReader(descriptor: descriptor, path: path)
    }

    /// Gives the file up.
    public func close() { _ = Glibc.close(descriptor) }
}
