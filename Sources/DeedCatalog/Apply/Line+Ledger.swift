import DeedCore
import GRDB

extension Line {
    func apply(_ body: LedgerMapped) throws {
        let key = body.headings.map(keys.name).sorted().joined(separator: "\n")
        try run(
            "UPDATE ledger_mapping SET to_seq = ? WHERE name = ? AND headings_key = ? AND to_seq IS NULL", [seq, body.name, key])
        try run(
            "INSERT INTO ledger_mapping (from_seq, name, headings, headings_key, mapping) VALUES (?, ?, ?, ?, ?)",
            [seq, body.name, JSON.array(body.headings.map(JSON.string)).text, key, body.mapping.text])
    }

    func apply(_ body: LedgerUnmapped) throws {
        try run("UPDATE ledger_mapping SET to_seq = ? WHERE name = ? AND to_seq IS NULL", [seq, body.name])
        guard db.changesCount > 0 else { throw refusal(stamped, "no mapping \(body.name)") }
    }
}
