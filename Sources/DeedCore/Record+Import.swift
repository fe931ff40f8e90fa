/// An import run began.
public struct ImportStarted: RecordBody {
    public static let kind = "import.started"

    /// The run.
    public var run: Identifier
    /// Absolute paths as given.
    public var sources: [String]
    /// A charset the user chose for names in archives.
    public var names: String?
    /// The absolute path of the ledger, if one was given.
    public var ledger: String?

    /// A record body with these members.
    public init(run: Identifier, sources: [String], names: String? = nil, ledger: String? = nil) {
        self.run = run
        self.sources = sources
        self.names = names
        self.ledger = ledger
    }

    public var json: JSON {
        .body(
            ("run", run.json), ("sources", .array(sources.map(JSON.string))), ("names", names.map(JSON.string)),
            ("ledger", ledger.map(JSON.string))
        )
    }

    public init(_ fields: BodyFields) throws {
        run = try fields.id("run")
        sources = fields.texts("sources")
        names = fields.optionalText("names")
        ledger = fields.optionalText("ledger")
    }
}

/// A container was read to its end, or as far as it could be.
public struct ImportArchive: RecordBody {
    public static let kind = "import.archive"

    /// The run.
    public var run: Identifier
    /// The absolute path of the source it came from.
    public var source: String
    /// The container, as `outer.zip!/inner.zip`.
    public var path: String
    /// Of the container's bytes, where they were read whole.
    public var sha256: ObjectID?
    /// Bytes of the container.
    public var size: Int64?
    /// libarchive's name of the format.
    public var format: String
    /// The charset that names were decoded from.
    public var names: String?
    /// Files that were read in it.
    public var entries: Int64
    /// `read`, `locked`, `damaged` or `limit`.
    public var state: String
    /// Where it broke, or which limit.
    public var detail: String?
    /// Whether the container itself was stored as an object.
    public var kept: Bool

    /// A record body with these members.
    public init(
        run: Identifier, source: String, path: String, sha256: ObjectID? = nil, size: Int64? = nil, format: String,
        names: String? = nil, entries: Int64, state: String, detail: String? = nil, kept: Bool = false
    ) {
        self.run = run
        self.source = source
        self.path = path
        self.sha256 = sha256
        self.size = size
        self.format = format
        self.names = names
        self.entries = entries
        self.state = state
        self.detail = detail
        self.kept = kept
    }

    public var objects: [ObjectID] { kept ? [sha256].compactMap { $0 } : [] }

    public var json: JSON {
        .body(
            ("run", run.json), ("source", .string(source)), ("path", .string(path)),
            ("sha256", sha256.map { .string($0.hex) }), ("size", size.map(JSON.integer)), ("format", .string(format)),
            ("names", names.map(JSON.string)), ("entries", .integer(entries)), ("state", .string(state)),
            ("detail", detail.map(JSON.string)), ("kept", .bool(kept))
        )
    }

    public init(_ fields: BodyFields) throws {
        run = try fields.id("run")
        source = try fields.text("source")
        path = try fields.text("path")
        sha256 = try fields.optionalObject("sha256")
        size = fields.optionalInteger("size")
        format = try fields.text("format")
        names = fields.optionalText("names")
        entries = try fields.integer("entries")
        state = try fields.text("state")
        detail = fields.optionalText("detail")
        kept = fields.flag("kept")
    }
}

/// A content that was not in the archive came in.
public struct DocumentAdded: RecordBody {
    public static let kind = "document.added"

    /// The new document.
    public var document: Identifier
    /// The object with the bytes; the chain line carries it.
    public var object: ObjectID
    /// The import run; absent for a single addition.
    public var run: Identifier?
    /// The absolute path of the source.
    public var source: String
    /// The file as the person knows it, as `合同.zip!/销售/2025.pdf`.
    public var path: String
    /// The last component of the path.
    public var name: String
    /// Bytes.
    public var size: Int64
    /// The modification time that the source gave.
    public var modified: Instant?
    /// The CRC-32 of its bytes, where an archive's directory gave it: how a later import knows the entry without unpacking it.
    public var crc32: UInt32?
    /// The document of the mail that it was attached to.
    public var attachedTo: Identifier?

    /// A record body with these members.
    public init(
        document: Identifier, object: ObjectID, run: Identifier? = nil, source: String, path: String, name: String,
        size: Int64, modified: Instant? = nil, crc32: UInt32? = nil, attachedTo: Identifier? = nil
    ) {
        self.document = document
        self.object = object
        self.run = run
        self.source = source
        self.path = path
        self.name = name
        self.size = size
        self.modified = modified
        self.crc32 = crc32
        self.attachedTo = attachedTo
    }

    public var objects: [ObjectID] { [object] }

    public var json: JSON {
        .body(
            ("document", document.json), ("run", run?.json), ("source", .string(source)), ("path", .string(path)),
            ("name", .string(name)), ("size", .integer(size)), ("modified", modified.map { .string($0.description) }),
            ("crc32", crc32.map { .integer(Int64($0)) }),
            ("attachedTo", attachedTo?.json)
        )
    }

    public init(_ fields: BodyFields) throws {
        document = try fields.id("document")
        object = try fields.object()
        run = try fields.optionalID("run")
        source = try fields.text("source")
        path = try fields.text("path")
        name = try fields.text("name")
        size = try fields.integer("size")
        modified = try fields.optionalInstant("modified")
        crc32 = fields.optionalInteger("crc32").flatMap { UInt32(exactly: $0) }
        attachedTo = try fields.optionalID("attachedTo")
    }
}

