/// Somebody asked that a document be purged.
public struct PurgeRequested: RecordBody {
    public static let kind = "purge.requested"

    /// The new request.
    public var purge: Identifier
    /// The document.
    public var document: Identifier
    /// The reason.
    public var why: String
    /// The first day on which it may begin.
    public var due: CivilDate

    /// A record body with these members.
    public init(purge: Identifier, document: Identifier, why: String, due: CivilDate) {
        self.purge = purge
        self.document = document
        self.why = why
        self.due = due
    }

    public static let form = BodyForm(
        never: "it is the proof of what was destroyed", PurgeRequested.init(purge:document:why:due:),
        .id("purge", \.purge), .id("document", \.document), .text("why", \.why), .date("due", \.due))
}

/// A request was taken back before its document was gone.
public struct PurgeCancelled: RecordBody {
    public static let kind = "purge.cancelled"

    /// The request.
    public var purge: Identifier
    /// The reason.
    public var why: String?

    /// A record body with these members.
    public init(purge: Identifier, why: String? = nil) {
        self.purge = purge
        self.why = why
    }

    public static let form = BodyForm(
        never: "it is the proof of what was destroyed", PurgeCancelled.init(purge:why:),
        .id("purge", \.purge), .text("why", \.why))
}

/// A document leaves the lists, and its object goes to the trash.
public struct PurgeIntended: RecordBody {
    public static let kind = "purge.intended"

    /// The request.
    public var purge: Identifier
    /// The document.
    public var document: Identifier
    /// Its object.
    public var object: ObjectID
    /// The folder in `trash/` that the object lies in.
    public var trash: CivilDate
    /// The first day on which the object may be removed.
    public var until: CivilDate

    /// A record body with these members.
    public init(purge: Identifier, document: Identifier, object: ObjectID, trash: CivilDate, until: CivilDate) {
        self.purge = purge
        self.document = document
        self.object = object
        self.trash = trash
        self.until = until
    }

    public static let form = BodyForm(
        never: "it is the proof of what was destroyed", PurgeIntended.init(purge:document:object:trash:until:),
        .id("purge", \.purge), .id("document", \.document), .hash("object", \.object), .date("trash", \.trash),
        .date("until", \.until))
}

/// An object was removed; its document is a tombstone.
public struct ObjectPurged: RecordBody {
    public static let kind = "object.purged"

    /// The request.
    public var purge: Identifier
    /// The document.
    public var document: Identifier
    /// The object; the chain line names it too.
    public var object: ObjectID

    /// A record body with these members.
    public init(purge: Identifier, document: Identifier, object: ObjectID) {
        self.purge = purge
        self.document = document
        self.object = object
    }

    public static let form = BodyForm(
        never: "it is the proof of what was destroyed", ObjectPurged.init(purge:document:object:),
        .id("purge", \.purge), .id("document", \.document), .hash("object", \.object))
}

/// An object came back from the trash, and its document into the lists; the request is void.
public struct ObjectRestored: RecordBody {
    public static let kind = "object.restored"

    /// The request.
    public var purge: Identifier
    /// The document.
    public var document: Identifier
    /// The object.
    public var object: ObjectID
    /// `hold`, `retention`, `end-unknown`, `came-again`, `kept-archive` or `cancelled`.
    public var why: String

    /// A record body with these members.
    public init(purge: Identifier, document: Identifier, object: ObjectID, why: String) {
        self.purge = purge
        self.document = document
        self.object = object
        self.why = why
    }

    public static let form = BodyForm(
        never: "it is the proof of what was destroyed", ObjectRestored.init(purge:document:object:why:),
        .id("purge", \.purge), .id("document", \.document), .hash("object", \.object), .code("why", \.why))
}
