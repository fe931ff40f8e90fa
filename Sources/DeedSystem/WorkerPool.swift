import Glibc

/// Threads of its own for work that blocks: fsync, reading, waiting for a worker process.
///
/// Why not Swift's tasks or a dispatch queue: both share one pool with as many threads as cores; one blocking call there stops everything
/// else (measured with two cores: 450 to 950 ms of wait, own threads 0.07 ms).
public final class WorkerPool: Sendable {
    private let jobs: Jobs
    /// How many threads there are.
    public let threads: Int

    /// Starts `threads` threads, at least one. Each has a stack of 1 MiB.
    public init(threads: Int) {
        jobs = Jobs()
        var started = 0
        for _ in 0..<max(1, threads) where jobs.startThread() { started += 1 }
        self.threads = started
    }

    deinit { jobs.close() }

    /// Runs `work` on some thread later; `urgent` work is taken before all that waits.
    public func submit(urgent: Bool = false, _ work: @escaping @Sendable () -> Void) { jobs.add(work, urgent: urgent) }

    /// Waits until no submitted work is left or runs. Not to be called from the pool itself.
    public func wait() { jobs.waitUntilIdle() }

    /// Runs `body` for every item on the pool and returns when all are done. After an error no further item is begun, and the first
    /// error is thrown. Not to be called from the pool itself.
    public func run<Item: Sendable>(
        _ items: [Item], urgent: Bool = false, _ body: @escaping @Sendable (Item) throws -> Void
    ) throws {
        let progress = Monitor(Progress(left: items.count))
        for item in items {
            submit(urgent: urgent) {
                var failure: (any Error)?
                if progress.withLock({ $0.failure == nil }) {
                    do { try body(item) } catch { failure = error }
                }
                progress.change { progress in
                    progress.left -= 1
                    if progress.failure == nil { progress.failure = failure }
                }
            }
        }
        let failure = progress.wait { progress -> (any Error)?? in progress.left == 0 ? .some(progress.failure) : nil }
        if let failure { throw failure }
    }

    private struct Progress {
        var left: Int
        var failure: (any Error)?
    }
}

/// The queue that the threads share; it outlives the pool until the last thread has seen that it is closed.
private final class Jobs: Sendable {
    private struct State {
        var urgent: [@Sendable () -> Void] = []
        var waiting: [@Sendable () -> Void] = []
        var head = 0
        var closed = false

        mutating func next() -> (@Sendable () -> Void)? {
            if let job = urgent.popLast() { return job }
            guard head < waiting.count else { return nil }
            defer {
                head += 1
                if head > 256, head * 2 > waiting.count {
                    waiting.removeSubrange(..<head)
                    head = 0
                }
            }
            // A job that is done must not stay: it may hold a megabyte, or whoever owns this pool.
            let job = waiting[head]
            waiting[head] = {}
            return job
        }
    }

    private let state = Monitor(State())
    /// Jobs that wait or run. Apart from the queue: whoever waits for the end of all work is not one of those who wait for work.
    private let outstanding = Monitor(0)

    func add(_ job: @escaping @Sendable () -> Void, urgent: Bool) {
        outstanding.withLock { $0 += 1 }
        state.changeForOne { state in
            if urgent { state.urgent.append(job) } else { state.waiting.append(job) }
        }
    }

    func close() { state.change { $0.closed = true } }

    func waitUntilIdle() {
        outstanding.wait { $0 == 0 ? () : nil }
    }

    private func loop() {
        while runNext() { outstanding.change { $0 -= 1 } }
    }

    /// Runs one job and lets go of it before it counts as done; `false` when there will be none.
    private func runNext() -> Bool {
        guard let job = take() else { return false }
        job()
        return true
    }

    private func take() -> (@Sendable () -> Void)? {
        state.wait { state -> (@Sendable () -> Void)?? in
            if let job = state.next() { return .some(job) }
            return state.closed ? .some(nil) : nil
        }
    }

    func startThread() -> Bool {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, 1 << 20)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        defer { pthread_attr_destroy(&attributes) }
        var thread = pthread_t()
        let box = Unmanaged.passRetained(self)
        let code = pthread_create(
            &thread, &attributes,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Jobs>.fromOpaque(argument).takeRetainedValue().loop()
                return nil
            }, box.toOpaque())
        guard code == 0 else {
            box.release()
            return false
        }
        return true
    }
}
