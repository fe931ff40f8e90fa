/// Why a body cannot be read: which member of which kind is missing or of a wrong type.
public struct BodyError: Error, Sendable, Hashable {
    /// The record's kind.
    public var kind: String
    /// The member.
    public var member: String
}

/// What the chain line and the body say, before it is read.
public struct BodyFields: Sendable {
    let kind: String
    /// The objects that the chain line names.
    let objects: [ObjectID]
    /// The whole body.
    let body: JSON
}

extension JSON {
    /// An object of the members that have a value: absent ones are left out instead of written as null.
    static func body(_ members: (String, JSON?)...) -> JSON {
        .object(members.compactMap { name, value in value.map { Member(name, $0) } })
    }
}

extension Identifier {
    var json: JSON { .string(text) }
}
