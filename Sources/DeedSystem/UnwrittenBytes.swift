import Glibc

/// What the kernel holds in memory for all disks together and has not written (`man 5 proc_meminfo`).
enum UnwrittenBytes {
    /// Bytes that wait or are being written; 0 where the kernel does not tell.
    static var now: Int64 {
        let descriptor = open("/proc/meminfo", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return 0 }
        defer { _ = close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(descriptor, &bytes, bytes.count)
        return count > 0 ? UnwrittenBytes.parsed(bytes[..<count]) : 0
    }

    /// The sum of the lines `Dirty` and `Writeback`, which count kB.
    static func parsed(_ table: ArraySlice<UInt8>) -> Int64 {
        var sum: Int64 = 0
        for line in table.split(separator: UInt8(ascii: "\n")) {
            let parts = line.split(separator: UInt8(ascii: " "))
            guard parts.count >= 2, parts[0].elementsEqual("Dirty:".utf8) || parts[0].elementsEqual("Writeback:".utf8) else {
                continue
            }
            sum += (Int64(String(decoding: parts[1], as: UTF8.self)) ?? 0) << 10
        }
        return sum
    }
}
