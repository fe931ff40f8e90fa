public import DeedCatalog
public import DeedSearch

/// Anybody looks for words in the texts and names of the documents.
public struct FindDocuments {
    /// The query in Deedbox's query language.
    public var query: String
    /// What else must hold.
    public var filter = FindFilter()
    /// Only what lay in a folder, archive or mail whose path contains this.
    public var folder: String?
    /// The order of the hits.
    public var order = FindOrder.relevance
    /// Hits to show.
    public var limit = 20
    /// Hits to leave out before.
    public var offset = 0

    /// A query.
    public init(_ query: String) { self.query = query }

    /// What was found.
    public struct Answer: Sendable {
        /// Hits and sums.
        public var answer: FindAnswer
        /// The documents of the hits, in their order; one that is no more is left out.
        public var documents: [DocumentSummary]
        /// Documents that still wait to be indexed.
        public var waiting: Int
        /// Hits that were left out before.
        public var offset: Int
    }

    /// The answer.
    public func run(in session: VaultSession) throws -> Answer {
        try session.require(.read)
        var filter = filter
        if let folder {
            let inside = try session.catalog.ids(DocumentFilter(folder: folder))
            filter.documents = filter.documents.map { $0.filter(Set(inside).contains) } ?? inside
        }
        let answer = try session.index().find(query, filter: filter, order: order, limit: limit, after: offset)
        return Answer(
            answer: answer, documents: try session.catalog.summaries(of: answer.hits.map(\.document)),
            waiting: try session.waitingForIndex(), offset: offset)
    }
}
