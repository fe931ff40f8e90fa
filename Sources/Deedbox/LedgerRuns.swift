public import DeedCatalog
public import DeedCore

/// The runs of ledgers, and what came of their rows.
public struct LedgerRuns {
    /// The question.
    public init() {}

    /// Newest first.
    public func list(limit: Int, in session: VaultSession) throws -> [LedgerRun] {
        try session.require(.read)
        return try session.catalog.ledgerRuns(limit: limit)
    }

    /// The run that an id or its beginning means.
    ///
    /// - Throws: ``Failure`` `ledgerRunNotFound`, `documentAmbiguous` with the candidates.
    public func run(_ text: String, in session: VaultSession) throws -> LedgerRun {
        try session.require(.read)
        let found = try session.catalog.ledgerRuns(matching: text)
        guard let first = found.first else { throw Failure(.ledgerRunNotFound, text) }
        guard found.count == 1 else { throw Failure(.documentAmbiguous, text, candidates: found.compactMap { $0.id?.text }) }
        return first
    }

    /// What came of the rows of a run.
    public func outcomes(of run: LedgerRun, in session: VaultSession) throws -> [LedgerOutcome] {
        try session.require(.read)
        return try session.catalog.ledgerOutcomes(of: run)
    }
}
