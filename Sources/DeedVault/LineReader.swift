import DeedCore
import DeedSystem
import Glibc

/// Hands out the lines of a file one after the other without copying them; it holds one chunk, or one longer line.
final class LineReader {
    private let io: any VaultIO
    private let descriptor: Int32?
    private var buffer: [UInt8] = []
    private var start = 0
    private var searched = 0
    private var fileOffset: Int64
    private var atEnd: Bool
    private let chunk: Int
    /// The place behind the last line that was handed out.
    private(set) var offset: Int64

    /// No line of a journal is longer; a longer one is damage.
    static let longestLine = 64 << 20

    /// Reads from byte `offset`; a missing file is an empty one.
    init(io: any VaultIO, path: String, from offset: Int64, chunk: Int = 256 << 10) throws {
        self.io = io
        self.offset = offset
        self.chunk = chunk
        fileOffset = offset
        if try io.status(path) == nil {
            descriptor = nil
            atEnd = true
        } else {
            descriptor = try io.opened(path, .read)
            atEnd = false
        }
    }

    deinit { if let descriptor { io.close(descriptor) } }

    /// Bytes behind the last newline, once there is no further line.
    var unfinished: Int { buffer.count - start }

    /// The next line without its newline; `nil` when the file ends, perhaps with ``unfinished`` bytes.
    func next<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result? {
        while true {
            if let newline = newline() {
                let line = start..<newline
                start = newline + 1
                searched = start
                offset += Int64(line.count + 1)
                return try buffer.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[line])) }
            }
            searched = buffer.count
            guard !atEnd, buffer.count - start <= LineReader.longestLine else { return nil }
            try fill()
        }
    }

    private func newline() -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard searched < bytes.count, let base = bytes.baseAddress,
                let found = memchr(base + searched, 0x0A, bytes.count - searched)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    private func fill() throws {
        guard let descriptor else { return }
        if start > 0 {
            buffer.removeSubrange(..<start)
            searched -= start
            start = 0
        }
        let old = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: chunk))
        let count = try buffer.withUnsafeMutableBytes { bytes in
            try io.readFully(descriptor, into: UnsafeMutableRawBufferPointer(rebasing: bytes[old...]), at: fileOffset)
        }
        buffer.removeSubrange((old + count)...)
        fileOffset += Int64(count)
        if count < chunk { atEnd = true }
    }
}
