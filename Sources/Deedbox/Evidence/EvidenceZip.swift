import DeedCore
import DeedVault
import Glibc

/// Writes files into a ZIP without compressing them: names in UTF-8, so that every program shows them, and originals byte for byte.
final class EvidenceZip: EvidenceSink {
    private struct Entry {
        var name: [UInt8]
        var isProgram: Bool
        var crc: UInt32 = 0
        var size: UInt32 = 0
        var offset: UInt32
    }

    private let target: String
    private let partial: String
    private let file: OutputFile
    private var entries: [Entry] = []
    /// The moment that all entries bear, in the form of MS-DOS.
    private let stamp: UInt32

    /// The form without ZIP64 ends here.
    static let largest: Int64 = 0xFFFF_FFFF - (1 << 20)

    init(_ target: String, time: Instant) throws {
        guard !fileExists(target) else { throw Failure(.targetExists, target) }
        self.target = target
        partial = target + ".part-\(getpid())"
        file = try OutputFile(partial, mode: 0o600)
        let day = time.day
        let second = Int(((time.milliseconds / 1000) % 86_400 + 86_400) % 86_400)
        let date = (min(max(day.year, 1980), 2107) - 1980) << 9 | day.month << 5 | day.day
        stamp = UInt32(date) << 16 | UInt32(second / 3600 << 11 | second / 60 % 60 << 5 | second % 60 / 2)
    }

    func add(
        _ path: String, isProgram: Bool, size: Int64, _ write: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws {
        guard file.size + size < EvidenceZip.largest else {
            throw Failure(.badValue, target, detail: "more than 4 GiB; name a folder instead")
        }
        var entry = Entry(name: Array(path.utf8), isProgram: isProgram, offset: UInt32(file.size))
        try file.write(header(entry))
        let start = file.size
        var crc = CRC32()
        try write { bytes in
            crc.update(bytes)
            try file.write(bytes)
        }
        entry.crc = crc.value
        entry.size = UInt32(file.size - start)
        try file.overwrite(header(entry), at: Int64(entry.offset))
        entries.append(entry)
    }

    func repeatFile(_ path: String, as other: String) throws -> Bool { false }

    func finish() throws {
        let start = UInt32(file.size)
        for entry in entries {
            var record: [UInt8] = []
            record.append(little: 0x0201_4B50, 4)
            record.append(little: 0x0314, 2)  // made on Unix: the mode below counts
            record += fields(entry)
            record.append(little: 0, 2)  // no comment
            record.append(little: 0, 2)  // the first disk
            record.append(little: 0, 2)
            record.append(little: UInt64(entry.isProgram ? 0o100755 : 0o100644) << 16, 4)
            record.append(little: UInt64(entry.offset), 4)
            try file.write(record + entry.name)
        }
        let size = UInt64(file.size) - UInt64(start)
        var end: [UInt8] = []
        end.append(little: 0x0605_4B50, 4)
        end.append(little: 0, 4)
        end.append(little: UInt64(entries.count), 2)
        end.append(little: UInt64(entries.count), 2)
        end.append(little: size, 4)
        end.append(little: UInt64(start), 4)
        end.append(little: 0, 2)
        try file.write(end)
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

    private func header(_ entry: Entry) -> [UInt8] {
        var header: [UInt8] = []
        header.append(little: 0x0403_4B50, 4)
        return header + fields(entry) + entry.name
    }

    /// What the local header and the directory have alike (PKWARE's APPNOTE, 4.3.7).
    private func fields(_ entry: Entry) -> [UInt8] {
        var fields: [UInt8] = []
        fields.append(little: 20, 2)
        fields.append(little: 0x0800, 2)  // the name is UTF-8
        fields.append(little: 0, 2)  // stored
        fields.append(little: UInt64(stamp), 4)
        fields.append(little: UInt64(entry.crc), 4)
        fields.append(little: UInt64(entry.size), 4)
        fields.append(little: UInt64(entry.size), 4)
        fields.append(little: UInt64(entry.name.count), 2)
        fields.append(little: 0, 2)
        return fields
    }
}

extension [UInt8] {
    fileprivate mutating func append(little value: UInt64, _ count: Int) {
        for at in 0..<count { append(UInt8(truncatingIfNeeded: value >> UInt64(at * 8))) }
    }
}

/// The check sum of ZIP (IEEE 802.3), by table.
private struct CRC32 {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }

    private var state: UInt32 = 0xFFFF_FFFF

    var value: UInt32 { ~state }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        var crc = state
        CRC32.table.withUnsafeBufferPointer { table in
            for byte in bytes { crc = table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ crc >> 8 }
        }
        state = crc
    }
}
