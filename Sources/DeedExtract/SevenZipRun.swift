import DeedCore
import DeedSystem

/// Cuts the one stream that `7zz x -so` writes into the entries of the listing, in its order, and checks each by size and checksum.
///
/// A wrong password shows in the first encrypted entry: then nothing of it counts and the next password begins there anew.
struct SevenZipRun {
    private let format: String
    private let items: [SevenZipListing.Item]
    private let limits: ExtractLimits
    /// Bytes of the archive itself.
    private let packed: Int64
    private var budget: Int64?

    /// The entry that is next, or whose bytes are coming.
    private var at = 0
    private var isOpen = false
    private var isTold = false
    private var got: Int64 = 0
    private var sum = CRC32Sum()
    /// Bytes of entries before `at` that a new process writes once more.
    private var passing: Int64 = 0
    private var hasStarted = false
    /// Whether an encrypted entry came right: the password is known to fit.
    private var isProven = false
    /// Entries told so far.
    private var told = 0
    /// Of them those that came whole and were not empty.
    private var opened = 0
    private var state = ArchiveEnd.State.read
    private var detail: String?
    private var isShortened = false

    init(format: String, listing: SevenZipListing, limits: ExtractLimits, packed: Int64, budget: Int64?) {
        self.format = format
        self.packed = packed
        self.limits = limits
        self.budget = budget
        items = listing.items.filter { !$0.isFolder }
    }

    /// How it ended.
    var end: ArchiveEnd {
        ArchiveEnd(
            format: format, entries: told, state: state, detail: detail ?? (isShortened ? ArchiveEnd.wholePaths : nil),
            unread: state == .read ? nil : items.count - told)
    }

    /// A process begins to write; `true` when there is nothing to come.
    mutating func start(_ event: (ArchiveEvent) throws -> Void) throws -> Bool {
        passing = items[..<at].reduce(0) { $0.addingOrMost($1.size) }
        if !hasStarted {
            hasStarted = true
            let sample = items.prefix(8).map { UnpackProgress.shown($0.path) }
            try event(.started(format: format, names: nil, nameSample: sample))
        }
        if isOpen {
            if isTold {
                budget = budget.map { $0 + got }
                try event(.again)
            }
            (got, sum) = (0, CRC32Sum())
        }
        try advance(event)
        return at == items.count || state == .limit
    }

    /// Takes the next bytes; `false` when no more are wanted.
    mutating func take(_ bytes: UnsafeRawBufferPointer, _ event: (ArchiveEvent) throws -> Void) throws -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            if passing > 0 {
                let step = Int(min(passing, Int64(rest.count)))
                passing -= Int64(step)
                rest = UnsafeRawBufferPointer(rebasing: rest[step...])
                continue
            }
            guard at < items.count else {
                (state, detail) = (.damaged, "7zz wrote more than it listed")
                return false
            }
            let step = Int(min(items[at].size - got, Int64(min(rest.count, Frame.maximumPayload))))
            let piece = UnsafeRawBufferPointer(rebasing: rest[..<step])
            rest = UnsafeRawBufferPointer(rebasing: rest[step...])
            got += Int64(step)
            sum.update(piece)
            if isTold {
                budget = budget.map { $0 - Int64(step) }
                if let budget, budget < 0 { return try exceed(event) }
                try event(.bytes(piece))
            }
            guard got == items[at].size else { continue }
            guard isSumRight else { return false }
            try advance(event)
            if state == .limit { return false }
        }
        return true
    }

    private var isSumRight: Bool { items[at].crc32.map { $0 == sum.value } ?? true }

    private mutating func exceed(_ event: (ArchiveEvent) throws -> Void) throws -> Bool {
        try event(.entryEnd(.failed(reason: "budget", detail: nil)))
        isOpen = false
        (state, detail) = (.limit, "budget")
        return false
    }

    /// Ends the entries whose bytes are there and opens the next that has some.
    private mutating func advance(_ event: (ArchiveEvent) throws -> Void) throws {
        while at < items.count {
            if !isOpen {
                guard told < limits.entries else {
                    (state, detail) = (.limit, "entries")
                    return
                }
                try open(event)
                if state == .limit { return }
            }
            guard got == items[at].size, isSumRight else { return }
            if isTold { try event(.entryEnd(.complete(bytes: got))) }
            if got > 0 { opened += 1 }
            if items[at].isEncrypted, got > 0 { isProven = true }
            isOpen = false
            at += 1
        }
    }

    private mutating func open(_ event: (ArchiveEvent) throws -> Void) throws {
        let item = items[at]
        let inside = EntryName.inside(item.path)
        if let inside, inside != item.path { isShortened = true }
        var shown = UnpackProgress.shown(inside ?? item.path)
        var refusal = item.isLink ? "link" : inside == nil ? "path-escapes" : nil
        if item.path.utf8.count > limits.nameBytes {
            refusal = "name-too-long"
            shown = String(decoding: shown.utf8.prefix(200), as: UTF8.self) + "…"
        }
        told += 1
        try event(.entry(ArchiveEntry(path: shown, index: told, size: item.size, modified: item.modified, refusal: refusal)))
        (isOpen, isTold, got, sum) = (true, refusal == nil, 0, CRC32Sum())
        guard item.size > limits.ratioFreeBytes, item.size / Int64(max(1, limits.ratio)) > packed else { return }
        if isTold {
            try event(.entryEnd(.failed(reason: "too-large", detail: "more than \(limits.ratio) times its packed size")))
        }
        (isOpen, state, detail) = (false, .limit, "expansion")
    }

    /// The process ended; `true` when the archive is over, `false` when another password may do better.
    mutating func finish(_ output: ProcessOutput, _ event: (ArchiveEvent) throws -> Void) throws -> Bool {
        if at == items.count || state == .limit { return true }
        if !isProven, items[at].isEncrypted, output.stopped != .timeout { return false }
        let said = String(decoding: output.errors, as: UTF8.self).split(separator: "\n").first.map(String.init)
        let reason = output.stopped == .timeout ? "timeout" : "damaged"
        if isOpen, isTold { try event(.entryEnd(.failed(reason: reason, detail: said))) }
        isOpen = false
        (state, detail) = (.damaged, "\(items[at].path): \(said ?? reason)")
        return true
    }

    /// No password fits: what is left is told entry by entry as encrypted.
    mutating func lock(_ event: (ArchiveEvent) throws -> Void) throws -> ArchiveEnd {
        while at < items.count, told <= limits.entries {
            if !isOpen { try open(event) }
            if isOpen, isTold { try event(.entryEnd(.failed(reason: "encrypted", detail: "wrong-password"))) }
            isOpen = false
            at += 1
        }
        if opened == 0 { (state, detail) = (.locked, "wrong-password") }
        return end
    }
}
