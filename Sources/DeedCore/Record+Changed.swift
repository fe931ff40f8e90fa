/// What a person or a ledger can say, change and take back: `contact`, `serial`, `purchase`, `cover`, `customer`. The name is the beginning of
/// the records' kinds (`cover.changed`) and the member that carries the id.
public protocol FactSubject: Sendable, Hashable {
    /// The name in kinds and members.
    static var name: String { get }
}

/// A way to reach a customer.
public enum ContactSubject: FactSubject { public static let name = "contact" }
/// A machine: its number, its model, who has it.
public enum SerialSubject: FactSubject { public static let name = "serial" }
/// A sale of a machine.
public enum PurchaseSubject: FactSubject { public static let name = "purchase" }
/// A promise on a machine.
public enum CoverSubject: FactSubject { public static let name = "cover" }
/// A customer.
public enum CustomerSubject: FactSubject { public static let name = "customer" }

/// Members of a fact got other values, or lost them: what the fact was stays known for the days before.
public struct FactChanged<Subject: FactSubject>: RecordBody {
    public static var kind: String { Subject.name + ".changed" }

    /// The fact.
    public var id: Identifier
    /// Member of the record that added it to the new value, or null.
    public var changes: JSON
    /// `manual` or `ledger`.
    public var source: String

    /// A record body with these members.
    public init(_ id: Identifier, changes: JSON, source: String) {
        self.id = id
        self.changes = changes
        self.source = source
    }

    public var json: JSON { .body((Subject.name, id.json), ("changes", changes), ("source", .string(source))) }

    public init(_ fields: BodyFields) throws {
        id = try fields.id(Subject.name)
        changes = try fields.object(named: "changes")
        source = try fields.text("source")
    }

    /// The same change without its values: each member is unknown from then on.
    var emptied: FactChanged {
        FactChanged(id, changes: .object((changes.members ?? []).map { JSON.Member($0.name, .null) }), source: source)
    }
}

/// A fact was taken back: it was a mistake, or it holds no longer.
public struct FactEnded<Subject: FactSubject>: RecordBody {
    public static var kind: String { Subject.name + ".ended" }

    /// The fact.
    public var id: Identifier
    /// `manual` or `ledger`.
    public var source: String
    /// The reason.
    public var why: String?

    /// A record body with these members.
    public init(_ id: Identifier, source: String, why: String? = nil) {
        self.id = id
        self.source = source
        self.why = why
    }

    public var json: JSON { .body((Subject.name, id.json), ("source", .string(source)), ("why", why.map(JSON.string))) }

    public init(_ fields: BodyFields) throws {
        id = try fields.id(Subject.name)
        source = try fields.text("source")
        why = fields.optionalText("why")
    }

    /// The same without the reason.
    var emptied: FactEnded { FactEnded(id, source: source) }
}

/// Somebody has seen that a contract renewed by itself.
public struct RenewalAcknowledged: RecordBody {
    public static let kind = "renewal.acknowledged"

    /// The document.
    public var document: Identifier
    /// The last day of the term that was over when it renewed; renewals before it are acknowledged too.
    public var term: CivilDate

    /// A record body with these members.
    public init(document: Identifier, term: CivilDate) {
        self.document = document
        self.term = term
    }

    public var json: JSON { .body(("document", document.json), ("term", .string(term.description))) }

    public init(_ fields: BodyFields) throws {
        document = try fields.id("document")
        term = try fields.date("term")
    }
}
