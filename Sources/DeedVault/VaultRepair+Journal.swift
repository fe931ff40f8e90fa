import DeedCore
import DeedSystem

extension VaultRepair {
    /// Repairs segments of chain and bodies from the first copy that can: what the copy has is taken from it, what stands behind the
    /// copy's end is this vault's own. The whole new journal is written beside and checked before a file is replaced.
    func repairJournal(expecting expected: JournalPosition?) throws -> [RepairReport.RepairedFile] {
        let mine = JournalFiles(io: io, layout: layout)
        try io.ensureDirectory(layout.records, mode: 0o700)
        try io.ensureDirectory(layout.bodies, mode: 0o700)
        var before = JournalCheck(files: mine)
        try before.run(expecting: expected)
        for source in sources {
            var theirs = JournalCheck(files: source.files)
            try theirs.run(expecting: nil)
            guard theirs.report.isClean, theirs.end.seq > 0 else { continue }
            // A journal without a fault that is only shorter than the copy lost its end.
            if before.report.isClean, before.end.seq >= theirs.end.seq { continue }
            let merge = JournalMerge(io: io, mine: layout, theirs: source.layout, end: theirs.end)
            guard try merge.stage(expecting: expected) else { continue }
            defer { try? merge.clear() }
            return try replace(merge, source)
        }
        return []
    }

    private func replace(_ merge: JournalMerge, _ source: Vault) throws -> [RepairReport.RepairedFile] {
        var repaired: [RepairReport.RepairedFile] = []
        // Bodies first, as when they are written: a chain never commits to bodies that are not there.
        for path in merge.files.map(\.bodies) + merge.files.map(\.records) {
            let staged = merge.staged.root + "/" + path
            let target = layout.root + "/" + path
            guard try !isSame(staged, target) else { continue }
            let place = try quarantine(target)
            try io.rename(staged, to: target)
            try io.syncDirectory(path.hasPrefix("bodies/") ? layout.bodies : layout.records)
            repaired.append(.init(path: path, source: source.path, quarantined: place))
        }
        return repaired
    }

    private func isSame(_ one: String, _ other: String) throws -> Bool {
        guard let size = try io.status(one)?.size, try io.status(other)?.size == size else { return false }
        let files = JournalFiles(io: io, layout: layout)
        return try files.bytes(one, 0..<size) == files.bytes(other, 0..<size)
    }
}

/// A journal made of two: a copy's, up to its end, and behind it the lines that only this vault has.
struct JournalMerge {
    let io: any VaultIO
    let mine: VaultLayout
    let theirs: VaultLayout
    /// The end of the copy's journal.
    let end: JournalPosition
    /// Where the new journal is written.
    let staged: VaultLayout
    /// The files of the new journal, below the vault.
    private(set) var files: [(records: String, bodies: String)] = []

    init(io: any VaultIO, mine: VaultLayout, theirs: VaultLayout, end: JournalPosition) {
        self.io = io
        self.mine = mine
        self.theirs = theirs
        self.end = end
        staged = VaultLayout(root: mine.tmp + "/repair-journal")
        let last = max(end.segment, (try? JournalFiles(io: io, layout: mine).lastSegment()) ?? 1)
        files = (1...last).map { segment in
            let name = VaultLayout.segmentName(segment)
            return ("records/\(name).jsonl", "bodies/\(name).tsv")
        }
    }

    /// Writes the new journal; whether it is whole.
    ///
    /// - Throws: ``DeedCore/Failure`` `copyDiverged` when this vault has other lines that are in order.
    func stage(expecting expected: JournalPosition?) throws -> Bool {
        try clear()
        for folder in [staged.root, staged.records, staged.bodies] { try io.ensureDirectory(folder, mode: 0o700) }
        for segment in 1...files.count {
            let chain = try chain(segment)
            try io.writeDurably(staged.recordsFile(segment), chain, mode: 0o600)
            guard let bodies = try bodies(segment, of: chain) else { return false }
            try io.writeDurably(staged.bodiesFile(segment), bodies, mode: 0o600)
        }
        var check = JournalCheck(files: JournalFiles(io: io, layout: staged))
        try check.run(expecting: expected)
        return check.report.isClean && check.end.seq >= end.seq
    }

    /// Removes what was staged.
    func clear() throws {
        for folder in [staged.records, staged.bodies] where try io.status(folder) != nil {
            for name in try io.list(folder) { try io.unlink(folder + "/" + name) }
            try io.removeDirectory(folder)
        }
        if try io.status(staged.root) != nil { try io.removeDirectory(staged.root) }
    }

