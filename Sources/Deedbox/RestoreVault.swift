import DeedCatalog
import DeedCore
import DeedSystem
public import DeedVault
import Foundation

/// Makes a vault of a copy in a new or empty directory, and proves that it is the same.
public struct RestoreVault {
    /// The copy, absolute.
    public var source: String
    /// Reads everything back after it was written, and compares.
    public var verifies = true

    /// A restore of `source`.
    public init(_ source: String) { self.source = source }

    /// What came of it.
    public struct Answer: Sendable {
        /// What was copied.
        public var copy: CopyReport
        /// Documents in the catalog that was made from the restored journal.
        public var documents: Int64
        /// What reading everything back found; `nil` where nobody asked.
        public var verification: VerifyVault.Answer?
        /// What is wrong, as path and problem; none where all is well.
        public var problems: [String]
        /// Where a drill was written down; `nil` where it was no drill, or not written down.
        public var recordedIn: String?
        /// Seconds it took.
        public var seconds: Double
    }

    /// Restores into `target`: chain and bodies are checked, every object by its hash while it is copied, the catalog is made from
    /// the journal; then, unless told otherwise, everything is read back. An interrupted restore goes on with the same call.
    ///
    /// - Returns: `nil` when it was stopped.
    /// - Throws: ``Failure`` `copyNotFound`, `vaultExists` where `target` holds something else, `diskFull`.
    public func run(
        into target: String, settings: SessionSettings, tell: (@Sendable (CopyProgress) -> Void)?,
        isStopped: @escaping @Sendable () -> Bool
    ) throws -> Answer? {
        try settings.require(.administer)
        let start = MonotonicClock.seconds()
        try Places.requireApart(source, target)
        let vault = try Vault.openCopy(at: source, io: HostIO())
        var options = CopyOptions()
        options.onlyNew = true
        guard let copy = try vault.copy(to: target, options: options, progress: tell, isStopped: isStopped) else { return nil }
        var answer = Answer(
            copy: copy, documents: 0, verification: nil, problems: RestoreVault.problems(of: copy), recordedIn: nil, seconds: 0)
        defer { answer.seconds = MonotonicClock.seconds() - start }
        guard copy.journal.isEmpty else { return answer }
        let session = try VaultSession.open(target, access: .write, settings: settings)
        answer.documents = try session.catalog.counts().documents
        try session.catalog.close()
        if verifies {
            let verification = try VerifyVault().run(at: target, settings: settings, record: false, tell: nil)
            answer.problems += problems(of: verification, copy, target: target, vault)
            answer.verification = verification
        }
        answer.seconds = MonotonicClock.seconds() - start
        return answer
    }

    private static func problems(of copy: CopyReport) -> [String] {
        copy.damaged.map { "\($0.path): \($0.problem)" }
            + copy.missing.map { "objects/\($0.hex.prefix(2))/\($0.hex): \(VaultProblem.missing)" }
            + copy.journal.map { "\($0.path):\($0.line): \($0.problem)" }
    }

    /// What differs after reading back: bytes, the end of the chain, the number of objects, the rows of the catalog.
    private func problems(of found: VerifyVault.Answer, _ copy: CopyReport, target: String, _ source: Vault) -> [String] {
        let report = found.report
        var problems = report.damaged.map { "\($0.path): \($0.problem)" }
        problems += report.files.map { "\($0.path): \($0.what)" }
        problems += report.journal.problems.map { "\($0.path):\($0.line): \($0.problem)" }
        if let problem = found.catalogProblem { problems.append("catalog/catalog.sqlite: \(problem)") }
        let restored = try? Catalog.open(at: VaultDatabases(ofVaultAt: target).catalog, access: .read, keys: VaultSession.keys)
        let place = (try? restored?.position()) ?? nil
        if place?.head != copy.position.head { problems.append("records/: the last line is another one than in the copy") }
        let there = report.objects - Int64(report.stray.count)
        if there != copy.objects { problems.append("objects/: \(there) are there, the copy has \(copy.objects)") }
        // The copy's own catalog, where it stands at the same line.
        if let restored,
            let theirs = try? Catalog.open(at: source.databases.catalog, access: .read, keys: VaultSession.keys),
            (try? theirs.position()) == place, let one = try? CatalogDigest(restored), let other = try? CatalogDigest(theirs),
            one != other
        {
            problems.append("catalog/catalog.sqlite: it says another thing than the copy's")
        }
        return problems
    }
}

/// Restores a copy into a directory for the time of the proof, checks it there, and notes in the vault whether it could be done.
public struct DrillRestore {
    /// The copy, absolute.
    public var source: String
    /// Where the temporary directory is made; `nil` for the system's place.
    public var folder: String?

    /// A drill with `source`.
    public init(_ source: String) { self.source = source }

    /// Restores, checks, removes what was restored.
    ///
    /// - Parameter path: the vault whose copy it is, where it is at hand: its journal keeps the result.
    /// - Returns: `nil` when it was stopped; nothing is kept of it then.
    /// - Throws: ``Failure`` when the copy cannot be restored at all; that too is kept.
    public func run(
        notingIn path: String?, settings: SessionSettings, tell: (@Sendable (CopyProgress) -> Void)?,
        isStopped: @escaping @Sendable () -> Bool
    ) throws -> RestoreVault.Answer? {
        try settings.require(.administer)
        let base = folder ?? FileManager.default.temporaryDirectory.path(percentEncoded: false)
        let target = (base.hasSuffix("/") ? base : base + "/") + "deedbox-drill-" + UUID().uuidString.lowercased()
        defer { try? FileManager.default.removeItem(atPath: target) }
        do {
            let restored = try RestoreVault(source).run(into: target, settings: settings, tell: tell, isStopped: isStopped)
            guard var answer = restored else { return nil }
            let read = answer.verification?.report
            let record = RestoreDrilled(
                source: source, seq: answer.copy.position.seq, head: answer.copy.position.head,
                objects: (read?.objects ?? 0) - Int64(read?.damaged.count ?? 0), bytes: read?.bytes ?? 0,
                documents: answer.documents, problems: Array(answer.problems.prefix(1000)))
            answer.recordedIn = note(record, at: path, settings)
            return answer
        } catch let failure as Failure where ![.diskFull, .vaultBusy].contains(failure.code) {
            let problem = "\(failure.subject): \(failure.code.rawValue) \(failure.detail)"
            let record = RestoreDrilled(
                source: source, seq: 0, head: .zero, objects: 0, bytes: 0, documents: 0, problems: [problem])
            _ = note(record, at: path, settings)
            throw failure
        }
    }

    /// Writes the result down, where the vault at `path` is the one that was copied; the path then.
    private func note(_ record: RestoreDrilled, at path: String?, _ settings: SessionSettings) -> String? {
        guard let path, let vault = try? Vault.open(at: path, io: HostIO(), access: .read) else { return nil }
        if let copy = try? Vault.open(at: source, io: HostIO(), access: .read), copy.info.id != vault.info.id { return nil }
        do {
            let session = try VaultSession.open(path, access: .write, settings: settings)
            try session.commit(.administer) { [Record(record)] }
            return path
        } catch {
            return nil
        }
    }
}
