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
    /// Whether this worker has said what it opened.
    private var hasBegun = false
    /// How often the open entry began again, and how far it ever came.
    private var again = 0
    private var farthest: Int64 = 0
    /// What was done since it was last asked for.
    private var done: (bytes: Int64, entries: Int) = (0, 0)
    private let limits: ExtractLimits
    /// Bytes of the archive itself.
    private let packed: Int64
    private let passwords: Int
    private var hasPasswords: Bool { passwords > 0 }

    /// Nothing told yet.
    ///
    /// - Parameters:
    ///   - packed: bytes of the archive itself: what no archive holds is not believed.
    ///   - passwords: how many a worker tries; each may begin an entry anew.
    init(limits: ExtractLimits, budget: Int64?, packed: Int64 = .max, passwords: Int = 0) {
        self.limits = limits
        self.budget = budget
        self.packed = packed
        self.passwords = passwords
    }

    /// A worker begins.
    mutating func beginWorker() { hasBegun = false }

    /// Bytes that had not come before and entries that were finished since the last time: what counts as progress.
    mutating func takeDone() -> (bytes: Int64, entries: Int) {
        defer { done = (0, 0) }
        return done
    }

    /// The entries that were not reached, where the format tells.
    var unread: Int? { total.map { max(0, $0 - told) } }

    /// The frame as an event; `nil` when it was told before another worker died, or ends the archive.
    mutating func event(_ kind: Frame.Kind, _ payload: UnsafeRawBufferPointer) throws(WorkerLoss) -> ArchiveEvent? {
        switch kind {
        case .archiveStart: return try start(JSON(parsing: payload))
        case .entry: return try entry(JSON(parsing: payload))
        case .bytes:
            guard open != nil, !payload.isEmpty else { throw .protocolBroken("bytes without an entry") }
            delivered += Int64(payload.count)
            guard
                delivered
                    <= max(
                        Int64(limits.ratioFreeBytes),
                        packed.addingOrMost(UnpackProgress.readAhead).timesOrMost(Int64(max(1, limits.ratio))))
            else {
                throw .protocolBroken("more bytes than the archive can hold")
            }
            if delivered > farthest {
                done.bytes += delivered - farthest
                farthest = delivered
            }
            budget = budget.map { $0 - Int64(payload.count) }
            return .bytes(payload)
        case .entryAgain:
            guard open != nil, again <= passwords, hasPasswords else { throw .protocolBroken("nothing to begin again") }
            again += 1
            budget = budget.map { $0 + delivered }
            delivered = 0
            return .again
        case .entryEnd:
            guard open != nil, let json = JSON(parsing: payload) else { throw .protocolBroken("entry end") }
            guard let reason = try PageCollector.reason(json) else { return .entryEnd(close(.complete(bytes: delivered))) }
            if reason == "encrypted" { return .entryEnd(close(.failed(reason: reason, detail: lockedDetail))) }
            return .entryEnd(close(.failed(reason: reason, detail: WorkerWords.sentence(json["detail"]?.string))))
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
        (again, farthest) = (0, 0)
        done.entries += 1
        return end
    }

    /// The next worker begins at the entry that was open, behind the bytes handed on.
    mutating func resume() { resuming = open }

    private mutating func start(_ json: JSON?) throws(WorkerLoss) -> ArchiveEvent? {
        guard let json, let format = WorkerWords.code(json["format"]?.string), !hasBegun else {
            throw .protocolBroken("archive start")
        }
        hasBegun = true
        if hasStarted { return nil }
        hasStarted = true
        self.format = format
        names = json["names"]?.string.flatMap(TextCharset.init(rawValue:))
        total = json["total"]?.integer.flatMap { $0 < 0 ? nil : Int(clamping: min($0, Int64(Int32.max))) }
        let sample = (json["sample"]?.array ?? []).prefix(16).compactMap { each in
            each.string.map { UnpackProgress.shown(String(String.UnicodeScalarView($0.unicodeScalars.prefix(255)))) }
        }
        return .started(format: format, names: names, nameSample: Array(sample))
    }

    private mutating func entry(_ json: JSON?) throws(WorkerLoss) -> ArchiveEvent? {
        // A name that is too long comes cut, and says so.
        guard let json, let index = json["index"]?.integer.flatMap({ Int32(exactly: $0) }).map({ Int($0) }),
            let path = json["path"]?.string, path.utf8.count <= max(limits.nameBytes, UnpackProgress.cutNameBytes)
        else { throw .protocolBroken("entry") }
        isAsked = json["asks"] == .bool(true)
        if let again = resuming, again == index, open == index {
            resuming = nil
            return nil
        }
        guard hasStarted, open == nil, index > skip, told < limits.entries else { throw .protocolBroken("entry out of order") }
        told += 1
        let sameAs = json["sameAs"]?.string
        guard (sameAs?.utf8.count ?? 0) <= limits.nameBytes else { throw .protocolBroken("link") }
        let refusal = WorkerWords.code(json["refusal"]?.string)
        guard (refusal == nil) == (json["refusal"]?.string == nil) else { throw .protocolBroken("refusal") }
        if refusal == nil {
            open = index
        } else {
            skip = index
            done.entries += 1
        }
        return .entry(
            ArchiveEntry(
                path: UnpackProgress.shown(path), index: index, size: json["size"]?.integer.flatMap { $0 < 0 ? nil : $0 },
                modified: json["modified"]?.integer.map(UnpackProgress.instant), refusal: refusal,
                crc32: json["crc32"]?.integer.flatMap { UInt32(exactly: $0) },
                sameAs: sameAs.map(UnpackProgress.shown)))
    }

    /// The archive's end as the worker tells it.
    func end(_ payload: UnsafeRawBufferPointer, job: Int) throws(WorkerLoss) -> ArchiveEnd {
        guard open == nil, let json = JSON(parsing: payload), json["job"]?.integer == Int64(job),
            let state = json["state"]?.string.flatMap(ArchiveEnd.State.init)
        else { throw .protocolBroken("archive end") }
        let names = json["names"]?.string.flatMap(TextCharset.init(rawValue:)) ?? names
        let format = WorkerWords.code(json["format"]?.string) ?? format
        let detail = WorkerWords.sentence(json["detail"]?.string)
        return ArchiveEnd(
            format: format, names: names, entries: told, state: state,
            detail: state == .locked && detail != Extractor.left
                ? SevenZip.lockedDetail(format: format, hasPasswords: hasPasswords) : detail,
            unread: state == .read ? nil : json["through"] == .bool(true) ? 0 : unread)
    }

    /// A time of change as the archive claims it, near the calendar's ends when it lies beyond: whoever writes it down decides what to make
    /// of it, but every calculation with it stays one.
    private static func instant(_ milliseconds: Int64) -> Instant {
        Instant(milliseconds: min(max(milliseconds, -65_000_000_000_000), 260_000_000_000_000))
    }

    /// Bytes that a worker reads ahead of what it unpacks, at most.
    private static let readAhead: Int64 = 1 << 20
    /// Bytes of a name that was cut: 200 and the sign that says so.
    private static let cutNameBytes = 220

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
