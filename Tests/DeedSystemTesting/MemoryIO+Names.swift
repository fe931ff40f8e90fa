public import DeedSystem
import Glibc

extension MemoryIO {
    public func rename(_ source: String, to target: String) throws(IOError) {
        try onDisk("rename", target) { disk -> Result<Void, IOError> in
            guard let (from, name) = disk.parent(source), let node = from.names[name], let (to, newName) = disk.parent(target)
            else {
                return .failure(IOError(ENOENT, "rename", target))
            }
            from.names[name] = nil
            if let replaced = to.names[newName] {
                replaced.links -= 1
                disk.released(replaced)
            }
            to.names[newName] = node
            return .success(())
        }
    }

    public func unlink(_ path: String) throws(IOError) {
        try onDisk("unlink", path) { disk -> Result<Void, IOError> in
            guard let (parent, name) = disk.parent(path), let node = parent.names[name] else {
                return .failure(IOError(ENOENT, "unlink", path))
            }
            guard !node.isDirectory else { return .failure(IOError(EISDIR, "unlink", path)) }
            parent.names[name] = nil
            node.links -= 1
            disk.released(node)
            return .success(())
        }
    }

    public func makeDirectory(_ path: String, mode: UInt32) throws(IOError) {
        try onDisk("mkdir", path) { disk -> Result<Void, IOError> in
            guard let (parent, name) = disk.parent(path) else { return .failure(IOError(ENOENT, "mkdir", path)) }
            guard parent.names[name] == nil else { return .failure(IOError(EEXIST, "mkdir", path)) }
            parent.names[name] = MemoryDisk.Node(isDirectory: true, mode: mode)
            return .success(())
        }
    }

    public func removeDirectory(_ path: String) throws(IOError) {
        try onDisk("rmdir", path) { disk -> Result<Void, IOError> in
            guard let (parent, name) = disk.parent(path), let node = parent.names[name] else {
                return .failure(IOError(ENOENT, "rmdir", path))
            }
            guard node.isDirectory else { return .failure(IOError(ENOTDIR, "rmdir", path)) }
            guard node.names.isEmpty else { return .failure(IOError(ENOTEMPTY, "rmdir", path)) }
            parent.names[name] = nil
            return .success(())
        }
    }

    public func list(_ path: String) throws(IOError) -> [String] {
        try onDisk("opendir", path) { disk in
            guard let node = disk.find(path) else { return .failure(IOError(ENOENT, "opendir", path)) }
            guard node.isDirectory else { return .failure(IOError(ENOTDIR, "opendir", path)) }
            return .success(Array(node.names.keys))
        }
    }

    public func status(_ path: String) throws(IOError) -> FileStatus? {
        try onDisk("stat", path) { disk in .success(disk.find(path).map(FileStatus.init)) }
    }

    public func status(_ descriptor: Int32) throws(IOError) -> FileStatus {
        let path = openPath(descriptor)
        return try onDisk("fstat", path) { disk in
            guard let file = disk.open[descriptor] else { return .failure(IOError(EBADF, "fstat")) }
            return .success(FileStatus(file.node))
        }
    }

    public func space(_ path: String) throws(IOError) -> FileSystemSpace {
        try onDisk("statvfs", path) { disk in
            .success(FileSystemSpace(total: disk.capacity, available: max(0, disk.capacity - disk.used)))
        }
    }
}

extension FileStatus {
    init(_ node: MemoryDisk.Node) {
        self.init(
            size: node.footprint, isDirectory: node.isDirectory, isRegular: !node.isDirectory, mode: node.mode)
    }
}
