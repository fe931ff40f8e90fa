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

    public var json: JSON {
        .body(
            ("vault", .string(vault)), ("timeZone", .string(timeZone)), ("version", .string(version)),
            ("created", created.map { .string($0.description) })
        )
    }

    public init(_ fields: BodyFields) throws {
        vault = try fields.text("vault")
        timeZone = try fields.text("timeZone")
        version = try fields.text("version")
        created = try fields.optionalInstant("created")
    }
}

/// Somebody who writes was first seen; the name stands in the body, so that it can be redacted.
public struct ActorAdded: RecordBody {
    public static let kind = "actor.added"

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

    public var json: JSON {
        .body(
            ("actor", actor.json), ("user", .string(user)), ("uid", .integer(uid))
        )
    }

    public init(_ fields: BodyFields) throws {
        actor = try fields.id("actor")
        user = try fields.text("user")
        uid = try fields.integer("uid")
    }
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

    public var json: JSON {
        .body(
            ("objects", .integer(objects)), ("bytes", .integer(bytes)), ("damaged", .array(damaged.map(JSON.string))),
            ("missing", .array(missing.map(JSON.string)))
        )
    }

    public init(_ fields: BodyFields) throws {
        objects = try fields.integer("objects")
        bytes = try fields.integer("bytes")
        damaged = fields.texts("damaged")
        missing = fields.texts("missing")
    }
}
