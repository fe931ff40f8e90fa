// The types of members, as the specification names them. Ids, hashes, numbers, days and codes stay when a record is redacted; texts and
// objects go, unless it is said otherwise.

/// Where a body has a member.
typealias BodyPath<Body, Value> = any KeyPath<Body, Value> & Sendable

extension BodyMember where Value: Sendable {
    /// A member that is there always.
    init(
        _ name: String, _ type: String, _ path: BodyPath<Body, Value>, emptied: (@Sendable (Value) -> Value)? = nil,
        write: @escaping @Sendable (Value) -> JSON, read: @escaping @Sendable (JSON) -> Value?, absent: Value? = nil
    ) {
        self.init(
            name: name, type: type, value: { $0[keyPath: path] }, write: write,
            read: { fields in
                guard let value = fields.body[name].flatMap(read) ?? absent else {
                    throw BodyError(kind: fields.kind, member: name)
                }
                return value
            }, emptied: emptied, isOptional: false)
    }

    /// A member that may be absent.
    ///
    /// - Parameters:
    ///   - isContent: whether a redaction takes it out.
    ///   - isForgiving: whether one of another JSON type counts as absent.
    init<Wrapped>(
        _ name: String, _ type: String, optional path: BodyPath<Body, Wrapped?>, isContent: Bool,
        isForgiving: Bool = true, write: @escaping @Sendable (Wrapped) -> JSON, read: @escaping @Sendable (JSON) -> Wrapped?
    ) where Value == Wrapped? {
        let read: @Sendable (BodyFields) throws -> Wrapped? = { fields in
            guard let json = fields.body[name] else { return nil }
            if let value = read(json) { return value }
            // A text that is no id is an error; a number in its place was always passed over.
            guard isForgiving || json.string == nil else { throw BodyError(kind: fields.kind, member: name) }
            return nil
        }
        let write: @Sendable (Wrapped?) -> JSON? = { value in value.map(write) }
        let nothing: @Sendable (Wrapped?) -> Wrapped? = { _ in nil }
        self.init(
            name: name, type: type, value: { $0[keyPath: path] }, write: write, read: read, emptied: isContent ? nothing : nil,
            isOptional: true)
    }
}

extension BodyMember where Value == String {
    /// What people wrote; a redaction leaves nothing of it.
    static func text(_ name: String, _ path: BodyPath<Body, String>) -> Self {
        Self(name, "text", path, emptied: { _ in "" }, write: JSON.string, read: \.string)
    }

    /// A word of the program's own, or a name that is nobody's.
    static func code(_ name: String, _ path: BodyPath<Body, String>) -> Self {
        Self(name, "text", path, write: JSON.string, read: \.string)
    }
}

extension BodyMember where Value == String? {
    static func text(_ name: String, _ path: BodyPath<Body, String?>) -> Self {
        Self(name, "text", optional: path, isContent: true, write: JSON.string, read: \.string)
    }

    static func code(_ name: String, _ path: BodyPath<Body, String?>) -> Self {
        Self(name, "text", optional: path, isContent: false, write: JSON.string, read: \.string)
    }
}

extension BodyMember where Value == [String] {
    static func texts(_ name: String, _ path: BodyPath<Body, [String]>) -> Self {
        Self(
            name, "texts", path, emptied: { _ in [] }, write: { .array($0.map(JSON.string)) },
            read: { $0.array?.compactMap(\.string) }, absent: [])
    }
}

extension BodyMember where Value == Int64 {
    /// - Parameter emptied: what a redaction puts in its place; `nil`: it stays.
    static func integer(_ name: String, _ path: BodyPath<Body, Int64>, emptied: Int64? = nil) -> Self {
        let left = emptied.map { rest in { @Sendable (_: Int64) in rest } }
        return Self(name, "integer", path, emptied: left, write: JSON.integer, read: \.integer)
    }
}

extension BodyMember where Value == Int64? {
    static func integer(_ name: String, _ path: BodyPath<Body, Int64?>) -> Self {
        Self(name, "integer", optional: path, isContent: false, write: JSON.integer, read: \.integer)
    }
}

extension BodyMember where Value == UInt32? {
    static func integer(_ name: String, _ path: BodyPath<Body, UInt32?>, isContent: Bool) -> Self {
        Self(
            name, "integer", optional: path, isContent: isContent, write: { .integer(Int64($0)) },
            read: { $0.integer.flatMap { UInt32(exactly: $0) } })
    }
}

