/// A backup ended: the copy holds the journal up to a line, and every object that those lines keep.
public struct BackupFinished: RecordBody {
    public static let kind = "backup.finished"

    /// The absolute path of the copy.
    public var target: String
    /// The number of the last journal line that the copy holds.
    public var seq: Int64
    /// SHA-256 of that line.
    public var head: ObjectID
    /// Objects in the copy.
    public var objects: Int64
    /// Objects that this run copied.
    public var copied: Int64
    /// Bytes of those.
    public var bytes: Int64
    /// Names of objects that could not be copied, because the vault's own are damaged.
    public var damaged: [String]
    /// Names of objects that could not be copied, because the vault has none.
    public var missing: [String]

    /// A record body with these members.
    public init(
        target: String, seq: Int64, head: ObjectID, objects: Int64, copied: Int64, bytes: Int64, damaged: [String],
        missing: [String]
    ) {
        self.target = target
        self.seq = seq
        self.head = head
        self.objects = objects
        self.copied = copied
        self.bytes = bytes
        self.damaged = damaged
        self.missing = missing
    }

    public static let form = BodyForm(
        never: "it is the proof of a check", BackupFinished.init(target:seq:head:objects:copied:bytes:damaged:missing:),
        .text("target", \.target), .integer("seq", \.seq), .hash("head", \.head), .integer("objects", \.objects),
        .integer("copied", \.copied), .integer("bytes", \.bytes), .texts("damaged", \.damaged), .texts("missing", \.missing))
}

/// A restore drill ended: a copy was restored into an empty directory and checked there.
public struct RestoreDrilled: RecordBody {
    public static let kind = "restore.drilled"

    /// The absolute path of the copy that was restored.
    public var source: String
    /// The number of the last journal line that was restored; 0 where nothing was.
    public var seq: Int64
    /// SHA-256 of that line; 64 zeros where nothing was restored.
    public var head: ObjectID
    /// Objects that were read back and are what their names say.
    public var objects: Int64
    /// Bytes of those.
    public var bytes: Int64
    /// Documents in the catalog that was made from the restored journal.
    public var documents: Int64
    /// What was wrong: paths, each with what is wrong with it; none where the drill succeeded.
    public var problems: [String]

    /// A record body with these members.
    public init(
        source: String, seq: Int64, head: ObjectID, objects: Int64, bytes: Int64, documents: Int64, problems: [String]
    ) {
        self.source = source
        self.seq = seq
        self.head = head
        self.objects = objects
        self.bytes = bytes
        self.documents = documents
        self.problems = problems
    }

    public static let form = BodyForm(
        never: "it is the proof of a check", RestoreDrilled.init(source:seq:head:objects:bytes:documents:problems:),
        .text("source", \.source), .integer("seq", \.seq), .hash("head", \.head), .integer("objects", \.objects),
        .integer("bytes", \.bytes), .integer("documents", \.documents), .texts("problems", \.problems))
}

/// A part of the objects was read and checked: what had not been read for the longest time, within a budget.
public struct VaultScrubbed: RecordBody {
    public static let kind = "vault.scrubbed"

    /// Objects read.
    public var objects: Int64
    /// Bytes read.
    public var bytes: Int64
    /// SHA-256 over the names of the objects that were read and are what their names say: ascending, each with a newline behind it.
    public var digest: ObjectID
    /// Names of objects whose bytes do not hash to them.
    public var damaged: [String]
    /// Names of objects that are not there.
    public var missing: [String]
    /// The whole vault was read since then at least once; absent where that is not known.
    public var readSince: Instant?

    /// A record body with these members.
    public init(
        objects: Int64, bytes: Int64, digest: ObjectID, damaged: [String], missing: [String], readSince: Instant?
    ) {
        self.objects = objects
        self.bytes = bytes
        self.digest = digest
        self.damaged = damaged
        self.missing = missing
        self.readSince = readSince
    }

    public static let form = BodyForm(
        never: "it is the proof of a check", VaultScrubbed.init(objects:bytes:digest:damaged:missing:readSince:),
        .integer("objects", \.objects), .integer("bytes", \.bytes), .hash("digest", \.digest), .texts("damaged", \.damaged),
        .texts("missing", \.missing), .instant("readSince", \.readSince))
}

/// An object that was damaged or missing was put back from another copy.
public struct ObjectRepaired: RecordBody {
    public static let kind = "object.repaired"

    /// The object.
    public var sha256: ObjectID
    /// `damaged` or `missing`.
    public var problem: String
    /// The absolute path of the vault that had a good one.
    public var source: String
    /// The damaged file's new place below the vault.
    public var quarantined: String?

    /// A record body with these members.
    public init(sha256: ObjectID, problem: String, source: String, quarantined: String?) {
        self.sha256 = sha256
        self.problem = problem
        self.source = source
        self.quarantined = quarantined
    }

    public static let form = BodyForm(
        never: "it is the proof of a repair", ObjectRepaired.init(sha256:problem:source:quarantined:),
        .hash("sha256", \.sha256), .code("problem", \.problem), .text("source", \.source), .text("quarantined", \.quarantined))
}

/// A damaged file of the vault that is no object was put back from another copy.
public struct FileRepaired: RecordBody {
    public static let kind = "file.repaired"

    /// The file below the vault: a segment of the journal, `vault.json` or the declaration.
    public var file: String
    /// The absolute path of the vault that had a good one.
    public var source: String
    /// The damaged file's new place below the vault; absent where it was missing.
    public var quarantined: String?

    /// A record body with these members.
    public init(file: String, source: String, quarantined: String?) {
        self.file = file
        self.source = source
        self.quarantined = quarantined
    }

    public static let form = BodyForm(
        never: "it is the proof of a repair", FileRepaired.init(file:source:quarantined:),
        .code("file", \.file), .text("source", \.source), .text("quarantined", \.quarantined))
}
