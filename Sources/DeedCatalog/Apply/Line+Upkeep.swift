import DeedCore
import GRDB

extension Line {
    func apply(_ body: BackupFinished) throws {
        try run(
            """
            INSERT INTO backup (seq, target, copied_seq, head, objects, copied, bytes, bad) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                seq, body.target, body.seq, body.head.hex, body.objects, body.copied, body.bytes,
                Int64(body.damaged.count + body.missing.count),
            ])
        try noteDamage(damaged: body.damaged, missing: body.missing)
    }

    func apply(_ body: RestoreDrilled) throws {
        try run(
            """
            INSERT INTO drill (seq, source, restored_seq, head, objects, bytes, documents, problems)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                seq, body.source, body.seq, body.head.hex, body.objects, body.bytes, body.documents,
                Int64(body.problems.count),
            ])
    }

    func apply(_ body: VaultScrubbed) throws {
        try run(
            "INSERT INTO scrub (seq, objects, bytes, digest, bad, read_since) VALUES (?, ?, ?, ?, ?, ?)",
            [
                seq, body.objects, body.bytes, body.digest.hex, Int64(body.damaged.count + body.missing.count),
                body.readSince?.description,
            ])
        try noteDamage(damaged: body.damaged, missing: body.missing)
    }

    func apply(_ body: ObjectRepaired) throws {
        try run("UPDATE object_damage SET to_seq = ? WHERE sha256 = ? AND to_seq IS NULL", [seq, body.sha256.hex])
    }

    func apply(_ body: LossAccepted) throws {
        try run("INSERT INTO loss (seq, journal_end, known) VALUES (?, ?, ?)", [seq, body.end, body.known])
    }

    /// A full verification that does not name an object found it well.
    func endDamage(exceptOf names: [String]) throws {
        let still = Set(names)
        let open = try String.fetchAll(db, sql: "SELECT sha256 FROM object_damage WHERE to_seq IS NULL ORDER BY sha256")
        for name in open where !still.contains(name) {
            try run("UPDATE object_damage SET to_seq = ? WHERE sha256 = ? AND to_seq IS NULL", [seq, name])
        }
    }

    /// Objects that are bad from now on, unless that is known already.
    func noteDamage(damaged: [String], missing: [String]) throws {
        for (problem, names) in [("damaged", damaged), ("missing", missing)] {
            for name in names where ObjectID(hex: name) != nil {
                try run(
                    "INSERT OR IGNORE INTO object_damage (sha256, from_seq, problem) VALUES (?, ?, ?)", [name, seq, problem])
            }
        }
    }
}
