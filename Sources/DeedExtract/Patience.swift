import DeedSystem

/// How long the parent waits for a worker, by its own monotonic clock, and how much memory it lets it take meanwhile.
///
/// What counts is work: bytes that were not there before, entries that are finished. A frame alone is no sign of life, because a worker
/// that has been taken over can send empty ones for ever.
struct Patience {
    /// When it is over whatever comes; `nil`: only ``left`` counts.
    private var deadline: Int64?
    /// Nanoseconds that are left: they run down while the worker is waited for and grow by what it does, up to ``most``.
    private var left: Int64
    private let most: Int64
    private let rate: Double
    private let residentBytes: Int?
    private let isStopped: @Sendable () -> Bool
    private let start: Int64
    private var lastTurn: Int64
    private var lastLook: Int64

    /// How often the worker's memory, and whether the person wants to stop, are looked at.
    private static let lookEvery: Int64 = 100_000_000
    /// Longer than anybody waits: ten years. Settings are numbers that people write.
    private static let longest = 3e8

    /// Waits until `seconds` are over, or the worker holds more than `residentBytes`, or the person wants to stop.
    init(
        seconds: Double? = nil, stallSeconds: Double? = nil, bytesPerSecond: Int = .max, residentBytes: Int? = nil,
        isStopped: @escaping @Sendable () -> Bool = { false }
    ) {
        let now = monotonicNanoseconds()
        start = now
        deadline = seconds.map { now + Patience.nanoseconds($0) }
        most = Patience.nanoseconds(stallSeconds ?? Patience.longest)
        left = most
        rate = 1e9 / Double(max(1, bytesPerSecond))
        lastTurn = now
        lastLook = now
        self.residentBytes = residentBytes
        self.isStopped = isStopped
    }

    private static func nanoseconds(_ seconds: Double) -> Int64 { Int64(min(max(0, seconds), longest) * 1e9) }

    /// Moves the deadline to `seconds` after the start.
    mutating func extend(toSeconds seconds: Double) { deadline = start + Patience.nanoseconds(seconds) }

    /// The worker has done this much. Nobody is faster than `bytesPerSecond` asks without gaining by it, up to the stall.
    mutating func gain(bytes: Int64, seconds: Double = 0) {
        let gained = min(Double(most), Double(max(0, bytes)) * rate + seconds * 1e9)
        left = min(most, left + Int64(gained))
    }

    /// Runs `body`, which is the caller's time and not the worker's.
    mutating func pausing<Result>(_ body: () throws -> Result) rethrows -> Result {
        let before = monotonicNanoseconds()
        defer { lastTurn += monotonicNanoseconds() - before }
        return try body()
    }

    /// Milliseconds to sleep at most before looking again.
    var slice: Int {
        let now = monotonicNanoseconds()
        var wait = min(Patience.lookEvery, left - (now - lastTurn))
        if let deadline { wait = min(wait, deadline - now) }
        return Int(max(1_000_000, wait) / 1_000_000)
    }

    /// Throws when patience is over.
    mutating func check(_ process: ChildProcess) throws(WorkerLoss) {
        let now = monotonicNanoseconds()
        left -= now - lastTurn
        lastTurn = now
        if isStopped() { throw .stopped }
        if let deadline, now >= deadline { throw .timeout }
        if left <= 0 { throw .stalled }
        guard let residentBytes, now - lastLook >= Patience.lookEvery else { return }
        lastLook = now
        if let held = process.privateResident, held > residentBytes { throw .tooLarge }
    }
}
