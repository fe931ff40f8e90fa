public import DeedCore
import GRDB

extension Catalog {
    /// The document whose content is `object`, kept in `objects/`: what an import asks to find out whether it is known. Withdrawn ones
    /// count; what lies in the trash, or was purged, does not.
    public func document(for object: ObjectID) throws -> Identifier? {
        try read(single: true) { reading in
            try reading.first(
                "SELECT d.id FROM document d WHERE d.sha256 = :sha AND d.purged_seq IS NULL AND NOT \(Reading.gone("d.seq"))",
                ["sha": object.hex])?.id(0)
        }
    }

    /// What the archive has of each of these contents; under the vault's lock this decides what an import makes of them. Contents that
    /// it has never seen are not in the answer.
    public func contents(_ objects: [ObjectID]) throws -> [ObjectID: ContentState] {
        guard !objects.isEmpty else { return [:] }
        return try read(single: true) { reading in
            // One question for a whole batch: the hashes go in as one text.
            let hashes = "[" + objects.map { "\"\($0.hex)\"" }.joined(separator: ",") + "]"
            let rows = try reading.rows(
                """
                SELECT d.sha256, d.id, p.id, x.trash FROM json_each(:hashes) h
                CROSS JOIN document d ON d.sha256 = h.value AND d.purged_seq IS NULL
                LEFT JOIN disposal x ON x.document = d.seq AND x.to_seq IS NULL LEFT JOIN purge p ON p.seq = x.purge
                UNION ALL
                SELECT d.sha256, NULL, NULL, NULL FROM json_each(:hashes) h
                CROSS JOIN document d ON d.sha256 = h.value AND d.purged_seq IS NOT NULL
                """, ["hashes": hashes])
            var states: [ObjectID: ContentState] = [:]
            for row in rows {
                let object = try row.object(0)
                if (row[1] as String?) == nil {
                    // A document that is there goes before those that were purged.
                    if states[object] == nil { states[object] = .purged }
                } else if let day = try row.date(3) {
                    states[object] = .trashed(try row.id(1), purge: try row.id(2), day: day)
                } else {
                    states[object] = .kept(try row.id(1))
                }
            }
            return states
        }
    }

    /// Whether this content was seen at this place before, by a run that is not withdrawn: then an import has nothing to write.
    public func named(document: Identifier, source: String, path: String) throws -> Bool {
        try read(single: true) { reading in
            try reading.count(
                """
                SELECT EXISTS (SELECT 1 FROM document_name n JOIN document d ON d.seq = n.document
                    WHERE d.id = :id AND n.path = :path AND n.source = :source AND n.to_seq IS NULL)
                """, ["id": document.text, "path": path, "source": source]) == 1
        }
    }

    /// The content that a run which is not withdrawn took from this place, when its size and its time of change are the same and, for
    /// an entry of an archive, its checksum too; `nil` when there is none.
    public func taken(
        from source: String, path: String, size: Int64, modified: Instant, crc32: UInt32?
    ) throws -> ObjectID? {
        try read(single: true) { reading in
            let name = path.split(separator: "/").last.map(String.init) ?? path
            let found =
                crc32 == nil
                ? "FROM document_name n WHERE n.stem_key = :stem"
                : "FROM archive_entry e JOIN document_name n ON n.from_seq = e.name WHERE e.crc32 = :crc"
            var arguments: [String: (any DatabaseValueConvertible)?] = [
                "path": path, "source": source, "modified": modified.description, "size": size,
            ]
            if let crc32 { arguments["crc"] = Int64(crc32) } else { arguments["stem"] = keys.name(Keys.stem(name)) }
            let row = try reading.first(
                """
                SELECT d.sha256 FROM (SELECT n.* \(found)) n JOIN document d ON d.seq = n.document
                WHERE n.path = :path AND n.source = :source AND n.to_seq IS NULL AND n.modified = :modified AND d.size = :size
                """, arguments)
            return row.flatMap { row in row.text(0).flatMap { ObjectID(hex: $0) } }
        }
    }

    /// Whether an earlier run was given this source.
    public func wasGiven(source: String) throws -> Bool {
        try read(single: true) { reading in
            try reading.count("SELECT EXISTS (SELECT 1 FROM import_source WHERE path = :path)", ["path": source]) == 1
        }
    }

    /// The content of a document.
    ///
    /// - Throws: `document-not-found`.
    public func object(of id: Identifier) throws -> ObjectID {
        try read { reading in
            let row = try reading.first("SELECT sha256 FROM document WHERE id = :id AND seq <= :at", ["id": id.text])
            guard let row else { throw Failure(.documentNotFound, id.text) }
            return try row.object(0)
        }
    }

