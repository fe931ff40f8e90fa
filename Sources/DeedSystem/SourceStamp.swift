import CSandbox
import DeedCore
import Glibc

/// What tells that a file has not been touched since it was looked at.
public struct SourceStamp: Sendable, Hashable {
    /// Bytes.
    public var size: Int64
    /// The last change, in nanoseconds since 1970.
    public var modified: Int64
    /// The file's number on its file system: another file under the same name has another.
    public var inode: UInt64

    /// A stamp.
    public init(size: Int64, modified: Int64, inode: UInt64) {
        self.size = size
        self.modified = modified
        self.inode = inode
    }
}

/// What tells that nobody touched an open file between two looks: the time of the last change of anything about it, too, which programs
/// cannot set back.
public struct SourceMoment: Sendable, Hashable {
    /// Size, time and number.
    public var stamp: SourceStamp
    private var touched: Int64

    fileprivate init(_ status: stat) {
        stamp = SourceStamp(status)
        touched = nanoseconds(status.st_ctim)
    }
}

extension SourceReader {
    /// The file as it is now, at a moment that a later change cannot be taken for: the kernel's clock for files ticks every few
    /// milliseconds, so one that was touched just now is waited for.
    ///
    /// - Throws: ``Failure`` `sourceUnreadable`.
    public func settledMoment() throws -> SourceMoment {
        var now = timespec()
        var status = try look()
        clock_gettime(CLOCK_REALTIME, &now)
        if status.st_nlink > 0, (0..<20_000_000).contains(nanoseconds(now) &- nanoseconds(status.st_ctim)) {
            usleep(20_000)
            status = try look()
        }
        return SourceMoment(status)
    }

    /// The file as it is now.
    ///
    /// - Throws: ``Failure`` `sourceUnreadable`.
    public func moment() throws -> SourceMoment { SourceMoment(try look()) }

    private func look() throws -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw Failure(.sourceUnreadable, path, detail: IOError(errno, "fstat", path).description)
        }
        return status
    }
}

private func nanoseconds(_ time: timespec) -> Int64 { Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec) }

extension SourceStamp {
    fileprivate init(_ status: stat) {
        self.init(size: Int64(status.st_size), modified: nanoseconds(status.st_mtim), inode: UInt64(status.st_ino))
    }
}

extension SourceFolder {
    /// What a watcher sees at a path, links not followed; `nil` when nothing is there or it may not be looked at.
    public enum Seen: Sendable, Hashable {
        case folder
        /// A file, or whatever else is no folder.
        case entry(SourceStamp)
    }

    /// Looks at a path.
    public static func look(at path: [UInt8]) -> Seen? {
        var status = stat()
        guard withCPath(path, { lstat($0, &status) }) == 0 else { return nil }
        if status.st_mode & S_IFMT == S_IFDIR { return .folder }
        return .entry(SourceStamp(status))
    }

    /// Whether some process has the file open for writing, as far as the kernel tells.
    public static func isBeingWritten(_ path: [UInt8]) -> Bool { withCPath(path) { deed_is_being_written($0) } != 0 }

    /// The path without links in it, absolute.
    ///
    /// - Throws: ``Failure`` `sourceNotFound` when it is no folder that can be reached.
    public static func resolved(_ path: String) throws -> String {
        guard let real = realpath(path, nil) else {
            throw Failure(.sourceNotFound, path, detail: IOError(errno, "realpath", path).description)
        }
        defer { free(real) }
        let text = String(cString: real)
        guard look(at: Array(text.utf8)) == .folder else { throw Failure(.sourceNotFound, path, detail: "not a folder") }
        return text
    }

    /// Moves a file into `folder` of the same file system, which is made where it is not there; a name that is taken gets a number.
    ///
    /// - Returns: where it is now.
    /// - Throws: ``IOError``.
    public static func move(_ path: [UInt8], into folder: [UInt8]) throws(IOError) -> [UInt8] {
        let name = Array(path.split(separator: UInt8(ascii: "/")).last ?? [])
        try make(folder)
        let dot = name.lastIndex(of: UInt8(ascii: ".")) ?? name.endIndex
        for number in 1..<10_000 {
            let mark: [UInt8] = number == 1 ? [] : Array(" (\(number))".utf8)
            let target: [UInt8] = folder + [UInt8(ascii: "/")] + name[..<dot] + mark + name[dot...]
            let code = withCPath(path) { from in withCPath(target) { deed_move(from, $0) } }
            if code == 0 { return target }
            guard code == -EEXIST else { throw IOError(-code, "rename", String(decoding: path, as: UTF8.self)) }
        }
        throw IOError(EEXIST, "rename", String(decoding: path, as: UTF8.self))
    }

    /// Makes a folder and those above it.
    private static func make(_ folder: [UInt8]) throws(IOError) {
        guard look(at: folder) != .folder else { return }
        if let slash = folder.lastIndex(of: UInt8(ascii: "/")), slash > 0 { try make(Array(folder[..<slash])) }
        guard withCPath(folder, { mkdir($0, 0o777) }) == 0 || errno == EEXIST else {
            throw IOError(errno, "mkdir", String(decoding: folder, as: UTF8.self))
        }
    }

    /// Removes a file.
    ///
    /// - Throws: ``IOError``.
    public static func remove(_ path: [UInt8]) throws(IOError) {
        guard withCPath(path, { unlink($0) }) == 0 else { throw IOError(errno, "unlink", String(decoding: path, as: UTF8.self)) }
    }
}
