public import DeedCore
public import DeedSystem

/// What a repair did, and what it could not do.
public struct RepairReport: Sendable {
    /// Objects that are good again.
    public var objects: [RepairedObject] = []
    /// Other files that are good again.
    public var files: [RepairedFile] = []
    /// What is still wrong: a verification after the repair, without what was mended.
    public var remaining: VerifyReport

    /// An object that was put back.
    public struct RepairedObject: Sendable, Hashable {
        /// The object.
        public var object: ObjectID
        /// Below the vault.
        public var path: String
        /// What was wrong; `nil` for one that was missing.
        public var what: VaultProblem?
        /// The vault that had a good one.
        public var source: String
        /// Where the damaged file lies now, below the vault.
        public var quarantined: String?
    }

    /// A file that was put back.
    public struct RepairedFile: Sendable, Hashable {
        /// Below the vault.
        public var path: String
        /// The vault that had a good one.
        public var source: String
        /// Where the damaged file lies now, below the vault.
        public var quarantined: String?
    }
}

/// Puts back what is damaged or missing from other copies of the same vault. Nothing is deleted: what was damaged goes to
/// `quarantine/`, and a file that no copy has a good one of stays where it is. Lines that only this vault's journal has are never
/// given up.
public struct VaultRepair: Sendable {
    let io: any VaultIO
    let layout: VaultLayout
    let sources: [Vault]
    let threads: Int

    /// A repair of the vault at `path`, which may be so damaged that it does not open.
    ///
    /// - Parameters:
    ///   - sources: copies, the first is asked first.
    ///   - threads: how many objects are read at once.
    /// - Throws: ``DeedCore/Failure``: `vaultNotFound` where nothing like a vault stands, `copyForeign` for a source that is another
    ///   vault, and what opening a source throws.
    public init(at path: String, from sources: [String], io: any VaultIO = HostIO(), threads: Int) throws {
        self.io = io
        self.threads = threads
        layout = VaultLayout(root: Vault.trimmed(path))
        do {
            guard
                try [layout.records, layout.objects, layout.bodies].contains(where: { try io.status($0)?.isDirectory == true })
                    || [layout.info, layout.declaration].contains(where: { try io.status($0)?.isRegular == true })
            else { throw Failure(.vaultNotFound, layout.root) }
            self.sources = try sources.map { try Vault.openCopy(at: $0, io: io) }
            for source in self.sources { try requireSameVault(source) }
        } catch let error as IOError {
            throw error.failure
        }
    }

    /// The `id` of both, or, where this vault's cannot be read, a line of both chains.
    private func requireSameVault(_ source: Vault) throws {
        let foreign = Failure(.copyForeign, source.path, detail: source.info.id)
        guard source.path != layout.root else { throw Failure(.copyInside, source.path) }
        if let bytes = try? io.contents(layout.info), let mine = try? VaultInfo(parsing: bytes, path: layout.info),
            mine.id == source.info.id
        {
            return
        }
        let mine = Set(try firstLines(layout))
        guard try firstLines(source.layout).contains(where: mine.contains) else { throw foreign }
    }

    private func firstLines(_ layout: VaultLayout) throws -> [ObjectID] {
        let lines = try LineReader(io: io, path: layout.recordsFile(1), from: 0)
        var hashes: [ObjectID] = []
        while hashes.count < 64, let hash = try lines.next({ ObjectID.digest(of: $0) }) { hashes.append(hash) }
        return hashes
    }

