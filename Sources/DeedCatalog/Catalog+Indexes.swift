import DeedCore
import GRDB

/// Filling an empty catalog without the indexes that only look things up: a document's rows would go into four of them, one by one.
extension Catalog {
    /// Drops them. Those that keep rows apart stay: they refuse what must not be there twice.
    func dropIndexes() throws {
        try Catalog.translating(queue.path) {
            try queue.unsafeReentrantWrite { db in
                let indexes = try Row.fetchAll(
                    db, sql: "SELECT name, substr(sql, 13) FROM sqlite_schema WHERE type = 'index' AND sql LIKE 'CREATE INDEX %'")
                for index in indexes { try db.execute(sql: "DROP INDEX \((index[0] as String).quotedDatabaseIdentifier)") }
                dropped = (indexes.map { "CREATE INDEX IF NOT EXISTS" + ($0[1] as String) }, true)
            }
        }
    }

    /// Makes those that are missing.
    func makeIndexes() throws {
        try Catalog.translating(queue.path) { try queue.unsafeReentrantWrite { try makeIndexes($0) } }
    }

    /// The same in an open transaction; where it is rolled back, they are made at the end.
    func makeIndexes(_ db: Database) throws {
        for sql in dropped.sql { try db.execute(sql: sql) }
        dropped.missing = false
    }
}

extension DeedCore.Record {
    /// Whether applying it looks rows up by more than their keys; also where it does so in rare cases only.
    var looksUp: Bool {
        switch self {
        case .vaultCreated, .actorAdded, .importStarted, .importArchive, .documentAdded, .documentNamed, .importRejected,
            .importFinished, .ledgerImported, .ledgerRows, .documentLinked, .documentTagged, .customerAdded, .customerChanged,
            .contactAdded,
            .serialAdded, .purchaseAdded, .coverAdded, .vaultVerified:
            false
        case .documentSet(let body): body.value == nil || body.field == DocumentField.decision.rawValue
        default: true
        }
    }
}
