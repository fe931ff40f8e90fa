/// Writes the smallest RAR5 file there is: the mark, a main header, one stored file, the end. Source: the RAR 5.0 archive format,
/// rarlab.com/technote.htm; every header is its CRC-32, its length and its fields as variable-length integers.
enum RarWriter {
    static func rar(_ name: String, _ text: String) -> [UInt8] {
        let data = Array(text.utf8)
        let main = header([1, 0, 0])
        var file: [UInt8] = [2, 2]
        file += vint(data.count) + [4]  // flags: has data; file flags: CRC
        file += vint(data.count) + vint(0o100644) + ZipWriter.le(Int(ZipWriter.crc(data)), 4)
        file += [0, 1] + vint(name.utf8.count) + Array(name.utf8)
        return [0x52, 0x61, 0x72, 0x21, 0x1A, 7, 1, 0] + main + header(file) + data + header([5, 0, 0])
    }

    private static func header(_ fields: [UInt8]) -> [UInt8] {
        let counted = vint(fields.count) + fields
        return ZipWriter.le(Int(ZipWriter.crc(counted)), 4) + counted
    }

    private static func vint(_ value: Int) -> [UInt8] {
        value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + vint(value >> 7)
    }
}
