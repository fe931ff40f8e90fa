import DeedCore
import GRDB

extension Line {
    func apply(_ body: VaultCreated) throws {
        try run(
            "INSERT INTO vault (seq, uuid, time_zone, version) VALUES (?, ?, ?, ?)",
            [seq, body.vault, body.timeZone, body.version])
    }

    func apply(_ body: ActorAdded) throws {
        try run(
            """
            INSERT INTO actor (seq, id, user, uid) VALUES (?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET user = excluded.user, uid = excluded.uid WHERE actor.user IS NULL
            """,
            [seq, body.actor.text, stamped.isRedacted ? nil : body.user, stamped.isRedacted ? nil : body.uid])
        guard db.changesCount == 1 else { throw refusal(stamped, "actor \(body.actor) was added before") }
    }

    func apply(_ body: VaultVerified) throws {
        try run("INSERT INTO verification (seq, objects, bytes) VALUES (?, ?, ?)", [seq, body.objects, body.bytes])
        for (problem, names) in [("damaged", body.damaged), ("missing", body.missing)] {
            for name in names {
                try run(
                    "INSERT OR IGNORE INTO verification_problem (verification, problem, sha256) VALUES (?, ?, ?)",
                    [seq, problem, name])
            }
        }
        try endDamage(exceptOf: body.damaged + body.missing)
        try noteDamage(damaged: body.damaged, missing: body.missing)
    }
}
