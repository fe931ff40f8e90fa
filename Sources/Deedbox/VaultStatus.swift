public import DeedCatalog
public import DeedCore
public import DeedSearch
import DeedVault

/// How the vault stands.
public struct VaultStatus {
    /// A question about the whole vault.
    public init() {}

    /// Counts and dates.
    public struct Answer: Sendable {
        /// Where the vault lies.
        public var path: String
        /// Facts.
        public var counts: CatalogCounts
        /// Texts.
        public var texts: TextCounts
        /// The newest documents without text or without some of it, a hundred at most; none for who may not read.
        public var unread: [ListUnread.Row]
        /// Documents that the index has not caught up with.
        public var waiting: Int
        /// The last verification.
        public var verified: Verification?
        /// Lines that the last checkpoint covers, and when the last of them was written; `nil` where nothing was signed.
        public var signed: (lines: Int64, through: Instant?)?
        /// Bytes free on the vault's file system.
        public var free: Int64
        /// The index was made by other rules and must be made anew.
        public var indexOutdated: Bool
        /// The last backup.
        public var backup: BackupRow?
        /// The last restore drill.
        public var drill: DrillRow?
        /// The last scrub.
        public var scrub: ScrubRow?
        /// Originals that are known to be damaged or missing.
        public var lost: Int64
        /// Requests for a purge that the next run begins or ends.
        public var purgesDue: Int
        /// Redactions that were cut off.
        public var openRedactions: Int
    }

    /// The answer.
    public func run(in session: VaultSession) throws -> Answer {
        try session.require(.read, .administer)
        let index = try session.index()
        let signed = try session.vault.lastCheckpoint()?.size
        return Answer(
            path: session.path, counts: try session.catalog.counts(), texts: try index.counts(),
            unread: try unread(session),
            waiting: try session.waitingForIndex(), verified: try session.catalog.lastVerification(),
            signed: try signed.map { ($0, try session.times(of: [$0])[$0]) },
            free: try session.vault.freeSpace().available, indexOutdated: try index.isOutdated,
            backup: try session.catalog.lastBackup(), drill: try session.catalog.lastDrill(),
            scrub: try session.catalog.lastScrub(), lost: try session.catalog.lostCount(), purgesDue: try purgesDue(session),
            openRedactions: try session.catalog.openRedactions().count)
    }

    /// How the vault stands is no content, the names of papers are: who may not read gets none.
    private func unread(_ session: VaultSession) throws -> [ListUnread.Row] {
        guard session.request.principal.rights.contains(.read) else { return [] }
        return try ListUnread(.noText(reason: nil)).run(in: session).page.rows
    }

    private func purgesDue(_ session: VaultSession) throws -> Int {
        let today = session.today
        let ripe = try session.catalog.purgesInTrash().filter { ($0.until ?? today) <= today }
        return try ripe.count + session.catalog.purgesDue(on: today).count
    }
}
