public import DeedCatalog
public import DeedCore
public import DeedVault

/// What a bundle of evidence says, for its manifest and for the texts that explain it.
public struct EvidenceFacts: Sendable {
    /// The vault's id.
    public var vault: String
    /// The document.
    public var details: DocumentDetails
    /// The names of the files under `original/`, the first one first.
    public var files: [String]
    /// The archives that it came in, as far as the account of the imports knows them.
    public var archives: [ImportArchive]
    /// The journal's lines, each with its proof.
    public var lines: [Line]
    /// The checkpoint that covers them.
    public var checkpoint: Checkpoint
    /// The key that signed it.
    public var key: VerifierKey
    /// Whether a time-stamp authority's answer lies beside the checkpoint.
    public var hasToken: Bool

    /// One line.
    public struct Line: Sendable {
        /// The record with its proof.
        public var proven: ProvenRecord
        /// When it was written.
        public var time: Instant
        /// Who wrote it.
        public var actor: Identifier
        /// The operating system's user name, where known.
        public var user: String?
        /// Whether the body was taken out.
        public var isRedacted: Bool { proven.record == nil }
    }

    /// `manifest.json`: the same for programs.
    var json: JSON {
        let summary = details.summary
        return [
            "format": "deedbox-evidence-1", "vault": .string(vault), "document": JSON(summary.id), "sha256": JSON(summary.object),
            "size": .integer(summary.size), "title": .string(summary.title), "number": JSON(summary.number),
            "originals": .array(files.map { .string("original/" + $0) }),
            "added": .string(details.added.description), "addedBy": JSON(details.addedBy),
            "places": .array(
                details.names.map { place in
                    [
                        "name": .string(place.name), "path": .string(place.path), "source": .string(place.source),
                        "modified": JSON(place.modified?.description), "line": .integer(place.seq),
                    ]
                }),
            "archives": .array(
                archives.map { archive in
                    [
                        "path": .string(archive.path), "source": .string(archive.source), "sha256": JSON(archive.sha256),
                        "format": .string(archive.format),
                    ]
                }),
            "records": .array(
                lines.map { line in
                    [
                        "line": .integer(line.proven.seq), "kind": .string(line.proven.kind),
                        "time": .string(line.time.description), "actor": JSON(line.actor), "user": JSON(line.user),
                        "redacted": .bool(line.isRedacted), "proof": .string("proofs/\(line.proven.seq).tlog-proof"),
                    ]
                }),
            "checkpoint": [
                "file": "checkpoint.txt", "origin": .string(checkpoint.origin), "lines": .integer(checkpoint.size),
                "root": JSON(checkpoint.root), "key": .string(key.text), "timeStamp": hasToken ? "checkpoint.tsr" : .null,
            ],
        ]
    }
}
