public import DeedText
import Glibc

/// An archive to be unpacked: its open file, or those of its volumes.
public struct ArchiveFile: Sendable {
    /// The open file, or the first volume.
    public var file: Int32
    /// The other volumes in their order.
    public var volumes: [Int32] = []
    /// What somebody called it.
    public var name: String
    /// The charset of names that do not say theirs; `nil`: decided once for the archive.
    public var names: TextCharset?
    /// Bytes all entries may have together; `nil`: as in ``ExtractLimits/budget``.
    public var budget: Int64?
    /// Passwords to try.
    public var passwords = ArchivePasswords()
    /// A folder on a large file system for files without a name; `nil` where volumes need not be joined for another program.
    public var spoolFolder: String?

    /// Bytes of all volumes.
    var size: Int64 {
        var sum: Int64 = 0
        for file in [file] + volumes {
            var status = stat()
            if fstat(file, &status) == 0 { sum = sum.addingOrMost(max(0, Int64(status.st_size))) }
        }
        return sum
    }

    /// An archive.
    public init(_ file: Int32, name: String) {
        self.file = file
        self.name = name
    }
}
