import CArchive
import Glibc

/// Looks ahead through an archive's headers for names that are not UTF-8: tar and old rar keep raw bytes and have no directory, so
/// the first strange name is the moment to read on, with a handle of its own, until there is enough to decide by.
enum ArchiveNameSample {
    /// Names and bytes of names that are enough.
    private static let (enoughNames, enoughBytes) = (200, 16 << 10)
    /// Headers and packed bytes read at most: the names behind are like those before.
    private static let (maximumHeaders, maximumBytes) = (20_000, Int64(256 << 20))

    /// Names of the archive that are not ASCII.
    static func collect(_ first: ArchiveSource, _ format: ArchiveFormat, _ way: ArchiveHandle.Way) -> [[UInt8]] {
        let source = first.again()
        guard let handle = ArchiveHandle(source, format: format, way: way),
            case .fine = handle.open()
        else {
            return []
        }
        var names: [[UInt8]] = []
        var bytes = 0
        for _ in 0..<maximumHeaders where names.count < enoughNames && bytes < enoughBytes && source.consumed < maximumBytes {
            var entry: OpaquePointer?
            switch handle.next(&entry) {
            case .fine, .warning: break
            case .end, .failed, .fatal: return names
            }
            guard let name = entry.flatMap({ archive_entry_pathname($0) }) else { continue }
            let raw = Array(UnsafeRawBufferPointer(start: name, count: strlen(name)))
            guard raw.contains(where: { $0 >= 0x80 }) else { continue }
            names.append(raw)
            bytes += raw.count
        }
        return names
    }
}
