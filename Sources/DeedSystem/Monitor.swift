import Glibc

/// A value guarded by a lock, with one condition to wait for: what threads that block need (`Synchronization.Mutex` cannot wait).
///
/// Waiters look at the value again after every change; that is cheap for the handful of threads of a pool.
///
/// `@unchecked Sendable`: `state` and `waiters` are touched only between lock and unlock of `mutex`.
public final class Monitor<State>: @unchecked Sendable {
    private var state: State
    /// Threads in `wait`.
    private var waiters = 0
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>

    /// A guarded value.
    public init(_ state: sending State) {
        self.state = state
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        condition.initialize(to: pthread_cond_t())
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// Looks at the value or changes it without waking anybody.
    public func withLock<Result>(_ body: (inout State) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&state)
    }

    /// Changes the value and wakes all who wait.
    public func change<Result>(_ body: (inout State) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { unlock { pthread_cond_broadcast($0) } }
        return try body(&state)
    }

    /// Changes the value and wakes all who wait when `body` says that they have been waiting for this: for counts that go down to none.
    public func changeWaking(_ body: (inout State) throws -> Bool) rethrows {
        pthread_mutex_lock(mutex)
        var isAwaited = false
        defer { if isAwaited { unlock { pthread_cond_broadcast($0) } } else { pthread_mutex_unlock(mutex) } }
        isAwaited = try body(&state)
    }

    /// Changes the value and wakes one who waits: for queues, where any waiter will do.
    public func changeForOne<Result>(_ body: (inout State) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { unlock { pthread_cond_signal($0) } }
        return try body(&state)
    }

    /// Waits until `take` returns a value, looking again after every change. With `waking`, what it took is a change for others.
    public func wait<Result>(waking: Bool = false, _ take: (inout State) throws -> Result?) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { if waking { unlock { pthread_cond_broadcast($0) } } else { pthread_mutex_unlock(mutex) } }
        while true {
            if let result = try take(&state) { return result }
            waiters += 1
            pthread_cond_wait(condition, mutex)
            waiters -= 1
        }
    }

    /// Wakes after unlocking, and only where somebody waits: whoever is woken under a lock that is held sleeps again at once.
    private func unlock(_ wake: (UnsafeMutablePointer<pthread_cond_t>) -> Void) {
        let isAwaited = waiters > 0
        pthread_mutex_unlock(mutex)
        if isAwaited { wake(condition) }
    }
}
