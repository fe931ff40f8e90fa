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

    public var json: JSON {
        .body(
            ("document", document.json), ("field", .string(field)), ("value", value.map(JSON.string)),
            ("source", .string(source)), ("evidence", evidence), ("term", term.map { .string($0.description) })
        )
    }

    public init(_ fields: BodyFields) throws {
        document = try fields.id("document")
        field = try fields.text("field")
        value = fields.optionalText("value")
        source = try fields.text("source")
        evidence = fields.body["evidence"]
        term = try fields.optionalDate("term")
    }
}

/// A document was tied to a customer (or, as `document.unlinked`, untied).
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

    public var json: JSON {
        .body(
            ("document", document.json), ("customer", customer.json), ("role", .string(role)), ("source", .string(source))
        )
    }

    public init(_ fields: BodyFields) throws {
        document = try fields.id("document")
        customer = try fields.id("customer")
        role = try fields.text("role")
        source = try fields.text("source")
    }
}

/// A document got a tag (or, as `document.untagged`, lost it).
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

    public var json: JSON {
        .body(
            ("document", document.json), ("tag", .string(tag))
        )
    }

    public init(_ fields: BodyFields) throws {
        document = try fields.id("document")
        tag = try fields.text("tag")
    }
}