    /// The title of a document: the one that was set, else its first name without the extension.
    ///
    /// - Throws: `document-not-found`.
    public func title(of id: Identifier) throws -> String { try read { try $0.title($0.existing(id)) } }

    /// All that is known about a document.
    ///
    /// - Throws: `document-not-found`.
    public func details(of id: Identifier, asKnown: Int64? = nil) throws -> DocumentDetails {
        try read(asKnown: asKnown) { reading in
            let key = try reading.existing(id)
            let row = try reading.first(
                """
                SELECT r.id, j.time, a.user FROM document d JOIN journal j ON j.seq = d.seq JOIN actor a ON a.seq = j.actor
                LEFT JOIN import_run r ON r.seq = d.run WHERE d.seq = :key
                """, ["key": key])
            guard let row else { throw Failure(.catalogDamaged, id.text, detail: "no journal line \(key)") }
            return DocumentDetails(
                summary: try reading.summary(key), facts: try reading.facts(key), names: try reading.allNames(key),
                covers: try reading.covers(onPaper: key), attachedTo: try reading.mails(of: key),
                attachments: try reading.attachments(of: key), run: try row.optionalID(0),
                added: try row.instant(1), addedBy: row.text(2))
        }
    }

    /// What lists show of these documents, in the order asked; ids that are not there are left out.
    public func summaries(of ids: [Identifier], asKnown: Int64? = nil) throws -> [DocumentSummary] {
        try read(asKnown: asKnown) { reading in
            try ids.compactMap { id in try reading.key(ofDocument: id).map { try reading.summary($0) } }
        }
    }

    /// The facts of a document by field: what a ledger compares its cells with.
    ///
    /// - Throws: `document-not-found`.
    public func facts(of id: Identifier, asKnown: Int64? = nil) throws -> [String: Fact] {
        try read(asKnown: asKnown) { reading in
            let facts = try reading.facts(reading.existing(id))
            return Dictionary(uniqueKeysWithValues: facts.map { ($0.field, $0) })
        }
    }

    /// The customers that a document is tied to.
    ///
    /// - Throws: `document-not-found`.
    public func customers(of id: Identifier, asKnown: Int64? = nil) throws -> [LinkedCustomer] {
        try read(asKnown: asKnown) { try $0.customers($0.existing(id)) }
    }

    /// A list of documents, newest first.
    ///
    /// - Parameters:
    ///   - after: ``Page/next`` of the page before.
    ///   - limit: at most so many rows, from 1.
    ///   - asKnown: the last journal line to take into account; without it, now.
    /// - Throws: `bad-use` for an `after` that no page gave.
    public func documents(_ filter: DocumentFilter = .init(), after: String? = nil, limit: Int = 100, asKnown: Int64? = nil)
        throws
        -> Page<DocumentSummary>
    {
        try read(asKnown: asKnown) { reading in
            let keys = try reading.keys(filter, after: after, limit: limit.oneMore)
            let rows = try keys.prefix(limit).map { key in
                var row = try reading.summary(key)
                row.renewedUntil = try filter.today.flatMap { try reading.renewedUntil(key, on: $0) }
                return row
            }
            return Page(rows: rows, next: keys.count > limit ? rows.last?.id.text : nil)
        }
    }

    /// How many listed documents have renewed by themselves for nobody knows how long: a list narrowed by ends does not have them.
    public func countRenewedForUnknown(on today: CivilDate, asKnown: Int64? = nil) throws -> Int {
        try read(asKnown: asKnown) { try $0.countRenewedForUnknown(on: today) }
    }

    /// How many documents a filter selects.
    public func count(_ filter: DocumentFilter, asKnown: Int64? = nil) throws -> Int {
        try read(asKnown: asKnown) { try $0.keys(filter, after: nil, limit: Int.max).count }
    }

    /// The ids that a filter selects, newest first: for a search that joins with them.
    public func ids(_ filter: DocumentFilter, asKnown: Int64? = nil) throws -> [Identifier] {
        try read(asKnown: asKnown) { reading in
            try reading.keys(filter, after: nil, limit: Int.max).compactMap { key in
                try reading.first("SELECT id FROM document WHERE seq = :key", ["key": key])?.id(0)
            }
        }
    }

