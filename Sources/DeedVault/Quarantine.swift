import DeedCore
import DeedSystem

/// The place for what a damaged file of the vault holds, before a good one takes its name.
struct Quarantine {
    let io: any VaultIO
    let layout: VaultLayout

    /// Puts what a damaged file holds into `quarantine/`; its place there below the vault, `nil` where there was no file.
    ///
    /// A copy: the name is then taken by the good file in one rename, so that at no moment there is neither. A file that cannot be
    /// read, or for whose copy there is no room, is moved.
    func keep(_ path: String) throws -> String? {
        guard try io.status(path) != nil else { return nil }
        try io.ensureDirectory(layout.quarantine, mode: 0o700)
        let name = layout.relative(path).split(separator: "/").joined(separator: "-")
        let place = "quarantine/\(name)-\(Instant.now.milliseconds)"
        let target = layout.root + "/" + place
        do throws(IOError) {
            try copyAside(path, to: target)
        } catch {
            guard !error.isLostDurability else { throw error }
            if try io.status(target) != nil { try io.unlink(target) }
            try io.rename(path, to: target)
        }
        try io.syncDirectory(layout.quarantine)
        return place
    }

    private func copyAside(_ path: String, to target: String) throws(IOError) {
        let from = try io.opened(path, .read)
        defer { io.close(from) }
        let descriptor = try io.opened(target, [.write, .create], mode: 0o400)
        defer { io.close(descriptor) }
        try pieces(of: from) { bytes throws(IOError) in try io.writeAll(descriptor, bytes, path: target) }
        try io.fsync(descriptor)
    }

    /// Whether a file has the content that its name says. What cannot be read has not.
    func isGood(_ path: String, _ id: ObjectID) -> Bool {
        var digest = Digest()
        do throws(IOError) {
            let file = try io.opened(path, .read)
            defer { io.close(file) }
            try pieces(of: file) { bytes throws(IOError) in digest.update(bytes) }
        } catch {
            return false
        }
        return digest.finish() == id
    }

    private func pieces(of file: Int32, _ body: (UnsafeRawBufferPointer) throws(IOError) -> Void) throws(IOError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 64)
        defer { buffer.deallocate() }
        var at: Int64 = 0
        while case let count = try io.readFully(file, into: buffer, at: at), count > 0 {
            try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            at += Int64(count)
        }
    }
}
