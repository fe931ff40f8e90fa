public import DeedCore

/// The SHA-256 of bytes that come in pieces: the name an object of these bytes would have.
public struct ObjectHash: Sendable {
    private var digest = Digest()

    /// No bytes yet.
    public init() {}

    /// Takes the next bytes.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) { digest.update(bytes) }

    /// The hash of what was given so far.
    public func finish() -> ObjectID { digest.finish() }

    /// The hash of bytes in memory.
    public static func of(_ bytes: [UInt8]) -> ObjectID { bytes.withUnsafeBytes { .digest(of: $0) } }

    /// The same for bytes that belong to somebody else.
    public static func of(_ bytes: UnsafeRawBufferPointer) -> ObjectID { .digest(of: bytes) }
}
