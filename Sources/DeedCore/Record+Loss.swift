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

    public static let form = BodyForm(
        never: "it is the proof of what is lost", LossAccepted.init(end:known:witnesses:quarantined:),
        .integer("end", \.end), .integer("known", \.known), .texts("witnesses", \.witnesses), .texts("quarantined", \.quarantined)
    )
}
