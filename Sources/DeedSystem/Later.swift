/// What another thread works out meanwhile.
public final class Later<Value: Sendable>: Sendable {
    private typealias Body = @Sendable () throws -> Value

    private let result = Monitor<Result<Value, any Error>?>(nil)

    /// Begins on another thread; with `beside` off, and where the system gives no thread, does it now, on the caller's.
    ///
    /// - Parameters:
    ///   - yielding: whether other threads go first on the processor: for what is waited for only at its end.
    ///   - body: let go of, with all that it holds, before its value is there.
    public init(beside: Bool = true, yielding: Bool = false, _ body: @escaping @Sendable () throws -> Value) {
        let result = result
        let begun = Monitor<Body?>(body)
        let job: ParkedThreads.Job = {
            let outcome = begun.withLock { $0.take() }.map { body in Result { try body() } }
            return { result.change { $0 = outcome } }
        }
        let isBegun =
            beside
            && (yielding
                // A thread that steps back does so for the rest of its life.
                ? OwnThread.start {
                    ProcessPriority.stepBack()
                    job()()
                } : ParkedThreads.shared.run(job))
        if !isBegun { job()() }
    }

    /// Waits for it.
    ///
    /// - Throws: what the body threw.
    public func value() throws -> Value { try result.wait { $0 }.get() }
}
