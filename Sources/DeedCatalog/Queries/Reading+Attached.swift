import DeedCore
import GRDB

extension Reading {
    /// The mails that a document was attached to, by names that hold.
    func mails(of key: Int64) throws -> [AttachedDocument] {
        try attached("n.document = :key", other: "a.mail", key)
    }

    /// What is attached to a mail, by names that hold.
    func attachments(of key: Int64) throws -> [AttachedDocument] {
        try attached("a.mail = :key", other: "n.document", key)
    }

    /// A mail that came from two places has its attachments twice: each is told once.
    private func attached(_ condition: String, other: String, _ key: Int64) throws -> [AttachedDocument] {
        let rows = try rows(
            """
            SELECT d.id, d.seq, n.name FROM document_attached a JOIN document_name n ON n.from_seq = a.name_seq
            JOIN document d ON d.seq = \(other)
            WHERE \(condition) AND \(Reading.holds("n")) GROUP BY d.seq, n.name ORDER BY min(n.from_seq)
            """, ["key": key])
        return try rows.map { AttachedDocument(id: try $0.id(0), title: try title($0[1]), name: $0[2]) }
    }
}
