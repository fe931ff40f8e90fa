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

    public static let form = BodyForm(
        ImportStarted.init(run:sources:names:ledger:),
        .id("run", \.run), .texts("sources", \.sources), .text("names", \.names), .text("ledger", \.ledger))
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

    public static let form = BodyForm(
        ImportArchive.init(run:source:path:sha256:size:format:names:entries:state:detail:kept:),
        .id("run", \.run), .text("source", \.source), .text("path", \.path), .hash("sha256", \.sha256), .integer("size", \.size),
        .code("format", \.format), .code("names", \.names), .integer("entries", \.entries), .code("state", \.state),
        .text("detail", \.detail), .flag("kept", \.kept))
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

    public static let form = BodyForm(
        DocumentAdded.init(document:object:run:source:path:name:size:modified:crc32:attachedTo:),
        .id("document", \.document), .chainObject(\.object), .id("run", \.run), .text("source", \.source), .text("path", \.path),
        .text("name", \.name), .integer("size", \.size), .instant("modified", \.modified, isContent: true),
        .integer("crc32", \.crc32, isContent: true), .id("attachedTo", \.attachedTo))
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

    public static let form = BodyForm(
        DocumentNamed.init(document:run:source:path:name:modified:crc32:attachedTo:),
        .id("document", \.document), .id("run", \.run), .text("source", \.source), .text("path", \.path), .text("name", \.name),
        .instant("modified", \.modified, isContent: true), .integer("crc32", \.crc32, isContent: true),
        .id("attachedTo", \.attachedTo))
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

    public static let form = BodyForm(
        ImportRejected.init(run:source:path:reason:detail:size:sha256:),
        .id("run", \.run), .text("source", \.source), .text("path", \.path), .code("reason", \.reason), .text("detail", \.detail),
        .integer("size", \.size), .hash("sha256", \.sha256, isContent: true))
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

    public static let form = BodyForm(
        never: "it counts", ImportFinished.init(run:state:seen:stored:duplicate:alreadyImported:rejected:bytes:),
        .id("run", \.run), .code("state", \.state), .integer("seen", \.seen), .integer("stored", \.stored),
        .integer("duplicate", \.duplicate), .integer("alreadyImported", \.alreadyImported), .integer("rejected", \.rejected),
        .integer("bytes", \.bytes))
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

    public static let form = BodyForm(
        ImportWithdrawn.init(run:why:),
        .id("run", \.run), .text("why", \.why))
}
