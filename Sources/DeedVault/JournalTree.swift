import DeedCore
import DeedSystem

/// The Merkle tree over the journal's lines: leaf `n` is line `n + 1`, without its newline.
///
/// It remembers the roots of the whole blocks of 256 lines, and where each begins: a checkpoint then reads the lines since the last
/// block only, and a proof the lines of one block. The memory lies in `catalog/merkle`: made from the journal, losable, and given up
/// as soon as it does not fit the journal.
final class JournalTree {
    /// A block has 2^8 lines.
    static let level = 8
    private static let lines: Int64 = 1 << Int64(level)

    private struct Block: Hashable {
        var root: ObjectID
        var place: JournalLines.Place
    }

    private let files: JournalFiles
    private var blocks: [Block] = []
    /// Where the line behind the last block begins.
    private var end = JournalLines.Place.first
    /// The hash of the last line of the last block, as the chain has it.
    private var head = ObjectID.zero
    /// Leaves behind the last block.
    private var tail: [ObjectID] = []
    /// The leaves of the block that was looked into last.
    private var opened: (block: Int, leaves: [ObjectID])?
    private var remembered = 0

    /// How many lines it covers.
    var size: Int64 { Int64(blocks.count) * JournalTree.lines + Int64(tail.count) }

    /// The tree over the first `size` lines, which must be whole batches.
    ///
    /// - Throws: ``DeedCore/Failure`` with `journalDamaged` when the journal has fewer lines.
    init(files: JournalFiles, size: Int64) throws {
        self.files = files
        try recall(upTo: size)
        try grow(to: size)
    }

    private func grow(to size: Int64) throws {
        let lines = try JournalLines(files: files, from: end)
        var start = end
        while self.size < size {
            guard let (leaf, hash) = try lines.next({ (MerkleHash.leaf($0), ObjectID.digest(of: $0)) }) else {
                throw Failure(
                    .journalDamaged, files.layout.recordsFile(lines.place.segment),
                    detail: "it has \(self.size) lines, not \(size)")
            }
            tail.append(leaf)
            guard tail.count == 1 << JournalTree.level else { continue }
            var tree = MerkleTree()
            for leaf in tail { tree.append(leaf) }
            blocks.append(Block(root: tree.root, place: start))
            tail = []
            (head, end) = (hash, lines.place)
            start = end
        }
    }

    /// The root over the first `size` lines; all of them without it.
    func root(_ size: Int64? = nil) throws -> ObjectID { try prover.root(0..<(size ?? self.size)) }

    /// Makes proofs.
    var prover: MerkleProver { MerkleProver { [self] level, index in try node(level, index) } }

    private func node(_ level: Int, _ index: Int64) throws -> ObjectID {
        var tree = MerkleTree()
        if level >= JournalTree.level {
            let height = Int64(level - JournalTree.level)
            for block in blocks[Int(index << height)..<Int((index + 1) << height)] {
                tree.append(block.root, level: JournalTree.level)
            }
        } else {
            let first = index << Int64(level)
            let leaves = try leaves(ofBlock: Int(first / JournalTree.lines))
            let begin = Int(first % JournalTree.lines)
            for leaf in leaves[begin..<begin + 1 << level] { tree.append(leaf) }
        }
        return tree.root
    }

    private func leaves(ofBlock number: Int) throws -> [ObjectID] {
        guard number < blocks.count else { return tail }
        if let opened, opened.block == number { return opened.leaves }
        let lines = try JournalLines(files: files, from: blocks[number].place)
        var leaves: [ObjectID] = []
        var tree = MerkleTree()
        while leaves.count < 1 << JournalTree.level, let leaf = try lines.next({ MerkleHash.leaf($0) }) {
            leaves.append(leaf)
            tree.append(leaf)
        }
        guard tree.root == blocks[number].root else {
            throw Failure(
                .journalDamaged, files.layout.recordsFile(blocks[number].place.segment),
                detail: "lines from \(Int64(number) * JournalTree.lines + 1) on changed since they were hashed")
        }
        opened = (number, leaves)
        return leaves
    }
}

extension JournalTree {
    private static let magic = "deedbox merkle 1\n"

