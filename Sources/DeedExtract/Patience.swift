import DeedSystem

/// How long the parent waits for a worker, by its own monotonic clock, and how much memory it lets it take meanwhile.
struct Patience {
    private let start = monotonicNanoseconds()
    private var deadline: Int64?
    private let stall: Int64?
    private let residentBytes: Int?
    private var lastByte = monotonicNanoseconds()
    private var lastLook = monotonicNanoseconds()

    /// How often the worker's memory is looked at.
    private static let lookEvery: Int64 = 100_000_000

    /// Waits until `seconds` are over, or `stallSeconds` pass without a byte, or the worker holds more than `residentBytes`.
    init(seconds: Double? = nil, stallSeconds: Double? = nil, residentBytes: Int? = nil) {
        let now = start
        deadline = seconds.map { now + Int64($0 * 1e9) }
        stall = stallSeconds.map { Int64($0 * 1e9) }
        self.residentBytes = residentBytes
    }

    /// Moves the deadline to `seconds` after the start.
    mutating func extend(toSeconds seconds: Double) { deadline = start + Int64(seconds * 1e9) }

    /// A byte came: it has not stalled.
    mutating func byteCame() { lastByte = monotonicNanoseconds() }

    /// Begins to wait for the next byte now: time that the caller took for itself is not the worker's.
    mutating func restartStall() { lastByte = monotonicNanoseconds() }

    /// Milliseconds to sleep at most before looking again.
    var slice: Int {
        let now = monotonicNanoseconds()
        var wait = residentBytes == nil ? 10_000_000_000 : Patience.lookEvery
        if let deadline { wait = min(wait, deadline - now) }
        if let stall { wait = min(wait, lastByte + stall - now) }
        return Int(max(1_000_000, wait) / 1_000_000)
    }

    /// Throws when patience is over.
    mutating func check(_ process: ChildProcess) throws(WorkerLoss) {
        let now = monotonicNanoseconds()
        if let deadline, now >= deadline { throw .timeout }
        if let stall, now - lastByte >= stall { throw .stalled }
        guard let residentBytes, now - lastLook >= Patience.lookEvery else { return }
        lastLook = now
        if let held = process.privateResident, held > residentBytes { throw .tooLarge }
    }
}
