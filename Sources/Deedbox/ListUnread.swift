public import DeedCatalog
import DeedCore
public import DeedSearch

/// Somebody lists the documents whose words cannot be found: without text, behind a password, broken, scanned, not read yet.
public struct ListUnread {
    /// What else the documents must be.
    public var filter: DocumentFilter
    /// What they lack.
    public var lack: TextLack.Filter
    /// Where the part before ended.
    public var after: String?
    /// Rows of one part.
    public var limit: Int

    /// A list.
    public init(_ lack: TextLack.Filter, _ filter: DocumentFilter = .init(), after: String? = nil, limit: Int = 100) {
        (self.lack, self.filter, self.after, self.limit) = (lack, filter, after, limit)
    }

    /// One document, and what it lacks.
    public struct Row: Sendable {
        /// The document.
        public var document: DocumentSummary
        /// Where it came from, as a person knows it.
        public var path: String
        /// What it lacks.
        public var lack: TextLack
    }

    /// One part of the list, newest first, and how many there are in all.
    public func run(in session: VaultSession) throws -> (page: DeedCatalog.Page<Row>, total: Int) {
        try session.require(.read)
        let lacks = try session.lacks().filter { lack.holds($0.value) }
        var filter = filter
        filter.objects = Set(lacks.keys)
        let seq = try session.asKnownSeq()
        let found = try session.catalog.documents(filter, after: after, limit: limit, asKnown: seq)
        let rows = try found.rows.compactMap { document in
            try lacks[document.object].map { lack in
                let names = try session.catalog.details(of: document.id, asKnown: seq).names
                let path = (names.first { !$0.withdrawn } ?? names.first)?.path
                return Row(document: document, path: path ?? document.title, lack: lack)
            }
        }
        return (DeedCatalog.Page(rows: rows, next: found.next), try session.catalog.count(filter, asKnown: seq))
    }
}

extension VaultSession {
    /// What texts lack, by object; with those that still wait to be read.
    func lacks() throws -> [ObjectID: TextLack] {
        let index = try index()
        var lacks = try index.lacks()
        let known = try index.appliedSeq
        guard let last = try catalog.position()?.seq, last > known else { return lacks }
        let changed = try catalog.documentsForIndex(catalog.documentsChanged(since: known)).filter(\.listed)
        for object in try index.waiting(among: changed.map(\.object)) {
            lacks[object] = TextLack(state: .none, reason: TextLack.waiting, pages: 0, pagesForOCR: 0)
        }
        return lacks
    }
}
