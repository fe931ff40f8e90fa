import DeedCore
import GRDB

extension Line {
    func apply(_ body: ImportStarted) throws {
        try run(
            "INSERT INTO import_run (seq, id, names, ledger) VALUES (?, ?, ?, ?)", [seq, body.run.text, body.names, body.ledger])
        for (index, source) in body.sources.enumerated() {
            try run("INSERT INTO import_source (run, ordinal, path) VALUES (?, ?, ?)", [seq, index + 1, source])
        }
    }

    mutating func apply(_ body: ImportArchive) throws {
        let run = try importRun(body.run)
        try self.run(
            """
            INSERT INTO import_archive (seq, run, source, path, sha256, size, format, names, entries, state, detail, kept)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                seq, run, body.source, body.path, body.sha256?.hex, body.size, body.format, body.names, body.entries, body.state,
                body.detail, body.kept,
            ])
    }

    mutating func apply(_ body: DocumentAdded) throws {
        let run = try body.run.map { try importRun($0) }
        let mail = try body.attachedTo.map { try known($0) }
        var row = Insertion(into: insertions.document)
        row.add(seq)
        row.add(body.document.text)
        row.add(body.object)
        row.add(body.size)
        row.add(run)
        try row.run()
        document = seq
        try name(run: run, source: body.source, path: body.path, name: body.name, modified: body.modified, crc32: body.crc32)
        try attach(to: mail)
    }

    mutating func apply(_ body: DocumentNamed) throws {
        _ = try about(body.document)
        let run = try body.run.map { try importRun($0) }
        let mail = try body.attachedTo.map { try known($0) }
        try name(run: run, source: body.source, path: body.path, name: body.name, modified: body.modified, crc32: body.crc32)
        try attach(to: mail)
    }

    /// The name of this line is the one that a mail gave its attachment.
    private func attach(to mail: Int64?) throws {
        guard let mail else { return }
        try run("INSERT INTO document_attached (name_seq, mail) VALUES (?, ?)", [seq, mail])
    }

    private func name(run: Int64?, source: String, path: String, name: String, modified: Instant?, crc32: UInt32?) throws {
        var row = Insertion(into: insertions.name)
        row.add(seq)
        row.add(document)
        row.add(run)
        for text in [source, path, name, keys.name(Keys.stem(name)), modified?.description] { row.add(text) }
        try row.run()
        guard let crc32 else { return }
        var entry = Insertion(into: insertions.entry)
        entry.add(Int64(crc32))
        entry.add(seq)
        try entry.run()
    }

    mutating func apply(_ body: ImportRejected) throws {
        let run = try importRun(body.run)
        try self.run(
            "INSERT INTO import_rejected (seq, run, source, path, reason, detail, size, sha256) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [seq, run, body.source, body.path, body.reason, body.detail, body.size, body.sha256?.hex])
    }

    mutating func apply(_ body: ImportFinished) throws {
        let run = try importRun(body.run)
        // The record counts what was imported before among the duplicates; the table keeps the two apart.
        let sameContent = body.duplicate.minusOrNearest(body.alreadyImported)
        try self.run(
            """
            UPDATE import_run SET finished_seq = ?, state = ?, seen = ?, stored = ?, duplicate = ?, already_imported = ?,
                rejected = ?, bytes = ?
            WHERE seq = ? AND finished_seq IS NULL
            """,
            [
                seq, body.state, body.seen, body.stored, sameContent, body.alreadyImported, body.rejected, body.bytes, run,
            ])
        guard db.changesCount == 1 else { throw refusal(stamped, "run \(body.run) has finished before") }
    }

    mutating func apply(_ body: ImportWithdrawn) throws {
        let run = try importRun(body.run)
        try self.run(
            "UPDATE import_run SET withdrawn_seq = ?, withdrawn_why = ? WHERE seq = ? AND withdrawn_seq IS NULL",
            [seq, body.why, run])
        guard db.changesCount == 1 else { throw refusal(stamped, "run \(body.run) was withdrawn before") }
        try self.run("UPDATE document_name SET to_seq = ? WHERE run = ? AND to_seq IS NULL", [seq, run])
        try touch("SELECT document FROM document_name WHERE run = ?2", run)
    }

    mutating func apply(_ body: LedgerImported) throws {
        let run = try body.run.map { try importRun($0) }
        try self.run(
            "INSERT INTO ledger (seq, id, run, source, sha256, rows, matched, conflicts, mapping) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                seq, body.ledger?.text, run, body.source, body.sha256.hex, body.rows, body.matched, body.conflicts,
                body.mapping.text,
            ])
    }
}
