import DeedCore

extension Line {
    /// Notes what two documents are to each other; what was said of them before ends.
    mutating func apply(_ body: DuplicateDecided) throws {
        let (document, other) = (try about(body.document), try known(body.other))
        guard document != other else { throw refusal(stamped, "a document is no duplicate of itself") }
        try run(
            """
            UPDATE duplicate_decision SET to_seq = ?1 WHERE to_seq IS NULL
            AND ((document = ?2 AND other = ?3) OR (document = ?3 AND other = ?2))
            """, [seq, document, other])
        try run(
            "INSERT INTO duplicate_decision (document, other, from_seq, decision, note) VALUES (?, ?, ?, ?, ?)",
            [document, other, seq, body.decision.rawValue, body.note])
    }
}
