public import DeedCore
import Glibc

/// A system call that failed: which, on what, and the error number.
public struct IOError: Error, Sendable, Hashable {
    /// `errno` as the call left it.
    public let errno: Int32
    /// The call's name, for example `fsync`.
    public let call: String
    /// What it was called on; empty for a bare descriptor.
    public let path: String
    /// Whether the call only wanted to read.
    public let isReading: Bool
    /// What stands there instead of a file: `a pipe`; empty where the kernel itself refused.
    public let instead: String

    /// A failed call.
    public init(_ errno: Int32, _ call: String, _ path: String = "", isReading: Bool? = nil, instead: String = "") {
        self.errno = errno
        self.call = call
        self.path = path
        self.isReading = isReading ?? ["opendir", "readdir", "stat", "fstat", "read", "pread"].contains(call)
        self.instead = instead
    }

    /// Whether something stands there that is no file.
    public var isNoFile: Bool { !instead.isEmpty || errno == EISDIR }

    /// Whether the call asked the kernel to make something durable. Such an error is never answered by calling again: the kernel
    /// has dropped the dirty pages, and the second call would report success (fsyncgate, LWN 752063).
    public var isLostDurability: Bool { ["fsync", "fdatasync", "syncfs"].contains(call) }
}

extension IOError: CustomStringConvertible {
    /// `fsync objects/ab: Input/output error (errno 5)`
    public var description: String {
        if !instead.isEmpty { return "\(call)\(path.isEmpty ? "" : " \(path)"): it is \(instead), no regular file" }
        let reason = strerror(errno).map { String(cString: $0) } ?? "unknown error"
        return "\(call)\(path.isEmpty ? "" : " \(path)"): \(reason) (errno \(errno))"
    }
}

extension IOError: FailureConvertible {
    /// The failure that a person sees: a full disk is told from a disk that may not be written, from one that did
    /// not keep what was written, and from all the rest.
    public var failure: Failure {
        switch errno {
        case _ where !instead.isEmpty: Failure(.vaultUnreadable, path, detail: description)
        case EACCES, EPERM: Failure(isReading ? .vaultUnreadable : .vaultReadOnly, path, detail: description)
        case ENOSPC, EDQUOT: Failure(.diskFull, path, detail: description)
        case EROFS: Failure(.vaultReadOnly, path, detail: description)
        default: Failure(isLostDurability ? .syncFailed : .inputOutput, path, detail: description)
        }
    }
}
