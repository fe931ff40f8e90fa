import DeedCore
import GRDB

/// Applies records to the tables. Its state is what one transaction has seen; a new transaction has a new one.
struct Writer {
    /// The last line applied: lines come in order.
    private var last: Int64
    private var lately = Lately()
    /// The last instant in its text form: a batch has one.
    private var time: (instant: Instant, text: String)?
    private var insertions: Insertions?

    init(last: Int64 = 0) { self.last = last }

    /// Applies one record; throws without having changed anything that ``Catalog/rollback()`` does not undo.
    mutating func apply(_ stamped: StampedRecord, db: Database, keys: Keys) throws {
        guard stamped.seq > last else { throw refusal(stamped, "line \(stamped.seq) after line \(last)") }
        last = stamped.seq
        let insertions = try self.insertions ?? Insertions(db)
        self.insertions = insertions
        guard let kind = AppliedKind.of(stamped.record) else {
            throw Failure(.vaultTooNew, stamped.record.kind, detail: "journal line \(stamped.seq)")
        }
        var line = Line(stamped: stamped, db: db, keys: keys, insertions: insertions, lately: lately)
        try kind.apply(&line, stamped.record.payload)
        try note(&line)
        lately = line.lately
    }

    /// Writes the line itself, last: its document has to be there.
    private mutating func note(_ line: inout Line) throws {
        let stamped = line.stamped
        if time?.instant != stamped.time { time = (stamped.time, stamped.time.description) }
        let actor = try line.actor()
        var row = Insertion(into: line.insertions.line)
        row.add(stamped.seq)
        row.add(time?.text)
        row.add(actor)
        row.add(stamped.record.kind)
        row.add(line.document)
        row.add(stamped.isRedacted ? 1 : nil as Int64?)
        try row.run()
    }
}

/// The last actor, run and document looked up: batches name the same ones again and again.
struct Lately {
    var actor: (id: Identifier, seq: Int64)?
    var run: (id: Identifier, seq: Int64)?
    var document: (id: Identifier, seq: Int64)?
}

/// Says why a record cannot be applied.
func refusal(_ stamped: StampedRecord, _ why: String) -> Failure {
    Failure(.recordRefused, "\(stamped.seq) \(stamped.record.kind)", detail: why)
}

/// One journal line that is being applied.
struct Line {
    let stamped: StampedRecord
    let db: Database
    let keys: Keys
    let insertions: Insertions
    var lately: Lately
    /// The document that the line is about, for the history.
    var document: Int64?

    init(stamped: StampedRecord, db: Database, keys: Keys, insertions: Insertions, lately: Lately) {
        self.stamped = stamped
        self.db = db
        self.keys = keys
        self.insertions = insertions
        self.lately = lately
    }

    var seq: Int64 { stamped.seq }

    /// Notes documents other than the line's own about which something changes that the index holds.
    ///
    /// - Parameters:
    ///   - documents: a query for their numbers.
    ///   - value: its `?2`.
    func touch(_ documents: String, _ value: any DatabaseValueConvertible) throws {
        try run("INSERT OR IGNORE INTO touched (seq, document) SELECT ?1, document FROM (\(documents))", [seq, value])
    }

    /// Runs a statement, compiled once a connection.
    func run(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?]) throws {
        let statement = try db.cachedStatement(sql: sql)
        statement.setUncheckedArguments(StatementArguments(arguments))
        try statement.execute()
    }

    /// The number of a document.
    func seq(ofDocument id: Identifier) throws -> Int64? { try seq("SELECT seq FROM document WHERE id = ?", id) }

    /// The number that a query for an id finds.
    func seq(_ sql: String, _ id: Identifier) throws -> Int64? {
        try Int64.fetchOne(db.cachedStatement(sql: sql), arguments: [id.text])
    }
}

// MARK: What a line names

extension Line {
    /// The number of who wrote the line.
    fileprivate mutating func actor() throws -> Int64 {
        let id = stamped.actor
        if let actor = lately.actor, actor.id == id { return actor.seq }
        let known = try seq("SELECT seq FROM actor WHERE id = ?", id)
        // The vault's first line is written by somebody whom only the second introduces.
        if known == nil { try run("INSERT INTO actor (seq, id) VALUES (?, ?)", [seq, id.text]) }
        lately.actor = (id, known ?? seq)
        return known ?? seq
    }

    /// The number of an import run.
    mutating func importRun(_ id: Identifier) throws -> Int64 {
        if let run = lately.run, run.id == id { return run.seq }
        guard let seq = try seq("SELECT seq FROM import_run WHERE id = ?", id) else {
            throw refusal(stamped, "no import run \(id)")
        }
        lately.run = (id, seq)
        return seq
    }

    /// The number of a document that has to be there.
    mutating func known(_ id: Identifier) throws -> Int64 {
        if let document = lately.document, document.id == id { return document.seq }
        guard let seq = try seq(ofDocument: id) else { throw refusal(stamped, "no document \(id)") }
        lately.document = (id, seq)
        return seq
    }

    /// The document that the line is about, and that has to be there.
    mutating func about(_ id: Identifier) throws -> Int64 {
        let seq = try known(id)
        document = seq
        return seq
    }
}
