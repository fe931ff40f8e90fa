import DeedCore
import DeedText

/// How far an archive has been told, across workers: checks the order of a worker's frames and knows where the next worker resumes.
struct UnpackProgress {
    /// Bytes that may still come; `nil` without a budget.
    private(set) var budget: Int64?
    /// Its format, once known.
    private(set) var format = ""
    /// The charset of its names, once decided.
    private(set) var names: TextCharset?
    /// Entries told so far.
    private(set) var told = 0
    /// Entries there are, where the format tells.
    private(set) var total: Int?
    /// The place of the entry whose bytes are coming.
    private(set) var open: Int?
    /// Bytes of it that were handed on.
    private(set) var delivered: Int64 = 0
    /// Entries a next worker passes over.
    private(set) var skip = 0
    /// Whether the worker waits for a verdict on the entry that it told last.
    private(set) var isAsked = false
    private var hasStarted = false
    private var resuming: Int?
    private let limits: ExtractLimits
    private let hasPasswords: Bool

    /// Nothing told yet.
    init(limits: ExtractLimits, budget: Int64?, hasPasswords: Bool = false) {
        self.limits = limits
        self.budget = budget
        self.hasPasswords = hasPasswords
    }

    /// The entries that were not reached, where the format tells.
    var unread: Int? { total.map { max(0, $0 - told) } }

    /// The frame as an event; `nil` when it was told before another worker died, or ends the archive.
    mutating func event(_ kind: Frame.Kind, _ payload: UnsafeRawBufferPointer) throws(WorkerLoss) -> ArchiveEvent? {
        switch kind {
        case .archiveStart: return try start(JSON(parsing: payload))
        case .entry: return try entry(JSON(parsing: payload))
        case .bytes:
            guard open != nil else { throw .protocolBroken("bytes without an entry") }
            delivered += Int64(payload.count)
            budget = budget.map { $0 - Int64(payload.count) }
            return .bytes(payload)
        case .entryAgain:
            guard open != nil else { throw .protocolBroken("nothing to begin again") }
            budget = budget.map { $0 + delivered }
            delivered = 0
            return .again
        case .entryEnd:
            guard open != nil, let json = JSON(parsing: payload) else { throw .protocolBroken("entry end") }
            guard let reason = json["reason"]?.string else { return .entryEnd(close(.complete(bytes: delivered))) }
            if reason == "encrypted" { return .entryEnd(close(.failed(reason: reason, detail: lockedDetail))) }
            return .entryEnd(close(.failed(reason: reason, detail: json["detail"]?.string)))
        default: throw .protocolBroken("a frame that does not belong to an archive")
        }
    }

    /// Why something encrypted stays locked: what a person can do about it hangs on this word.
    private var lockedDetail: String { SevenZip.lockedDetail(format: format, hasPasswords: hasPasswords) }

    /// Closes the open entry.
    mutating func close(_ end: EntryEnd) -> EntryEnd {
        skip = open ?? skip
        open = nil
        delivered = 0
        return end
    }

    /// The next worker begins at the entry that was open, behind the bytes handed on.
    mutating func resume() { resuming = open }

    private mutating func start(_ json: JSON?) throws(WorkerLoss) -> ArchiveEvent? {
        guard let json, let format = json["format"]?.string else { throw .protocolBroken("archive start") }
        if hasStarted { return nil }
        hasStarted = true
        self.format = format
        names = json["names"]?.string.flatMap(TextCharset.init(rawValue:))
        total = json["total"]?.integer.map { Int(clamping: $0) }
        let sample = (json["sample"]?.array ?? []).prefix(16).compactMap { $0.string.map(UnpackProgress.shown) }
        return .started(format: format, names: names, nameSample: Array(sample))
    }

    private mutating func entry(_ json: JSON?) throws(WorkerLoss) -> ArchiveEvent? {
        guard let json, let index = json["index"]?.integer.map({ Int(clamping: $0) }), let path = json["path"]?.string else {
            throw .protocolBroken("entry")
        }
        isAsked = json["asks"] == .bool(true)
        if let again = resuming, again == index, open == index {
            resuming = nil
            return nil
        }
        guard hasStarted, open == nil, index > skip, told < limits.entries else { throw .protocolBroken("entry out of order") }
        told += 1
        let refusal = json["refusal"]?.string
        if refusal == nil { open = index } else { skip = index }
        return .entry(
            ArchiveEntry(
                path: UnpackProgress.shown(path), index: index, size: json["size"]?.integer,
                modified: json["modified"]?.integer.map { Instant(milliseconds: $0) }, refusal: refusal,
                crc32: json["crc32"]?.integer.flatMap { UInt32(exactly: $0) }))
    }

    /// The archive's end as the worker tells it.
    func end(_ payload: UnsafeRawBufferPointer, job: Int) throws(WorkerLoss) -> ArchiveEnd {
        guard open == nil, let json = JSON(parsing: payload), json["job"]?.integer == Int64(job),
            let state = json["state"]?.string.flatMap(ArchiveEnd.State.init)
        else { throw .protocolBroken("archive end") }
        let names = json["names"]?.string.flatMap(TextCharset.init(rawValue:)) ?? names
        let format = json["format"]?.string ?? format
        let detail = json["detail"]?.string
        return ArchiveEnd(
            format: format, names: names, entries: told, state: state,
            detail: state == .locked && detail != Extractor.left
                ? SevenZip.lockedDetail(format: format, hasPasswords: hasPasswords) : detail,
            unread: state == .read ? nil : json["through"] == .bool(true) ? 0 : unread)
    }

    /// A name fit for a terminal: control characters, which could move its cursor, become U+FFFD.
    static func shown(_ name: String) -> String {
        guard name.unicodeScalars.contains(where: isControl) else { return name }
        var shown = String.UnicodeScalarView()
        for scalar in name.unicodeScalars { shown.append(isControl(scalar) ? "\u{FFFD}" : scalar) }
        return String(shown)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }
}
