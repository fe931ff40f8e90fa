public import DeedCore
import GRDB

extension Catalog {
    /// The lines that name these actors.
    public func actorSeqs(_ actors: Set<Identifier>) throws -> [Int64] {
        try read { reading in
            try actors.sorted().flatMap { actor in
                // The table's key is the first line that the actor wrote; it gives the name, or the next one does.
                try reading.rows(
                    """
                    SELECT min(j.seq) FROM journal j JOIN actor a ON a.seq = j.actor
                    WHERE a.id = :id AND j.kind = 'actor.added' AND j.seq BETWEEN a.seq AND a.seq + 1
                    """, ["id": actor.text]
                ).compactMap { $0[0] as Int64? }
            }
        }
    }

    /// The lines that say from which archive a document came: what holds a place of it in the same run.
    public func archiveSeqs(of document: Identifier) throws -> [Int64] {
        try read { reading in
            try reading.rows(
                """
                SELECT DISTINCT a.seq FROM document_name n JOIN document d ON d.seq = n.document
                JOIN import_archive a ON a.run = n.run AND a.source = n.source
                WHERE d.id = :id AND substr(n.path, 1, length(a.path) + 2) = a.path || '!/' ORDER BY a.seq
                """, ["id": document.text]
            ).map { $0[0] }
        }
    }
}
