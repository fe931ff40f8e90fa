import DeedCore
import DeedVault

/// A request to a time-stamp authority (RFC 3161, section 2.4.1), as `openssl ts -query -sha256 -cert` makes it.
public struct TimeStampRequest: Sendable, Hashable {
    /// The bytes to send, with the type `application/timestamp-query`.
    public let der: [UInt8]

    /// Asks for a stamp on the SHA-256 of some bytes, with the authority's certificate in the answer.
    ///
    /// - Parameter nonce: what the answer must repeat; random without it.
    public init(of bytes: [UInt8], nonce: UInt64 = .random(in: 1...UInt64(Int64.max))) {
        // id-sha256, 2.16.840.1.101.3.4.2.1, with absent parameters as NULL.
        let sha256: [UInt8] = [0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]
        let algorithm = DER.sequence(sha256 + [0x05, 0x00])
        let imprint = DER.sequence(algorithm + DER.value(0x04, ObjectHash.of(bytes).bytes))
        der = DER.sequence(DER.integer(1) + imprint + DER.integer(nonce) + [0x01, 0x01, 0xFF])
    }
}

/// As much of DER (X.690) as a request needs: no length here is above 127.
private enum DER {
    static func value(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] { [tag, UInt8(content.count)] + content }

    static func sequence(_ content: [UInt8]) -> [UInt8] { value(0x30, content) }

    /// The fewest bytes that hold the number, with a zero before a set highest bit.
    static func integer(_ number: UInt64) -> [UInt8] {
        var bytes = stride(from: UInt64(56), through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
        while bytes.count > 1, bytes[0] == 0, bytes[1] < 0x80 { bytes.removeFirst() }
        return value(0x02, bytes[0] < 0x80 ? bytes : [0] + bytes)
    }
}
