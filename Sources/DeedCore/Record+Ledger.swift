/// What the columns of a ledger mean was decided, and is remembered under a name for the same headings.
///
/// A name may stand for several lists of headings, one a sheet; the same name and headings again replace what was.
public struct LedgerMapped: RecordBody {
    public static let kind = "ledger.mapped"

    /// What people call it.
    public var name: String
    /// All headings of the sheet, as written, from left to right.
    public var headings: [String]
    /// Heading to field; a heading that is not in it is passed over.
    public var mapping: JSON

    /// A record body with these members.
    public init(name: String, headings: [String], mapping: JSON) {
        self.name = name
        self.headings = headings
        self.mapping = mapping
    }

    public var json: JSON {
        .body(("name", .string(name)), ("headings", .array(headings.map(JSON.string))), ("mapping", mapping))
    }

    public init(_ fields: BodyFields) throws {
        name = try fields.text("name")
        headings = fields.texts("headings")
        mapping = fields.body["mapping"] ?? .object([])
    }
}

/// A saved mapping is forgotten, with all its lists of headings.
public struct LedgerUnmapped: RecordBody {
    public static let kind = "ledger.unmapped"

    /// What people called it.
    public var name: String

    /// A record body with this member.
    public init(name: String) { self.name = name }

    public var json: JSON { .body(("name", .string(name))) }

    public init(_ fields: BodyFields) throws { name = try fields.text("name") }
}
