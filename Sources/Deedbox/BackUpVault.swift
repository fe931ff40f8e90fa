import DeedCatalog
import DeedCore
import DeedSystem
public import DeedVault
import Glibc

/// Copies what is new in a vault to a second place, which is a vault itself, and notes it in the journal.
public struct BackUpVault {
    /// The directory of the copy, absolute.
    public var target: String
    /// Reads every object of the copy as well, and replaces what is damaged there.
    public var checksCopy = false
    /// Takes out of the copy too what the vault has purged at least so many days ago, and what it has redacted; `nil` leaves the copy all
    /// that it has.
    public var removesAfterDays: Int64?

    /// A backup to `target`.
    public init(to target: String) { self.target = target }

    /// What was copied.
    public struct Answer: Sendable {
        /// Objects and journal.
        public var report: CopyReport
        /// What was taken out of the copy.
        public var removed = CopyRemovals()
        /// Whether the result was written into the journal.
        public var recorded: Bool
    }

    /// Copies; the vault is locked only for the record at the end.
    ///
    /// - Returns: what was copied; `nil` when it was stopped. The same call goes on then.
    /// - Throws: what ``Vault/copy(to:options:progress:isStopped:)`` throws, and ``Failure`` when a vault cannot be opened;
    ///   `journalCut` where its journal lost lines: a copy of what is left would be taken for a good one.
    public func run(
        at path: String, settings: SessionSettings, tell: (@Sendable (CopyProgress) -> Void)?,
        isStopped: @escaping @Sendable () -> Bool
    ) throws -> Answer? {
        try settings.require(.administer)
        try Places.requireApart(path, target)
        let vault = try Vault.open(at: path, io: HostIO(), access: .read)
        if try JournalLoss.isSuspected(in: vault) { try JournalLoss.refuse(in: vault) }
        var options = CopyOptions()
        options.checksCopy = checksCopy
        guard let report = try vault.copy(to: target, options: options, progress: tell, isStopped: isStopped) else { return nil }
        if report.journal.isEmpty {
            // The copy answers and verifies like any vault: its catalog applies what its journal has got.
            _ = try VaultSession.open(target, access: .write, settings: settings)
        }
        var answer = Answer(report: report, recorded: false)
        guard report.journal.isEmpty else { return answer }
        if let days = removesAfterDays {
            // Nothing was purged longer ago than there are days.
            let moment = Instant(milliseconds: Instant.now.milliseconds - min(days, 4_000_000) * 86_400_000)
            answer.removed = try vault.takeOut(of: target, purgedBefore: moment)
        }
        answer.recorded = (try? note(report, at: path, settings: settings)) != nil
        if answer.recorded { try? takeNoteAlong(report.position, from: vault, settings: settings) }
        return answer
    }

    /// The copy gets the lines about itself too. Where that fails, the next backup brings them.
    private func takeNoteAlong(_ position: JournalPosition, from vault: Vault, settings: SessionSettings) throws {
        guard try vault.copyTail(to: target, after: position) != position else { return }
        _ = try VaultSession.open(target, access: .write, settings: settings)
    }

    private func note(_ report: CopyReport, at path: String, settings: SessionSettings) throws {
        let session = try VaultSession.open(path, access: .write, settings: settings)
        try session.commit(.administer) {
            [
                Record(
                    BackupFinished(
                        target: target, seq: report.position.seq, head: report.position.head, objects: report.objects,
                        copied: report.copied, bytes: report.bytes, damaged: report.damaged.map(\.object.hex),
                        missing: report.missing.map(\.hex)))
            ]
        }
    }
}

/// Directories that a copy goes between.
enum Places {
    /// Refuses two directories of which one is the other, or lies in it, through whatever links.
    static func requireApart(_ vault: String, _ target: String) throws {
        let (one, other) = (real(vault), real(target))
        guard one != other, !other.hasPrefix(one + "/"), !one.hasPrefix(other + "/") else {
            throw Failure(.copyInside, target, detail: "\(other) and \(one)")
        }
    }

    /// The path without links, as far as it exists.
    static func real(_ path: String) -> String {
        if let resolved = realpath(path, nil) {
            defer { free(resolved) }
            return String(cString: resolved)
        }
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return path }
        return real(String(path[..<slash])) + path[slash...]
    }
}
