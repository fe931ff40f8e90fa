/// The members of a kind's body, said once: from this list follow the JSON, the reading, what a redaction leaves, and the table of the
/// specification.
///
///     BodyForm(HoldReleased.init, .id("hold", \.hold), .text("why", \.why))
///
/// The members stand in the order of the specification, which is the order of the initialiser's parameters.
public struct BodyForm<Body: Sendable>: Sendable {
    private let list: any BodyMembers<Body>
    /// Why a record of this kind is never redacted; `nil` where it is.
    public let neverRedacted: String?

    /// A form.
    ///
    /// - Parameters:
    ///   - reason: why such a record is never redacted: there is nothing of a person in it, or its words prove what was done.
    ///   - make: the initialiser.
    ///   - members: what it takes, in its order.
    init<each Value>(
        never reason: String? = nil, _ make: @escaping @Sendable (repeat each Value) -> Body,
        _ members: repeat BodyMember<Body, each Value>
    ) {
        list = MemberList(make: make, members: (repeat each members))
        neverRedacted = reason
    }

    /// The rows of the specification.
    public var rows: [BodyRow] { list.rows }

    /// Reads a body; members that are not in the list are ignored.
    ///
    /// - Throws: ``BodyError``.
    func read(_ fields: BodyFields) throws -> Body { try list.read(fields) }

    /// Writes a body; a member without a value is left out.
    func json(of body: Body) -> JSON { list.json(of: body) }

    /// The body without its content; `nil` where it is never redacted.
    func emptied(_ body: Body) -> Body? { neverRedacted == nil ? list.emptied(body) : nil }
}

/// One row of the specification's table of a kind.
public struct BodyRow: Sendable, Hashable {
    /// The name in the JSON.
    public var name: String
    /// The type as the specification names it: `id`, `text`, `hash` …
    public var type: String
    /// Whether it may be absent.
    public var isOptional: Bool
}

/// One member of a body.
public struct BodyMember<Body, Value>: Sendable {
    /// The name in the JSON; `nil` for what stands in the chain line.
    let name: String?
    let type: String
    let value: @Sendable (Body) -> Value
    let write: @Sendable (Value) -> JSON?
    let read: @Sendable (BodyFields) throws -> Value
    /// What a redaction leaves of it; `nil`: all.
    let emptied: (@Sendable (Value) -> Value)?
    let isOptional: Bool
}

/// The list without the types of its members.
private protocol BodyMembers<Body>: Sendable {
    associatedtype Body
    var rows: [BodyRow] { get }
    func read(_ fields: BodyFields) throws -> Body
    func json(of body: Body) -> JSON
    func emptied(_ body: Body) -> Body
}

private struct MemberList<Body: Sendable, each Value>: BodyMembers {
    let make: @Sendable (repeat each Value) -> Body
    let members: (repeat BodyMember<Body, each Value>)

    var rows: [BodyRow] {
        var rows: [BodyRow] = []
        for member in repeat each members {
            guard let name = member.name else { continue }
            rows.append(BodyRow(name: name, type: member.type, isOptional: member.isOptional))
        }
        return rows
    }

    func read(_ fields: BodyFields) throws -> Body { make(repeat try (each members).read(fields)) }

    func json(of body: Body) -> JSON {
        var written: [JSON.Member] = []
        for member in repeat each members {
            if let name = member.name, let value = member.write(member.value(body)) { written.append(JSON.Member(name, value)) }
        }
        return .object(written)
    }

    func emptied(_ body: Body) -> Body { make(repeat (each members).rest(of: body)) }
}

extension BodyMember {
    fileprivate func rest(of body: Body) -> Value { emptied.map { $0(value(body)) } ?? value(body) }
}
