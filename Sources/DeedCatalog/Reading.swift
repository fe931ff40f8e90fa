import DeedCore
import GRDB

/// Queries over one state of the catalog, as known at one journal line.
struct Reading {
    let db: Database
    /// What was known at this line; `Int64.max` for now.
    let at: Int64
    let keys: Keys

    /// All rows of a query. Its parameters are named; `:at` is always given.
    func rows(_ sql: String, _ arguments: [String: (any DatabaseValueConvertible)?] = [:]) throws -> [Row] {
        try Row.fetchAll(try statement(sql, arguments))
    }

    /// The first row of a query.
    func first(_ sql: String, _ arguments: [String: (any DatabaseValueConvertible)?] = [:]) throws -> Row? {
        try Row.fetchOne(try statement(sql, arguments))
    }

    /// The number in the first column of the first row, 0 without a row.
    func count(_ sql: String, _ arguments: [String: (any DatabaseValueConvertible)?] = [:]) throws -> Int64 {
        try first(sql, arguments)?[0] ?? 0
    }

    private func statement(_ sql: String, _ arguments: [String: (any DatabaseValueConvertible)?]) throws -> Statement {
        let statement = try db.cachedStatement(sql: sql)
        var all = arguments
        all["at"] = at
        // Unchecked: not every query asks for `:at`.
        statement.setUncheckedArguments(StatementArguments(all))
        return statement
    }

    /// The condition that a row of `alias` holds at `:at`.
    static func holds(_ alias: String) -> String {
        "\(alias).from_seq <= :at AND (\(alias).to_seq IS NULL OR \(alias).to_seq > :at)"
    }

    /// The condition that a customer or a machine of `alias` was added and not taken back at `:at`.
    static func isThere(_ alias: String) -> String {
        "\(alias).seq <= :at AND (\(alias).to_seq IS NULL OR \(alias).to_seq > :at)"
    }

    /// The condition that a document of `alias` is in the lists at `:at`.
    static func listed(_ alias: String) -> String {
        """
        EXISTS (SELECT 1 FROM document_name listed WHERE listed.document = \(alias).seq AND \(holds("listed")))
            AND NOT \(gone("\(alias).seq"))
        """
    }

    /// The keys of the documents that have the bytes of the document of a key, itself among them. Two questions, because an index on hashes
    /// knows either what is there or what was purged.
    static func sameBytes(as key: String) -> String {
        ["NULL", "NOT NULL"].map { state in
            """
            SELECT same.seq FROM document one CROSS JOIN document same ON same.sha256 = one.sha256 AND same.purged_seq IS \(state)
            WHERE one.seq = \(key)
            """
        }.joined(separator: " UNION ALL ")
    }

    /// The condition that the document of a key lies in the trash, or was purged, at `:at`.
    static func gone(_ key: String) -> String {
        "EXISTS (SELECT 1 FROM disposal gone WHERE gone.document = \(key) AND \(holds("gone")))"
    }
}

extension Int {
    /// As many rows as a page has, and one that tells whether there is another page. A person may ask for as many as there are numbers.
    var oneMore: Int { self < Int.max ? self + 1 : self }
}

extension Row {
    private func damaged(_ column: Int) -> Failure { Failure(.catalogDamaged, "", detail: "column \(column) of \(self)") }

    /// An id.
    func id(_ column: Int) throws -> Identifier {
        guard let id = try optionalID(column) else { throw damaged(column) }
        return id
    }

    /// An id, or nothing.
    func optionalID(_ column: Int) throws -> Identifier? {
        guard let text = self[column] as String? else { return nil }
        guard let id = Identifier(text) else { throw damaged(column) }
        return id
    }

    /// An object's name.
    func object(_ column: Int) throws -> ObjectID {
        guard let text = self[column] as String?, let object = ObjectID(hex: text) else { throw damaged(column) }
        return object
    }

    /// An instant.
    func instant(_ column: Int) throws -> Instant {
        guard let text = self[column] as String?, let instant = Instant(text) else { throw damaged(column) }
        return instant
    }

    /// A date, or nothing.
    func date(_ column: Int) throws -> CivilDate? {
        guard let text = self[column] as String? else { return nil }
        guard let date = CivilDate(text) else { throw damaged(column) }
        return date
    }

    /// Text, or nothing.
    func text(_ column: Int) -> String? { self[column] }
}
