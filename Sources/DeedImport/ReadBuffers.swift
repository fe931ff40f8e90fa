import DeedSystem

/// Memory for reading files, used again and again: fresh memory for every file costs a page fault for each 4 KiB of it.
final class ReadBuffers: Sendable {
    /// Bytes of each buffer: files below it are read, hashed and written in one go.
    static let size = 1 << 20

    private struct Free {
        var buffers: [UnsafeMutableRawBufferPointer] = []
    }

    private let free = Monitor(Free())

    deinit { free.withLock { $0.buffers.forEach { $0.deallocate() } } }

    /// Runs `body` with a buffer that nobody else has meanwhile.
    func with<Result>(_ body: (UnsafeMutableRawBufferPointer) throws -> Result) rethrows -> Result {
        let buffer =
            free.withLock { $0.buffers.popLast() }
            ?? UnsafeMutableRawBufferPointer.allocate(byteCount: ReadBuffers.size, alignment: 4096)
        defer { free.withLock { $0.buffers.append(buffer) } }
        return try body(buffer)
    }
}
