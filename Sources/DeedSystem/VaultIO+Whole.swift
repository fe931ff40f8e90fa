import Glibc

extension VaultIO {
    public func listInDiskOrder(_ path: String) throws(IOError) -> [String] { try list(path).sorted() }

    public func openPastCache(_ path: String) throws(IOError) -> Int32 { try opened(path, .read) }

    public func readAtOnce(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int { 0 }

    public func willRead(_ descriptor: Int32, _ length: Int64) {}

    public func writePassing(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) throws(IOError) -> Int {
        try write(descriptor, bytes)
    }

    /// Writes all bytes, going on after a short write or an interrupted one; `passing` ones need not stay in the kernel's memory.
    public func writeAll(
        _ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, path: String = "", passing: Bool = false
    ) throws(IOError) {
        var done = 0
        while done < bytes.count {
            do throws(IOError) {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
                let count = passing ? try writePassing(descriptor, rest) : try write(descriptor, rest)
                guard count > 0 else { throw IOError(EIO, "write", path) }
                done += count
            } catch {
                guard error.errno == EINTR else { throw path.isEmpty ? error : IOError(error.errno, error.call, path) }
            }
        }
    }

    /// Writes all bytes over what is there from byte `offset` on.
    public func writeAll(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(IOError) {
        var done = 0
        while done < bytes.count {
            do throws(IOError) {
                done += try pwrite(descriptor, UnsafeRawBufferPointer(rebasing: bytes[done...]), at: offset + Int64(done))
            } catch {
                guard error.errno == EINTR else { throw error }
            }
        }
    }

    /// Reads until the buffer is full or the file ends; the number of bytes read.
    public func readFully(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(IOError)
        -> Int
    {
        var done = 0
        while done < buffer.count {
            do throws(IOError) {
                let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
                let count = try pread(descriptor, into: rest, at: offset + Int64(done))
                if count == 0 { break }
                done += count
            } catch {
                guard error.errno == EINTR else { throw error }
            }
        }
        return done
    }

    /// Opens, going on after an interruption.
    public func opened(_ path: String, _ how: OpenMode, mode: UInt32 = 0o600) throws(IOError) -> Int32 {
        while true {
            do throws(IOError) { return try open(path, how, mode: mode) } catch {
                guard error.errno == EINTR else { throw error }
            }
        }
    }

    /// Cuts or stretches, going on after an interruption.
    public func truncated(_ descriptor: Int32, to length: Int64) throws(IOError) {
        while true {
            do throws(IOError) { return try truncate(descriptor, to: length) } catch {
                guard error.errno == EINTR else { throw error }
            }
        }
    }

    /// Gives real blocks, going on after an interruption.
    public func allocated(_ descriptor: Int32, _ length: Int64) throws(IOError) {
        while true {
            do throws(IOError) { return try allocate(descriptor, length) } catch {
                guard error.errno == EINTR else { throw error }
            }
        }
    }

    /// The whole of a file of at most `limit` bytes; `EFBIG` for a longer one.
    public func contents(_ path: String, limit: Int = 16 << 20) throws(IOError) -> [UInt8] {
        let descriptor = try opened(path, .read)
        defer { close(descriptor) }
        let size = try status(descriptor).size
        guard size <= Int64(limit) else { throw IOError(EFBIG, "read", path) }
        var bytes = [UInt8](repeating: 0, count: Int(size))
        let count = try bytes.withUnsafeMutableBufferPointer { buffer throws(IOError) in
            try readFully(descriptor, into: UnsafeMutableRawBufferPointer(buffer), at: 0)
        }
        bytes.removeSubrange(count...)
        return bytes
    }

    /// Makes the names in a directory durable.
    public func syncDirectory(_ path: String) throws(IOError) {
        let descriptor = try opened(path, [.read, .directory])
        defer { close(descriptor) }
        do throws(IOError) { try fsync(descriptor) } catch { throw IOError(error.errno, error.call, path) }
    }

    /// Writes a file anew and makes its bytes durable; the name is durable only after ``syncDirectory(_:)``.
    public func writeDurably(_ path: String, _ bytes: [UInt8], mode: UInt32) throws(IOError) {
        let descriptor = try opened(path, [.write, .create], mode: mode)
        defer { close(descriptor) }
        try truncated(descriptor, to: 0)
        try bytes.withUnsafeBufferPointer { buffer throws(IOError) in
            try writeAll(descriptor, UnsafeRawBufferPointer(buffer), path: path)
        }
        try setMode(descriptor, mode)
        do throws(IOError) { try fsync(descriptor) } catch { throw IOError(error.errno, error.call, path) }
    }

    /// Makes a directory unless it is there.
    public func ensureDirectory(_ path: String, mode: UInt32) throws(IOError) {
        do throws(IOError) { try makeDirectory(path, mode: mode) } catch { guard error.errno == EEXIST else { throw error } }
    }
}
