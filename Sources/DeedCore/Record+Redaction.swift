/// Bodies are taken out of the journal: which, why, and what stands there instead.
public struct RedactionOrdered: RecordBody {
    public static let kind = "redaction.ordered"

    /// The new redaction.
    public var redaction: Identifier
    /// The reason.
    public var why: String
    /// The time that the redacted lines carry.
    public var time: Instant
    /// Number of the record to the hash of its line in `bodies/`, behind the first TAB, as it is afterwards.
    public var lines: JSON

    /// A record body with these members.
    public init(redaction: Identifier, why: String, time: Instant, lines: JSON) {
        self.redaction = redaction
        self.why = why
        self.time = time
        self.lines = lines
    }

    public static let form = BodyForm(
        never: "it is the proof of what was taken out", RedactionOrdered.init(redaction:why:time:lines:),
        .id("redaction", \.redaction), .text("why", \.why), .instant("time", \.time), .object("lines", \.lines))
}

/// The bodies are gone, from the journal and from what is made of it.
public struct RedactionDone: RecordBody {
    public static let kind = "redaction.done"

    /// The redaction.
    public var redaction: Identifier

    /// A record body with these members.
    public init(redaction: Identifier) {
        self.redaction = redaction
    }

    public static let form = BodyForm(
        never: "it is the proof of what was taken out", RedactionDone.init(redaction:),
        .id("redaction", \.redaction))
}
