import DeedCore
import GRDB

extension Line {
    func apply(_ body: LedgerRows) throws {
        guard let ledger = try seq("SELECT seq FROM ledger WHERE id = ?", body.ledger) else {
            throw refusal(stamped, "no ledger \(body.ledger)")
        }
        guard body.records >= 0 else { throw refusal(stamped, "\(body.records) records") }
        try run("INSERT INTO ledger_step (seq, ledger, records) VALUES (?, ?, ?)", [seq, ledger, body.records])
        for (place, row) in body.rows.enumerated() {
            try run(
                """
                INSERT INTO ledger_row (step, place, sheet, line, outcome, subject, document, findings) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    seq, place, row.sheet, row.line, row.outcome, row.subject,
                    try row.document.flatMap { try seq(ofDocument: $0) },
                    row.findings.isEmpty ? nil : JSON.array(row.findings.map(\.json)).text,
                ])
        }
    }

    func apply(_ body: LedgerWithdrawn) throws {
        try run(
            "UPDATE ledger SET withdrawn_seq = ?, withdrawn_why = ? WHERE id = ? AND withdrawn_seq IS NULL",
            [seq, body.why, body.ledger.text])
        guard db.changesCount == 1 else { throw refusal(stamped, "ledger \(body.ledger) is not there, or was withdrawn before") }
    }

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
