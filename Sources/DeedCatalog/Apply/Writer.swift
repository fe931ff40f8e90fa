import DeedCore
import GRDB

/// Applies records to the tables. Its state is what one transaction has seen; a new transaction has a new one.
struct Writer {
    /// The last line applied: lines come in order.
    private var last: Int64
    /// The last actor, run and document looked up: batches name the same ones again and again.
    private var actor: (id: Identifier, seq: Int64)?
    private var run: (id: Identifier, seq: Int64)?
    private var document: (id: Identifier, seq: Int64)?
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
        var line = Line(stamped: stamped, db: db, keys: keys, insertions: insertions)
        switch stamped.record {
        case .vaultCreated(let body): try line.apply(body)
        case .actorAdded(let body): try line.apply(body)
        case .importStarted(let body): try line.apply(body)
        case .importArchive(let body): try line.apply(body, run: try seq(ofRun: body.run, line))
        case .documentAdded(let body):
            try line.apply(
                body, run: try optionalSeq(ofRun: body.run, line), mail: try optionalSeq(ofDocument: body.attachedTo, line))
        case .documentNamed(let body):
            let document = try seq(ofDocument: body.document, line)
            try line.apply(
                body, document: document, run: try optionalSeq(ofRun: body.run, line),
                mail: try optionalSeq(ofDocument: body.attachedTo, line))
        case .importRejected(let body): try line.apply(body, run: try seq(ofRun: body.run, line))
        case .importFinished(let body): try line.apply(body, run: try seq(ofRun: body.run, line))
        case .importWithdrawn(let body): try line.apply(body, run: try seq(ofRun: body.run, line))
        case .ledgerImported(let body): try line.apply(body, run: try optionalSeq(ofRun: body.run, line))
        case .ledgerRows(let body): try line.apply(body)
        case .ledgerWithdrawn(let body): try line.apply(body)
        case .ledgerMapped(let body): try line.apply(body)
        case .ledgerUnmapped(let body): try line.apply(body)
        case .documentSet(let body): try line.apply(body, document: try seq(ofDocument: body.document, line))
        case .documentLinked(let body): try line.link(body, document: try seq(ofDocument: body.document, line))
        case .documentUnlinked(let body): try line.unlink(body, document: try seq(ofDocument: body.document, line))
        case .documentTagged(let body): try line.tag(body, document: try seq(ofDocument: body.document, line))
        case .documentUntagged(let body): try line.untag(body, document: try seq(ofDocument: body.document, line))
        case .customerAdded(let body): try line.apply(body)
        case .customerChanged(let body): try line.apply(body)
        case .contactAdded(let body): try line.apply(body)
        case .serialAdded(let body): try line.apply(body)
        case .purchaseAdded(let body): try line.apply(body)
        case .coverAdded(let body): try line.apply(body, document: try body.document.map { try seq(ofDocument: $0, line) })
        case .contactChanged(let body): try line.apply(body)
        case .contactEnded(let body): try line.apply(body)
        case .serialChanged(let body): try line.apply(body)
        case .serialEnded(let body): try line.apply(body)
        case .purchaseChanged(let body): try line.apply(body)
        case .purchaseEnded(let body): try line.apply(body)
        case .coverChanged(let body): try line.apply(body)
        case .coverEnded(let body): try line.apply(body)
        case .customerEnded(let body): try line.apply(body)
        case .renewalAcknowledged(let body): try line.apply(body, document: try seq(ofDocument: body.document, line))
        case .vaultVerified(let body): try line.apply(body)
        case .holdPlaced(let body): try line.apply(body, document: try body.document.map { try seq(ofDocument: $0, line) })
        case .holdReleased(let body): try line.apply(body)
        case .retentionSet(let body): try line.apply(body)
        case .purgeRequested(let body): try line.apply(body, document: try seq(ofDocument: body.document, line))
        case .purgeCancelled(let body): try line.apply(body)
        case .purgeIntended(let body): try line.apply(body, document: try seq(ofDocument: body.document, line))
        case .objectPurged(let body): try line.apply(body, document: try seq(ofDocument: body.document, line))
        case .objectRestored(let body): try line.apply(body, document: try seq(ofDocument: body.document, line))
        case .redactionOrdered(let body): try line.apply(body)
        case .redactionDone(let body): try line.apply(body)
        case .keyAdded: break  // the journal's own line is all that is asked for
        case .evidenceExported(let body): line.document = try seq(ofDocument: body.document, line)
        case .backupFinished(let body): try line.apply(body)
        case .restoreDrilled(let body): try line.apply(body)
        case .vaultScrubbed(let body): try line.apply(body)
        case .objectRepaired(let body): try line.apply(body)
        case .fileRepaired: break
        case .lossAccepted(let body): try line.apply(body)
        case .duplicateDecided(let body):
            try line.apply(body, document: try seq(ofDocument: body.document, line), other: try seq(ofDocument: body.other, line))
        case .unknown(let kind, _): throw Failure(.vaultTooNew, kind, detail: "journal line \(stamped.seq)")
        }
        try note(line)
    }

    /// Writes the line itself, last: its document has to be there.
    private mutating func note(_ line: Line) throws {
        let stamped = line.stamped
        if time?.instant != stamped.time { time = (stamped.time, stamped.time.description) }
        let actor = try seq(ofActor: stamped.actor, line)
        var row = Insertion(into: line.insertions.line)
        row.add(stamped.seq)
        row.add(time?.text)
        row.add(actor)
        row.add(stamped.record.kind)
        row.add(line.document)
        row.add(stamped.isRedacted ? 1 : nil as Int64?)
        try row.run()
    }

    private mutating func seq(ofActor id: Identifier, _ line: Line) throws -> Int64 {
        if let actor, actor.id == id { return actor.seq }
        let known = try line.seq("SELECT seq FROM actor WHERE id = ?", id)
        // The vault's first line is written by somebody whom only the second introduces.
        if known == nil { try line.run("INSERT INTO actor (seq, id) VALUES (?, ?)", [line.stamped.seq, id.text]) }
        let seq = known ?? line.stamped.seq
        actor = (id, seq)
        return seq
    }

    private mutating func seq(ofRun id: Identifier, _ line: Line) throws -> Int64 {
        if let run, run.id == id { return run.seq }
        guard let seq = try line.seq("SELECT seq FROM import_run WHERE id = ?", id) else {
            throw refusal(line.stamped, "no import run \(id)")
        }
        run = (id, seq)
        return seq
    }

    private mutating func optionalSeq(ofRun id: Identifier?, _ line: Line) throws -> Int64? {
        guard let id else { return nil }
        return try seq(ofRun: id, line)
    }

    private mutating func optionalSeq(ofDocument id: Identifier?, _ line: Line) throws -> Int64? {
        guard let id else { return nil }
        return try seq(ofDocument: id, line)
    }

    private mutating func seq(ofDocument id: Identifier, _ line: Line) throws -> Int64 {
        if let document, document.id == id { return document.seq }
        guard let seq = try line.seq(ofDocument: id) else {
            throw refusal(line.stamped, "no document \(id)")
        }
        document = (id, seq)
        return seq
    }
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
    /// The document that the line is about, for the history.
    var document: Int64?

    init(stamped: StampedRecord, db: Database, keys: Keys, insertions: Insertions) {
        self.stamped = stamped
        self.db = db
        self.keys = keys
        self.insertions = insertions
    }

    var seq: Int64 { stamped.seq }

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
