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

/// A document was tied to a customer.
public struct DocumentLinked: RecordBody {
    public static let kind = "document.linked"

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

    public static let form = BodyForm(
        never: "it has ids only", DocumentLinked.init(document:customer:role:source:),
        .id("document", \.document), .id("customer", \.customer), .code("role", \.role), .code("source", \.source))
}

/// A document got a tag.
public struct DocumentTagged: RecordBody {
    public static let kind = "document.tagged"

    /// The document.
    public var document: Identifier
    /// The tag.
    public var tag: String

    /// A record body with these members.
    public init(document: Identifier, tag: String) {
        self.document = document
        self.tag = tag
    }

    public static let form = BodyForm(
        DocumentTagged.init(document:tag:),
        .id("document", \.document), .text("tag", \.tag))
}

/// A document was untied from a customer.
public struct DocumentUnlinked: RecordBody {
    public static let kind = "document.unlinked"

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

    public static let form = BodyForm(
        never: "it has ids only", DocumentUnlinked.init(document:customer:role:source:),
        .id("document", \.document), .id("customer", \.customer), .code("role", \.role), .code("source", \.source))
}

/// A document lost a tag.
public struct DocumentUntagged: RecordBody {
    public static let kind = "document.untagged"

    /// The document.
    public var document: Identifier
    /// The tag.
    public var tag: String

    /// A record body with these members.
    public init(document: Identifier, tag: String) {
        self.document = document
        self.tag = tag
    }

    public static let form = BodyForm(
        DocumentUntagged.init(document:tag:),
        .id("document", \.document), .text("tag", \.tag))
}
