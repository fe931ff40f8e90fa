/// A vault came into being: always the first record.
public struct VaultCreated: RecordBody {
    public static let kind = "vault.created"

    /// The UUID of `vault.json`.
    public var vault: String
    /// The IANA name of the zone whose days the vault reckons with.
    public var timeZone: String
    /// The version of the program that made it.
    public var version: String
    /// When `vault.json` says that it was made; absent in vaults of version 0.1.
    public var created: Instant?

    /// A record body with these members.
    public init(vault: String, timeZone: String, version: String, created: Instant? = nil) {
        self.vault = vault
        self.timeZone = timeZone
        self.version = version
        self.created = created
    }

    public static let form = BodyForm(
        never: "it says nothing of a person", VaultCreated.init(vault:timeZone:version:created:),
        .code("vault", \.vault), .code("timeZone", \.timeZone), .code("version", \.version), .instant("created", \.created))
}

/// Somebody who writes was first seen; the name stands in the body, so that it can be redacted.
public struct ActorAdded: RecordBody {
    public static let kind = "actor.added"
    /// What stands in the place of a number that was taken out.
    private static let noUser: Int64 = -1

    /// The id that chain lines carry.
    public var actor: Identifier
    /// The operating system's user name.
    public var user: String
    /// The operating system's user id.
    public var uid: Int64

    /// A record body with these members.
    public init(actor: Identifier, user: String, uid: Int64) {
        self.actor = actor
        self.user = user
        self.uid = uid
    }

    public static let form = BodyForm(
        ActorAdded.init(actor:user:uid:),
        .id("actor", \.actor), .text("user", \.user), .integer("uid", \.uid, emptied: ActorAdded.noUser))
}

/// A verification ended.
public struct VaultVerified: RecordBody {
    public static let kind = "vault.verified"

    /// Objects read.
    public var objects: Int64
    /// Bytes read.
    public var bytes: Int64
    /// Names of objects whose bytes do not hash to them.
    public var damaged: [String]
    /// Names of objects that are not there.
    public var missing: [String]

    /// A record body with these members.
    public init(objects: Int64, bytes: Int64, damaged: [String], missing: [String]) {
        self.objects = objects
        self.bytes = bytes
        self.damaged = damaged
        self.missing = missing
    }

    public static let form = BodyForm(
        never: "it is the proof of a check", VaultVerified.init(objects:bytes:damaged:missing:),
        .integer("objects", \.objects), .integer("bytes", \.bytes), .texts("damaged", \.damaged), .texts("missing", \.missing))
}
