import DeedCore
import DeedSystem
import Glibc
import Synchronization

/// This process's directory `tmp/<boot-id>.<pid>/`: files are written here before they get their names.
///
/// A shared lock on the directory says that the process lives, also to a process in another container that cannot see its number.
final class StagingDirectory: Sendable {
    private let io: any VaultIO
    private let path: String
    private let descriptor: Int32
    private static let counter = Atomic<UInt64>(0)

    /// Makes the directory, or takes the one that this process has.
    init(io: any VaultIO, layout: VaultLayout) throws {
        self.io = io
        path = layout.tmp + "/" + io.bootID + "." + String(io.processID)
        try io.ensureDirectory(path, mode: 0o700)
        descriptor = try io.opened(path, [.read, .directory])
        _ = try io.lock(descriptor, .shared)
    }

    deinit {
        try? io.removeDirectory(path)
        io.close(descriptor)
    }

    /// Opens a new file for writing, mode 0444; its path and descriptor.
    func newFile() throws(IOError) -> (path: String, descriptor: Int32) {
        let number = StagingDirectory.counter.add(1, ordering: .relaxed).newValue
        let file = path + "/" + String(number)
        while true {
            do throws(IOError) {
                let descriptor = try io.opened(file, [.write, .create, .exclusive], mode: 0o444)
                return (file, descriptor)
            } catch {
                switch error.errno {
                // A dead process had our number; what it left is nobody's.
                case EEXIST: try io.unlink(file)
                // Another vault object of this process has removed the directory when it was done.
                case ENOENT: try io.ensureDirectory(path, mode: 0o700)
                default: throw error
                }
            }
        }
    }

    /// Removes what dead processes left under `tmp/`; how many directories. A directory is dead when its machine has been started anew
    /// or its process is gone, and nobody holds the lock on it.
    static func clearDead(io: any VaultIO, layout: VaultLayout) throws -> Int {
        var cleared = 0
        for name in try io.list(layout.tmp) {
            let path = layout.tmp + "/" + name
            guard try io.status(path)?.isDirectory == true else {
                try io.unlink(path)
                continue
            }
            guard !belongsToLiving(name, io), let descriptor = try? io.opened(path, [.read, .directory]) else { continue }
            defer { io.close(descriptor) }
            guard try io.lock(descriptor, .exclusive) else { continue }
            for file in try io.list(path) { try io.unlink(path + "/" + file) }
            try io.removeDirectory(path)
            cleared += 1
        }
        return cleared
    }

    private static func belongsToLiving(_ name: String, _ io: any VaultIO) -> Bool {
        guard let dot = name.lastIndex(of: "."), name[..<dot] == io.bootID, let process = Int32(name[name.index(after: dot)...])
        else { return false }
        return process == io.processID || io.isAlive(process)
    }
}
