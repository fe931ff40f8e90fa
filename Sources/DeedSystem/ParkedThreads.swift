/// Threads that wait for the next job when theirs is done, so that a commit, which wants one or two for a moment, starts none.
final class ParkedThreads: Sendable {
    /// Works something out, and gives what tells it to whoever waits.
    typealias Job = @Sendable () -> (@Sendable () -> Void)

    static let shared = ParkedThreads()

    /// How many may wait.
    private static let limit = 2

    private struct State {
        var parked = 0
        /// Each for one of those that are parked.
        var jobs: [Job] = []
    }

    private let state = Monitor(State())

    /// Runs a job on a thread that waits, or on a new one; `false` where there is none.
    func run(_ job: @escaping Job) -> Bool {
        let isTaken = state.changeForOne { state in
            guard state.parked > state.jobs.count else { return false }
            state.jobs.append(job)
            return true
        }
        if isTaken { return true }
        let first = Monitor<Job?>(job)
        return OwnThread.start { [self] in
            var next = first.withLock { $0.take() }
            while let job = next.take() { next = parked(behind: job) }
        }
    }

    /// Runs a job and gives the next one; `nil` where enough others wait. The thread counts as waiting before anybody hears of its job: who
    /// asks again at once gets the same.
    private func parked(behind job: Job) -> Job? {
        let tell = job()
        let parks = state.withLock { state in
            guard state.parked < ParkedThreads.limit else { return false }
            state.parked += 1
            return true
        }
        tell()
        guard parks else { return nil }
        return state.wait { state -> Job? in
            guard let job = state.jobs.popLast() else { return nil }
            state.parked -= 1
            return job
        }
    }
}
