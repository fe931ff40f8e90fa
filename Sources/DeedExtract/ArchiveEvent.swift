public import DeedCore
public import DeedText

/// What happens while an archive is unpacked, in the archive's order.
///
/// `started`, then for every entry `entry`, its `bytes` and `entryEnd`. A refused entry is told by `entry` alone. Directories are
/// not told at all.
public enum ArchiveEvent {
    /// The archive opens. `names` is the decided charset of its names where one had to be decided before the first entry, and
    /// `nameSample` the first few names in it, for a person to see whether the decision is right.
    case started(format: String, names: TextCharset?, nameSample: [String])
    /// An entry begins, or is refused.
    case entry(ArchiveEntry)
    /// The next bytes of the entry, at most 1 MiB; valid during the call only.
    case bytes(UnsafeRawBufferPointer)
    /// All bytes of the entry so far are void: it begins again.
    case again
    /// The entry is over.
    case entryEnd(EntryEnd)
}

/// One entry of an archive.
public struct ArchiveEntry: Sendable, Hashable {
    /// Its name, decoded, with `/` between folders and U+FFFD for control characters. For people: never use it as a path.
    public var path: String
    /// Its place in the archive, from 1, directories counted.
    public var index: Int
    /// Its size in bytes as the archive claims, where it does.
    public var size: Int64?
    /// When it was last changed, as the archive claims.
    public var modified: Instant?
    /// Why it is not unpacked: `path-escapes`, `link`, `device`, `name-too-long`; `nil` when it is.
    public var refusal: String?
    /// The CRC-32 that the archive's directory gives for its bytes; only of a zip's entries.
    public var crc32: UInt32?
    /// Of a `link` that is a second name of an earlier entry of a tar: that entry's name.
    public var sameAs: String?

    /// An entry.
    public init(
        path: String, index: Int, size: Int64? = nil, modified: Instant? = nil, refusal: String? = nil, crc32: UInt32? = nil,
        sameAs: String? = nil
    ) {
        self.path = path
        self.index = index
        self.size = size
        self.modified = modified
        self.refusal = refusal
        self.crc32 = crc32
        self.sameAs = sameAs
    }
}

/// How an entry ended.
public enum EntryEnd: Sendable, Hashable {
    /// All its bytes came and its checksum, where the format has one, is right.
    case complete(bytes: Int64)
    /// The caller knew it: no bytes came.
    case unchanged
    /// What came is not the file: `encrypted`, `damaged` (also a wrong checksum), `too-large` (a bomb), `budget`,
    /// `dictionary-too-large`, `unsupported` (a compression method), `crashed` (the worker died of it twice).
    case failed(reason: String, detail: String?)
}

/// How the archive ended.
public struct ArchiveEnd: Sendable, Hashable {
    /// For example `zip`, `7z`, `rar`, `tar.gz`.
    public var format: String
    /// The charset of its names, where one had to be decided or was given.
    public var names: TextCharset?
    /// How many entries were told, refused ones included.
    public var entries: Int
    /// What came of it.
    public var state: State
    /// The library's words, or which limit; untranslated.
    public var detail: String?
    /// How many entries were not reached; `nil` when all were, or when the format does not tell (then ``state`` is not `read`).
    public var unread: Int?

    /// The states of the import account.
    public enum State: String, Sendable, CaseIterable {
        /// Every entry was told.
        case read
        /// A password is needed for its list or for all of its entries.
        case locked
        /// It cannot be read, or not to its end.
        case damaged
        /// A limit ended it: see ``ArchiveEnd/detail``. That a method of packing is not supported is one.
        case limit
    }

    /// Whether it is packed in a way that cannot be unpacked here.
    public var isUnsupported: Bool { state == .limit && detail?.hasPrefix(ArchiveEnd.unsupported) ?? false }

    /// How the detail of such an end begins.
    public static let unsupported = "unsupported"

    /// The detail where names were whole paths (`/`, `C:`, `\\\\server`, `a/../b`) and came in without what leads out.
    public static let wholePaths = "whole-paths"

    /// An end.
    public init(
        format: String, names: TextCharset? = nil, entries: Int, state: State, detail: String? = nil, unread: Int? = nil
    ) {
        self.format = format
        self.names = names
        self.entries = entries
        self.state = state
        self.detail = detail
        self.unread = unread
    }
}
