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

    /// Subdirectories over which the files are spread. Threads that make and rename files in one directory wait for its lock: with
    /// 16 threads in one directory a quarter of the CPU time of an import of small files was spent spinning on it.
    private static let lanes: UInt64 = 16

    /// Makes the directory, or takes the one that this process has.
    init(io: any VaultIO, layout: VaultLayout) throws {
        self.io = io
        path = layout.tmp + "/" + io.bootID + "." + String(io.processID)
        try io.ensureDirectory(path, mode: 0o700)
        descriptor = try io.opened(path, [.read, .directory])
        _ = try io.lock(descriptor, .shared)
    }

    deinit {
        for lane in 0..<StagingDirectory.lanes { try? io.removeDirectory(lanePath(lane)) }
        try? io.removeDirectory(path)
        io.close(descriptor)
    }

    private func lanePath(_ lane: UInt64) -> String { path + "/" + String(lane) }

    /// Opens a new file for writing, mode 0444; its path and descriptor.
    func newFile() throws(IOError) -> (path: String, descriptor: Int32) {
        let number = StagingDirectory.counter.add(1, ordering: .relaxed).newValue
        let lane = lanePath(number % StagingDirectory.lanes)
        let file = lane + "/" + String(number)
        while true {
            do throws(IOError) {
                let descriptor = try io.opened(file, [.write, .create, .exclusive], mode: 0o444)
                return (file, descriptor)
            } catch {
                switch error.errno {
                // A dead process had our number; what it left is nobody's.
                case EEXIST: try io.unlink(file)
                // The lane is used for the first time, or another vault object of this process has removed it when it was done.
                case ENOENT:
                    try io.ensureDirectory(path, mode: 0o700)
                    try io.ensureDirectory(lane, mode: 0o700)
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
            try clear(path, io)
            cleared += 1
        }
        return cleared
    }

    /// Who may be about to put objects in: what a process wrote stands in `objects/` before the journal names it.
    ///
    /// - Returns: whether this process does, and whether another that lives does.
    static func writing(io: any VaultIO, layout: VaultLayout) -> (here: Bool, elsewhere: Bool) {
        let own = io.bootID + "." + String(io.processID)
        let names = (try? io.list(layout.tmp)) ?? []
        let isElsewhere = names.contains { name in
            if name == own { return false }
            if belongsToLiving(name, io) { return true }
            // In another container its number says nothing; its lock does.
            guard let descriptor = try? io.opened(layout.tmp + "/" + name, [.read, .directory]) else { return false }
            defer { io.close(descriptor) }
            return (try? io.lock(descriptor, .exclusive)) == false
        }
        return (names.contains(own), isElsewhere)
    }

    private static func clear(_ path: String, _ io: any VaultIO) throws {
        for name in try io.list(path) {
            let entry = path + "/" + name
            if try io.status(entry)?.isDirectory == true { try clear(entry, io) } else { try io.unlink(entry) }
        }
        try io.removeDirectory(path)
    }

    private static func belongsToLiving(_ name: String, _ io: any VaultIO) -> Bool {
        guard let dot = name.lastIndex(of: "."), name[..<dot] == io.bootID, let process = Int32(name[name.index(after: dot)...])
        else { return false }
        return process == io.processID || io.isAlive(process)
    }
}