extension BodyMember where Value == Bool {
    static func flag(_ name: String, _ path: BodyPath<Body, Bool>) -> Self {
        Self(name, "boolean", path, write: JSON.bool, read: \.bool, absent: false)
    }
}

extension BodyMember where Value == Identifier {
    static func id(_ name: String, _ path: BodyPath<Body, Identifier>) -> Self {
        Self(name, "id", path, write: \.json, read: { $0.string.flatMap { Identifier($0) } })
    }
}

extension BodyMember where Value == Identifier? {
    static func id(_ name: String, _ path: BodyPath<Body, Identifier?>) -> Self {
        Self(
            name, "id", optional: path, isContent: false, isForgiving: false, write: \.json,
            read: { $0.string.flatMap { Identifier($0) } })
    }
}

extension BodyMember where Value == ObjectID {
    static func hash(_ name: String, _ path: BodyPath<Body, ObjectID>) -> Self {
        Self(name, "hash", path, write: { .string($0.hex) }, read: { $0.string.flatMap { ObjectID(hex: $0) } })
    }

    /// The object of the chain line: it is no member of the body.
    static func chainObject(_ path: BodyPath<Body, ObjectID>) -> Self {
        Self(
            name: nil, type: "hash", value: { $0[keyPath: path] }, write: { _ in nil },
            read: { fields in
                guard let object = fields.objects.first else { throw BodyError(kind: fields.kind, member: "object") }
                return object
            }, emptied: nil, isOptional: false)
    }
}

extension BodyMember where Value == ObjectID? {
    static func hash(_ name: String, _ path: BodyPath<Body, ObjectID?>, isContent: Bool = false) -> Self {
        Self(
            name, "hash", optional: path, isContent: isContent, isForgiving: false, write: { .string($0.hex) },
            read: { $0.string.flatMap { ObjectID(hex: $0) } })
    }
}

extension BodyMember where Value == CivilDate {
    static func date(_ name: String, _ path: BodyPath<Body, CivilDate>) -> Self {
        Self(name, "date", path, write: { .string($0.description) }, read: { $0.string.flatMap { CivilDate($0) } })
    }
}

extension BodyMember where Value == CivilDate? {
    static func date(_ name: String, _ path: BodyPath<Body, CivilDate?>, isContent: Bool = false) -> Self {
        Self(
            name, "date", optional: path, isContent: isContent, isForgiving: false, write: { .string($0.description) },
            read: { $0.string.flatMap { CivilDate($0) } })
    }
}

extension BodyMember where Value == Instant {
    static func instant(_ name: String, _ path: BodyPath<Body, Instant>) -> Self {
        Self(name, "instant", path, write: { .string($0.description) }, read: \.instant)
    }
}

extension BodyMember where Value == Instant? {
    static func instant(_ name: String, _ path: BodyPath<Body, Instant?>, isContent: Bool = false) -> Self {
        Self(
            name, "instant", optional: path, isContent: isContent, isForgiving: false, write: { .string($0.description) },
            read: \.instant)
    }
}

extension BodyMember where Value == JSON {
    /// An object; a redaction leaves its names, each with null.
    static func changes(_ name: String, _ path: BodyPath<Body, JSON>, absent: JSON? = nil) -> Self {
        Self(
            name, "object", path, emptied: { .object(($0.members ?? []).map { JSON.Member($0.name, .null) }) }, write: { $0 },
            read: { absent == nil && $0.members == nil ? nil : $0 }, absent: absent)
    }

    /// An object; a redaction leaves an empty one.
    static func object(_ name: String, _ path: BodyPath<Body, JSON>, absent: JSON? = nil) -> Self {
        Self(
            name, "object", path, emptied: { _ in .object([]) }, write: { $0 },
            read: { absent == nil && $0.members == nil ? nil : $0 }, absent: absent)
    }
}

extension BodyMember where Value == JSON? {
    static func object(_ name: String, _ path: BodyPath<Body, JSON?>) -> Self {
        Self(name, "object", optional: path, isContent: true, write: { $0 }, read: { $0 })
    }
}

extension BodyMember where Value: RawRepresentable & Sendable, Value.RawValue == String {
    /// One of a list of words that are part of the format.
    static func word(_ name: String, _ path: BodyPath<Body, Value>) -> Self {
        Self(name, "text", path, write: { .string($0.rawValue) }, read: { $0.string.flatMap { Value(rawValue: $0) } })
    }
}

extension JSON {
    /// A time, also in the form that version 0.1 wrote for one that no calendar has.
    fileprivate var instant: Instant? { string.flatMap { Instant($0) ?? Instant(outsideOfYears: $0) } }
}
