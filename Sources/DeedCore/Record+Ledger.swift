/// A ledger was applied.
public struct LedgerImported: RecordBody {
    public static let kind = "ledger.imported"

    /// The import run it came with.
    public var run: Identifier?
    /// The absolute path of the file.
    public var source: String
    /// Of the file's bytes.
    public var sha256: ObjectID
    /// Rows read.
    public var rows: Int64
    /// Rows that found their file.
    public var matched: Int64
    /// Rows that differ from confirmed values.
    public var conflicts: Int64
    /// Column heading to field.
    public var mapping: JSON

    /// A record body with these members.
    public init(
        run: Identifier? = nil, source: String, sha256: ObjectID, rows: Int64, matched: Int64, conflicts: Int64, mapping: JSON
    ) {
        self.run = run
        self.source = source
        self.sha256 = sha256
        self.rows = rows
        self.matched = matched
        self.conflicts = conflicts
        self.mapping = mapping
    }

    public var json: JSON {
        .body(
            ("run", run?.json), ("source", .string(source)), ("sha256", .string(sha256.hex)), ("rows", .integer(rows)),
            ("matched", .integer(matched)), ("conflicts", .integer(conflicts)), ("mapping", mapping)
        )
    }

    public init(_ fields: BodyFields) throws {
        run = try fields.optionalID("run")
        source = try fields.text("source")
        sha256 = try fields.required(objectNamed: "sha256")
        rows = try fields.integer("rows")
        matched = try fields.integer("matched")
        conflicts = try fields.integer("conflicts")
        mapping = fields.body["mapping"] ?? .object([])
    }
}

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