/// A content that the archive has came again under another name.
public struct DocumentNamed: RecordBody {
    public static let kind = "document.named"

    /// The document that has the content.
    public var document: Identifier
    /// The import run.
    public var run: Identifier?
    /// The absolute path of the source.
    public var source: String
    /// The file as the person knows it.
    public var path: String
    /// The last component of the path.
    public var name: String
    /// The modification time that the source gave.
    public var modified: Instant?
    /// The CRC-32 of its bytes, where an archive's directory gave it: how a later import knows the entry without unpacking it.
    public var crc32: UInt32?
    /// The document of the mail that it was attached to.
    public var attachedTo: Identifier?

    /// A record body with these members.
    public init(
        document: Identifier, run: Identifier? = nil, source: String, path: String, name: String, modified: Instant? = nil,
        crc32: UInt32? = nil, attachedTo: Identifier? = nil
    ) {
        self.document = document
        self.run = run
        self.source = source
        self.path = path
        self.name = name
        self.modified = modified
        self.crc32 = crc32
        self.attachedTo = attachedTo
    }

    public var json: JSON {
        .body(
            ("document", document.json), ("run", run?.json), ("source", .string(source)), ("path", .string(path)),
            ("name", .string(name)), ("modified", modified.map { .string($0.description) }),
            ("crc32", crc32.map { .integer(Int64($0)) }),
            ("attachedTo", attachedTo?.json)
        )
    }

    public init(_ fields: BodyFields) throws {
        document = try fields.id("document")
        run = try fields.optionalID("run")
        source = try fields.text("source")
        path = try fields.text("path")
        name = try fields.text("name")
        modified = try fields.optionalInstant("modified")
        crc32 = fields.optionalInteger("crc32").flatMap { UInt32(exactly: $0) }
        attachedTo = try fields.optionalID("attachedTo")
    }
}

/// A file was not taken in.
public struct ImportRejected: RecordBody {
    public static let kind = "import.rejected"

    /// The run.
    public var run: Identifier
    /// The absolute path of the source.
    public var source: String
    /// The file as the person knows it.
    public var path: String
    /// A reason code.
    public var reason: String
    /// More about it.
    public var detail: String?
    /// Bytes, where known.
    public var size: Int64?
    /// Where the bytes were read.
    public var sha256: ObjectID?

    /// A record body with these members.
    public init(
        run: Identifier, source: String, path: String, reason: String, detail: String? = nil, size: Int64? = nil,
        sha256: ObjectID? = nil
    ) {
        self.run = run
        self.source = source
        self.path = path
        self.reason = reason
        self.detail = detail
        self.size = size
        self.sha256 = sha256
    }

    public var json: JSON {
        .body(
            ("run", run.json), ("source", .string(source)), ("path", .string(path)), ("reason", .string(reason)),
            ("detail", detail.map(JSON.string)), ("size", size.map(JSON.integer)), ("sha256", sha256.map { .string($0.hex) })
        )
    }

    public init(_ fields: BodyFields) throws {
        run = try fields.id("run")
        source = try fields.text("source")
        path = try fields.text("path")
        reason = try fields.text("reason")
        detail = fields.optionalText("detail")
        size = fields.optionalInteger("size")
        sha256 = try fields.optionalObject("sha256")
    }
}

/// A run ended; the account balances: seen = stored + duplicate + rejected.
public struct ImportFinished: RecordBody {
    public static let kind = "import.finished"

    /// The run.
    public var run: Identifier
    /// `complete` or `stopped`.
    public var state: String
    /// Leaf files seen.
    public var seen: Int64
    /// New documents.
    public var stored: Int64
    /// Known contents, with those that were already imported.
    public var duplicate: Int64
    /// Of the duplicates: same source, path and content, nothing was written.
    public var alreadyImported: Int64
    /// Files not taken in.
    public var rejected: Int64
    /// Bytes of the files stored.
    public var bytes: Int64

    /// A record body with these members.
    public init(
        run: Identifier, state: String, seen: Int64, stored: Int64, duplicate: Int64, alreadyImported: Int64, rejected: Int64,
        bytes: Int64
    ) {
        self.run = run
        self.state = state
        self.seen = seen
        self.stored = stored
        self.duplicate = duplicate
        self.alreadyImported = alreadyImported
        self.rejected = rejected
        self.bytes = bytes
    }

    public var json: JSON {
        .body(
            ("run", run.json), ("state", .string(state)), ("seen", .integer(seen)), ("stored", .integer(stored)),
            ("duplicate", .integer(duplicate)), ("alreadyImported", .integer(alreadyImported)),
            ("rejected", .integer(rejected)), ("bytes", .integer(bytes))
        )
    }

    public init(_ fields: BodyFields) throws {
        run = try fields.id("run")
        state = try fields.text("state")
        seen = try fields.integer("seen")
        stored = try fields.integer("stored")
        duplicate = try fields.integer("duplicate")
        alreadyImported = try fields.integer("alreadyImported")
        rejected = try fields.integer("rejected")
        bytes = try fields.integer("bytes")
    }
}

/// What a run brought in leaves the lists; objects stay until a purge.
public struct ImportWithdrawn: RecordBody {
    public static let kind = "import.withdrawn"

    /// The run.
    public var run: Identifier
    /// The reason given.
    public var why: String?

    /// A record body with these members.
    public init(run: Identifier, why: String? = nil) {
        self.run = run
        self.why = why
    }

    public var json: JSON {
        .body(
            ("run", run.json), ("why", why.map(JSON.string))
        )
    }

    public init(_ fields: BodyFields) throws {
        run = try fields.id("run")
        why = fields.optionalText("why")
    }
}
