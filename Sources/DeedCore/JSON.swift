/// A JSON value (RFC 8259) whose members keep their order: journal lines and bodies are compared byte for byte.
public enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([Member])

    /// One name and its value.
    public struct Member: Sendable, Hashable {
        /// The member's name.
        public var name: String
        /// The member's value.
        public var value: JSON

        /// A name with its value.
        public init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }

    /// The first member called `name` of an object; `nil` where there is none or this is no object.
    public subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        for member in members where member.name == name { return member.value }
        return nil
    }

    /// The text of a string, else `nil`.
    public var string: String? { if case .string(let text) = self { text } else { nil } }

    /// The value of an integer, else `nil`.
    public var integer: Int64? { if case .integer(let value) = self { value } else { nil } }

    /// The value of a boolean, else `nil`.
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

    /// The elements of an array, else `nil`.
    public var array: [JSON]? { if case .array(let values) = self { values } else { nil } }

    /// The members of an object, else `nil`.
    public var members: [Member]? { if case .object(let members) = self { members } else { nil } }
}

// No `nil` literal: where a `JSON?` is expected, it would mean `.null` in one place and "no value" in another.
extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSON)...) { self = .object(elements.map { Member($0, $1) }) }

    /// A string, or null where there is none.
    public init(_ text: String?) { self = text.map(JSON.string) ?? .null }

    /// An integer, or null where there is none.
    public init(_ value: Int?) { self = value.map { .integer(Int64($0)) } ?? .null }

    /// An integer, or null where there is none.
    public init(_ value: Int64?) { self = value.map(JSON.integer) ?? .null }

    /// A date as ISO text, or null where there is none.
    public init(_ date: CivilDate?) { self = date.map { .string($0.description) } ?? .null }

    /// An id as text, or null where there is none.
    public init(_ id: Identifier?) { self = id.map { .string($0.text) } ?? .null }

    /// An object's name as text, or null where there is none.
    public init(_ id: ObjectID?) { self = id.map { .string($0.hex) } ?? .null }
}
