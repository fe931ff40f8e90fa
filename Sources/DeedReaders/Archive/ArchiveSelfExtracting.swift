/// Archives behind a program of Windows that unpacks them.
///
/// Only what begins right behind the program's last section counts: an installer that has an archive somewhere inside is a program.
/// Source: PE Format, Microsoft, "COFF File Header" and "Section Table".
enum ArchiveSelfExtracting {
    /// Bytes of the file's start that hold the headers.
    static let headBytes = 8192

    /// Where the archive begins, told by the start of the file; `nil` when it is no program.
    static func start(_ head: UnsafeRawBufferPointer) -> Int64? {
        guard head.count >= 0x40, head[0] == 0x4D, head[1] == 0x5A else { return nil }
        let header = u32(head, 0x3C)
        guard header >= 0x40, header + 24 <= head.count, u32(head, header) == 0x4550 else { return nil }
        let (sections, optional) = (u16(head, header + 6), u16(head, header + 20))
        var end: Int64 = 0
        for at in 0..<min(sections, 96) {
            let section = header + 24 + optional + 40 * at
            guard section + 40 <= head.count else { return nil }
            end = max(end, Int64(u32(head, section + 16)) + Int64(u32(head, section + 20)))
        }
        return end > 0 ? end : nil
    }

    /// The format of the archive in a self-extracting file whose bytes are mapped; `nil` when there is none.
    static func archive(in bytes: UnsafeRawBufferPointer) -> (format: ArchiveFormat, start: Int64)? {
        guard let start = start(UnsafeRawBufferPointer(rebasing: bytes.prefix(headBytes))), start < bytes.count else {
            return nil
        }
        return format(behind: UnsafeRawBufferPointer(rebasing: bytes[Int(start)...].prefix(512))).map { ($0, start) }
    }

    /// The format of what stands behind the program.
    static func format(behind: UnsafeRawBufferPointer) -> ArchiveFormat? {
        ArchiveFormat(sniffing: behind).flatMap { [.zip, .sevenZip, .rar].contains($0) ? $0 : nil }
    }

    private static func u16(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Int { Int(bytes[at]) | Int(bytes[at + 1]) << 8 }
    private static func u32(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Int { u16(bytes, at) | u16(bytes, at + 2) << 16 }
}
