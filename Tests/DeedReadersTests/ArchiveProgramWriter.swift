/// Writes the smallest program of Windows that has a section, so that something can stand behind it.
enum ProgramWriter {
    static func program(before archive: [UInt8]) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 1024)
        func put(_ at: Int, _ value: Int, _ count: Int) {
            bytes.replaceSubrange(at..<at + count, with: ZipWriter.le(value, count))
        }
        put(0, 0x5A4D, 2)
        put(0x3C, 0x80, 4)
        put(0x80, 0x4550, 4)
        put(0x84, 0x8664, 2)
        put(0x86, 1, 2)
        put(0x94, 0xF0, 2)
        put(0x80 + 24 + 0xF0 + 16, 512, 4)
        put(0x80 + 24 + 0xF0 + 20, 512, 4)
        return bytes + archive
    }
}
