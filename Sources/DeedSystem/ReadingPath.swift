import Glibc

/// The name under which SQLite opens a database for reading.
///
/// A database with a write-ahead log needs a file for its readers' shared memory beside it, which a read-only file system refuses. There,
/// nobody can write either, so the file is declared immutable (sqlite.org/uri.html) and needs none: a vault on a read-only copy answers.
/// A log that was not written back is no such case: SQLite says what is wrong then.
public func readingPath(_ path: String) -> String {
    var space = statvfs()
    guard statvfs(path, &space) == 0, space.f_flag & UInt(ST_RDONLY) != 0 else { return path }
    var log = stat()
    guard stat(path + "-wal", &log) != 0 || log.st_size == 0 else { return path }
    // What has a meaning in a URI is written in hexadecimal.
    let escapes: [Unicode.Scalar: String] = ["%": "%25", "?": "%3f", "#": "%23"]
    let name = path.unicodeScalars.map { escapes[$0] ?? String($0) }.joined()
    return "file:" + name + "?immutable=1"
}
