import DeedCore
import DeedSystem

extension Vault {
    /// Makes the directory `target` a copy of this vault, or brings the copy there up to date. Takes no lock here: the journal is
    /// read first, up to a commit line, then the objects, which are a superset of what those lines name. A copy is a vault: at any
    /// moment, also after a crash, it holds every object that its journal keeps. Nothing is deleted in it.
    ///
    /// - Parameters:
    ///   - progress: called after every object, from several threads.
    ///   - isStopped: asked before every object; what was copied stays, and the same call goes on.
    /// - Returns: what was copied; `nil` when it was stopped.
    /// - Throws: ``DeedCore/Failure``: `copyInside`, `vaultExists` where something else stands, `copyForeign` for the copy of
    ///   another vault, `copyAhead` and `copyDiverged` where the copy's journal is not the beginning of this one, `journalDamaged`
    ///   for a copy whose journal must be repaired first, `diskFull` before anything is copied, `vaultBusy`.
    public func copy(
        to target: String, options: CopyOptions = .init(), progress: (@Sendable (CopyProgress) -> Void)? = nil,
        isStopped: @escaping @Sendable () -> Bool = { false }
    ) throws -> CopyReport? {
        try info.require(info.features.check, path)
        return try reporting {
            let copy = VaultCopy(
                source: self, target: Vault.trimmed(target), options: options, progress: progress, isStopped: isStopped)
            return try copy.run()
        }
    }
}

/// One run that copies a vault.
final class VaultCopy: Sendable {
    let io: any VaultIO
    let source: Vault
    let target: VaultLayout
    let options: CopyOptions
    let progress: (@Sendable (CopyProgress) -> Void)?
    let isStopped: @Sendable () -> Bool
    let state = Monitor(State())

    /// What the copying threads share.
    struct State {
        var sum = CopyProgress()
        var touched: Set<UInt8> = []
        var copied: [ObjectID] = []
        var damaged: [VerifyReport.DamagedObject] = []
        var missing: [ObjectID] = []
    }

    init(
        source: Vault, target: String, options: CopyOptions, progress: (@Sendable (CopyProgress) -> Void)?,
        isStopped: @escaping @Sendable () -> Bool
    ) {
        io = source.io
        self.source = source
        self.target = VaultLayout(root: target)
        self.options = options
        self.progress = progress
        self.isStopped = isStopped
    }

    func run() throws -> CopyReport? {
        let isNew = try looksNew()
        var journal = JournalCheck(files: source.files)
        try journal.run(expecting: nil)
        let maker = VaultMaker(io: io, layout: target, threads: options.threads)
        if isNew { try maker.makeTree(info: try io.contents(source.layout.info)) }
        let lock = try VaultLock.acquire(io: io, layout: target, wait: source.lockWait)
        defer { withExtendedLifetime(lock) {} }
        let before = try isNew ? .start : copiedPosition(journal)

        let plan = try plan(keeping: journal.kept)
        try requireRoom(for: plan, journal: journal.end)
        guard try copyObjects(plan) else { return nil }
        let found = state.withLock { $0 }
        if journal.report.isClean { try copyJournal(from: before, to: journal.end) }
        let position = journal.report.isClean ? journal.end : before
        try copyTexts(through: position.seq)
        var report = CopyReport(position: position, isNew: isNew)
        report.journal = journal.report.problems
        if isNew, report.journal.isEmpty { try maker.declare() }
        report.objects = Int64(plan.there + found.copied.count)
        report.copied = Int64(found.copied.count)
        report.bytes = found.sum.bytes
        report.repaired = found.copied.filter { plan.bad.contains($0) }.sorted()
        report.damaged = found.damaged.sorted { $0.object < $1.object }
        report.missing = (found.missing + plan.absent).sorted()
        return report
    }

    // MARK: The target

