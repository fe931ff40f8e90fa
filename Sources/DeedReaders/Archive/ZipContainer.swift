import CArchive
import Glibc

/// The ZIP file that holds an office document, in memory, read part by part through libarchive.
///
/// Parts are streamed, never unpacked whole, and what they inflate to is counted: see ``ZipLimits``.
final class ZipContainer {
    private let bytes: UnsafeRawBufferPointer
    private let limits: ZipLimits
    /// Position in the archive of every part, by its normalised name in lower case (names of parts ignore case in OPC).
    private var positions: [String: Int] = [:]
    /// Small parts, kept from the first pass: a presentation has hundreds, and finding one means walking the directory.
    private var kept: [Int: [UInt8]] = [:]
    private var keptBytes = 0
    private var inflated = 0
    /// The parts' names as written, in the archive's order.
    private(set) var names: [String] = []
    /// Whether the directory has more entries than an office document ever has, or ends in damage.
    private(set) var isCutShort = false

    /// Reads the directory; with `keepingSmallParts`, small XML parts too.
    init(_ bytes: UnsafeRawBufferPointer, limits: ZipLimits = ZipLimits(), keepingSmallParts: Bool) throws(ReadError) {
        self.bytes = bytes
        self.limits = limits
        let archive = try ZipStream(bytes)
        while let entry = archive.next() {
            guard names.count < limits.entries else {
                isCutShort = true
                break
            }
            let name = ZipContainer.normalised(ZipStream.name(of: entry))
            positions[name.lowercased()] = names.count
            names.append(name)
            if keepingSmallParts, isSmallPart(entry, name) { try keep(archive, at: names.count - 1) }
        }
        if archive.failed { isCutShort = true }
        if names.isEmpty { throw .damaged(archive.message) }
    }

    /// Whether there is such a part.
    func has(_ part: String) -> Bool { positions[part.lowercased()] != nil }

    /// How reading a part ended.
    enum End: Equatable {
        case whole
        case missing
        /// Text before the damage has been delivered.
        case damaged(String)
    }

    /// Streams a part; `body` gets one block after the other and returns false to stop.
    func read(_ part: String, _ body: (UnsafeRawBufferPointer) throws(ReadError) -> Bool) throws(ReadError) -> End {
        guard let position = positions[part.lowercased()] else { return .missing }
        if let bytes = kept[position] {
            _ = try bytes.withUnsafeBufferPointer { (block) throws(ReadError) in try body(UnsafeRawBufferPointer(block)) }
            return .whole
        }
        let archive = try ZipStream(bytes)
        var index = 0
        while let entry = archive.next() {
            if index == position { return try stream(archive, entry, body) }
            index += 1
        }
        return .damaged(archive.message)
    }

    /// A small part as one array, empty when it is missing.
    func bytes(of part: String, limit: Int = 8 << 20) throws(ReadError) -> [UInt8] {
        var all: [UInt8] = []
        _ = try read(part) { (block) throws(ReadError) in
            all.append(contentsOf: block)
            if all.count > limit { throw .tooLarge }
            return true
        }
        return all
    }

    private func stream(
        _ archive: borrowing ZipStream, _ entry: OpaquePointer, _ body: (UnsafeRawBufferPointer) throws(ReadError) -> Bool
    ) throws(ReadError) -> End {
        if archive_entry_is_encrypted(entry) != 0 { throw .encrypted }
        while let block = archive.block() {
            try charge(block.count)
            if try !body(block) { return .whole }
        }
        return archive.failed ? .damaged(archive.message) : .whole
    }

    private func isSmallPart(_ entry: OpaquePointer, _ name: String) -> Bool {
        guard archive_entry_size_is_set(entry) != 0, archive_entry_is_encrypted(entry) == 0 else { return false }
        let size = archive_entry_size(entry)
        guard size <= limits.keptPart, keptBytes + Int(size) <= limits.kept else { return false }
        let lower = name.lowercased()
        return lower.hasSuffix(".xml") || lower.hasSuffix(".rels")
    }

    private func keep(_ archive: borrowing ZipStream, at position: Int) throws(ReadError) {
        var all: [UInt8] = []
        while let block = archive.block() {
            try charge(block.count)
            all.append(contentsOf: block)
            // The size in the directory was a lie: read it as a stream when it is wanted.
            if all.count > limits.keptPart { return }
        }
        guard !archive.failed else { return }
        keptBytes += all.count
        kept[position] = all
    }

    private func charge(_ count: Int) throws(ReadError) {
        inflated += count
        if inflated > limits.inflated { throw .tooLarge }
        if inflated > limits.ratioFrom, inflated > limits.ratio * bytes.count { throw .tooLarge }
    }

    /// `\` becomes `/`, and a leading `/` goes: some programs write parts like that.
    private static func normalised(_ name: String) -> String {
        var bytes = Array(name.utf8)
        for index in bytes.indices where bytes[index] == UInt8(ascii: "\\") { bytes[index] = UInt8(ascii: "/") }
        return String(decoding: bytes.drop { $0 == UInt8(ascii: "/") }, as: UTF8.self)
    }
}

/// What an office document may inflate to. Measured: a 1 MB bomb otherwise gives 1 GiB; honest documents stay far below.
struct ZipLimits {
    /// Bytes in all.
    var inflated = 512 << 20
    /// Inflated bytes for each byte of the file, once more than ``ratioFrom`` have come.
    var ratio = 200
    /// Below this many inflated bytes any ratio is fine.
    var ratioFrom = 10 << 20
    /// Entries of the directory.
    var entries = 20_000
    /// Biggest part that is kept in memory.
    var keptPart = 256 << 10
    /// Bytes of all kept parts.
    var kept = 16 << 20
}