    private func whole(_ path: String) throws -> [UInt8] {
        guard let size = try io.status(path)?.size else { return [] }
        return try JournalFiles(io: io, layout: mine).bytes(path, 0..<size)
    }

    private func chain(_ segment: Int) throws -> [UInt8] {
        let own = try whole(mine.recordsFile(segment))
        guard segment <= end.segment else { return own }
        var copy = try whole(theirs.recordsFile(segment))
        if segment == end.segment { copy.removeSubrange(Int(end.offset)...) }
        let (ownLines, copyLines) = (Lines(own), Lines(copy))
        try refuseOtherStory(ownLines, copyLines)
        guard segment == end.segment, let next = tail(ownLines) else { return copy }
        return copy + own[next...]
    }

    /// Where this vault's own lines behind the copy's end begin.
    private func tail(_ lines: Lines) -> Int? {
        for (range, line) in zip(lines.ranges, lines.parsed) where line?.seq == end.seq + 1 && line?.previous == end.head {
            return range.lowerBound
        }
        return nil
    }

    /// Lines that follow from each other here and are others there are no damage but another story.
    private func refuseOtherStory(_ own: Lines, _ copy: Lines) throws {
        var hashes: [Int64: ObjectID] = [:]
        for (line, hash) in zip(copy.parsed, copy.hashes) { if let line { hashes[line.seq] = hash } }
        for at in own.ranges.indices.dropLast() {
            guard let line = own.parsed[at], let next = own.parsed[at + 1], next.previous == own.hashes[at],
                next.seq == line.seq + 1, let other = hashes[line.seq], other != own.hashes[at]
            else { continue }
            throw Failure(.copyDiverged, theirs.root, detail: "line \(line.seq) is another one there")
        }
    }

    /// For every record of the chain the body that fits it, this vault's own before the copy's: its own may have been taken out
    /// lawfully. `nil` when neither has one.
    private func bodies(_ segment: Int, of chain: [UInt8]) throws -> [UInt8]? {
        let own = try whole(mine.bodiesFile(segment))
        let copy = segment <= end.segment ? try whole(theirs.bodiesFile(segment)) : []
        let (ownBodies, copyBodies) = (Bodies(own), Bodies(copy))
        var result: [UInt8] = []
        result.reserveCapacity(max(own.count, copy.count))
        for line in Lines(chain).parsed {
            guard let line, case .record(_, _, let commitment) = line.content else { continue }
            if let range = ownBodies.range(line.seq, commitment) {
                result += own[range]
            } else if let range = copyBodies.range(line.seq, commitment) {
                result += copy[range]
            } else {
                return nil
            }
        }
        return result
    }

    /// A segment's lines, those that are torn or changed among them.
    private struct Lines {
        var ranges: [Range<Int>] = []
        var parsed: [ChainLine?] = []
        var hashes: [ObjectID] = []

        init(_ bytes: [UInt8]) {
            bytes.withUnsafeBytes { all in
                for range in newlineEnded(all) {
                    let line = UnsafeRawBufferPointer(rebasing: all[range.dropLast()])
                    ranges.append(range)
                    parsed.append(ChainLine(parsing: line))
                    hashes.append(ObjectID.digest(of: line))
                }
            }
        }
    }

    /// A segment's bodies by number; of a number that comes twice, all of them.
    private struct Bodies {
        private var found: [Int64: [(range: Range<Int>, commitment: ObjectID, isRedacted: Bool)]] = [:]

        init(_ bytes: [UInt8]) {
            bytes.withUnsafeBytes { all in
                for range in newlineEnded(all) {
                    guard let body = BodyLine(parsing: UnsafeRawBufferPointer(rebasing: all[range.dropLast()])) else { continue }
                    found[body.seq, default: []].append((range, body.commitment, body.isRedacted))
                }
            }
        }

        func range(_ seq: Int64, _ commitment: ObjectID) -> Range<Int>? {
            found[seq]?.first { $0.isRedacted || $0.commitment == commitment }?.range
        }
    }
}

/// The lines of a text with their newlines; what stands behind the last newline is none.
private func newlineEnded(_ bytes: UnsafeRawBufferPointer) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    while let newline = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
        ranges.append(start..<newline + 1)
        start = newline + 1
    }
    return ranges
}
