import DeedSystem
import Glibc

/// The disk behind a ``MemoryIO``: files and directories as the programs see them, and beside each what a power cut would leave.
///
/// The rules are the strictest that POSIX allows: a file's bytes are durable after `fsync` on it, a name is durable after `fsync` on its
/// directory, and nothing else is. Not thread-safe: ``MemoryIO`` holds a lock around every call.
final class MemoryDisk {
    /// A file or a directory.
    final class Node {
        let isDirectory: Bool
        var mode: UInt32
        var bytes: [UInt8] = []
        var durableBytes: [UInt8] = []
        var names: [String: Node] = [:]
        var durableNames: [String: Node] = [:]
        /// Bytes that a failed sync threw away: later syncs report success and do not write them.
        var dropped: Range<Int>?
        /// Blocks that were asked for in advance, in bytes.
        var allocated: Int64 = 0
        var links = 0
        var opens = 0
        /// Locks by the open files that hold them.
        var locks: [Int32: LockKind] = [:]

        init(isDirectory: Bool, mode: UInt32) {
            self.isDirectory = isDirectory
            self.mode = mode
        }

        /// The room it takes, which is also its length.
        var footprint: Int64 { max(Int64(bytes.count), allocated) }
    }

    /// An open file.
    struct OpenFile {
        var node: Node
        var offset = 0
        var appends: Bool
        var process: Int32
        var path: String
    }

    var root = Node(isDirectory: true, mode: 0o755)
    var open: [Int32: OpenFile] = [:]
    var nextDescriptor: Int32 = 1000
    var boot = 1
    var processes: Set<Int32> = []
    var used: Int64 = 0
    var capacity: Int64 = 1 << 30
    /// What other programs have written and no disk holds yet.
    var unwritten: Int64 = 0
    /// Whether the power is off: every call fails until ``MemoryDisk/crash(keeping:)``.
    var isDown = false
    var calls = 0
    var callsByName: [String: Int] = [:]
    var faults: [MemoryIO.Fault] = []

    init() { root.durableNames = [:] }

    /// A disk with the same files.
    func copy() -> MemoryDisk {
        let copy = MemoryDisk()
        var copies: [ObjectIdentifier: Node] = [:]
        copy.root = duplicate(root, &copies)
        copy.boot = boot
        copy.used = used
        copy.capacity = capacity
        return copy
    }

    private func duplicate(_ node: Node, _ copies: inout [ObjectIdentifier: Node]) -> Node {
        if let copy = copies[ObjectIdentifier(node)] { return copy }
        let copy = Node(isDirectory: node.isDirectory, mode: node.mode)
        copies[ObjectIdentifier(node)] = copy
        copy.bytes = node.bytes
        copy.durableBytes = node.durableBytes
        copy.dropped = node.dropped
        copy.allocated = node.allocated
        copy.links = node.links
        copy.names = node.names.mapValues { duplicate($0, &copies) }
        copy.durableNames = node.durableNames.mapValues { duplicate($0, &copies) }
        return copy
    }

    // MARK: Paths

    func find(_ path: String) -> Node? {
        var node = root
        for part in path.split(separator: "/") {
            guard let next = node.names[String(part)] else { return nil }
            node = next
        }
        return node
    }

    /// The directory that holds the last part of a path, and that part.
    func parent(_ path: String) -> (Node, String)? {
        guard let slash = path.lastIndex(of: "/"), let parent = find(String(path[..<slash])), parent.isDirectory else {
            return nil
        }
        return (parent, String(path[path.index(after: slash)...]))
    }

    /// Gives the space of a file back once it has neither a name nor an open descriptor.
    func released(_ node: Node) {
        if !node.isDirectory, node.links == 0, node.opens == 0 { used -= node.footprint }
    }

    func close(_ descriptor: Int32) {
        guard let file = open.removeValue(forKey: descriptor) else { return }
        file.node.locks[descriptor] = nil
        file.node.opens -= 1
        released(file.node)
    }

