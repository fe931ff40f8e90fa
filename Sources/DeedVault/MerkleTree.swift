public import DeedCore

/// The hashes of a Merkle tree as RFC 6962, section 2.1, and RFC 9162 define them: a leaf and a node can never have the same hash.
public enum MerkleHash {
    /// The root of a tree without leaves: SHA-256 of nothing.
    public static let empty = ObjectID.digest(of: UnsafeRawBufferPointer(start: nil, count: 0))

    /// A leaf: SHA-256 of 0x00 and its bytes.
    public static func leaf(_ bytes: UnsafeRawBufferPointer) -> ObjectID {
        var digest = Digest()
        withUnsafeBytes(of: UInt8(0)) { digest.update($0) }
        digest.update(bytes)
        return digest.finish()
    }

    /// A leaf: SHA-256 of 0x00 and its bytes.
    public static func leaf(_ bytes: [UInt8]) -> ObjectID { bytes.withUnsafeBytes { leaf($0) } }

    /// A node: SHA-256 of 0x01, the left hash and the right hash.
    public static func node(_ left: ObjectID, _ right: ObjectID) -> ObjectID {
        withUnsafeTemporaryAllocation(byteCount: 65, alignment: 8) { buffer in
            buffer.storeBytes(of: 1, as: UInt8.self)
            left.store(into: buffer, at: 1)
            right.store(into: buffer, at: 33)
            return ObjectID.digest(of: UnsafeRawBufferPointer(buffer))
        }
    }
}

/// A Merkle tree that grows leaf by leaf and knows its root. It keeps one hash for every bit of its size that is set, so a tree over
/// ten million leaves needs at most 24 of them.
public struct MerkleTree: Sendable, Hashable {
    /// How many leaves there are.
    public private(set) var size: Int64 = 0
    /// Roots of the perfect subtrees that the tree consists of, the largest first.
    public private(set) var peaks: [ObjectID] = []

    /// A tree without leaves.
    public init() {}

    /// Adds a leaf with these bytes at the end.
    public mutating func append(leaf bytes: UnsafeRawBufferPointer) { append(MerkleHash.leaf(bytes)) }

    /// Adds a leaf whose hash is known.
    public mutating func append(_ leaf: ObjectID) { append(leaf, level: 0) }

    /// Adds the root of a perfect subtree of 2^`level` leaves; the size so far must be a multiple of that.
    mutating func append(_ root: ObjectID, level: Int) {
        assert(size & (1 << Int64(level) - 1) == 0, "a subtree stands where its size divides the place")
        var hash = root
        var bits = size >> Int64(level)
        while bits & 1 == 1 {
            hash = MerkleHash.node(peaks.removeLast(), hash)
            bits >>= 1
        }
        peaks.append(hash)
        size += 1 << Int64(level)
    }

    /// The root of the whole tree.
    public var root: ObjectID {
        guard var hash = peaks.last else { return MerkleHash.empty }
        for peak in peaks.dropLast().reversed() { hash = MerkleHash.node(peak, hash) }
        return hash
    }
}
