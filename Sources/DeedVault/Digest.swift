import Crypto
import DeedCore

/// SHA-256 (FIPS 180-4) over bytes that come in pieces.
struct Digest {
    private var hasher = SHA256()

    mutating func update(_ bytes: UnsafeRawBufferPointer) { hasher.update(bufferPointer: bytes) }

    /// The digest of what was given so far, in the form that names objects and lines.
    func finish() -> ObjectID { hasher.finalize().withUnsafeBytes { ObjectID(bytes: $0) } ?? .zero }
}

extension ObjectID {
    /// The SHA-256 of some bytes.
    static func digest(of bytes: UnsafeRawBufferPointer) -> ObjectID {
        var digest = Digest()
        digest.update(bytes)
        return digest.finish()
    }
}
