/// A field of a document got a value, or lost it.
public struct DocumentSet: RecordBody {
    public static let kind = "document.set"

    /// The document.
    public var document: Identifier
    /// One of ``DocumentField``.
    public var field: String
    /// The value in the field's text form; absent when it was taken away.
    public var value: String?
    /// `manual`, `ledger` or `accepted`.
    public var source: String
    /// Where the value was read, if it was.
    public var evidence: JSON?
    /// Of a decision, the last day of the term that it was made for; absent where that was not known, and in vaults of version 0.1.
    public var term: CivilDate?

    /// A record body with these members.
    public init(
        document: Identifier, field: String, value: String? = nil, source: String, evidence: JSON? = nil, term: CivilDate? = nil
    ) {
        self.document = document
        self.field = field
        self.value = value
        self.source = source
        self.evidence = evidence
        self.term = term
    }

    public static let form = BodyForm(
        DocumentSet.init(document:field:value:source:evidence:term:),
        .id("document", \.document), .code("field", \.field), .text("value", \.value), .code("source", \.source),
        .object("evidence", \.evidence), .date("term", \.term, isContent: true))
}

/// What is said of a tie or a tag: that it is from now on, or that it is no longer.
public protocol DocumentChange: Sendable, Hashable {
    /// The end of the record's kind for a tie to a customer.
    static var link: String { get }
    /// The end of the record's kind for a tag.
    static var tag: String { get }
}

/// It is from now on.
public enum Given: DocumentChange { public static let (link, tag) = ("linked", "tagged") }
/// It is no longer.
public enum TakenAway: DocumentChange { public static let (link, tag) = ("unlinked", "untagged") }

/// A document was tied to a customer.
public typealias DocumentLinked = DocumentTie<Given>
/// A document was untied from a customer.
public typealias DocumentUnlinked = DocumentTie<TakenAway>
/// A document got a tag.
public typealias DocumentTagged = DocumentTag<Given>
/// A document lost a tag.
public typealias DocumentUntagged = DocumentTag<TakenAway>

/// A document and what a customer is in it.
public struct DocumentTie<Change: DocumentChange>: RecordBody {
    public static var kind: String { "document." + Change.link }

    /// The document.
    public var document: Identifier
    /// The customer.
    public var customer: Identifier
    /// What the customer is in it: `party-a`, `party-b`, `customer` …
    public var role: String
    /// `manual` or `ledger`.
    public var source: String

    /// A record body with these members.
    public init(document: Identifier, customer: Identifier, role: String, source: String) {
        self.document = document
        self.customer = customer
        self.role = role
        self.source = source
    }

    public static var form: BodyForm<DocumentTie> {
        BodyForm(
            never: "it has ids only", DocumentTie.init(document:customer:role:source:),
            .id("document", \.document), .id("customer", \.customer), .code("role", \.role), .code("source", \.source))
    }
}

/// A document and one of its tags.
public struct DocumentTag<Change: DocumentChange>: RecordBody {
    public static var kind: String { "document." + Change.tag }

    /// The document.
    public var document: Identifier
    /// The tag.
    public var tag: String

    /// A record body with these members.
    public init(document: Identifier, tag: String) {
        self.document = document
        self.tag = tag
    }

    public static var form: BodyForm<DocumentTag> {
        BodyForm(DocumentTag.init(document:tag:), .id("document", \.document), .text("tag", \.tag))
    }
}
