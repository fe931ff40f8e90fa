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

    public static let form = BodyForm(
        never: "it is the proof of what may not be destroyed",
        HoldPlaced.init(hold:name:document:customer:documentKind:why:note:),
        .id("hold", \.hold), .text("name", \.name), .id("document", \.document), .id("customer", \.customer),
        .code("documentKind", \.documentKind), .text("why", \.why), .text("note", \.note))
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

    public static let form = BodyForm(
        never: "it is the proof of what may not be destroyed", HoldReleased.init(hold:why:),
        .id("hold", \.hold), .text("why", \.why))
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

    public static let form = BodyForm(
        never: "it is the proof of what may not be destroyed", RetentionSet.init(documentKind:years:from:why:),
        .code("documentKind", \.documentKind), .integer("years", \.years), .code("from", \.from), .text("why", \.why))
}