    /// Whether there is no finished copy yet; refuses what is none of this vault.
    private func looksNew() throws -> Bool {
        guard let status = try io.status(target.root) else { return true }
        let taken = Failure(.vaultExists, target.root)
        guard status.isDirectory else { throw taken }
        if try io.status(target.declaration) != nil {
            guard !options.onlyNew else { throw taken }
            let other = try Vault.open(at: target.root, io: io, access: .read)
            guard other.info.id == source.info.id else {
                throw Failure(.copyForeign, target.root, detail: "\(other.info.id), not \(source.info.id)")
            }
            return false
        }
        // An unfinished copy names the vault, or has not come so far.
        if let bytes = try? io.contents(target.info), let info = try? VaultInfo(parsing: bytes, path: target.info) {
            guard info.id == source.info.id else { throw Failure(.copyForeign, target.root, detail: info.id) }
            return true
        }
        try VaultMaker(io: io, layout: target, threads: 0).requireRoom()
        return true
    }

    /// What the copy holds; refuses one that is not a beginning of this vault.
    private func copiedPosition(_ mine: JournalCheck) throws -> JournalPosition {
        let copied = JournalFiles(io: io, layout: target)
        var theirs = JournalCheck(files: copied)
        try theirs.run(expecting: nil)
        if let problem = theirs.report.problems.first {
            throw Failure(
                .copyDamaged, target.root, detail: "\(problem.path):\(problem.line) \(problem.problem)")
        }
        let there = theirs.end
        // Beside a damaged journal of the vault the copy's is left as it is.
        guard mine.report.isClean else { return there }
        if there.seq <= mine.end.seq {
            let same = try line(there.seq, in: source.files)
            guard there.seq == 0 || same == there.head else { throw diverged(there.seq) }
            return there
        }
        let common = try line(mine.end.seq, in: copied)
        guard mine.end.seq == 0 || common == mine.end.head else { throw diverged(mine.end.seq) }
        throw Failure(
            .copyAhead, target.root, detail: "the copy ends at line \(there.seq), the vault at line \(mine.end.seq)")
    }

    private func line(_ seq: Int64, in files: JournalFiles) throws -> ObjectID? {
        try JournalFinder(files: files).place(of: seq)?.head
    }

    private func diverged(_ seq: Int64) -> Failure {
        Failure(.copyDiverged, target.root, detail: "line \(seq) is another one there")
    }

    /// Counts before anything is written: a copy that cannot be finished is not begun.
    private func requireRoom(for plan: Plan, journal end: JournalPosition) throws {
        var needed = plan.bytes
        for segment in try source.files.segments() {
            let files = JournalFiles(io: io, layout: target)
            // The segment that grows is written anew beside the old one.
            needed += try source.files.recordsSize(segment) + source.files.bodiesSize(segment)
            if segment < end.segment { needed -= try files.recordsSize(segment) + files.bodiesSize(segment) }
        }
        let space = try io.space(target.root)
        let left = space.available - max(0, needed)
        guard left >= min(64 << 20, space.total / 16) || plan.count == 0 && left >= 0 else {
            throw Failure(
                .diskFull, target.root,
                detail: "\(needed) bytes are to be copied, \(space.available) bytes are free")
        }
    }

    /// Texts, settings, checkpoints and keys: small files, each written beside and renamed. A checkpoint that was signed since the
    /// journal was read is left to the next copy: this one does not hold all lines that it covers.
    private func copyTexts(through seq: Int64) throws {
        for name in ["README.txt", "spec.md", "config.toml"] { try copyText(name) }
        for folder in ["checkpoints", "keys"] {
            let names = (try? io.list(source.layout.directory(folder))) ?? []
            for name in names where !name.hasPrefix(".") && CheckpointFiles.size(ofFile: name) ?? 0 <= seq {
                try copyText(folder + "/" + name)
            }
            try io.ensureDirectory(target.directory(folder), mode: 0o700)
            try io.syncDirectory(target.directory(folder))
        }
        try io.syncDirectory(target.root)
    }

    private func copyText(_ name: String) throws {
        let from = source.layout.directory(name)
        guard let status = try io.status(from), status.isRegular else { return }
        let bytes = try io.contents(from)
        if let there = try? io.contents(target.directory(name)), there == bytes { return }
        let beside = target.tmp + "/copy-" + name.replacing("/", with: "-")
        try io.writeDurably(beside, bytes, mode: status.mode & 0o777)
        try io.rename(beside, to: target.directory(name))
    }
}
