public import DeedCore
import Glibc

/// A file that somebody gives to the archive: read only, never followed through a link in its last component.
public final class SourceReader: Sendable {
    /// The open file; also passed to the worker.
    public let descriptor: Int32
    /// What errors name.
    public let path: String

    /// Opens a file on disk. Names on disk are bytes: a folder that was unpacked without care has them in GBK.
    ///
    /// - Throws: ``Failure`` `sourceNotFound` or `sourceUnreadable`.
    public init(path bytes: [UInt8]) throws {
        path = String(decoding: bytes, as: UTF8.self)
        descriptor = withCPath(bytes) { Glibc.open($0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) }
        guard descriptor >= 0 else {
            let error = IOError(errno, "open", path)
            throw Failure(error.errno == ENOENT ? .sourceNotFound : .sourceUnreadable, path, detail: error.description)
        }
        _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    /// Reads a descriptor that is open already; it belongs to the reader from now on.
    public init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    /// Fills `buffer` from the file's place as far as there are bytes.
    ///
    /// - Throws: ``Failure`` `sourceUnreadable`.
    public func fill(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        try fill(buffer, "read") { Glibc.read(descriptor, $0.baseAddress, $0.count) }
    }

    /// The next bytes from the file's place, at most `count`; fewer only at its end.
    ///
    /// - Throws: ``Failure`` `sourceUnreadable`.
    public func bytes(upTo count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = 0
            filled = try fill(UnsafeMutableRawBufferPointer(buffer))
        }
    }

    /// The first bytes, at most `count`, without moving the file's place.
    public func head(_ count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = 0
            let got = pread(descriptor, buffer.baseAddress, count, 0)
            guard got >= 0 else { throw Failure(.sourceUnreadable, path, detail: IOError(errno, "pread", path).description) }
            filled = got
        }
    }

    /// Fills `buffer` from byte `offset` as far as there are bytes, without moving the file's place.
    ///
    /// - Throws: ``Failure`` `sourceUnreadable`.
    public func fill(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws -> Int {
        var place = off_t(offset)
        return try fill(buffer, "pread") { rest in
            let count = pread(descriptor, rest.baseAddress, rest.count, place)
            place += max(0, count)
            return count
        }
    }

    /// Calls until the buffer is full or the file ends, also after an interrupted call.
    private func fill(
        _ buffer: UnsafeMutableRawBufferPointer, _ name: String, _ call: (UnsafeMutableRawBufferPointer) -> Int
    ) throws -> Int {
        var filled = 0
        while filled < buffer.count {
            let count = call(UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw Failure(.sourceUnreadable, path, detail: IOError(errno, name, path).description)
            }
            filled += count
        }
        return filled
    }

    /// Bytes of the file now.
    ///
    /// - Throws: ``Failure`` `sourceUnreadable`.
    public func size() throws -> Int64 {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw Failure(.sourceUnreadable, path, detail: IOError(errno, "fstat", path).description)
        }
        return Int64(status.st_size)
    }

    /// The same file, to be read from its beginning again.
    public func rewound() -> SourceReader {
        _ = lseek(descriptor, 0, SEEK_SET)
        return self
    }

    /// Closes the file.
    public func close() { _ = Glibc.close(descriptor) }
}

/// What stands on disk at a path that somebody gave.
public enum SourceFolder {
    /// What a path is, links not followed.
    public enum Kind: Sendable {
        case folder
        case file(size: Int64, modified: Instant)
        case link
        case other
    }

    /// Looks at a path.
    ///
    /// - Throws: ``Failure`` `sourceNotFound` or `sourceUnreadable`.
    public static func kind(of bytes: [UInt8]) throws -> Kind {
        var status = stat()
        let path = String(decoding: bytes, as: UTF8.self)
        let result = withCPath(bytes) { lstat($0, &status) }
        guard result == 0 else {
            throw Failure(
                errno == ENOENT ? .sourceNotFound : .sourceUnreadable, path, detail: IOError(errno, "lstat", path).description)
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return .folder
        case S_IFLNK: return .link
        case S_IFREG:
            let time = status.st_mtim
            return .file(
                size: Int64(status.st_size), modified: Instant(seconds: Int64(time.tv_sec), nanoseconds: Int64(time.tv_nsec)))
        default: return .other
        }
    }

    /// Names in a folder as the disk has them, in the order of their bytes.
    ///
    /// - Throws: ``Failure`` `sourceUnreadable`.
    public static func names(in bytes: [UInt8]) throws -> [[UInt8]] {
        try names(in: bytes) { _ in true }.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// Those names in a folder that are wanted, in no order: for folders of which only a few matter.
    ///
    /// - Throws: ``Failure`` `sourceUnreadable`.
    public static func names(in bytes: [UInt8], where isWanted: (UnsafeRawBufferPointer) -> Bool) throws -> [[UInt8]] {
        let opened = withCPath(bytes) { opendir($0) }
        guard let folder = opened else {
            let path = String(decoding: bytes, as: UTF8.self)
            throw Failure(.sourceUnreadable, path, detail: IOError(errno, "opendir", path).description)
        }
        defer { closedir(folder) }
        var names: [[UInt8]] = []
        while let entry = readdir(folder) {
            withUnsafeBytes(of: &entry.pointee.d_name) { all in
                let name = UnsafeRawBufferPointer(rebasing: all.prefix { $0 != 0 })
                guard !name.elementsEqual(".".utf8), !name.elementsEqual("..".utf8), isWanted(name) else { return }
                names.append(Array(name))
            }
        }
        return names
    }

    /// Which file a path is, whatever it is called, and how many names it has; links are not followed. `nil` when nothing is there or
    /// it may not be looked at.
    public static func identity(of bytes: [UInt8]) -> (file: FileIdentity, names: Int)? {
        var status = stat()
        guard withCPath(bytes, { lstat($0, &status) }) == 0 else { return nil }
        return (FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)), Int(clamping: status.st_nlink))
    }

    /// The path without links in it; `nil` when it cannot be reached.
    public static func real(_ bytes: [UInt8]) -> [UInt8]? {
        guard let real = withCPath(bytes, { realpath($0, nil) }) else { return nil }
        defer { free(real) }
        return Array(UnsafeRawBufferPointer(start: real, count: strlen(real)))
    }
}

/// A file or a folder of this machine, whatever it is called: hard links and bind mounts have the same.
public struct FileIdentity: Sendable, Hashable {
    var device: UInt64
    var inode: UInt64
}

/// A path of raw bytes as the C library takes it.
func withCPath<Result>(_ bytes: [UInt8], _ body: (UnsafePointer<CChar>) throws -> Result) rethrows -> Result {
    var path = bytes.map { CChar(bitPattern: $0) }
    path.append(0)
    return try path.withUnsafeBufferPointer { buffer in
        guard let address = buffer.baseAddress else { return try "".withCString(body) }
        return try body(address)
    }
}
