public import DeedCore

/// What is wrong with a file of the vault, or with a line in it.
public enum VaultProblem: Sendable, Hashable {
    /// The bytes hash to another name.
    case otherHash(ObjectID)
    /// It is a directory, a link or a device.
    case notRegular
    /// The system refused to read it.
    case unreadable(String)
    /// A line that has not the form of one.
    case noLine
    /// `prev` is not the hash of the line before.
    case notFollowing
    /// The next segment does not follow from the end of this one.
    case lastLine
    /// `seq` is not the next number.
    case number(Int64, before: Int64)
    /// A commit line that counts wrong.
    case count(said: Int64, there: Int)
    /// A segment that is not the last ends within a batch.
    case unfinishedSegment
    /// A segment between others, or the first, is not there.
    case segmentMissing(Int)
    /// A line of the bodies that has not the form of one.
    case noBody
    /// A body that no record commits to.
    case strayBody
    /// A body that does not hash to its commitment.
    case bodyChanged
    /// A body that a record commits to is not there.
    case bodyMissing
    /// A body was taken out, and no record orders it.
    case redactedByNobody
    /// The journal lacks what the catalog has applied.
    case behindCatalog(String)
    /// The journal lacks lines that the text index has applied: the last of them.
    case behindIndex(Int64)
    /// The journal does not begin with the record that says what the vault is.
    case noBeginning
    /// A file that every vault has is not there.
    case missing
    /// A file of fixed content has another one.
    case otherContent
    /// A member of `vault.json` says another thing than the first record.
    case otherValue(String)
}

extension VaultProblem: CustomStringConvertible {
    /// In English, as JSON carries it; people read the words of their language.
    public var description: String {
        switch self {
        case .otherHash(let actual): "its SHA-256 is \(actual)"
        case .notRegular: "it is no regular file"
        case .unreadable(let why): why
        case .noLine: "it is no line of a journal"
        case .notFollowing: "it does not follow from the line before"
        case .lastLine: "the next segment does not follow from its last line"
        case .number(let number, let before): "its number is \(number), the line before has \(before)"
        case .count(let said, let there): "it counts \(said) records, there are \(there)"
        case .unfinishedSegment: "a sealed segment ends within a batch"
        case .segmentMissing(let number): "segment \(number) is missing"
        case .noBody: "it is no body"
        case .strayBody: "no record has this body"
        case .bodyChanged: "the body was changed"
        case .bodyMissing: "the body is missing"
        case .redactedByNobody: "the body was taken out, and no record orders it"
        case .behindCatalog(let detail): detail
        case .behindIndex(let seq): "it ends before line \(seq), which the text index has applied"
        case .noBeginning: "it has no beginning"
        case .missing: "it is missing"
        case .otherContent: "its content is another"
        case .otherValue(let member): "its \(member) is not the one of the first record"
        }
    }
}
