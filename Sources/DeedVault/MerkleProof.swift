public import DeedCore

/// Proofs over a Merkle tree (RFC 6962, sections 2.1.1 and 2.1.2), made from the roots of its perfect subtrees.
struct MerkleProver {
    /// The root of the perfect subtree of 2^`level` leaves that begins at leaf `index` · 2^`level`.
    let node: (_ level: Int, _ index: Int64) throws -> ObjectID

    /// The root over the leaves in `range`. Its lower end must be a multiple of the largest power of two below its length, as it is
    /// for every range that the recursion of the standard meets.
    func root(_ range: Range<Int64>) throws -> ObjectID {
        var tree: [ObjectID] = []
        var begin = range.lowerBound
        while begin < range.upperBound {
            let level = (range.upperBound - begin).lastPowerOfTwo
            tree.append(try node(level, begin >> Int64(level)))
            begin += 1 << Int64(level)
        }
        guard var hash = tree.popLast() else { return MerkleHash.empty }
        while let left = tree.popLast() { hash = MerkleHash.node(left, hash) }
        return hash
    }

    /// The hashes that lead from leaf `index` to the root over the first `size` leaves, the lowest first.
    func inclusion(of index: Int64, in size: Int64) throws -> [ObjectID] {
        precondition(index >= 0 && index < size, "the leaf is in the tree")
        var range = 0..<size
        var path: [ObjectID] = []
        while range.count > 1 {
            let middle = range.lowerBound + range.split
            if index < middle {
                path.append(try root(middle..<range.upperBound))
                range = range.lowerBound..<middle
            } else {
                path.append(try root(range.lowerBound..<middle))
                range = middle..<range.upperBound
            }
        }
        return path.reversed()
    }

    /// The hashes that show the tree over the first `old` leaves to be the beginning of the tree over the first `new` ones.
    func consistency(from old: Int64, to new: Int64) throws -> [ObjectID] {
        precondition(old >= 0 && old <= new, "a tree only grows")
        guard old > 0, old < new else { return [] }
        var range = 0..<new
        var path: [ObjectID] = []
        while range.upperBound != old {
            let middle = range.lowerBound + range.split
            if old <= middle {
                path.append(try root(middle..<range.upperBound))
                range = range.lowerBound..<middle
            } else {
                path.append(try root(range.lowerBound..<middle))
                range = middle..<range.upperBound
            }
        }
        // The old tree's root is known to whoever checks, unless it is only a part of that tree.
        if range.lowerBound > 0 { path.append(try root(range)) }
        return path.reversed()
    }
}

extension Range<Int64> {
    /// The largest power of two below the length: where the standard splits a tree.
    fileprivate var split: Int64 { 1 << Int64((upperBound - lowerBound - 1).lastPowerOfTwo) }
}

extension Int64 {
    /// The exponent of the largest power of two that is not above this number, which must be at least 1.
    fileprivate var lastPowerOfTwo: Int { Int64.bitWidth - 1 - leadingZeroBitCount }
}

/// Checks proofs by the algorithms of RFC 9162, sections 2.1.3.2 and 2.1.4.2, which share nothing with how they are made.
public enum MerkleProof {
    /// Whether `path` leads from the leaf with the hash `leaf` at `index` (from 0) to the root of a tree of `size` leaves.
    public static func includes(
        leaf: ObjectID, at index: Int64, in size: Int64, path: [ObjectID], root: ObjectID
    ) -> Bool {
        guard index >= 0, index < size else { return false }
        var (place, last, hash) = (index, size - 1, leaf)
        for step in path {
            if last == 0 { return false }
            if place & 1 == 1 || place == last {
                hash = MerkleHash.node(step, hash)
                while place & 1 == 0, place != 0 { (place, last) = (place >> 1, last >> 1) }
            } else {
                hash = MerkleHash.node(hash, step)
            }
            (place, last) = (place >> 1, last >> 1)
        }
        return last == 0 && hash == root
    }

    /// Whether `path` shows a tree of `old` leaves to be the beginning of a tree of `new` leaves.
    public static func isConsistent(
        from old: Int64, _ oldRoot: ObjectID, to new: Int64, _ newRoot: ObjectID, path: [ObjectID]
    ) -> Bool {
        guard old >= 0, old <= new else { return false }
        if old == new { return path.isEmpty && oldRoot == newRoot }
        if old == 0 { return path.isEmpty && oldRoot == MerkleHash.empty }
        var steps = path[...]
        if old & (old - 1) == 0 { steps = [oldRoot] + path }
        guard let first = steps.popFirst() else { return false }
        var (place, last) = (old - 1, new - 1)
        while place & 1 == 1 { (place, last) = (place >> 1, last >> 1) }
        var (before, after) = (first, first)
        for step in steps {
            if last == 0 { return false }
            if place & 1 == 1 || place == last {
                before = MerkleHash.node(step, before)
                after = MerkleHash.node(step, after)
                while place & 1 == 0, place != 0 { (place, last) = (place >> 1, last >> 1) }
            } else {
                after = MerkleHash.node(after, step)
            }
            (place, last) = (place >> 1, last >> 1)
        }
        return last == 0 && before == oldRoot && after == newRoot
    }
}
