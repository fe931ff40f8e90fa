public import DeedCore
import GRDB

extension Catalog {
    private static let changed = """
        SELECT document FROM journal WHERE seq > :since AND document IS NOT NULL
        UNION SELECT document FROM touched WHERE seq > :since
        """

    /// Documents about which something that the index holds may have changed after a journal line, in the order they came in:
    /// names, facts, links, tags and covers of their own, withdrawals, and changes of the customers they are tied to.
    public func documentsChanged(since seq: Int64) throws -> [Identifier] {
        try read { reading in
            let keys = try reading.rows(Catalog.changed + " ORDER BY 1", ["since": seq]).map { $0[0] as Int64 }
            return try reading.ids(keys)
        }
    }

    /// How many documents ``documentsChanged(since:)`` would name.
    public func countOfDocumentsChanged(since seq: Int64) throws -> Int {
        try read(single: true) { reading in
            try reading.first("SELECT count(*) FROM (\(Catalog.changed))", ["since": seq])?[0] ?? 0
        }
    }

    /// What the index needs of these documents, in the order asked; ids that are not there are left out.
    public func documentsForIndex(_ ids: [Identifier]) throws -> [DocumentForIndex] {
        try read { reading in
            try ids.compactMap { id in try reading.key(ofDocument: id).map { try reading.forIndex($0) } }
        }
    }
}

extension Reading {
    fileprivate func forIndex(_ key: Int64) throws -> DocumentForIndex {
        let summary = try summary(key)
        let facts = try values(key)
        let date = ["effective", "signed", "expires"].lazy.compactMap { facts[$0].flatMap { CivilDate($0) } }.first
        var people = summary.owner.map { [$0] } ?? []
        var seen: Set<Identifier> = []
        let customers = summary.customers.map(\.id).filter { seen.insert($0).inserted }
        for customer in customers { people += try contacts(customer).compactMap(\.name) }
        let serials = try covers(onPaper: key).map(\.number)
        return DocumentForIndex(
            id: summary.id, object: summary.object, listed: !summary.withdrawn && summary.gone == nil,
            forgotten: try summary.gone == .purged && !hasContent(summary.object), title: summary.title, number: summary.number,
            parties: summary.customers.map(\.name), people: people, customers: customers, kind: summary.kind, tags: summary.tags,
            names: summary.names, folders: try folders(key), serials: Set(serials).sorted(), owner: summary.owner,
            expires: summary.expires,
            keyDate: try date ?? imported(key), seq: key)
    }

    private func hasContent(_ object: ObjectID) throws -> Bool {
        try first("SELECT 1 FROM document WHERE sha256 = :sha AND purged_seq IS NULL", ["sha": object.hex]) != nil
    }

    private func imported(_ key: Int64) throws -> CivilDate {
        guard let row = try first("SELECT time FROM journal WHERE seq = :key", ["key": key]) else {
            throw Failure(.catalogDamaged, "", detail: "no journal line \(key)")
        }
        return try zone().day(of: row.instant(0))
    }
}
