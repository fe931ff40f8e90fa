import Crypto
import DeedCore

/// SHA-256 (FIPS 180-4) over bytes that come in pieces.
struct Digest {
    private var hasher = SHA256()

    mutating func update(_ bytes: UnsafeRawBufferPointer) { hasher.update(bufferPointer: bytes) }

    /// The digest of what was given so far, in the form that names objects and lines.
    func finish() -> ObjectID { ObjectID(bytes: hasher.finalize()) ?? .zero }
}

extension ObjectID {
    /// The SHA-256 of some bytes.
    static func digest(of bytes: UnsafeRawBufferPointer) -> ObjectID {
        var digest = Digest()
        digest.update(bytes)
        return digest.finish()
    }

    /// Appends 64 lower-case hexadecimal digits.
    func writeHex(into output: inout [UInt8]) {
        for byte in bytes {
            output.append(ObjectID.digit(byte >> 4))
            output.append(ObjectID.digit(byte & 15))
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 87 + value }
}
