/// A zip in volumes (.z01, .z02 … .zip): its directory counts places from the start of a volume. It is written anew in memory with
/// places in the joined volumes; libarchive knows zips of one piece only.
///
/// Source: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.12 to 4.3.16, 4.5.3 and 8.5.
struct ArchiveZipVolumes {
    private let source: ArchiveSource
    private let starts: [Int64]

    /// Bytes of a directory at most.
    private static let maximumDirectory: Int64 = 192 << 20

    /// What is wrong with the volumes.
    struct Fault: Error { let text: String }

    /// Gives `source` a directory of one piece, where it needs that.
    static func join(_ source: ArchiveSource) throws(Fault) {
        let volumes = ArchiveZipVolumes(source: source, starts: source.starts)
        let end = ZipEnd.find(size: source.size, read: { source.bytes(at: $0, count: $1) }, placed: volumes.place) {
            $0.wide ?? $0.narrow
        }
        guard let end, end.lastDisk > 0 else { return }
        guard end.lastDisk + 1 == volumes.starts.count else {
            throw Fault(text: "made of \(end.lastDisk + 1) volumes, \(volumes.starts.count) are here")
        }
        guard let start = volumes.place(end.directoryDisk, end.offset), end.size <= maximumDirectory else {
            throw Fault(text: "no directory")
        }
        source.replace(from: start, with: try volumes.directory(at: start, size: Int(end.size)))
    }

    private func place(_ disk: Int, _ offset: Int64) -> Int64? {
        guard starts.indices.contains(disk), offset >= 0, offset <= source.size - starts[disk] else { return nil }
        return starts[disk] + offset
    }

    /// Directory and end for the joined volumes.
    private func directory(at start: Int64, size: Int) throws(Fault) -> [UInt8] {
        let old = source.bytes(at: start, count: size)
        var new: [UInt8] = []
        new.reserveCapacity(size + size / 8 + 128)
        var (at, count) = (0, 0)
        while at + 46 <= old.count, old.u32(at) == 0x0201_4B50 {
            let (name, extra, comment) = (old.u16(at + 28), old.u16(at + 30), old.u16(at + 32))
            let length = 46 + name + extra + comment
            guard at + length <= old.count else { break }
            try append(old[at..<at + length], name: name, extra: extra, to: &new)
            (at, count) = (at + length, count + 1)
        }
        let length = new.count
        new += [0x50, 0x4B, 6, 6] + le(44, 8) + le(45, 2) + le(45, 2) + le(0, 8) + le(count, 8) + le(count, 8)
        new += le(length, 8) + le(Int(start), 8)
        new += [0x50, 0x4B, 6, 7] + le(0, 4) + le(Int(start) + length, 8) + le(1, 4)
        new += [0x50, 0x4B, 5, 6] + le(0, 4) + le(0xFFFF, 2) + le(0xFFFF, 2) + le(0xFFFF_FFFF, 4) + le(0xFFFF_FFFF, 4) + le(0, 2)
        return new
    }

    /// One record with its place in the joined volumes, always in a zip64 field.
    private func append(
        _ slice: ArraySlice<UInt8>, name: Int, extra: Int, to new: inout [UInt8]
    ) throws(Fault) {
        let record = Array(slice)
        var (packed, plain) = (UInt64(record.u32(20)), UInt64(record.u32(24)))
        var (disk, offset) = (Int(record.u16(34)), Int64(record.u32(42)))
        var fields: [UInt8] = []
        var at = 46 + name
        while at + 4 <= 46 + name + extra {
            let (tag, length) = (record.u16(at), record.u16(at + 2))
            guard at + 4 + length <= 46 + name + extra else { break }
            if tag == 1 {
                var values = Array(record[at + 4..<at + 4 + length])
                func take(_ bytes: Int) -> UInt64? {
                    guard values.count >= bytes else { return nil }
                    defer { values.removeFirst(bytes) }
                    return bytes == 8 ? values.u64(0) : UInt64(values.u32(0))
                }
                if plain == 0xFFFF_FFFF, let value = take(8) { plain = value }
                if packed == 0xFFFF_FFFF, let value = take(8) { packed = value }
                if offset == 0xFFFF_FFFF, let value = take(8) { offset = Int64(clamping: value) }
                if disk == 0xFFFF, let value = take(4) { disk = Int(value) }
            } else {
                fields += record[at..<at + 4 + length]
            }
            at += 4 + length
        }
        guard let place = place(disk, offset) else { throw Fault(text: "an entry in volume \(disk + 1), which is not here") }
        let wide = le(1, 2) + le(24, 2) + le(plain, 8) + le(packed, 8) + le(Int(place), 8)
        guard wide.count + fields.count <= 0xFFFF else { throw Fault(text: "fields too long") }
        new += record[..<20] + le(0xFFFF_FFFF, 4) + le(0xFFFF_FFFF, 4) + record[28..<30] + le(wide.count + fields.count, 2)
        new += le(0, 2) + le(0, 2) + record[36..<42] + le(0xFFFF_FFFF, 4) + record[46..<46 + name] + wide + fields
    }

    private func le(_ value: Int, _ count: Int) -> [UInt8] { le(UInt64(bitPattern: Int64(value)), count) }

    private func le(_ value: UInt64, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
}
