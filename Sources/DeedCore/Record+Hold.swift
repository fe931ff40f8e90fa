/// Something is held: until the hold is released nothing that it covers may be purged.
public struct HoldPlaced: RecordBody {
    public static let kind = "hold.placed"

    /// The new hold.
    public var hold: Identifier
    /// What people call it; several holds may have one name and are released together.
    public var name: String
    /// The document that is held.
    public var document: Identifier?
    /// The customer whose documents are held.
    public var customer: Identifier?
    /// The ``DocumentKind`` that is held.
    public var documentKind: String?
    /// The reason.
    public var why: String
    /// More about it.
    public var note: String?

    /// A record body with these members.
    public init(
        hold: Identifier, name: String, document: Identifier? = nil, customer: Identifier? = nil, documentKind: String? = nil,
        why: String, note: String? = nil
    ) {
        self.hold = hold
        self.name = name
        self.document = document
        self.customer = customer
        self.documentKind = documentKind
        self.why = why
        self.note = note
    }

    public var json: JSON {
        .body(
            ("hold", hold.json), ("name", .string(name)), ("document", document?.json), ("customer", customer?.json),
            ("documentKind", documentKind.map(JSON.string)), ("why", .string(why)), ("note", note.map(JSON.string)))
    }

    public init(_ fields: BodyFields) throws {
        hold = try fields.id("hold")
        name = try fields.text("name")
        document = try fields.optionalID("document")
        customer = try fields.optionalID("customer")
        documentKind = fields.optionalText("documentKind")
        why = try fields.text("why")
        note = fields.optionalText("note")
    }
}

/// A hold ended.
public struct HoldReleased: RecordBody {
    public static let kind = "hold.released"

    /// The hold.
    public var hold: Identifier
    /// The reason.
    public var why: String?

    /// A record body with these members.
    public init(hold: Identifier, why: String? = nil) {
        self.hold = hold
        self.why = why
    }

    public var json: JSON {
        .body(("hold", hold.json), ("why", why.map(JSON.string)))
    }

    public init(_ fields: BodyFields) throws {
        hold = try fields.id("hold")
        why = fields.optionalText("why")
    }
}

/// How long documents of a kind are kept at least; replaces the rule that the kind had.
public struct RetentionSet: RecordBody {
    public static let kind = "retention.set"

    /// The ``DocumentKind``; absent for documents of every kind.
    public var documentKind: String?
    /// Whole years; absent when the rule is taken away.
    public var years: Int64?
    /// `end` of the document or its `import`: where the years begin.
    public var from: String
    /// The law or the policy that asks for it.
    public var why: String?

    /// A record body with these members.
    public init(documentKind: String? = nil, years: Int64? = nil, from: String, why: String? = nil) {
        self.documentKind = documentKind
        self.years = years
        self.from = from
        self.why = why
    }

    public var json: JSON {
        .body(
            ("documentKind", documentKind.map(JSON.string)), ("years", years.map(JSON.integer)), ("from", .string(from)),
            ("why", why.map(JSON.string)))
    }

    public init(_ fields: BodyFields) throws {
        documentKind = fields.optionalText("documentKind")
        years = fields.optionalInteger("years")
        from = try fields.text("from")
        why = fields.optionalText("why")
    }
}
