import Glibc

/// The bytes of an archive for libarchive: read by position, so that two readers may use the same descriptors, and counted.
///
/// Several files are one sequence of bytes: the volumes of an archive in their order.
final class ArchiveSource {
    /// Its size in bytes.
    private(set) var size: Int64
    /// Bytes read so far; what an entry takes of them is its packed size.
    private(set) var consumed: Int64 = 0
    private var files: [File]
    /// Bytes in front that do not count: the program of an archive that extracts itself.
    private var base: Int64 = 0
    /// What stands in place of the last bytes, from this place on.
    private var tail: (start: Int64, bytes: [UInt8])?
    private var position: Int64 = 0
    private let block: UnsafeMutableRawBufferPointer

    private struct File {
        let descriptor: Int32
        /// Where its bytes begin, the program in front counted.
        var start: Int64
        /// Bytes of it that count.
        var size: Int64
    }

    /// How much is read at a time.
    static let blockSize = 128 << 10
    /// How much behind a jump: mostly no more than a header is wanted there.
    private static let firstSize = 8 << 10
    private var hasJumped = false

    /// A source over open files, which stay the caller's to close.
    init(descriptors: [Int32]) {
        var start: Int64 = 0
        files = descriptors.map { descriptor in
            var status = stat()
            let file = File(
                descriptor: descriptor, start: start, size: fstat(descriptor, &status) == 0 ? Int64(status.st_size) : 0)
            // Files with holes may claim more than there are places.
            start = start.addingReportingOverflow(file.size).overflow ? .max : start + file.size
            return file
        }
        size = start
        block = .allocate(byteCount: ArchiveSource.blockSize, alignment: 4096)
    }

    deinit { block.deallocate() }

    /// Where each file begins.
    var starts: [Int64] { files.map { max(0, $0.start - base) } }

    /// A second reader of the same bytes.
    func again() -> ArchiveSource {
        let source = ArchiveSource(descriptors: [])
        (source.files, source.size, source.base, source.tail) = (files, size, base, tail)
        return source
    }

    /// Leaves out the ends of files: `ends` has for each file where what counts of it is over, `nil` where all of it counts. The files
    /// behind move up.
    func cut(_ ends: [Int64?]) {
        var moved: Int64 = 0
        for index in files.indices {
            let end = index < ends.count ? ends[index].map { $0 + base } : nil
            let kept = min(max(0, (end ?? .max) - files[index].start), files[index].size)
            let left = files[index].size - kept
            files[index].start -= moved
            files[index].size = kept
            moved += left
        }
        size -= moved
        position = 0
    }

    /// Leaves out the first bytes.
    func drop(_ count: Int64) {
        base += count
        size = max(0, size - count)
        position = 0
    }

    /// Puts other bytes in place of all from `start` on.
    func replace(from start: Int64, with bytes: [UInt8]) {
        tail = (start, bytes)
        size = start + Int64(bytes.count)
    }

    /// The next block; empty at the end, `nil` after a failed read.
    func next() -> UnsafeRawBufferPointer? {
        let room = UnsafeMutableRawBufferPointer(rebasing: block[..<(hasJumped ? ArchiveSource.firstSize : block.count)])
        hasJumped = false
        let count = read(into: room, at: position)
        guard count >= 0 else { return nil }
        position += Int64(count)
        consumed += Int64(count)
        return UnsafeRawBufferPointer(rebasing: block[..<count])
    }

    /// Passes over bytes; how many.
    func skip(_ count: Int64) -> Int64 {
        let step = max(0, min(count, size - position))
        position += step
        hasJumped = true
        return step
    }

    /// Goes to a place as lseek(2) does; the new place, negative for an impossible one.
    func seek(_ offset: Int64, _ whence: Int32) -> Int64 {
        let base: Int64 = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? position : size
        let (place, overflow) = base.addingReportingOverflow(offset)
        guard !overflow, place >= 0 else { return -1 }
        position = place
        hasJumped = true
        return place
    }

    /// Reads up to a buffer's worth at a place; how much, -1 for an error.
    func read(into buffer: UnsafeMutableRawBufferPointer, at place: Int64) -> Int {
        var filled = 0
        while filled < buffer.count, place + Int64(filled) < size {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let count = piece(into: rest, at: place + Int64(filled))
            if count < 0 { return -1 }
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    /// Reads what one file, or the tail, has at a place.
    private func piece(into buffer: UnsafeMutableRawBufferPointer, at place: Int64) -> Int {
        var most = min(Int64(buffer.count), size - place)
        if let tail {
            if place >= tail.start {
                let from = Int(place - tail.start)
                let count = min(buffer.count, tail.bytes.count - from)
                tail.bytes.withUnsafeBytes { buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[from..<from + count])) }
                return count
            }
            most = min(most, tail.start - place)
        }
        let raw = place + base
        guard let file = files.last(where: { $0.start <= raw && $0.size > 0 }), raw < file.start + file.size else { return 0 }
        most = min(most, file.start + file.size - raw)
        while true {
            let count = pread(file.descriptor, buffer.baseAddress, Int(most), off_t(raw - file.start))
            if count < 0, errno == EINTR { continue }
            return count
        }
    }

    /// Up to `count` bytes at a place; fewer at the end.
    func bytes(at place: Int64, count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = max(0, read(into: UnsafeMutableRawBufferPointer(buffer), at: place))
        }
    }
}
