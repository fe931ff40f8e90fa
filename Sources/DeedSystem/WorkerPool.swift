/// Threads of its own for work that blocks: fsync, reading, waiting for a worker process. See ``OwnThread``.
public final class WorkerPool: Sendable {
    private let jobs: Jobs
    /// How many threads there are; 0 where the system gives none. Then whoever submits work does it, there and then.
    public let threads: Int

    /// Starts `threads` threads, at least one.
    ///
    /// - Parameter yielding: whether threads of other pools go first on the processor.
    public init(threads: Int, yielding: Bool = false) {
        let jobs = Jobs()
        self.jobs = jobs
        self.threads = (0..<max(1, threads)).count { _ in
            OwnThread.start {
                if yielding { ProcessPriority.stepBack() }
                jobs.loop()
            }
        }
    }

    deinit { jobs.close() }

    /// Runs `work` on some thread later; `urgent` work is taken before all that waits.
    public func submit(urgent: Bool = false, _ work: @escaping @Sendable () -> Void) {
        if threads > 0 { jobs.add(work, urgent: urgent) } else { work() }
    }

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

    func loop() {
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
}