    /// Takes up what an earlier process remembered, if that is still so: the last line that it knew must stand where it stood.
    private func recall(upTo size: Int64) throws {
        let path = files.layout.merkleMemory
        guard try files.io.status(path) != nil, let bytes = try? files.io.contents(path, limit: 1 << 30) else { return }
        guard let memory = Memory(bytes, magic: JournalTree.magic), Int64(memory.blocks.count) * JournalTree.lines <= size,
            try files.lineHash(before: memory.end.offset, in: files.layout.recordsFile(memory.end.segment)) == memory.head
        else { return }
        blocks = memory.blocks.map { Block(root: $0.root, place: $0.place) }
        (end, head, remembered) = (memory.end, memory.head, blocks.count)
    }

    /// Leaves the blocks for the next process. What goes wrong here is no failure: they are made again.
    func remember() {
        guard blocks.count > remembered else { return }
        let memory = Memory(blocks: blocks.map { ($0.root, $0.place) }, end: end, head: head)
        let path = files.layout.merkleMemory
        let fresh = path + ".\(files.io.processID)"
        do {
            try files.io.writeLosable(fresh, memory.bytes(magic: JournalTree.magic))
            try files.io.rename(fresh, to: path)
            remembered = blocks.count
        } catch {
            try? files.io.unlink(fresh)
        }
    }

    /// What `catalog/merkle` holds: a line that names the form, the end's segment and offset (eight bytes each, the highest first), the
    /// hash of the line there, for each block its root, segment and offset, and the SHA-256 of all that.
    private struct Memory {
        var blocks: [(root: ObjectID, place: JournalLines.Place)]
        var end: JournalLines.Place
        var head: ObjectID

        init(blocks: [(root: ObjectID, place: JournalLines.Place)], end: JournalLines.Place, head: ObjectID) {
            self.blocks = blocks
            self.end = end
            self.head = head
        }

        func bytes(magic: String) -> [UInt8] {
            var output = Array(magic.utf8)
            output.append(end)
            output += head.bytes
            for block in blocks {
                output += block.root.bytes
                output.append(block.place)
            }
            return output + ObjectHash.of(output).bytes
        }

        init?(_ bytes: [UInt8], magic: String) {
            let content = bytes.dropLast(32)
            guard content.starts(with: magic.utf8), ObjectHash.of(Array(content)).bytes.elementsEqual(bytes.suffix(32)) else {
                return nil
            }
            var rest = content.dropFirst(magic.utf8.count)
            guard let end = rest.takePlace(), let head = rest.takeHash(), rest.count % 48 == 0 else { return nil }
            self.end = end
            self.head = head
            blocks = []
            blocks.reserveCapacity(rest.count / 48)
            while let root = rest.takeHash(), let place = rest.takePlace() { blocks.append((root, place)) }
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ place: JournalLines.Place) {
        for number in [Int64(place.segment), place.offset] {
            for shift in stride(from: Int64(56), through: 0, by: -8) { append(UInt8(truncatingIfNeeded: number >> shift)) }
        }
    }
}

extension ArraySlice<UInt8> {
    fileprivate mutating func takeHash() -> ObjectID? {
        guard count >= 32 else { return nil }
        defer { self = dropFirst(32) }
        return ObjectID(bytes: prefix(32))
    }

    private mutating func takeNumber() -> Int64? {
        guard count >= 8 else { return nil }
        defer { self = dropFirst(8) }
        let number = prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        return number >= 0 ? number : nil
    }

    fileprivate mutating func takePlace() -> JournalLines.Place? {
        guard let segment = takeNumber(), let offset = takeNumber(), segment > 0 else { return nil }
        return JournalLines.Place(segment: Int(segment), offset: offset)
    }
}

extension VaultIO {
    /// Writes a file anew that may be lost.
    fileprivate func writeLosable(_ path: String, _ bytes: [UInt8]) throws(IOError) {
        let descriptor = try opened(path, [.write, .create])
        defer { close(descriptor) }
        try truncate(descriptor, to: 0)
        try bytes.withUnsafeBufferPointer { buffer throws(IOError) in
            try writeAll(descriptor, UnsafeRawBufferPointer(buffer), path: path)
        }
    }
}
