public import DeedCore
import DeedDatabase
import GRDB

extension Catalog: Applier {
    public func position() throws -> JournalPosition? {
        try read { reading in
            guard
                let row = try reading.first("SELECT segment, \"offset\", body_offset, seq, head FROM position"),
                let head = ObjectID(hex: row[4] as String)
            else { return nil }
            return JournalPosition(segment: row[0], offset: row[1], bodyOffset: row[2], seq: row[3], head: head)
        }
    }

    public func begin() throws {
        // SQLite would open the transaction and refuse the first change only.
        guard !database.isReadOnly else { throw Failure(.vaultReadOnly, database.file.path) }
        try database.access { db in
            try db.beginTransaction(.immediate)
            let last = try Int64.fetchOne(db.cachedStatement(sql: "SELECT seq FROM position"))
            writer = Writer(last: last ?? 0)
            marked = nil
        }
    }

    /// Applies one record.
    ///
    /// - Throws: `record-refused` when the record contradicts the catalog: a document or customer that is not there, a content that
    ///   is there already, a value that is none of its field; `vault-too-new` for a kind that this version does not know.
    public func apply(_ record: StampedRecord) throws {
        try database.access { db in
            do {
                try writer.apply(record, db: db, keys: keys)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
                throw Failure(.recordRefused, "\(record.seq) \(record.record.kind)", detail: error.message ?? "")
            }
        }
    }

    public func mark() throws {
        try database.access { db in
            if marked != nil { try db.execute(sql: "RELEASE request") }
            try db.execute(sql: "SAVEPOINT request")
            marked = writer
        }
    }

    public func undo() throws {
        try database.access { db in
            guard let marked else { return }
            try db.execute(sql: "ROLLBACK TO request; RELEASE request")
            writer = marked
            self.marked = nil
        }
    }

    /// Notes the place and closes the transaction. When SQLite cannot, the batch is given up here; it stands in the journal and is
    /// applied again from there.
    public func commit(_ position: JournalPosition) throws {
        try database.access { db in
            defer {
                writer = Writer()
                marked = nil
            }
            do {
                try note(position, db)
                try db.commit()
            } catch {
                if db.isInsideTransaction { try? db.rollback() }
                throw error
            }
        }
    }

    private func note(_ position: JournalPosition, _ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO position (one, segment, "offset", body_offset, seq, head) VALUES (1, ?, ?, ?, ?, ?)
                """)
        try statement.execute(arguments: [
            position.segment, position.offset, position.bodyOffset, position.seq, position.head.hex,
        ])
    }

    /// Runs `body` with the connection held: what it calls here need not wait for it again and again.
    public func holding<Answer>(_ body: () throws -> Answer) rethrows -> Answer {
        try database.hold { _ in try body() }
    }

    public func rollback() {
        database.hold { db in
            if db.isInsideTransaction { try? db.rollback() }
            writer = Writer()
            marked = nil
        }
    }
}
