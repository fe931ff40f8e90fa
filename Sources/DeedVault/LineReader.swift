import DeedCore
import DeedSystem
import Glibc

/// Hands out the lines of a file one after the other without copying them; it holds one chunk, or one longer line.
final class LineReader {
    private let io: any VaultIO
    private let descriptor: Int32?
    private var buffer: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    private var searched = 0
    private var fileOffset: Int64
    private var atEnd: Bool
    private let chunk: Int
    /// Bytes that were moved to make room, for tests: a long line must not cost its length for every chunk.
    private(set) var moved = 0
    /// Bytes that the buffer holds.
    var buffered: Int { buffer.count }
    /// The place behind the last line that was handed out.
    private(set) var offset: Int64

    /// No line of a journal is longer; a longer one is damage.
    static let longestLine = 64 << 20

    /// Reads from byte `offset`; a missing file is an empty one.
    init(io: any VaultIO, path: String, from offset: Int64, chunk: Int = 256 << 10) throws {
        self.io = io
        self.offset = offset
        self.chunk = chunk
        buffer = .allocate(byteCount: 0, alignment: 1)
        fileOffset = offset
        if try io.status(path) == nil {
            descriptor = nil
            atEnd = true
        } else {
            descriptor = try io.opened(path, .read)
            atEnd = false
        }
    }

    deinit {
        buffer.deallocate()
        if let descriptor { io.close(descriptor) }
    }

    /// Bytes behind the last newline, once there is no further line.
    var unfinished: Int { end - start }

    /// The next line without its newline; `nil` when the file ends, perhaps with ``unfinished`` bytes.
    func next<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result? {
        while true {
            if let newline = newline() {
                let line = start..<newline
                start = newline + 1
                searched = start
                offset += Int64(line.count + 1)
                return try body(UnsafeRawBufferPointer(rebasing: buffer[line]))
            }
            searched = end
            guard !atEnd, unfinished <= LineReader.longestLine else { return nil }
            try fill()
        }
    }

    /// Looks once more behind what was the end: somebody may have appended since.
    func lookAgain() { if descriptor != nil { atEnd = false } }

    private func newline() -> Int? {
        guard searched < end, let base = buffer.baseAddress, let found = memchr(base + searched, 0x0A, end - searched) else {
            return nil
        }
        return UnsafeMutableRawPointer(found) - base
    }

    /// Reads another chunk behind what is left. Where there is no room for it, what is left moves to the front, or into a buffer of twice
    /// its size: however long a line is, its bytes are moved twice on average and not for each chunk.
    private func fill() throws {
        guard let descriptor else { return }
        if buffer.count - end < chunk {
            if start >= unfinished, buffer.count - unfinished >= chunk, let base = buffer.baseAddress {
                memmove(base, base + start, unfinished)
            } else {
                let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: unfinished * 2 + chunk, alignment: 1)
                larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
                buffer.deallocate()
                buffer = larger
            }
            moved += unfinished
            (end, searched, start) = (end - start, searched - start, 0)
        }
        let room = UnsafeMutableRawBufferPointer(rebasing: buffer[end..<end + chunk])
        let count = try io.readFully(descriptor, into: room, at: fileOffset)
        end += count
        fileOffset += Int64(count)
        if count < chunk { atEnd = true }
    }
}
