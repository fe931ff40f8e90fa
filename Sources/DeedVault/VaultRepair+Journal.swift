import DeedCore
import DeedSystem

extension VaultRepair {
    /// Repairs segments of chain and bodies from the copy that can do most: what the copy has is taken from it, what stands behind the
    /// copy's end is this vault's own. The whole new journal is written beside and checked before a file is replaced.
    ///
    /// A copy that reaches the catalog's place is taken at once. Else the one that reaches farthest, if all its lines are what the catalog
    /// remembers: the lines behind it are lost then, and whoever called says which.
    func repairJournal(expecting expected: JournalPosition?, remembering memory: (any JournalMemory)?) throws
        -> [RepairReport.RepairedFile]
    {
        let mine = JournalFiles(io: io, layout: layout)
        var before = JournalCheck(files: mine)
        try before.run(expecting: expected)
        var best: (source: Vault, end: JournalPosition, reach: Int64)?
        for source in sources {
            var theirs = JournalCheck(files: source.files)
            try theirs.run(expecting: nil)
            guard theirs.report.isClean, theirs.end.seq > 0 else { continue }
            // A journal without a fault that is only shorter than the copy lost its end.
            if before.report.isClean, before.end.seq >= theirs.end.seq { continue }
            let merge = JournalMerge(io: io, mine: layout, theirs: source.layout, end: theirs.end)
            defer { try? merge.clear() }
            switch try merge.stage(expecting: expected, remembering: memory) {
            case .whole: return try replace(merge, source)
            case .beginning(let reach) where reach > best?.reach ?? 0: best = (source, theirs.end, reach)
            case .beginning, .useless: continue
            }
        }
        guard let best else { return [] }
        let merge = JournalMerge(io: io, mine: layout, theirs: best.source.layout, end: best.end)
        defer { try? merge.clear() }
        guard case .beginning = try merge.stage(expecting: expected, remembering: memory) else { return [] }
        return try replace(merge, best.source)
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

    /// What a merged journal is good for.
    enum Outcome {
        /// It has all lines that are known.
        case whole
        /// It is in order, and all of it is what the catalog remembers; but it ends with this line, before the catalog's place.
        case beginning(Int64)
        /// It is damaged itself, or would give up lines that this vault still has.
        case useless
    }

    /// Writes the new journal.
    ///
    /// - Throws: ``DeedCore/Failure`` `copyDiverged` when this vault has other lines that are in order.
    func stage(expecting expected: JournalPosition?, remembering memory: (any JournalMemory)?) throws -> Outcome {
        try clear()
        for folder in [staged.root, staged.records, staged.bodies] { try io.ensureDirectory(folder, mode: 0o700) }
        for segment in 1...files.count {
            guard let chain = try chain(segment), let (bodies, length) = try bodies(segment, of: chain),
                length == chain.count || segment == files.count
            else { return .useless }
            try io.writeDurably(staged.recordsFile(segment), Array(chain[..<length]), mode: 0o600)
            try io.writeDurably(staged.bodiesFile(segment), bodies, mode: 0o600)
        }
        let staged = JournalFiles(io: io, layout: staged)
        var check = JournalCheck(files: staged)
        try check.run(expecting: nil)
        guard check.report.isClean, check.end.seq > 0 else { return .useless }
        guard let expected else { return check.end.seq >= end.seq ? .whole : .useless }
        do {
            try staged.check(expected)
            return check.end.seq >= end.seq ? .whole : .useless
        } catch is Failure {
            guard check.end.seq < expected.seq, let memory, try remembers(memory, staged) else { return .useless }
            return .beginning(check.end.seq)
        }
    }

    /// Whether the catalog has every record of the staged journal.
    private func remembers(_ memory: any JournalMemory, _ files: JournalFiles) throws -> Bool {
        let lines = try JournalLines(files: files)
        while let line = try lines.next({ ChainLine(parsing: $0) }) {
            guard let line else { return false }
            guard case .record(let kind, _, _) = line.content else { continue }
            guard try memory.remembers(seq: line.seq, time: line.time, kind: kind) else { return false }
        }
        return true
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
        guard let status = try io.status(path), status.isRegular else { return [] }
        return try JournalFiles(io: io, layout: mine).bytes(path, 0..<status.size)
    }

    /// A file of this vault. What a program for texts did to its line ends or its beginning is undone: neither a CR nor a byte order mark stands
    /// in a journal, where both are escaped.
    private func own(_ path: String) throws -> [UInt8] {
        var bytes = try whole(path)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        if bytes.contains(0x0D) { bytes.removeAll { $0 == 0x0D } }
        return bytes
    }

    /// The chain of a segment; `nil` where this vault has lines behind a gap that the copy does not fill.
    private func chain(_ segment: Int) throws -> [UInt8]? {
        let own = try own(mine.recordsFile(segment))
        guard segment <= end.segment else { return own }
        var copy = try whole(theirs.recordsFile(segment))
        if segment == end.segment { copy = Array(copy.prefix(Int(end.offset))) }
        let (ownLines, copyLines) = (Lines(own), Lines(copy))
        try refuseOtherStory(ownLines, copyLines)
        guard segment == end.segment else { return copy }
        if let next = tail(ownLines) { return copy + own[next...] }
        let isBehindGap = ownLines.parsed.contains { $0.map { $0.seq > end.seq } ?? false }
        return isBehindGap ? nil : copy
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
    /// lawfully. Where neither has one, the bodies of the batches before, and the length of the chain up to there; `nil` when this vault has
    /// a body behind that one.
    private func bodies(_ segment: Int, of chain: [UInt8]) throws -> (bodies: [UInt8], length: Int)? {
        let own = try own(mine.bodiesFile(segment))
        let copy = segment <= end.segment ? try whole(theirs.bodiesFile(segment)) : []
        let (ownBodies, copyBodies) = (Bodies(own), Bodies(copy))
        var result: [UInt8] = []
        result.reserveCapacity(max(own.count, copy.count))
        var complete = (bodies: 0, chain: 0)
        var isBroken = false
        let lines = Lines(chain)
        for (line, range) in zip(lines.parsed, lines.ranges) {
            guard let line else { continue }
            guard case .record(_, _, let commitment) = line.content else {
                if !isBroken { complete = (result.count, range.upperBound) }
                continue
            }
            if let range = ownBodies.range(line.seq, commitment) {
                if isBroken { return nil }
                result += own[range]
            } else if let range = copyBodies.range(line.seq, commitment) {
                result += copy[range]
            } else {
                isBroken = true
            }
        }
        return isBroken ? (Array(result[..<complete.bodies]), complete.chain) : (result, chain.count)
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
