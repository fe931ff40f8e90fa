public import DeedCore
import Glibc

/// Looks at what stands where a database and its log are to be opened: SQLite would wait for a pipe without end, and calls a file damaged that it
/// may not read.
///
/// - Parameter damaged: what is wrong with the vault where it is no file.
/// - Throws: ``Failure`` `damaged` for what is no file, `vaultUnreadable` for a file that this user may not read. A missing one is
///   none of these.
///
/// The file is not opened for it: a process that closes any descriptor of a file gives up all its locks on it (POSIX), those of SQLite's connections
/// among them (sqlite.org/howtocorrupt.html, 2.2). Another process would take the log away from under them.
public func checkDatabase(_ path: String, damaged: Failure.Code) throws {
    for path in [path, path + "-wal", path + "-shm"] {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let number = errno
            guard number == EACCES || number == EPERM else { continue }
            throw IOError(number, "stat", path, isReading: true).failure
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw noDatabase(path, damaged) }
        guard faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) != 0 else { continue }
        let number = errno
        if number == EACCES || number == EPERM { throw IOError(number, "open", path, isReading: true).failure }
    }
}

/// Why this user can make no file at `path`; `nil` where its folder allows it.
public func objection(toMaking path: String, isReading: Bool) -> IOError? {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    guard faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) != 0 else { return nil }
    return IOError(errno, "open", path, isReading: isReading)
}

/// What stands there, in the words of the attempt to open it: no connection has it open.
private func noDatabase(_ path: String, _ damaged: Failure.Code) -> Failure {
    do throws(IOError) {
        close(try HostIO().opened(path, .read))
        return Failure(damaged, path)
    } catch {
        return Failure(damaged, path, detail: error.description)
    }
}

/// The name under which SQLite opens a database for reading.
///
/// A database with a write-ahead log needs a file for its readers' shared memory beside it, which a read-only file system refuses. There,
/// nobody can write either, so the file is declared immutable (sqlite.org/uri.html) and needs none: a vault on a read-only copy answers.
/// A log that was not written back is no such case: SQLite says what is wrong then.
public func readingPath(_ path: String) -> String {
    var space = statvfs()
    guard statvfs(path, &space) == 0, space.f_flag & UInt(ST_RDONLY) != 0 else { return path }
    return StillDatabase(path)?.name ?? path
}

/// A database that is read without the shared memory of its readers: for a disk that has no room for these 32 KiB, or a folder in which
/// the reader may make no file.
///
/// The file is declared immutable, and may yet be changed by somebody who writes: then what was read may be of two states, and
/// ``isUnchanged`` says so. SQLite writes into the file itself only when it copies its log back, and the log must be empty here.
public struct StillDatabase: Sendable {
    /// The URI that SQLite opens.
    public let name: String
    private let path: String
    private let stamp: SourceStamp

    /// `nil` where there is no such file, or a log that was not written back.
    public init?(_ path: String) {
        guard let stamp = StillDatabase.stamp(path) else { return nil }
        self.path = path
        self.stamp = stamp
        // What has a meaning in a URI is written in hexadecimal.
        let escapes: [Unicode.Scalar: String] = ["%": "%25", "?": "%3f", "#": "%23"]
        name = "file:" + path.unicodeScalars.map { escapes[$0] ?? String($0) }.joined() + "?immutable=1"
    }

    /// Whether nobody has written since: all that was read is of one state.
    public var isUnchanged: Bool { StillDatabase.stamp(path) == stamp }

    private static func stamp(_ path: String) -> SourceStamp? {
        var log = stat()
        guard stat(path + "-wal", &log) != 0 || log.st_size == 0 else { return nil }
        var file = stat()
        guard stat(path, &file) == 0, file.st_mode & S_IFMT == S_IFREG else { return nil }
        let modified = Int64(file.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(file.st_mtim.tv_nsec)
        return SourceStamp(size: Int64(file.st_size), modified: modified, inode: UInt64(file.st_ino))
    }
}
