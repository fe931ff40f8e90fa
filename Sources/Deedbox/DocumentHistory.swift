import DeedCatalog
public import DeedCore
import DeedVault

/// What was written about a document, line by line of the journal.
public struct DocumentHistory {
    /// The document.
    public var document: Identifier

    /// The history of `document`.
    public init(_ document: Identifier) { self.document = document }

    /// A record about it.
    public struct Line: Sendable {
        /// The record.
        public var record: StampedRecord
        /// The user name behind its actor.
        public var user: String?
    }

    /// Its records, oldest first.
    public func run(in session: VaultSession) throws -> [Line] {
        try session.require(.read)
        let seqs = try session.catalog.recordSeqs(of: document)
        let users = Dictionary(
            try session.catalog.journalLines(seqs).map { ($0.seq, $0.user) }, uniquingKeysWith: { first, _ in first })
        return try session.vault.records(seqs: seqs).map { Line(record: $0, user: users[$0.seq] ?? nil) }
    }
}
