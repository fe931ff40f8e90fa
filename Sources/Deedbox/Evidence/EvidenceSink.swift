import DeedCore
import DeedVault
import Foundation
import Glibc

/// Where the files of a bundle go. Nothing has the name that was asked for before ``finish()``.
protocol EvidenceSink {
    /// Writes one file; `write` is given a function that takes its bytes in pieces.
    func add(_ path: String, isProgram: Bool, size: Int64, _ write: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void)
        throws
    /// Gives a file of the bundle a second name.
    func repeatFile(_ path: String, as other: String) throws -> Bool
    /// Makes all of it durable and gives it its name.
    func finish() throws
    /// Takes away what was written.
    func abandon()
}

/// Writes files into a folder that gets its name at the end.
final class EvidenceFolder: EvidenceSink {
    private let target: String
    private let partial: String

    init(_ target: String) throws {
        self.target = target
        partial = target + ".part-\(getpid())"
        guard !fileExists(target) else { throw Failure(.targetExists, target) }
        try makeFolder(partial)
    }

    private func makeFolder(_ path: String) throws {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw systemFailure(path) }
    }

    func add(
        _ path: String, isProgram: Bool, size: Int64, _ write: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws {
        if let slash = path.lastIndex(of: "/") { try makeFolder(partial + "/" + path[..<slash]) }
        let file = try OutputFile(partial + "/" + path, mode: isProgram ? 0o700 : 0o600)
        try write(file.write)
        try file.finish()
    }

    func repeatFile(_ path: String, as other: String) throws -> Bool {
        link(partial + "/" + path, partial + "/" + other) == 0
    }

    func finish() throws {
        for folder in try FileManager.default.subpathsOfDirectory(atPath: partial) where !folder.contains(".") {
            syncFolder(partial + "/" + folder)
        }
        syncFolder(partial)
        // `rename` would replace an empty folder that came meanwhile; nothing else.
        guard rename(partial, target) == 0 else { throw systemFailure(target) }
        syncFolder(parent(of: target))
    }

    func abandon() { try? FileManager.default.removeItem(atPath: partial) }
}

/// A file that is being written, durable once it is finished.
final class OutputFile {
    private let descriptor: Int32
    private let path: String
    /// Bytes written so far.
    private(set) var size: Int64 = 0

    init(_ path: String, mode: mode_t) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw errno == EEXIST ? Failure(.targetExists, path) : systemFailure(path) }
    }

    deinit { close(descriptor) }

    func write(_ bytes: UnsafeRawBufferPointer) throws { try write(bytes, at: nil) }

    func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }

    /// Writes over what is there.
    func overwrite(_ bytes: [UInt8], at offset: Int64) throws { try bytes.withUnsafeBytes { try write($0, at: offset) } }

    private func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64?) throws {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let place = (offset ?? size) + Int64(offset == nil ? 0 : done)
            let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(place))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw systemFailure(path) }
            done += count
            if offset == nil { size += Int64(count) }
        }
    }

    func finish() throws { guard fsync(descriptor) == 0 else { throw systemFailure(path) } }
}

func fileExists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
}

func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}

func syncFolder(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
}

/// The failure of the last system call on `path`.
func systemFailure(_ path: String) -> Failure {
    let number = errno
    let full = number == ENOSPC || number == EDQUOT
    return Failure(full ? .diskFull : .inputOutput, path, detail: String(cString: strerror(number)))
}
