/// Somebody gave up lines that the journal had lost: from here on it goes on without them.
///
/// The numbers of the lost lines are given anew to the lines that come next, so this record is the only trace of them in the journal.
public struct LossAccepted: RecordBody {
    public static let kind = "loss.accepted"

    /// The last line that the journal still had; 0 for none.
    public var end: Int64
    /// The last line that was known: what lies between is lost.
    public var known: Int64
    /// What knew of it: `catalog`, `index`, `checkpoints`.
    public var witnesses: [String]
    /// Where what knew more lies now, below the vault.
    public var quarantined: [String]

    /// A record body with these members.
    public init(end: Int64, known: Int64, witnesses: [String], quarantined: [String]) {
        self.end = end
        self.known = known
        self.witnesses = witnesses
        self.quarantined = quarantined
    }

    public var json: JSON {
        .body(
            ("end", .integer(end)), ("known", .integer(known)), ("witnesses", .array(witnesses.map(JSON.string))),
            ("quarantined", .array(quarantined.map(JSON.string)))
        )
    }

    public init(_ fields: BodyFields) throws {
        end = try fields.integer("end")
        known = try fields.integer("known")
        witnesses = fields.texts("witnesses")
        quarantined = fields.texts("quarantined")
    }
}
