public import DeedCore
import GRDB

extension Catalog {
    /// A document whose name is that of a file in a vault.
    public struct VaultFileName: Sendable, Hashable {
        /// The document.
        public var document: Identifier
        /// Its content.
        public var object: ObjectID
        /// The file as it was taken in.
        public var path: String
        /// The last component of it.
        public var name: String
    }

    /// Documents that are called as files of a vault are, as an earlier version could take them in: one line for each, whether it is listed
    /// or was withdrawn. What lies in the trash or was purged is left out. The name alone proves nothing.
    public func namedAsVaultFiles() throws -> [VaultFileName] {
        let digits = String(repeating: "[0-9]", count: 10)
        return try read { reading in
            try reading.rows(
                """
                SELECT d.id, d.sha256, n.path, n.name FROM document_name n JOIN document d ON d.seq = n.document
                WHERE d.purged_seq IS NULL AND NOT \(Reading.gone("d.seq")) AND (
                    n.name GLOB '0=deedbox_vault_*' OR n.name GLOB '\(digits).jsonl' OR n.name GLOB '\(digits).tsv'
                    OR n.name IN ('vault.json', 'catalog.sqlite', 'derived.sqlite', 'local.sqlite', 'catalog.sqlite-wal',
                        'derived.sqlite-wal', 'local.sqlite-wal'))
                GROUP BY d.seq ORDER BY d.seq
                """
            ).map { VaultFileName(document: try $0.id(0), object: try $0.object(1), path: $0[2], name: $0[3]) }
        }
    }

    /// How a document was first called when it was taken in; `nil` for one that is not known.
    public func firstPath(of document: Identifier) throws -> String? {
        try read { reading in
            try reading.first(
                """
                SELECT n.path FROM document_name n JOIN document d ON d.seq = n.document WHERE d.id = :document
                ORDER BY n.from_seq LIMIT 1
                """, ["document": document.text])?.text(0)
        }
    }
}
