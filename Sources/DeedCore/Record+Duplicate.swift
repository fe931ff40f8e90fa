/// Somebody looked at two documents that are alike and said what they are to each other.
public struct DuplicateDecided: RecordBody {
    public static let kind = "duplicate.decided"

    /// What two documents are to each other. The raw values are part of the format and never change.
    public enum Decision: String, Sendable, CaseIterable {
        /// Two copies of one paper: a second scan, another format.
        case same
        /// The document is a new version of the other one.
        case version
        /// Two papers that merely look alike.
        case different
    }

    /// The document; the newer one where one is a new version.
    public var document: Identifier
    /// The other document.
    public var other: Identifier
    /// What they are to each other.
    public var decision: Decision
    /// What the person wrote about it.
    public var note: String?

    /// A record body with these members.
    public init(document: Identifier, other: Identifier, decision: Decision, note: String? = nil) {
        self.document = document
        self.other = other
        self.decision = decision
        self.note = note
    }

    public static let form = BodyForm(
        never: "it is the proof of a decision", DuplicateDecided.init(document:other:decision:note:),
        .id("document", \.document), .id("other", \.other), .word("decision", \.decision), .text("note", \.note))
}
