/// UTF-16 from bytes.
enum UTF16Text {
    /// The text without its byte order mark; lone surrogates and an odd byte at the end become U+FFFD.
    static func decode(_ bytes: UnsafeBufferPointer<UInt8>, bigEndian: Bool) -> String {
        var units = units(bytes, bigEndian: bigEndian)
        if units.first == 0xFEFF { units.removeFirst() }
        if bytes.count % 2 == 1 { units.append(0xFFFD) }
        return String(decoding: units, as: UTF16.self)
    }

    /// Whole units; an odd byte at the end is left out.
    static func units(_ bytes: UnsafeBufferPointer<UInt8>, bigEndian: Bool) -> [UInt16] {
        let count = bytes.count / 2
        return [UInt16](unsafeUninitializedCapacity: count) { buffer, initialized in
            for index in 0..<count {
                let first = UInt16(bytes[index * 2])
                let second = UInt16(bytes[index * 2 + 1])
                buffer[index] = bigEndian ? first << 8 | second : second << 8 | first
            }
            initialized = count
        }
    }
}
