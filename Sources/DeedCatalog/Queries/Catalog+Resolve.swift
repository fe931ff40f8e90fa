public import DeedCore
import GRDB

extension Catalog {
    /// The documents that `DOC` on the command line may mean: an id or its prefix (from 4 characters), a SHA-256 or its prefix (from
    /// 8), a contract number, a file name with or without extension. A whole id or SHA-256 means one document, withdrawn, purged or not;
    /// everything else means listed documents, and where none fits, those that have left the lists. At most 50, strongest match first.
    public func resolve(_ text: String) throws -> [DocumentCandidate] {
        try read { reading in
            var found: [(key: Int64, match: DocumentCandidate.Match)] = []
            if let id = Identifier(text) {
                if let key = try reading.key(ofDocument: id) { found = [(key, .id)] }
            } else if let object = ObjectID(hex: text.lowercased()) {
                let rows = try reading.rows(
                    """
                    SELECT seq, 1 AS live FROM document WHERE sha256 = :sha AND purged_seq IS NULL
                    UNION ALL SELECT seq, 0 FROM document WHERE sha256 = :sha AND purged_seq IS NOT NULL ORDER BY live DESC, seq DESC
                    """, ["sha": object.hex])
                if let row = rows.first { found = [(row[0], .sha256)] }
            }
            if found.isEmpty { found = try reading.resolveParts(text, listed: true) }
            if found.isEmpty { found = try reading.resolveParts(text, listed: false) }
            var seen: Set<Int64> = []
            return try found.filter { seen.insert($0.key).inserted }.prefix(50).map { key, match in
                let summary = try reading.summary(key)
                return DocumentCandidate(
                    id: summary.id, title: summary.title, number: summary.number, match: match, withdrawn: summary.withdrawn,
                    gone: summary.gone)
            }
        }
    }

    /// Listed documents with this contract number, folded; oldest first.
    public func documents(number: String) throws -> [Identifier] {
        try read { reading in try reading.ids(reading.keys(number: number)) }
    }

    /// Listed documents with this file name, folded. A name that is given without an extension means every extension; oldest first.
    public func documents(fileName: String) throws -> [Identifier] {
        try read { reading in try reading.ids(reading.keys(fileName: fileName)) }
    }
}

extension Reading {
    /// The condition that a document is in the lists, or that it has left them.
    fileprivate static func standing(_ alias: String, _ listed: Bool) -> String {
        listed ? Reading.listed(alias) : "NOT (\(Reading.listed(alias)))"
    }

    func ids(_ keys: [Int64]) throws -> [Identifier] {
        try keys.compactMap { try first("SELECT id FROM document WHERE seq = :key", ["key": $0])?.id(0) }
    }

    fileprivate func resolveParts(_ text: String, listed: Bool) throws -> [(key: Int64, match: DocumentCandidate.Match)] {
        let lower = text.lowercased()
        var found: [(key: Int64, match: DocumentCandidate.Match)] = []
        if lower.utf8.count >= 4, lower.utf8.allSatisfy(Reading.isAlphanumeric) {
            found += try keys(prefix: lower, of: "id", listed: listed).map { ($0, .id) }
        }
        if lower.utf8.count >= 8, lower.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) {
            found += try keys(prefix: lower, of: "sha256", listed: listed).map { ($0, .sha256) }
        }
        found += try keys(number: text, listed: listed).map { ($0, .number) }
        found += try keys(fileName: text, listed: listed).map { ($0, .name) }
        return found
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (97...122).contains(byte) }

    private func keys(prefix: String, of column: String, listed: Bool) throws -> [Int64] {
        // Two ranges, because an index on hashes knows either what is there or what was purged.
        let states = column == "sha256" ? ["d.purged_seq IS NULL", "d.purged_seq IS NOT NULL"] : ["1"]
        return try states.flatMap { state in
            try rows(
                """
                SELECT d.seq FROM document d WHERE d.\(column) >= :prefix AND d.\(column) < :prefix || '{' AND \(state)
                    AND \(Reading.standing("d", listed))
                ORDER BY d.\(column) LIMIT 51
                """, ["prefix": prefix]
            ).map { $0[0] }
        }
    }

    func keys(number: String, listed: Bool = true) throws -> [Int64] {
        let key = keys.number(number)
        guard !key.isEmpty else { return [] }
        return try rows(
            """
            SELECT d.seq FROM document_fact f JOIN document d ON d.seq = f.document
            WHERE f.field = 'number' AND f.value_key = :key AND \(Reading.holds("f")) AND \(Reading.standing("d", listed)) ORDER BY d.seq
            """, ["key": key]
        ).map { $0[0] }
    }

    func keys(fileName: String, listed: Bool = true) throws -> [Int64] {
        let stem = keys.name(Keys.stem(fileName))
        let whole = keys.name(fileName)
        guard !whole.isEmpty else { return [] }
        let rows = try rows(
            """
            SELECT n.document, n.name FROM document_name n JOIN document d ON d.seq = n.document
            WHERE n.stem_key IN (:stem, :whole) AND \(listed ? Reading.holds("n") : "1") AND \(Reading.standing("d", listed))
            ORDER BY n.document, n.from_seq
            """, ["stem": stem, "whole": whole])
        var seen: Set<Int64> = []
        return rows.compactMap { row in
            let name: String = row[1]
            guard keys.name(name) == whole || keys.name(Keys.stem(name)) == whole else { return nil }
            return seen.insert(row[0]).inserted ? row[0] : nil
        }
    }
}
