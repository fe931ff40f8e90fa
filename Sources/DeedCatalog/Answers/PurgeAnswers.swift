public import DeedClock
public import DeedCore

/// What the archive has of a content.
public enum ContentState: Sendable, Hashable {
    /// A document that is kept, listed or withdrawn.
    case kept(Identifier)
    /// A document whose object lies in the trash.
    case trashed(Identifier, purge: Identifier, day: CivilDate)
    /// It had a document, which was purged.
    case purged
}

/// A hold.
public struct HoldRow: Sendable, Hashable {
    /// The hold.
    public var id: Identifier
    /// What people call it.
    public var name: String
    /// The document that is held.
    public var document: HeldDocument?
    /// The customer whose documents are held.
    public var customer: CustomerName?
    /// The kind that is held.
    public var kind: String?
    /// The reason.
    public var why: String
    /// More about it.
    public var note: String?
    /// When it was placed.
    public var placed: Instant
    /// The operating system's name of who placed it, where known.
    public var user: String?
    /// When it was released; `nil` while it holds.
    public var released: Instant?
    /// The reason of the release.
    public var releasedWhy: String?
}

/// A document with its title.
public struct HeldDocument: Sendable, Hashable {
    /// The document.
    public var id: Identifier
    /// The title that was set, else the first name without its extension.
    public var title: String
}

/// A rule of retention.
public struct RetentionRow: Sendable, Hashable {
    /// The kind; `nil` for every kind.
    public var kind: String?
    /// Years, and where they begin.
    public var rule: Retention.Rule
    /// The law or the policy that asks for it.
    public var why: String?
    /// When it was set.
    public var set: Instant
    /// Who set it, where known.
    public var user: String?
}

/// A request for a purge, and how far it is.
public struct PurgeRow: Sendable, Hashable {
    /// The request.
    public var id: Identifier
    /// Its journal line.
    public var seq: Int64
    /// The document with what lists show of it.
    public var document: DocumentSummary
    /// The reason.
    public var why: String
    /// The first day on which it may begin.
    public var due: CivilDate
    /// When it was made.
    public var requested: Instant
    /// Who made it, where known.
    public var user: String?
    /// The folder in `trash/`, once it has begun.
    public var trash: CivilDate?
    /// The first day on which the object may be removed, once it has begun.
    public var until: CivilDate?
    /// How it ended: `cancelled`, `renewed`, `restored`, `purged`; `nil` while it is open.
    public var ended: String?
    /// Why it was cancelled, or why the object came back.
    public var endedWhy: String?
    /// When it ended.
    public var endedOn: Instant?
}

/// What decides whether a document may be purged, as it stands now.
public struct PurgeGrounds: Sendable, Hashable {
    /// Holds on the document, on its customers and on its kind.
    public var holds: [HoldRow]
    /// The rules that apply to it.
    public var rules: [Retention.Rule]
    /// Its own date.
    public var stated: CivilDate?
    /// Its terms.
    public var terms: Terms
    /// When it came into the vault.
    public var added: Instant
    /// Whether a name was added behind the open request: somebody brought the same content again.
    public var cameAgain: Bool
    /// Whether a container that is kept has the same bytes.
    public var isKeptArchive: Bool
}

/// A redaction that was ordered and is not done.
public struct OpenRedaction: Sendable, Hashable {
    /// The redaction.
    public var id: Identifier
    /// Its journal line.
    public var seq: Int64
    /// Whether it was done: then bodies came back with a copy of the vault that was made before.
    public var isDone: Bool
    /// Number of the record to the hash of what is to stand in its place.
    public var lines: [Int64: ObjectID]
}
