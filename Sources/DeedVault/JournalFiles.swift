import DeedCore
import DeedSystem

/// The journal's files: which segments there are, how long they are, and whether a place in them is the one it claims to be.
struct JournalFiles: Sendable {
    let io: any VaultIO
    let layout: VaultLayout

    /// Numbers of the segments, ascending; none where their folder was lost.
    func segments() throws -> [Int] {
        guard try io.status(layout.records) != nil else { return [] }
        return try io.list(layout.records).compactMap { VaultLayout.segment(named: $0) }.sorted()
    }

    /// The number of the newest segment; 1 for an empty journal.
    func lastSegment() throws -> Int { try segments().last ?? 1 }

    /// Bytes of `records/` of a segment.
    func recordsSize(_ segment: Int) throws -> Int64 { try io.status(layout.recordsFile(segment))?.size ?? 0 }

    /// The newest segment and its length: another pair later says that somebody wrote meanwhile.
    func growth() throws -> [Int64] {
        let last = try lastSegment()
        return [Int64(last), try recordsSize(last)]
    }

    /// Bytes of `bodies/` of a segment.
    func bodiesSize(_ segment: Int) throws -> Int64 { try io.status(layout.bodiesFile(segment))?.size ?? 0 }

    /// Refuses a place that the journal does not have: it was rolled back, cut or replaced since the catalog applied it.
    func check(_ position: JournalPosition) throws {
        guard position.seq > 0 else { return }
        let path = layout.recordsFile(position.segment)
        let size = try recordsSize(position.segment)
        guard size >= position.offset else {
            throw Failure(
                .journalBehindCatalog, path,
                detail:
                    "the catalog has applied record \(position.seq) at byte \(position.offset), the journal ends at byte \(size)")
        }
        guard try lineHash(before: position.offset, in: path) == position.head else {
            throw Failure(
                .journalBehindCatalog, path, detail: "line \(position.seq) is another one than the catalog has applied")
        }
        let bodiesSize = try bodiesSize(position.segment)
        guard bodiesSize >= position.bodyOffset else {
            throw Failure(
                .journalDamaged, layout.bodiesFile(position.segment),
                detail: "ends at byte \(bodiesSize), record \(position.seq) needs \(position.bodyOffset)")
        }
    }

    /// SHA-256 of the line that ends at byte `offset`; commit lines are short, so 4 KiB hold one, and 64 KiB nearly every other.
    ///
    /// The place comes from the catalog, which may be damaged: one before the file's beginning has no line.
    func lineHash(before offset: Int64, in path: String) throws -> ObjectID? {
        guard offset > 0 else { return nil }
        return try lineHash(before: offset, in: path, reading: 4096) ?? lineHash(before: offset, in: path, reading: 1 << 16)
    }

    private func lineHash(before offset: Int64, in path: String, reading count: Int64) throws -> ObjectID? {
        let start = max(0, offset - count)
        let bytes = try self.bytes(path, start..<offset)
        guard bytes.count == Int(offset - start), bytes.last == UInt8(ascii: "\n") else { return nil }
        let line = bytes.dropLast()
        guard let begin = line.lastIndex(of: UInt8(ascii: "\n")).map({ $0 + 1 }) ?? (start == 0 ? 0 : nil) else { return nil }
        return line.withUnsafeBytes { ObjectID.digest(of: UnsafeRawBufferPointer(rebasing: $0[begin...])) }
    }

    /// The bytes of a range of a file; fewer when it ends before.
    func bytes(_ path: String, _ range: Range<Int64>) throws -> [UInt8] {
        guard try io.status(path) != nil else { return [] }
        let descriptor = try io.opened(path, .read)
        defer { io.close(descriptor) }
        return try [UInt8](unsafeUninitializedCapacity: Int(range.upperBound - range.lowerBound)) { buffer, count in
            count = try io.readFully(descriptor, into: UnsafeMutableRawBufferPointer(buffer), at: range.lowerBound)
        }
    }
}
