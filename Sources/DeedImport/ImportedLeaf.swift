public import DeedCore

/// A leaf file that an import met: a file on disk or an entry of a container, and what became of its bytes.
///
/// Whether stored bytes are a new document or a known content under another name is decided later, under the vault's lock.
public struct ImportedLeaf: Sendable {
    /// The place in the order of reading, from 0.
    public var ordinal: Int
    /// The absolute path of the source that was given.
    public var source: String
    /// The file as the person knows it, as `合同归档.zip!/销售合同/2025.pdf`.
    public var path: String
    /// When the source says that it was last changed.
    public var modified: Instant?
    /// What became of its bytes.
    public var outcome: Outcome
    /// The CRC-32 that the archive's directory gave for it.
    public var crc32: UInt32?
    /// The content of the mail that it was attached to.
    public var mail: ObjectID?

    /// What became of a leaf's bytes.
    public enum Outcome: Sendable {
        /// They are in the vault, or on their way: the commit waits for them.
        case taken(ObjectID, size: Int64)
        /// They were not read: an earlier import took this content from this place, and nothing says that it changed.
        case unchanged(ObjectID, size: Int64)
        /// They were not taken in.
        case rejected(ImportRejection)
    }

    /// A leaf with its outcome.
    public init(
        ordinal: Int, source: String, path: String, modified: Instant?, outcome: Outcome, crc32: UInt32? = nil,
        mail: ObjectID? = nil
    ) {
        self.ordinal = ordinal
        self.source = source
        self.path = path
        self.modified = modified
        self.outcome = outcome
        self.crc32 = crc32
        self.mail = mail
    }

    /// The last component of the path.
    public var name: String { ImportPath.lastComponent(path) }
}

/// Why a leaf was not taken in.
public struct ImportRejection: Sendable, Hashable {
    /// A code of ``ImportReason`` or one that the worker gave.
    public var reason: String
    /// More about it, untranslated.
    public var detail: String?
    /// Bytes, where known.
    public var size: Int64?
    /// Where the bytes were read.
    public var sha256: ObjectID?

    /// A reason with what is known.
    public init(_ reason: String, detail: String? = nil, size: Int64? = nil, sha256: ObjectID? = nil) {
        self.reason = reason
        self.detail = detail
        self.size = size
        self.sha256 = sha256
    }
}

/// A container that an import read, or tried to.
public struct ImportedArchive: Sendable {
    /// The absolute path of the source it came from.
    public var source: String
    /// The container as the person knows it.
    public var path: String
    /// Of its bytes, where they were read whole.
    public var sha256: ObjectID?
    /// Its bytes.
    public var size: Int64?
    /// The format's name.
    public var format: String
    /// The charset that names were decoded from; `nil` where the format says it itself.
    public var names: String?
    /// Files read in it.
    public var entries: Int
    /// `read`, `locked`, `damaged` or `limit`.
    public var state: String
    /// Where it broke, or which limit.
    public var detail: String?
    /// Whether the container itself was stored.
    public var kept: Bool
}

/// Reason codes of rejections that the importer itself gives.
public enum ImportReason {
    /// A file that a system leaves behind: `__MACOSX`, `.DS_Store`, `Thumbs.db`, `desktop.ini`.
    public static let systemFile = "system-file"
    /// No bytes.
    public static let empty = "empty"
    /// A vault, or a part of one: this one, a copy of it, or another.
    public static let vault = "vault"
    /// A private key that signs checkpoints, or one of its kind.
    public static let signingKey = "signing-key"
    /// A symbolic link.
    public static let link = "link"
    /// A device, a pipe or a socket.
    public static let device = "device"
    /// The system would not let it be read.
    public static let unreadable = "unreadable"
    /// A volume of an archive that is not the first.
    public static let laterVolume = "later-volume"
    /// An archive in volumes of which some are not there.
    public static let volumeMissing = "volume-missing"
    /// What an earlier import had is gone since this one began.
    public static let changed = "changed"
    /// A container below the deepest level.
    public static let depth = "depth"
    /// A container that could not be opened with no or any password.
    public static let locked = "locked"
    /// A container that could not be read at all.
    public static let archiveDamaged = "damaged"
    /// Packed in a way that cannot be unpacked here.
    public static let unsupported = "unsupported"
    /// What was left when a container broke or a limit was met.
    public static let rest = "rest-of-archive"
}
