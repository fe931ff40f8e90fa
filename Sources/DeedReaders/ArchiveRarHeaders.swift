/// The headers of a RAR 5, looked through for encryption: libarchive 3.6.2 passes over the mark of an encrypted file, and of one that
/// is only stored it hands on the encrypted bytes as if they were the file.
///
/// Source: the RAR 5.0 archive format, rarlab.com/technote.htm, "General archive block format", "File header", "File encryption
/// record".
struct ArchiveRarHeaders {
    /// Places, from 1 and directories counted, of entries whose data is encrypted.
    private(set) var encrypted: Set<Int> = []

    private static let signature: [UInt8] = [0x52, 0x61, 0x72, 0x21, 0x1A, 7, 1, 0]

    /// Reads all headers, those of further volumes too; it ends where something is no header.
    init(_ source: ArchiveSource, limit: Int) {
        var place: Int64 = 0
        var entries = 0
        while entries <= limit {
            if source.bytes(at: place, count: 8) == ArchiveRarHeaders.signature { place += 8 }
            guard let block = Block(source, at: place), block.next > place else { return }
            if block.kind == 2, !block.continues {
                entries += 1
                if block.isEncrypted { encrypted.insert(entries) }
            }
            place = block.next
        }
    }

    /// One header: what it is and where the next begins.
    private struct Block {
        let kind: Int
        /// Whether it is the part of a file that began in the volume before.
        let continues: Bool
        let isEncrypted: Bool
        let next: Int64

        init?(_ source: ArchiveSource, at place: Int64) {
            let head = source.bytes(at: place, count: 16)
            var at = 4
            guard head.count > 4, let size = Block.number(head, &at), size > 0, size <= 2 << 20 else { return nil }
            let start = at
            let bytes = source.bytes(at: place, count: start + size)
            guard bytes.count == start + size, let kind = Block.number(bytes, &at), let flags = Block.number(bytes, &at) else {
                return nil
            }
            var (extra, data) = (0, 0)
            if flags & 1 != 0 {
                guard let value = Block.number(bytes, &at) else { return nil }
                extra = value
            }
            if flags & 2 != 0 {
                guard let value = Block.number(bytes, &at) else { return nil }
                data = value
            }
            self.kind = kind
            continues = flags & 8 != 0
            isEncrypted = extra > 0 && extra <= size && Block.hasEncryption(bytes[(bytes.count - extra)...])
            next = place + Int64(start + size) + Int64(data)
        }

        /// Whether one of the records of a header's end is that of encryption.
        private static func hasEncryption(_ slice: ArraySlice<UInt8>) -> Bool {
            let records = Array(slice)
            var at = 0
            while let size = number(records, &at), size > 0, at + size <= records.count {
                var inside = at
                if number(records, &inside) == 1 { return true }
                at += size
            }
            return false
        }

        /// A number of seven bits a byte, lowest first.
        private static func number(_ bytes: [UInt8], _ at: inout Int) -> Int? {
            var value = 0
            for shift in stride(from: 0, to: 56, by: 7) where at < bytes.count {
                let byte = bytes[at]
                at += 1
                value |= Int(byte & 0x7F) << shift
                if byte & 0x80 == 0 { return value }
            }
            return nil
        }
    }
}
