/// A ledger was applied.
public struct LedgerImported: RecordBody {
    public static let kind = "ledger.imported"

    /// The run of the ledger itself: what `ledger.rows` and `ledger.withdrawn` name. Absent before version 0.2.
    public var ledger: Identifier?
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
        ledger: Identifier? = nil, run: Identifier? = nil, source: String, sha256: ObjectID, rows: Int64, matched: Int64,
        conflicts: Int64, mapping: JSON
    ) {
        self.ledger = ledger
        self.run = run
        self.source = source
        self.sha256 = sha256
        self.rows = rows
        self.matched = matched
        self.conflicts = conflicts
        self.mapping = mapping
    }

    public static let form = BodyForm(
        { LedgerImported(ledger: $7, run: $0, source: $1, sha256: $2, rows: $3, matched: $4, conflicts: $5, mapping: $6) },
        .id("run", \.run), .text("source", \.source), .hash("sha256", \.sha256), .integer("rows", \.rows),
        .integer("matched", \.matched), .integer("conflicts", \.conflicts), .object("mapping", \.mapping, absent: .object([])),
        .id("ledger", \.ledger))
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

    public static let form = BodyForm(
        never: "headings name columns, not people", LedgerMapped.init(name:headings:mapping:),
        .text("name", \.name), .texts("headings", \.headings), .object("mapping", \.mapping, absent: .object([])))
}

/// A saved mapping is forgotten, with all its lists of headings.
public struct LedgerUnmapped: RecordBody {
    public static let kind = "ledger.unmapped"

    /// What people called it.
    public var name: String

    /// A record body with this member.
    public init(name: String) { self.name = name }

    public static let form = BodyForm(
        never: "headings name columns, not people", LedgerUnmapped.init(name:),
        .text("name", \.name))
}

/// What came of some rows of a ledger; the records that these rows made stand right behind it.
///
/// A large ledger is written in steps of some hundred rows: each step is one batch with one of these records.
public struct LedgerRows: RecordBody {
    public static let kind = "ledger.rows"

    /// The run, as `ledger.imported` names it.
    public var ledger: Identifier
    /// How many records behind this one belong to the step.
    public var records: Int64
    /// The rows.
    public var rows: [LedgerOutcome]

    /// A record body with these members.
    public init(ledger: Identifier, records: Int64, rows: [LedgerOutcome]) {
        self.ledger = ledger
        self.records = records
        self.rows = rows
    }

    public static let form = BodyForm(
        LedgerRows.init(ledger:records:rows:),
        .id("ledger", \.ledger), .integer("records", \.records), .rows("rows", \.rows))
}

extension BodyMember where Value == [LedgerOutcome] {
    /// A redaction leaves nothing of what stood in the cells.
    fileprivate static func rows(_ name: String, _ path: BodyPath<Body, [LedgerOutcome]>) -> Self {
        Self(
            name, "objects", path,
            emptied: { $0.map { LedgerOutcome(line: $0.line, outcome: $0.outcome, document: $0.document) } },
            write: { .array($0.map(\.json)) }, read: { ($0.array ?? []).compactMap(LedgerOutcome.init) }, absent: [])
    }
}

/// What came of one row of a ledger.
public struct LedgerOutcome: Sendable, Hashable {
    /// The sheet; `nil` for CSV, and for one that is not told apart.
    public var sheet: String?
    /// The line in the file or sheet.
    public var line: Int64
    /// `applied`, `unchanged`, `conflict`, `waiting` or `skipped`.
    public var outcome: String
    /// What a person knows the row by.
    public var subject: String?
    /// Its document.
    public var document: Identifier?
    /// What is to be said of it: cells that were not read, values that differ, why it waits.
    public var findings: [Finding]

    /// A row.
    public init(
        sheet: String? = nil, line: Int64, outcome: String, subject: String? = nil, document: Identifier? = nil,
        findings: [Finding] = []
    ) {
        self.sheet = sheet
        self.line = line
        self.outcome = outcome
        self.subject = subject
        self.document = document
        self.findings = findings
    }

    /// One thing to be said of a row.
    public struct Finding: Sendable, Hashable {
        /// The meaning of the column, where it is about one.
        public var column: String?
        /// The heading as the file has it.
        public var heading: String?
        /// What the row says.
        public var value: String?
        /// What is known, where that differs.
        public var known: String?
        /// A code: why.
        public var reason: String
        /// What could be meant: days, documents.
        public var could: [String]

        /// A finding.
        public init(
            column: String? = nil, heading: String? = nil, value: String? = nil, known: String? = nil, reason: String,
            could: [String] = []
        ) {
            self.column = column
            self.heading = heading
            self.value = value
            self.known = known
            self.reason = reason
            self.could = could
        }
    }
}

extension LedgerOutcome {
    /// Members without a value are left out.
    public var json: JSON {
        .body(
            ("sheet", sheet.map(JSON.string)), ("line", .integer(line)), ("outcome", .string(outcome)),
            ("subject", subject.map(JSON.string)), ("document", document?.json),
            ("findings", findings.isEmpty ? nil : .array(findings.map(\.json))))
    }

    init?(_ json: JSON) {
        guard let line = json["line"]?.integer, let outcome = json["outcome"]?.string else { return nil }
        self.init(
            sheet: json["sheet"]?.string, line: line, outcome: outcome, subject: json["subject"]?.string,
            document: json["document"]?.string.flatMap { Identifier($0) },
            findings: LedgerOutcome.findings(json["findings"] ?? .array([])))
    }

    /// Findings back from their JSON.
    public static func findings(_ json: JSON) -> [Finding] {
        (json.array ?? []).compactMap { each in
            guard let reason = each["reason"]?.string else { return nil }
            return Finding(
                column: each["column"]?.string, heading: each["heading"]?.string, value: each["value"]?.string,
                known: each["known"]?.string, reason: reason, could: each["could"]?.array?.compactMap(\.string) ?? [])
        }
    }
}

extension LedgerOutcome.Finding {
    /// Members without a value are left out.
    public var json: JSON {
        .body(
            ("column", column.map(JSON.string)), ("heading", heading.map(JSON.string)), ("value", value.map(JSON.string)),
            ("known", known.map(JSON.string)), ("reason", .string(reason)),
            ("could", could.isEmpty ? nil : .array(could.map(JSON.string))))
    }
}

/// A run of a ledger was withdrawn: what it had said and nobody had changed since was taken back by the records before this one.
public struct LedgerWithdrawn: RecordBody {
    public static let kind = "ledger.withdrawn"

    /// The run.
    public var ledger: Identifier
    /// The reason given.
    public var why: String?

    /// A record body with these members.
    public init(ledger: Identifier, why: String? = nil) {
        self.ledger = ledger
        self.why = why
    }

    public static let form = BodyForm(
        LedgerWithdrawn.init(ledger:why:),
        .id("ledger", \.ledger), .text("why", \.why))
}
