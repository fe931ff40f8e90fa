/// What a person or a ledger can say, change and take back: `contact`, `serial`, `purchase`, `cover`, `customer`. The name is the beginning of
/// the records' kinds (`cover.changed`) and the member that carries the id.
public protocol FactSubject: Sendable, Hashable {
    /// The name in kinds and members.
    static var name: String { get }
    /// Why a change of it is never redacted; `nil` where it is.
    static var neverRedacted: String? { get }
}

extension FactSubject {
    public static var neverRedacted: String? { nil }
}

/// A way to reach a customer.
public enum ContactSubject: FactSubject { public static let name = "contact" }
/// A machine: its number, its model, who has it.
public enum SerialSubject: FactSubject {
    public static let name = "serial"
    public static let neverRedacted: String? = "a machine is no person"
}
/// A sale of a machine.
public enum PurchaseSubject: FactSubject { public static let name = "purchase" }
/// A promise on a machine.
public enum CoverSubject: FactSubject {
    public static let name = "cover"
    public static let neverRedacted: String? = "a machine is no person"
}
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

    public static var form: BodyForm<FactChanged> {
        BodyForm(
            never: Subject.neverRedacted, FactChanged.init(_:changes:source:),
            .id(Subject.name, \.id), .changes("changes", \.changes), .code("source", \.source))
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

    public static var form: BodyForm<FactEnded> {
        BodyForm(
            FactEnded.init(_:source:why:),
            .id(Subject.name, \.id), .code("source", \.source), .text("why", \.why))
    }
}

public typealias ContactChanged = FactChanged<ContactSubject>
public typealias ContactEnded = FactEnded<ContactSubject>
public typealias SerialChanged = FactChanged<SerialSubject>
public typealias SerialEnded = FactEnded<SerialSubject>
public typealias PurchaseChanged = FactChanged<PurchaseSubject>
public typealias PurchaseEnded = FactEnded<PurchaseSubject>
public typealias CoverChanged = FactChanged<CoverSubject>
public typealias CoverEnded = FactEnded<CoverSubject>
public typealias CustomerEnded = FactEnded<CustomerSubject>

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

    public static let form = BodyForm(
        never: "it has ids only", RenewalAcknowledged.init(document:term:),
        .id("document", \.document), .date("term", \.term))
}
