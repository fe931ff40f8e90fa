import Glibc

/// The bytes of an archive for libarchive: read by position, so that two readers may use one descriptor, and counted.
final class ArchiveSource {
    /// The file's size in bytes.
    let size: Int64
    /// Bytes read so far; what an entry takes of them is its packed size.
    private(set) var consumed: Int64 = 0
    private let descriptor: Int32
    private var position: Int64 = 0
    private let block: UnsafeMutableRawBufferPointer

    /// How much is read at a time.
    static let blockSize = 128 << 10

    /// A source over an open file, which stays the caller's to close.
    init(descriptor: Int32) {
        self.descriptor = descriptor
        var status = stat()
        size = fstat(descriptor, &status) == 0 ? Int64(status.st_size) : 0
        block = .allocate(byteCount: ArchiveSource.blockSize, alignment: 4096)
    }

    deinit { block.deallocate() }

    /// The next block; empty at the end, `nil` after a failed read.
    func next() -> UnsafeRawBufferPointer? {
        let count = read(into: block, at: position)
        guard count >= 0 else { return nil }
        position += Int64(count)
        consumed += Int64(count)
        return UnsafeRawBufferPointer(rebasing: block[..<count])
    }

    /// Passes over bytes; how many.
    func skip(_ count: Int64) -> Int64 {
        let step = max(0, min(count, size - position))
        position += step
        return step
    }

    /// Goes to a place as lseek(2) does; the new place, negative for an impossible one.
    func seek(_ offset: Int64, _ whence: Int32) -> Int64 {
        let base: Int64 = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? position : size
        let (place, overflow) = base.addingReportingOverflow(offset)
        guard !overflow, place >= 0 else { return -1 }
        position = place
        return place
    }

    /// Reads up to a buffer's worth at a place; how much, -1 for an error.
    func read(into buffer: UnsafeMutableRawBufferPointer, at place: Int64) -> Int {
        var filled = 0
        while filled < buffer.count {
            let count = pread(descriptor, buffer.baseAddress?.advanced(by: filled), buffer.count - filled, off_t(place) + filled)
            if count < 0, errno == EINTR { continue }
            if count < 0 { return -1 }
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    /// Up to `count` bytes at a place; fewer at the end.
    func bytes(at place: Int64, count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = max(0, read(into: UnsafeMutableRawBufferPointer(buffer), at: place))
        }
    }
}
