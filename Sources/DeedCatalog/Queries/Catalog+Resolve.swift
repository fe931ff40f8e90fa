public import DeedCore
import GRDB

extension Catalog {
    /// The documents that `DOC` on the command line may mean: an id or its prefix (from 4 characters), a SHA-256 or its prefix (from
    /// 8), a contract number, a file name with or without extension. A whole id or SHA-256 means one document, withdrawn or not;
    /// everything else means listed documents. At most 50, strongest match first.
    public func resolve(_ text: String) throws -> [DocumentCandidate] {
        try read { reading in
            var found: [(key: Int64, match: DocumentCandidate.Match)] = []
            if let id = Identifier(text) {
                if let key = try reading.key(ofDocument: id) { found = [(key, .id)] }
            } else if let object = ObjectID(hex: text.lowercased()) {
                let row = try reading.first("SELECT seq FROM document WHERE sha256 = :sha", ["sha": object.hex])
                if let row { found = [(row[0], .sha256)] }
            }
            if found.isEmpty { found = try reading.resolveParts(text) }
            var seen: Set<Int64> = []
            return try found.filter { seen.insert($0.key).inserted }.prefix(50).map { key, match in
                let summary = try reading.summary(key)
                return DocumentCandidate(
                    id: summary.id, title: summary.title, number: summary.number, match: match, withdrawn: summary.withdrawn)
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
    func ids(_ keys: [Int64]) throws -> [Identifier] {
        try keys.compactMap { try first("SELECT id FROM document WHERE seq = :key", ["key": $0])?.id(0) }
    }

    fileprivate func resolveParts(_ text: String) throws -> [(key: Int64, match: DocumentCandidate.Match)] {
        let lower = text.lowercased()
        var found: [(key: Int64, match: DocumentCandidate.Match)] = []
        if lower.utf8.count >= 4, lower.utf8.allSatisfy(Reading.isAlphanumeric) {
            found += try keys(prefix: lower, of: "id").map { ($0, .id) }
        }
        if lower.utf8.count >= 8, lower.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) {
            found += try keys(prefix: lower, of: "sha256").map { ($0, .sha256) }
        }
        found += try keys(number: text).map { ($0, .number) }
        found += try keys(fileName: text).map { ($0, .name) }
        return found
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (97...122).contains(byte) }

    private func keys(prefix: String, of column: String) throws -> [Int64] {
        try rows(
            """
            SELECT d.seq FROM document d WHERE d.\(column) >= :prefix AND d.\(column) < :prefix || '{' AND \(Reading.listed("d"))
            ORDER BY d.\(column) LIMIT 51
            """, ["prefix": prefix]
        ).map { $0[0] }
    }

    func keys(number: String) throws -> [Int64] {
        let key = keys.number(number)
        guard !key.isEmpty else { return [] }
        return try rows(
            """
            SELECT d.seq FROM document_fact f JOIN document d ON d.seq = f.document
            WHERE f.field = 'number' AND f.value_key = :key AND \(Reading.holds("f")) AND \(Reading.listed("d")) ORDER BY d.seq
            """, ["key": key]
        ).map { $0[0] }
    }

    func keys(fileName: String) throws -> [Int64] {
        let stem = keys.name(Keys.stem(fileName))
        let whole = keys.name(fileName)
        guard !whole.isEmpty else { return [] }
        let rows = try rows(
            """
            SELECT n.document, n.name FROM document_name n WHERE n.stem_key IN (:stem, :whole) AND \(Reading.holds("n"))
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
