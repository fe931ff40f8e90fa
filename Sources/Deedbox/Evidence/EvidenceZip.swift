import DeedCore
import DeedVault
import Glibc

/// Writes files into a ZIP without compressing them: names in UTF-8, so that every program shows them, and originals byte for byte.
final class EvidenceZip: EvidenceSink {
    private let target: String
    private let partial: String
    private let file: OutputFile
    private var entries: [ZipEntry] = []
    /// The moment that all entries bear, in the form of MS-DOS.
    private let stamp: UInt32

    /// The form without ZIP64 ends here.
    static let largest = ZipEntry.limit - (1 << 20)

    init(_ target: String, time: Instant) throws {
        guard !fileExists(target) else { throw Failure(.targetExists, target) }
        self.target = target
        partial = target + ".part-\(getpid())"
        file = try OutputFile(partial, mode: 0o600)
        stamp = ZipEntry.stamp(time)
    }

    func add(
        _ path: String, isProgram: Bool, size: Int64, _ write: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws {
        guard file.size + size < EvidenceZip.largest, entries.count < Int(UInt16.max) else {
            throw Failure(.badValue, target, detail: "more than 4 GiB or 65,535 files; name a folder instead")
        }
        var entry = ZipEntry(
            name: path, method: .stored, stamp: stamp, mode: isProgram ? 0o100755 : 0o100644, offset: UInt32(file.size))
        try file.write(entry.header)
        let start = file.size
        var crc = CRC32Sum()
        try write { bytes in
            crc.update(bytes)
            try file.write(bytes)
        }
        entry.crc = crc.value
        entry.size = UInt32(file.size - start)
        entry.packedSize = entry.size
        try file.overwrite(entry.header, at: Int64(entry.offset))
        entries.append(entry)
    }

    func repeatFile(_ path: String, as other: String) throws -> Bool { false }

    func finish() throws {
        let start = UInt32(file.size)
        for entry in entries { try file.write(entry.record) }
        let size = UInt32(file.size - Int64(start))
        try file.write(ZipEntry.end(count: UInt16(clamping: entries.count), directory: size, at: start))
        try file.finish()
        // A second name never replaces what is there; a file system that knows no second names gets a plain renaming.
        if link(partial, target) == 0 {
            unlink(partial)
        } else {
            guard errno != EEXIST else { throw Failure(.targetExists, target) }
            guard rename(partial, target) == 0 else { throw systemFailure(target) }
        }
        syncFolder(parent(of: target))
    }

    func abandon() { unlink(partial) }
}
