/// A key signs checkpoints of this vault from now on.
public struct KeyAdded: RecordBody {
    public static let kind = "key.added"

    /// `name+id+base64`: the verifier key of C2SP's signed-note.
    public var key: String

    /// A record body with these members.
    public init(key: String) { self.key = key }

    public static let form = BodyForm(
        never: "it says nothing of a person", KeyAdded.init(key:),
        .code("key", \.key))
}

/// A copy of a document left the vault with the proof of what it is.
public struct EvidenceExported: RecordBody {
    public static let kind = "evidence.exported"

    /// The document.
    public var document: Identifier
    /// How many lines the checkpoint covers that proves it.
    public var checkpoint: Int64
    /// The absolute path it was written to.
    public var target: String
    /// For whom or what, as the person said.
    public var why: String?

    /// A record body with these members.
    public init(document: Identifier, checkpoint: Int64, target: String, why: String? = nil) {
        self.document = document
        self.checkpoint = checkpoint
        self.target = target
        self.why = why
    }

    public static let form = BodyForm(
        never: "it is the proof of what left the vault", EvidenceExported.init(document:checkpoint:target:why:),
        .id("document", \.document), .integer("checkpoint", \.checkpoint), .text("target", \.target), .text("why", \.why))
}
