import DeedCore
import DeedText
import Deedbox
import Glibc

/// The file with passwords for archives: one a line, in UTF-8 (GBK is understood). Nothing of it is printed or kept.
struct PasswordFile {
    /// What the file holds.
    let passwords: ArchivePasswords
    /// Whether others than its owner may read it.
    let isOpenToOthers: Bool

    /// The largest file that is read.
    private static let maximumBytes = 64 << 10

    /// Reads it.
    ///
    /// - Throws: ``Failure`` `sourceNotFound`, `sourceUnreadable`, or `badValue` for one that is too large.
    init(_ path: String) throws {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw Failure(errno == ENOENT ? .sourceNotFound : .sourceUnreadable, path, detail: String(cString: strerror(errno)))
        }
        defer { _ = close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            throw Failure(.sourceUnreadable, path, detail: "not a file")
        }
        // What comes through a pipe, as from a password store, has no rights of its own.
        isOpenToOthers = status.st_mode & S_IFMT == S_IFREG && status.st_mode & 0o077 != 0
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while case let count = read(file, &chunk, chunk.count), count > 0, bytes.count <= PasswordFile.maximumBytes {
            bytes += chunk[..<count]
        }
        let text = TextCharset.detect(bytes).decode(bytes)
        let lines = text.split(omittingEmptySubsequences: true) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }.map(String.init)
        guard lines.reduce(0, { $0 + $1.utf8.count }) <= ArchivePasswords.maximumBytes else {
            throw Failure(.badValue, path, detail: "--password-file: more than \(ArchivePasswords.maximumBytes) bytes")
        }
        passwords = ArchivePasswords(lines)
    }
}
