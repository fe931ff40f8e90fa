public import DeedCatalog
public import DeedClock
public import DeedCore
public import DeedSearch

/// Somebody looks a document up.
public struct ShowDocument {
    /// The document.
    public var document: Identifier

    /// A look at `document`.
    public init(_ document: Identifier) { self.document = document }

    /// What is known.
    public struct Answer: Sendable {
        /// Facts, names, customers, covers.
        public var details: DocumentDetails
        /// End and last day to act.
        public var deadlines: Deadlines
        /// What came of reading its text; `nil` while it waits.
        public var text: TextSummary?
        /// Holds on it.
        public var holds: [HoldRow]
        /// Until when it is kept.
        public var retention: Retention
        /// The last request for its purge.
        public var purge: ListPurges.Row?
        /// Documents that somebody has compared it with, and what was said, the last first.
        public var decisions: [(decision: DuplicateDecision, other: DocumentSummary)]
    }

    /// The answer, as known on the day that the session asks for.
    public func run(in session: VaultSession) throws -> Answer {
        try session.require(.read)
        let seq = try session.asKnownSeq()
        let details = try session.catalog.details(of: document, asKnown: seq)
        let judge = PurgeJudge(session)
        let decisions = try session.catalog.duplicateDecisions(of: document, asKnown: seq)
        let others = try session.catalog.summaries(
            of: decisions.map { $0.document == document ? $0.other : $0.document }, asKnown: seq)
        return Answer(
            details: details,
            deadlines: Deadlines(try session.catalog.terms(of: document, asKnown: seq), on: session.today),
            text: try session.index().textState(of: details.summary.object),
            holds: try session.catalog.holds(on: document, asKnown: seq),
            retention: judge.retention(try session.catalog.purgeGrounds(of: document, asKnown: seq)),
            purge: try session.catalog.purges(of: document, endedToo: true).last.map { try ListPurges().row($0, judge) },
            decisions: Array(zip(decisions, others)))
    }
}

/// Somebody lists documents.
public struct ListDocuments {
    /// What the documents must be.
    public var filter: DocumentFilter
    /// Where the part before ended.
    public var after: String?
    /// Rows of one part.
    public var limit: Int

    /// A list.
    public init(_ filter: DocumentFilter, after: String? = nil, limit: Int = 100) {
        self.filter = filter
        self.after = after
        self.limit = limit
    }

    /// One part of the list, as known on the day that the session asks for.
    public func run(in session: VaultSession) throws -> DeedCatalog.Page<DocumentSummary> {
        try session.require(.read)
        return try session.catalog.documents(filter, after: after, limit: limit, asKnown: session.asKnownSeq())
    }

    /// How many documents a list that is narrowed by ends cannot have: they renewed by themselves for nobody knows how long.
    public func countRenewedForUnknown(in session: VaultSession) throws -> Int {
        try session.require(.read)
        return try session.catalog.countRenewedForUnknown(on: session.today, asKnown: session.asKnownSeq())
    }
}

/// Brings what the index says of documents up to the catalog, without reading texts.
public struct RefreshIndex {
    private static let step = 500

    /// A larger backlog is left to `deedbox text`: it is not the work of a single change.
    public var limit = 1000

    /// A refresh.
    public init() {}

    /// Documents whose text waits are left to ``ReadTexts``, and so is the place up to which the index knows the journal.
    public func run(in session: VaultSession) throws {
        let index = try session.index()
        let known = try index.appliedSeq
        guard let last = try session.catalog.position()?.seq, last > known else { return }
        let changed = try session.catalog.documentsChanged(since: known)
        guard changed.count <= limit else { return }
        var nothingWaits = true
        for begin in stride(from: 0, to: changed.count, by: RefreshIndex.step) {
            let ids = Array(changed[begin..<min(begin + RefreshIndex.step, changed.count)])
            let documents = try session.catalog.documentsForIndex(ids)
            let waiting = Set(try index.waiting(among: documents.filter(\.listed).map(\.object)))
            if !waiting.isEmpty { nothingWaits = false }
            try index.index(documents.filter { !$0.listed || !waiting.contains($0.object) }, through: known)
        }
        if nothingWaits { try index.index([], through: last) }
    }
}