    /// Objects of the listed documents in the order they came in, for the text stage.
    public func objects(after: String? = nil, limit: Int = 1000) throws -> Page<(document: Identifier, object: ObjectID)> {
        try read { reading in
            let start = try reading.start(after)
            let rows = try reading.rows(
                """
                SELECT d.id, d.sha256 FROM document d WHERE d.seq > :start AND \(Reading.listed("d"))
                ORDER BY d.seq LIMIT :limit
                """, ["start": start ?? 0, "limit": limit])
            let found = try rows.map { (document: try $0.id(0), object: try $0.object(1)) }
            return Page(rows: found, next: rows.count == limit ? found.last?.document.text : nil)
        }
    }

    /// The numbers of the journal lines that are about a document, oldest first: its history. The withdrawal of a run that named
    /// it is one of them.
    ///
    /// - Throws: `document-not-found`.
    public func recordSeqs(of id: Identifier) throws -> [Int64] {
        try read { reading in
            try reading.rows(
                """
                SELECT seq FROM journal WHERE document = :key
                UNION SELECT to_seq FROM document_name WHERE document = :key AND to_seq IS NOT NULL ORDER BY 1
                """, ["key": try reading.existing(id)]
            ).map { $0[0] }
        }
    }
}

extension Reading {
    /// The key that an opaque `after` stands for.
    func start(_ after: String?) throws -> Int64? {
        guard let after else { return nil }
        guard let id = Identifier(after), let row = try first("SELECT seq FROM document WHERE id = :id", ["id": id.text]) else {
            throw Failure(.badUse, after, detail: "no page ends there")
        }
        return row[0]
    }

    /// Keys of the documents that a filter selects, newest first.
    func keys(_ filter: DocumentFilter, after: String?, limit: Int) throws -> [Int64] {
        var conditions = ["d.seq <= :at"]
        var arguments: [String: (any DatabaseValueConvertible)?] = ["limit": limit]
        func add(_ condition: String, _ name: String, _ value: (any DatabaseValueConvertible)?) {
            conditions.append(condition)
            arguments[name] = value
        }
        let fact = "d.seq IN (SELECT f.document FROM document_fact f WHERE \(Reading.holds("f")) AND "
        if let start = try start(after) { add("d.seq < :start", "start", start) }
        let gone = Reading.gone("d.seq")
        switch (filter.withdrawnToo, filter.goneToo) {
        case (false, false): conditions.append(Reading.listed("d"))
        case (true, false): conditions.append("NOT \(gone)")
        case (false, true): conditions.append("(\(gone) OR \(Reading.listed("d")))")
        case (true, true): break
        }
        if let kind = filter.kind { add(fact + "f.field = 'kind' AND f.value = :kind)", "kind", kind.rawValue) }
        if filter.asksForEnds {
            let ending = try keysEnding(filter).map { JSON.integer($0) }
            add("d.seq IN (SELECT value FROM json_each(:ending))", "ending", JSON.array(ending).text)
        }
        if let owner = filter.owner {
            add(fact + "f.field = 'owner' AND f.value_key IS NOT NULL AND f.value_key = :owner)", "owner", keys.name(owner))
        }
        if let number = filter.number {
            let key = keys.number(number)
            add(fact + "f.field = 'number' AND f.value_key IS NOT NULL AND instr(f.value_key, :number) > 0)", "number", key)
        }
        if let tag = filter.tag {
            add("d.seq IN (SELECT t.document FROM document_tag t WHERE t.tag = :tag AND \(Reading.holds("t")))", "tag", tag)
        }
        if let customer = filter.customer {
            let linked = "SELECT l.document FROM document_customer l JOIN customer c ON c.seq = l.customer"
            add("d.seq IN (\(linked) WHERE c.id = :customer AND \(Reading.holds("l")))", "customer", customer.text)
        }
        if let folder = filter.folder {
            let inside = try keys(inFolder: folder).map { JSON.integer($0) }
            add("d.seq IN (SELECT value FROM json_each(:inside))", "inside", JSON.array(inside).text)
        }
        if let objects = filter.objects {
            let hashes = JSON.array(objects.map { .string($0.hex) }).text
            add("d.sha256 IN (SELECT value FROM json_each(:objects))", "objects", hashes)
        }
        if let run = filter.run {
            let named = "SELECT n.document FROM document_name n JOIN import_run r ON r.seq = n.run"
            let holds = filter.withdrawnToo || filter.goneToo ? "n.from_seq <= :at" : Reading.holds("n")
            add("d.seq IN (\(named) WHERE r.id = :run AND \(holds))", "run", run.text)
        }
        let sql = "SELECT d.seq FROM document d WHERE \(conditions.joined(separator: " AND ")) ORDER BY d.seq DESC LIMIT :limit"
        return try rows(sql, arguments).map { $0[0] }
    }
}
