import DeedSystem
import Glibc
import Synchronization

/// Descriptors of the vault's directory and of those under `objects/`, each opened before the first name goes into it and kept.
///
/// The kernel tells an error of writing back once to every descriptor that was open when it happened: a directory that is opened for
/// its sync only could miss the error that another program has been told.
final class ObjectDirectories: Sendable {
    private let io: any VaultIO
    private let layout: VaultLayout
    /// The vault's directory, for `syncfs`.
    let root: Int32
    private let opened = Mutex([Int32?](repeating: nil, count: 256))

    init(io: any VaultIO, layout: VaultLayout) throws(IOError) {
        self.io = io
        self.layout = layout
        root = try io.opened(layout.root, [.read, .directory])
    }

    deinit {
        for descriptor in opened.withLock({ $0 }) { if let descriptor { io.close(descriptor) } }
        io.close(root)
    }

    /// The directory of the objects whose hashes begin with a byte.
    func descriptor(_ firstByte: UInt8) throws(IOError) -> Int32 {
        try opened.withLock { opened throws(IOError) in
            if let descriptor = opened[Int(firstByte)] { return descriptor }
            let descriptor = try open(layout.objectDirectory(firstByte))
            opened[Int(firstByte)] = descriptor
            return descriptor
        }
    }

    /// All 256 were made with the vault, but a way of copying that leaves empty folders out loses those that nothing lies in.
    private func open(_ path: String) throws(IOError) -> Int32 {
        do throws(IOError) {
            return try io.opened(path, [.read, .directory])
        } catch {
            guard error.errno == ENOENT else { throw error }
            try io.ensureDirectory(path, mode: 0o700)
            try io.syncDirectory(layout.objects)
            return try io.opened(path, [.read, .directory])
        }
    }

    /// Makes the names in it durable.
    func sync(_ firstByte: UInt8) throws(IOError) { try io.fsync(try descriptor(firstByte)) }
}