    /// Repairs files, journal and objects, in this order.
    ///
    /// - Parameters:
    ///   - expected: the catalog's place, the only witness of the journal's last lines.
    ///   - memory: the catalog's lines. Where no copy reaches its place, a copy that is a beginning of what it knows is better than nothing.
    ///   - progress: called after every object that is read, from several threads.
    /// - Throws: ``DeedCore/Failure``: `copyDiverged` where a copy's journal tells another story; `vaultBusy`, `diskFull`.
    public func run(
        expecting expected: JournalPosition?, remembering memory: (any JournalMemory)? = nil,
        progress: (@Sendable (VerifyProgress) -> Void)? = nil
    ) throws -> RepairReport {
        do {
            var files: [RepairReport.RepairedFile] = []
            do {
                for name in VaultLayout.directories { try io.ensureDirectory(layout.directory(name), mode: 0o700) }
                try io.syncDirectory(layout.root)
                // What stands in the lock's place and is no file holds nobody back.
                if let there = try io.status(layout.lock), !there.isRegular { _ = try quarantine(layout.lock) }
                let lock = try VaultLock.acquire(io: io, layout: layout, wait: .seconds(30))
                defer { withExtendedLifetime(lock) {} }
                files += try repairFiles()
                files += try repairJournal(expecting: expected, remembering: memory)
            }
            let vault = try Vault.open(at: layout.root, io: io, access: .write)
            let before = try vault.verify(threads: threads, expecting: expected, progress: progress)
            var report = RepairReport(files: files, remaining: before)
            try repairObjects(before, &report)
            return report
        } catch let error as IOError {
            throw error.failure
        }
    }

    /// Keeps what a damaged file holds; its place in `quarantine/`.
    func quarantine(_ path: String) throws -> String? { try Quarantine(io: io, layout: layout).keep(path) }

    // MARK: The declaration and vault.json

    private func repairFiles() throws -> [RepairReport.RepairedFile] {
        var repaired: [RepairReport.RepairedFile] = []
        let mine = JournalFiles(io: io, layout: layout)
        for bad in try VaultFileCheck(io: io, layout: layout).run(mine) {
            for source in sources {
                let wrong = try VaultFileCheck(io: io, layout: source.layout).run(source.files)
                guard !wrong.contains(where: { $0.path == bad.path }) else { continue }
                let bytes = try io.contents(source.layout.directory(bad.path))
                let beside = layout.tmp + "/repair-" + bad.path
                try io.writeDurably(beside, bytes, mode: 0o444)
                let place = try quarantine(layout.directory(bad.path))
                try io.rename(beside, to: layout.directory(bad.path))
                try io.syncDirectory(layout.root)
                repaired.append(.init(path: bad.path, source: source.path, quarantined: place))
                break
            }
        }
        return repaired
    }

    // MARK: Objects

    private func repairObjects(_ found: VerifyReport, _ report: inout RepairReport) throws {
        let damaged = found.damaged.map { ($0.object, $0.path, VaultProblem?.some($0.what)) }
        let bad = damaged + found.missing.map { ($0, layout.relativeObject($0), nil) }
        guard !bad.isEmpty else { return }
        let staging = try StagingDirectory(io: io, layout: layout)
        var mended: Set<String> = []
        for (id, path, problem) in bad {
            let repaired: RepairReport.RepairedObject?
            do { repaired = try repair(id, at: path, problem, staging) } catch let error as IOError {
                // One that cannot be put back stays what it is, and is told; the rest is mended all the same.
                guard !error.isLostDurability, error.failure.code != .diskFull else { throw error }
                continue
            }
            guard let repaired else { continue }
            report.objects.append(repaired)
            mended.insert(path)
        }
        report.remaining.damaged.removeAll { mended.contains($0.path) }
        report.remaining.missing.removeAll { mended.contains(layout.relativeObject($0)) }
    }

    private func repair(_ id: ObjectID, at path: String, _ problem: VaultProblem?, _ staging: StagingDirectory) throws
        -> RepairReport.RepairedObject?
    {
        let target = layout.root + "/" + path
        let directory = target.lastIndex(of: "/").map { String(target[..<$0]) } ?? layout.objects
        for source in sources {
            var place: String?
            let outcome = try ObjectCopy(io: io, staging: staging).copy(id, from: source.place(of: id)) { file in
                try io.ensureDirectory(directory, mode: 0o700)
                place = try quarantine(target)
                try io.rename(file, to: target)
                try io.syncDirectory(directory)
                try io.syncDirectory(layout.objects)
            }
            guard case .copied = outcome else { continue }
            return .init(object: id, path: path, what: problem, source: source.path, quarantined: place)
        }
        return nil
    }
}