    // MARK: Durability

    func sync(_ node: Node) {
        if node.isDirectory {
            node.durableNames = node.names
            return
        }
        let kept = node.durableBytes
        node.durableBytes = node.bytes
        guard let dropped = node.dropped else { return }
        for at in dropped where at < node.bytes.count { node.durableBytes[at] = at < kept.count ? kept[at] : 0 }
    }

    /// A sync failed: what was dirty is lost, and the kernel forgets that it was dirty.
    func dropDirty(_ node: Node) {
        guard !node.isDirectory else { return }
        let common = zip(node.bytes, node.durableBytes).prefix { $0 == $1 }.count
        if common < node.bytes.count { node.dropped = common..<node.bytes.count }
    }

    /// Every file and directory that has a name, or is open without one.
    func forEachNode(_ body: (Node) -> Void) {
        var seen: Set<ObjectIdentifier> = []
        func visit(_ node: Node) {
            guard seen.insert(ObjectIdentifier(node)).inserted else { return }
            body(node)
            for child in node.names.values { visit(child) }
        }
        visit(root)
        for file in open.values { visit(file.node) }
    }

    /// Cuts the power and switches it on again.
    func crash(keeping: MemoryIO.Keeping) {
        var generator = SplitMix(state: keeping.seed)
        var seen: Set<ObjectIdentifier> = []
        survive(root, keeping, &generator, &seen)
        open = [:]
        processes = []
        boot += 1
        isDown = false
        faults = []
        used = 0
        recount(root)
    }

    private func survive(
        _ node: Node, _ keeping: MemoryIO.Keeping, _ generator: inout SplitMix, _ seen: inout Set<ObjectIdentifier>
    ) {
        guard seen.insert(ObjectIdentifier(node)).inserted else { return }
        node.locks = [:]
        node.opens = 0
        node.links = 0
        node.dropped = nil
        if node.isDirectory {
            node.names = survivingNames(node, keeping, &generator)
            node.durableNames = node.names
            for name in node.names.keys.sorted() {
                if let child = node.names[name] { survive(child, keeping, &generator, &seen) }
            }
        } else {
            node.bytes = survivingBytes(node, keeping, &generator)
            node.durableBytes = node.bytes
        }
    }

    private func survivingNames(_ node: Node, _ keeping: MemoryIO.Keeping, _ generator: inout SplitMix) -> [String: Node] {
        switch keeping {
        case .synced: return node.durableNames
        case .everything: return node.names
        case .some:
            var names = node.durableNames
            for name in Set(node.names.keys).union(node.durableNames.keys).sorted() where node.names[name] !== names[name] {
                if generator.coin() { names[name] = node.names[name] }
            }
            return names
        }
    }

    /// With `.some`, every 512 bytes of what was not synced are there or not on their own, and the length is the old one or the new one.
    private func survivingBytes(_ node: Node, _ keeping: MemoryIO.Keeping, _ generator: inout SplitMix) -> [UInt8] {
        switch keeping {
        case .synced: return node.durableBytes
        case .everything: return node.bytes
        case .some:
            guard node.bytes != node.durableBytes else { return node.bytes }
            let old = node.durableBytes
            var bytes =
                generator.coin() ? node.bytes : Array(node.bytes.prefix(Int(generator.next() % UInt64(node.bytes.count + 1))))
            if bytes.count < old.count { bytes += old[bytes.count...] }
            for start in stride(from: 0, to: bytes.count, by: 512) where !generator.coin() {
                for at in start..<min(start + 512, bytes.count) { bytes[at] = at < old.count ? old[at] : 0 }
            }
            return bytes
        }
    }

    private func recount(_ node: Node) {
        for child in node.names.values {
            child.links += 1
            if child.isDirectory { recount(child) } else if child.links == 1 { used += child.footprint }
        }
    }
}

/// A small generator (Steele, Lea, Flood 2014) whose runs can be repeated.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    mutating func coin() -> Bool { next() & 1 == 0 }
}
