import DeedCore
import Testing

@testable import DeedVault

/// The Merkle tree as RFC 6962 words it, recursion for recursion and without a thought of speed: what the fast one is compared with.
private enum Reference {
    static func root(_ leaves: ArraySlice<[UInt8]>) -> ObjectID {
        switch leaves.count {
        case 0: return MerkleHash.empty
        case 1: return MerkleHash.leaf(leaves[leaves.startIndex])
        default:
            let middle = leaves.startIndex + split(leaves.count)
            return MerkleHash.node(root(leaves[..<middle]), root(leaves[middle...]))
        }
    }

    static func path(_ index: Int, _ leaves: ArraySlice<[UInt8]>) -> [ObjectID] {
        guard leaves.count > 1 else { return [] }
        let middle = leaves.startIndex + split(leaves.count)
        return index < middle
            ? path(index, leaves[..<middle]) + [root(leaves[middle...])]
            : path(index, leaves[middle...]) + [root(leaves[..<middle])]
    }

    static func proof(_ old: Int, _ leaves: ArraySlice<[UInt8]>, _ isWhole: Bool = true) -> [ObjectID] {
        if old == leaves.count { return isWhole ? [] : [root(leaves)] }
        let length = split(leaves.count)
        let middle = leaves.startIndex + length
        return old <= length
            ? proof(old, leaves[..<middle], isWhole) + [root(leaves[middle...])]
            : proof(old - length, leaves[middle...], false) + [root(leaves[..<middle])]
    }

    /// The largest power of two below `count`.
    private static func split(_ count: Int) -> Int {
        var power = 1
        while power * 2 < count { power *= 2 }
        return power
    }
}

/// A prover over leaves in memory.
private func prover(_ leaves: [[UInt8]]) -> MerkleProver {
    MerkleProver { level, index in
        let begin = Int(index) << level
        return Reference.root(leaves[begin..<begin + 1 << level])
    }
}

@Suite("The Merkle tree of RFC 6962")
struct MerkleTests {
    /// The eight leaves and the roots that Certificate Transparency's own tests use (certificate-transparency-go, `merkletree`).
    static let leaves: [[UInt8]] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43],
        [0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
        [0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
    ]
    static let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    private func hash(_ hex: String) throws -> ObjectID { try #require(ObjectID(hex: hex)) }

    @Test("The roots of Certificate Transparency's eight leaves, and of none")
    func knownRoots() throws {
        var tree = MerkleTree()
        #expect(tree.root.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        for (leaf, root) in zip(MerkleTests.leaves, MerkleTests.roots) {
            leaf.withUnsafeBytes { tree.append(leaf: $0) }
            #expect(tree.root.hex == root)
        }
        #expect(tree.size == 8 && tree.peaks.count == 1)
    }

    @Test("The inclusion proofs of Certificate Transparency's tests")
    func knownInclusion() throws {
        let prover = prover(MerkleTests.leaves)
        #expect(
            try prover.inclusion(of: 0, in: 8).map(\.hex) == [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ])
        #expect(
            try prover.inclusion(of: 5, in: 8).map(\.hex) == [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ])
        #expect(
            try prover.inclusion(of: 2, in: 3).map(\.hex) == ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"])
        #expect(try prover.inclusion(of: 0, in: 1) == [])
    }

    @Test("The consistency proofs of Certificate Transparency's tests")
    func knownConsistency() throws {
        let prover = prover(MerkleTests.leaves)
        #expect(
            try prover.consistency(from: 1, to: 8).map(\.hex) == [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ])
        #expect(
            try prover.consistency(from: 6, to: 8).map(\.hex) == [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ])
        #expect(
            try prover.consistency(from: 2, to: 5).map(\.hex) == [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ])
        #expect(try prover.consistency(from: 8, to: 8) == [])
    }

    @Test("Every proof of every tree up to 70 leaves is the standard's, is accepted, and is refused when anything in it differs")
    func everyProof() throws {
        let leaves = (0..<70).map { Array("第\($0)行".utf8) }
        let other = MerkleHash.leaf([0xFF])
        var tree = MerkleTree()
        for size in 1...leaves.count {
            leaves[size - 1].withUnsafeBytes { tree.append(leaf: $0) }
            let part = leaves[..<size]
            let prover = prover(leaves)
            let (root, count) = (Reference.root(part), Int64(size))
            #expect(tree.root == root)
            #expect(try prover.root(0..<count) == root)
            for index in 0..<size {
                let path = try prover.inclusion(of: Int64(index), in: count)
                let leaf = MerkleHash.leaf(leaves[index])
                #expect(path == Reference.path(index, part))
                #expect(MerkleProof.includes(leaf: leaf, at: Int64(index), in: count, path: path, root: root))
                #expect(!MerkleProof.includes(leaf: other, at: Int64(index), in: count, path: path, root: root))
                #expect(!MerkleProof.includes(leaf: leaf, at: Int64(index), in: count, path: path + [other], root: root))
                #expect(!MerkleProof.includes(leaf: leaf, at: Int64(index), in: count, path: path, root: other))
                if size > 1 {
                    let elsewhere = Int64((index + 1) % size)
                    #expect(!MerkleProof.includes(leaf: leaf, at: elsewhere, in: count, path: path, root: root))
                    #expect(!MerkleProof.includes(leaf: leaf, at: Int64(index), in: count, path: path.dropLast(), root: root))
                }
            }
        }
    }

    @Test("Every tree up to 40 leaves is shown to begin every later one, and no other tree is")
    func everyConsistency() throws {
        let leaves = (0..<40).map { Array("第\($0)行".utf8) }
        let other = MerkleHash.leaf([0xFF])
        let prover = prover(leaves)
        for new in 1...leaves.count {
            for old in 1...new {
                let path = try prover.consistency(from: Int64(old), to: Int64(new))
                #expect(path == Reference.proof(old, leaves[..<new]))
                let (before, after) = (Reference.root(leaves[..<old]), Reference.root(leaves[..<new]))
                func accepts(_ before: ObjectID, _ after: ObjectID, _ path: [ObjectID]) -> Bool {
                    MerkleProof.isConsistent(from: Int64(old), before, to: Int64(new), after, path: path)
                }
                #expect(accepts(before, after, path))
                #expect(!accepts(other, after, path))
                #expect(!accepts(before, other, path))
                #expect(!accepts(before, after, path + [other]))
                if !path.isEmpty { #expect(!accepts(before, after, path.dropLast())) }
            }
        }
    }

    @Test("Whole subtrees give the tree that their leaves give")
    func subtrees() {
        var byLeaf = MerkleTree()
        var bySubtree = MerkleTree()
        for block in 0..<5 {
            var part = MerkleTree()
            for leaf in 0..<4 {
                let hash = MerkleHash.leaf(Array("\(block).\(leaf)".utf8))
                part.append(hash)
                byLeaf.append(hash)
            }
            bySubtree.append(part.root, level: 2)
        }
        #expect(bySubtree == byLeaf)
    }
}
