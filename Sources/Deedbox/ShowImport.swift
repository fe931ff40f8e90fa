public import DeedCatalog
public import DeedCore
public import DeedSearch

/// What `RUN` on the command line means: an import's id or its beginning.
public struct ImportReference: Sendable {
    /// What the person wrote.
    public var text: String

    /// A reference as written.
    public init(_ text: String) { self.text = text }

    /// The one run it means.
    ///
    /// - Throws: ``Failure`` `runNotFound`, or `documentAmbiguous` with the candidates.
    public func resolve(in session: VaultSession) throws -> ImportRun {
        try session.require(.read)
        let found = try session.catalog.runs(matching: text)
        guard let first = found.first else { throw Failure(.runNotFound, text) }
        guard found.count == 1 else { throw Failure(.documentAmbiguous, text, candidates: found.map(\.id.text)) }
        return first
    }
}

/// Somebody lists the imports, newest first.
public struct ListImports {
    /// Where the part before ended.
    public var after: String?
    /// Rows of one part.
    public var limit: Int

    /// A list.
    public init(after: String? = nil, limit: Int = 50) {
        self.after = after
        self.limit = limit
    }

    /// One part of the list.
    public func run(in session: VaultSession) throws -> DeedCatalog.Page<ImportRun> {
        try session.require(.read)
        return try session.catalog.runs(after: after, limit: limit)
    }
}

/// Somebody looks at the account of an import.
public struct ShowImport {
    /// The run.
    public var run: ImportRun
    /// Only lines of this outcome; `nil` for all.
    public var outcome: ImportItem.Outcome?

    /// The account of `run`.
    public init(_ run: ImportRun, outcome: ImportItem.Outcome? = nil) {
        self.run = run
        self.outcome = outcome
    }

    /// The account as the vault keeps it.
    public struct Answer: Sendable {
        /// The run with its sums.
        public var run: ImportRun
        /// Archives and folders that it went through.
        public var archives: [ImportArchiveRow]
        /// Its lines.
        public var items: [ImportItem]
        /// What the texts of its documents lack, by their content.
        public var lacks: [ObjectID: TextLack] = [:]
    }

    /// All lines.
    public func run(in session: VaultSession) throws -> Answer {
        try session.require(.read)
        var answer = Answer(run: run, archives: try session.catalog.archives(ofRun: run.id), items: [])
        var after: String?
        repeat {
            let page = try session.catalog.items(ofRun: run.id, outcome: outcome, after: after)
            answer.items += page.rows
            after = page.next
        } while after != nil
        let objects = Set(answer.items.compactMap(\.object))
        answer.lacks = try session.lacks().filter { objects.contains($0.key) }
        return answer
    }
}
