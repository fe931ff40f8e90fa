public import DeedCatalog
import DeedCore

/// The saved mappings of ledgers: what their columns were decided to mean.
public struct LedgerMappings {
    /// The question.
    public init() {}

    /// All of them, or those of one name.
    ///
    /// - Throws: ``Failure`` `nothingFound` where a name is given and none has it.
    public func list(named name: String? = nil, in session: VaultSession) throws -> [LedgerMappingRow] {
        try session.require(.read)
        let rows = try session.catalog.ledgerMappings(named: name)
        if let name, rows.isEmpty {
            let known = Set(try session.catalog.ledgerMappings().map(\.name)).sorted()
            throw Failure(.nothingFound, name, candidates: known)
        }
        return rows
    }

    /// Forgets a mapping.
    ///
    /// - Throws: ``Failure`` `nothingFound`, and those of the commit.
    public func remove(_ name: String, in session: VaultSession) throws {
        try session.commit(.change) {
            _ = try list(named: name, in: session)
            return [Record(LedgerUnmapped(name: name))]
        }
    }
}
