import DeedSystem

extension DatabaseFile {
    /// Makes the content anew beside the file, and puts it in the old one's place when it is whole.
    ///
    /// No other process may write meanwhile; those that have the old file open go on with the new content. Nothing changes when `make` throws, or
    /// when the process is killed.
    ///
    /// - Parameters:
    ///   - old: opens what stands here. What cannot be opened has nothing to lose: its file is replaced.
    ///   - make: fills the file that it is given.
    public func rebuild(over old: () throws -> DatabaseConnection, make: (DatabaseFile) throws -> DatabaseConnection) throws {
        let beside = DatabaseFile(path + ".rebuild", content)
        try beside.discard()
        defer { try? beside.discard() }
        let fresh = try make(beside)
        if let old = try? old() {
            try old.take(from: fresh)
            try fresh.close()
        } else {
            try fresh.close()
            try replace(by: beside)
        }
    }

    /// Gives another file this one's name, durably: it was written without a flush.
    private func replace(by other: DatabaseFile) throws {
        // The old log goes first: it must never be taken for the new file's.
        try remove(["-wal", "-shm"])
        let io = HostIO()
        do {
            let descriptor = try io.opened(other.path, .write)
            defer { io.close(descriptor) }
            try io.fsync(descriptor)
            try io.rename(other.path, to: path)
            try io.syncDirectory(path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ".")
        } catch {
            throw error.failure
        }
    }
}
