/// The checksum of zip and 7z (ISO 3309) over bytes that come in pieces, four bytes a step.
public struct CRC32Sum: Sendable {
    private var state: UInt32 = 0xFFFF_FFFF

    /// Nothing taken yet.
    public init() {}

    /// The checksum of all bytes so far.
    public var value: UInt32 { ~state }

    /// The checksum of some bytes.
    public static func of(_ bytes: [UInt8]) -> UInt32 {
        var sum = CRC32Sum()
        bytes.withUnsafeBytes { sum.update($0) }
        return sum.value
    }

    /// Takes the next bytes.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        CRC32Sum.tables.withUnsafeBufferPointer { tables in
            var sum = state
            var at = 0
            while at + 4 <= bytes.count {
                sum ^= UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
                sum =
                    tables[768 + Int(sum & 0xFF)] ^ tables[512 + Int(sum >> 8 & 0xFF)] ^ tables[256 + Int(sum >> 16 & 0xFF)]
                    ^ tables[Int(sum >> 24)]
                at += 4
            }
            while at < bytes.count {
                sum = sum >> 8 ^ tables[Int((sum ^ UInt32(bytes[at])) & 0xFF)]
                at += 1
            }
            state = sum
        }
    }

    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 1024)
        for byte in 0..<256 {
            tables[byte] = (0..<8).reduce(UInt32(byte)) { sum, _ in sum & 1 == 0 ? sum >> 1 : sum >> 1 ^ 0xEDB8_8320 }
        }
        for at in 256..<1024 { tables[at] = tables[at - 256] >> 8 ^ tables[Int(tables[at - 256] & 0xFF)] }
        return tables
    }()
}
