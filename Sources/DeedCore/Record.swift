/// A fact that can be written into the journal: a body of one of the kinds of ``RecordKind/all``, or of one that this version does not know.
public struct Record: Sendable {
    /// What it says.
    public let payload: any RecordBody

    /// A fact.
    public init(_ payload: any RecordBody) { self.payload = payload }

    /// The name of the kind that the chain line carries.
    public var kind: String { payload.kind }

    /// Whether this version knows the kind: a vault that holds another is read only.
    public var isKnown: Bool { !(payload is UnknownBody) }

    /// The objects that the record keeps in the vault.
    public var objects: [ObjectID] { payload.objects }

    /// The object that is gone for good with this record: the chain line names it, so that an auditor can tell it from a lost one.
    public var purged: ObjectID? { (payload as? ObjectPurged)?.object }

    /// The body as JSON.
    public var body: JSON { payload.json }

    /// What is left of the record when its body is taken out: ids, counts and codes stay, so that later records still find what they name; texts,
    /// names, paths, numbers and values go. `nil` for a kind that has nothing personal in it, or whose words are the proof of what was done.
    public var withoutContent: Record? { payload.withoutContent.map { Record($0) } }

    /// Reads a record back from what the chain line and the body say.
    ///
    /// - Throws: ``BodyError`` when a known kind lacks a member or has one of a wrong type.
    public init(kind: String, objects: [ObjectID], body: JSON) throws {
        let known = RecordKind.named(kind)
        payload = try known?.read(BodyFields(kind: kind, objects: objects, body: body)) ?? UnknownBody(kind: kind, json: body)
    }
}

extension Record: Hashable {
    public static func == (one: Record, other: Record) -> Bool { one.payload.equals(other.payload) }
    public func hash(into hasher: inout Hasher) { hasher.combine(AnyHashable(payload)) }
}

/// What a kind of record says: its name, its members, the objects it keeps.
public protocol RecordBody: Sendable, Hashable {
    /// The name of the kind that the chain line carries. It is part of the format, is never changed and never used again.
    static var kind: String { get }
    /// The members: how the body is written, read and redacted, and what the specification says of it.
    static var form: BodyForm<Self> { get }
    /// The name of the kind.
    var kind: String { get }
    /// The objects that this record keeps in the vault.
    var objects: [ObjectID] { get }
    /// The body.
    var json: JSON { get }
}

extension RecordBody {
    public var kind: String { Self.kind }
    public var objects: [ObjectID] { [] }
    public var json: JSON { Self.form.json(of: self) }

    /// See ``Record/withoutContent``.
    var withoutContent: Self? { Self.form.emptied(self) }

    func equals(_ other: any RecordBody) -> Bool { (other as? Self) == self }
}

/// A record of a kind that this version does not know: the vault opens read-only.
public struct UnknownBody: RecordBody {
    public static let kind = ""
    public static let form = BodyForm<UnknownBody>(never: "it is not known what it says") {
        UnknownBody(kind: "", json: .object([]))
    }

    public let kind: String
    public let json: JSON

    init(kind: String, json: JSON) {
        self.kind = kind
        self.json = json
    }
}
