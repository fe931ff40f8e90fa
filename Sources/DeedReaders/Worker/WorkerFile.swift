import Glibc

/// The open file of a job: closed, and its mapping undone, when the job is over.
struct WorkerFile: ~Copyable {
    /// The descriptor that came over the socket.
    let descriptor: Int32
    /// Its size in bytes.
    let size: Int
    private let mapping: UnsafeMutableRawPointer?
    private let mapped: Int

    /// An address for the bytes of an empty file.
    // `nonisolated(unsafe)`: never written, never freed.
    nonisolated(unsafe) private static let nothing = UnsafeMutableRawPointer.allocate(byteCount: 16, alignment: 16)

    /// Takes the descriptor over and maps up to `limit` bytes of it; `nil` when it is no regular file.
    init?(descriptor: Int32, mapping limit: Int) {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            _ = close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        size = Int(status.st_size)
        mapped = min(size, limit)
        let address = mapped == 0 ? nil : mmap(nil, mapped, PROT_READ, MAP_PRIVATE, descriptor, 0)
        mapping = address == MAP_FAILED ? nil : address
    }

    /// The mapped bytes; `nil` when the file is too large for this worker's address space.
    var bytes: UnsafeRawBufferPointer? {
        if let mapping { return UnsafeRawBufferPointer(start: mapping, count: mapped) }
        return size == 0 ? UnsafeRawBufferPointer(start: WorkerFile.nothing, count: 0) : nil
    }

    deinit {
        if let mapping { munmap(mapping, mapped) }
        _ = close(descriptor)
    }
}
